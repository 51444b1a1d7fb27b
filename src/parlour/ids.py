"""Ids of every kind of record."""

MAX_ID = 2**53 - 1
"""The largest integer that a JavaScript client can represent exactly."""

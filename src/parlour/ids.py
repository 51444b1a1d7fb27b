"""Ids, of whatever they are."""

MAX_ID = 2**53 - 1
"""What a JavaScript client can count to."""

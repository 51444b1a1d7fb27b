"""Schedules on the v1 wire."""

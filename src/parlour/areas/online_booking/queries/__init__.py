"""Statements on what was booked online."""

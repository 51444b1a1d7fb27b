"""Schedules: when team members work, and what the calendar of a location offers."""

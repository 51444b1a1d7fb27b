"""Schedules of events: series that repeat an event on days of the week, and exceptions made by hand."""

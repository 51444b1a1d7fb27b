"""Statements on schedules and on the settings of the calendar."""

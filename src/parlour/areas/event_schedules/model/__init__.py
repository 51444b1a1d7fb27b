"""Schedules, their series and their occurrences: frozen structs and pure rules."""

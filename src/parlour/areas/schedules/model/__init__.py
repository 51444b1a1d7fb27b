"""Working time, schedules, patterns and the settings of the calendar."""

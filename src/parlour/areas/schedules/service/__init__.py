"""Reading schedules, changing them, and applying patterns."""

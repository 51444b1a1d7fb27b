"""Which dates clients are shown."""

from calendar import monthrange
from datetime import date, timedelta

from parlour.areas.schedules.model.days import Period

FARTHEST = 365
"""How many days ahead the search for free time goes, if the schedule does."""


def horizon(first: date) -> Period:
    """Return the days that are searched from a day on."""
    return Period(first, first + timedelta(days=FARTHEST - 1))


def month_of(day: date) -> Period:
    """Return the month of a day."""
    return Period(day.replace(day=1), day.replace(day=monthrange(day.year, day.month)[1]))


def from_today(period: Period, today: date) -> Period:
    """Return what is left of a period."""
    return Period(max(period.first, today), period.last)

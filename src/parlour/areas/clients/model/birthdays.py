"""Periods of birthdays and of ages. Who was born on 29 February has the birthday on the 28th in common years."""

from calendar import isleap
from datetime import date, timedelta

from parlour.areas.clients.model.search_filters import Birthday, Born

_LEAP_DAY, _LAST_BEFORE = 229, 228
_FIRST, _LAST = 101, 1231


def birthdays(since: date | None, until: date | None) -> Birthday | Born:
    """Return the filter for a period: by month and day if it is shorter than a year, otherwise by the day of birth."""
    if since is None or until is None or until >= _years_after(since, 1):
        return Born(since, until)
    return birthdays_of_year(month_and_day(since), month_and_day(until), until.year)


def birthdays_of_year(low: int, high: int, year: int) -> Birthday:
    """Return the filter for a period of any year, perhaps over its end; `year` is the one in which it ends."""
    last = _LEAP_DAY if high == _LAST_BEFORE and not isleap(year) else high
    return Birthday(low, last, 1, 0) if low <= high else Birthday(low, _LAST, _FIRST, last)


def month_and_day(day: date) -> int:
    """Return a day as month * 100 + day."""
    return day.month * 100 + day.day


def age_period(low: int | None, high: int | None, today: date) -> Born:
    """Return the filter for an age of so many whole years, with both ends."""
    return Born(
        since=None if high is None else _last_birth(high + 1, today) + timedelta(days=1),
        until=None if low is None else _last_birth(low, today),
    )


def _last_birth(years: int, today: date) -> date:
    """Return the last day of birth of those who are at least so many years old."""
    year = today.year - years
    is_before_leap_day = month_and_day(today) == _LAST_BEFORE and not isleap(today.year)
    return date(year, 2, 29) if is_before_leap_day and isleap(year) else _years_after(today, -years)


def _years_after(day: date, years: int) -> date:
    year = day.year + years
    is_leap_day = month_and_day(day) == _LEAP_DAY
    return day.replace(year=year, day=28) if is_leap_day and not isleap(year) else day.replace(year=year)

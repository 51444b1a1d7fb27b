"""Applying patterns to a location: its today, and the holidays of its country."""

from collections.abc import Iterator
from datetime import date, timedelta

from parlour.areas.schedules import refusals
from parlour.areas.schedules.model.days import Day, OffDayKind, Period
from parlour.areas.schedules.model.holidays import NoCalendar, holidays_of
from parlour.areas.schedules.model.patterns import Pattern, RulesOverlap, hours_by_day
from parlour.areas.schedules.model.schedules import MAX_DAYS
from parlour.errors import Invalid


def days_of_pattern(pattern: Pattern, today: date, country: str, place: str) -> Iterator[Day]:
    """Return each day that a pattern sets. Without its first day it begins today; without its last, it lasts a year.

    Raise `Invalid` for a period that isn't one, rules that overlap, and holidays of a country where they aren't known.
    """
    period = period_of_pattern(pattern, today)
    if not 0 < len(period) <= MAX_DAYS:
        fault = refusals.TOO_LONG.fault(f"{place}.pattern.last", MAX_DAYS)
        raise Invalid([refusals.REVERSED.fault(f"{place}.pattern.last") if len(period) < 1 else fault])
    try:
        holidays = holidays_of(country, period.first, period.last) if pattern.skips_holidays else frozenset[date]()
        hours = hours_by_day(pattern, period.first, period.last, holidays)
    except NoCalendar:
        raise refusals.NO_HOLIDAYS.error(f"{place}.pattern", country) from None
    except RulesOverlap as overlap:
        raise refusals.RULES_OVERLAP.error(f"{place}.pattern", str(overlap.day), overlap.position + 1) from None
    return (
        Day(day, hours[day])
        if day in hours
        else Day(day, (), OffDayKind.HOLIDAY if day in holidays else pattern.off_day_kind)
        for day in period
    )


def period_of_pattern(pattern: Pattern, today: date) -> Period:
    """Return the days that a pattern sets; none if it ends before it begins."""
    first = pattern.first or today
    return Period(first, pattern.last or first + timedelta(days=MAX_DAYS - 1))

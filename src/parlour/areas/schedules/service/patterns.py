"""Applying patterns to a location: its today, and the holidays of its country."""

import asyncio
from collections.abc import Iterable, Iterator
from datetime import date, timedelta

import msgspec

from parlour.areas.schedules import refusals
from parlour.areas.schedules.model.days import Day, OffDayKind, Period
from parlour.areas.schedules.model.holidays import NoCalendar, holidays_of
from parlour.areas.schedules.model.patterns import Pattern, RulesOverlap, hours_by_day
from parlour.areas.schedules.model.schedules import MAX_DAYS
from parlour.errors import Invalid


class Calendar(msgspec.Struct, frozen=True):
    """The public holidays that patterns need; None where those of the country aren't known."""

    country: str
    holidays: frozenset[date] | None


async def read_calendar(country: str, patterns: Iterable[Pattern], today: date) -> Calendar:
    """Return the holidays of a country in the periods of patterns.

    In a thread: loading the calendars takes tenths of a second, in which the event loop answers others.
    """
    periods = [period for period in (period_of_pattern(each, today) for each in patterns) if _fits(period)]
    if not periods:
        return Calendar(country, frozenset())
    first, last = min(period.first for period in periods), max(period.last for period in periods)
    try:
        return Calendar(country, await asyncio.to_thread(holidays_of, country, first, last))
    except NoCalendar:
        return Calendar(country, None)


def days_of_pattern(pattern: Pattern, today: date, calendar: Calendar, place: str) -> Iterator[Day]:
    """Return each day that a pattern sets. Without its first day it begins today; without its last, it lasts a year.

    Raise `Invalid` for a period that isn't one, rules that overlap, and holidays of a country where they aren't known.
    """
    period = period_of_pattern(pattern, today)
    if not _fits(period):
        fault = refusals.TOO_LONG.fault(f"{place}.pattern.last", MAX_DAYS)
        raise Invalid([refusals.REVERSED.fault(f"{place}.pattern.last") if len(period) < 1 else fault])
    holidays = calendar.holidays if pattern.skips_holidays else frozenset()
    if holidays is None:
        raise refusals.NO_HOLIDAYS.error(f"{place}.pattern", calendar.country)
    try:
        hours = hours_by_day(pattern, period.first, period.last, holidays)
    except RulesOverlap as overlap:
        raise refusals.RULES_OVERLAP.error(f"{place}.pattern", str(overlap.day), overlap.position + 1) from None
    return (
        Day(day, hours[day])
        if day in hours
        else Day(day, (), OffDayKind.HOLIDAY if day in holidays else pattern.off_day_kind)
        for day in period
    )


def _fits(period: Period) -> bool:
    return 0 < len(period) <= MAX_DAYS


def period_of_pattern(pattern: Pattern, today: date) -> Period:
    """Return the days that a pattern sets; none if it ends before it begins."""
    first = pattern.first or today
    return Period(first, pattern.last or first + timedelta(days=MAX_DAYS - 1))

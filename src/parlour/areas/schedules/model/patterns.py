"""Patterns: working time that recurs, such as "Mon-Fri 10-19, every second Saturday 10-14"."""

from collections.abc import Container, Iterable, Iterator, Sequence
from datetime import date, datetime, time, timedelta
from typing import TypeAlias

import msgspec
from dateutil.rrule import DAILY, WEEKLY, rrule

from parlour.areas.schedules.model.working_time import Interval, flat, overlapping

MONDAY_TO_SUNDAY = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
DAYS_IN_WEEK = len(MONDAY_TO_SUNDAY)
EVERY_DAY = (*range(DAYS_IN_WEEK),)
MOST_WEEKS = 8
"""The longest distance between two weeks of a rule."""
MOST_CYCLE_DAYS = 31
Hours: TypeAlias = list[Interval]


class Rule(msgspec.Struct, frozen=True, kw_only=True):
    """On which days a member works, and when: on weekdays (0 is Monday), or so many days on and so many off.

    With `every` 2, weekdays count in every second week. `week` says in which one, from 1 for the week in which the
    pattern begins; without it, the first such day counts.
    """

    intervals: list[Interval]
    weekdays: Sequence[int] = EVERY_DAY
    every: int = 1
    week: int | None = None
    days_on: int | None = None
    days_off: int = 0

    def days(self, first: date, last: date) -> Iterator[date]:
        """Yield the days of the rule in the period of the pattern."""
        found = self._in_cycle(first, last) if self.days_on else self._on_weekdays(first, last)
        return (moment.date() for moment in found if moment.date() >= first)

    def _in_cycle(self, first: date, last: date) -> Iterator[datetime]:
        for number in range(self.days_on or 0):
            begin = first + timedelta(days=number)
            yield from rrule(
                DAILY, interval=(self.days_on or 0) + self.days_off, dtstart=_midnight(begin), until=_midnight(last)
            )

    def _on_weekdays(self, first: date, last: date) -> Iterator[datetime]:
        if self.week is None:
            week = (first + timedelta(days=number) for number in range(DAYS_IN_WEEK))
            begin = next(day for day in week if day.weekday() in self.weekdays)
        else:
            begin = first - timedelta(days=first.weekday()) + timedelta(weeks=self.week - 1)
        yield from rrule(
            WEEKLY, interval=self.every, byweekday=self.weekdays, dtstart=_midnight(begin), until=_midnight(last)
        )


class Pattern(msgspec.Struct, frozen=True, kw_only=True):
    """Recurring working time. It sets every day from `first` to `last`: where no rule applies, the day is off.

    Without rules all of them are days off, for the reason in `off_day_kind`.
    """

    rules: list[Rule]
    first: date | None = None
    last: date | None = None
    skips_holidays: bool = False
    off_day_kind: int | None = None


class RulesOverlap(ValueError):
    """Two rules of a pattern set the same time; `position` is the position of the second one."""

    def __init__(self, position: int, day: date) -> None:
        super().__init__(f"On {day} it overlaps a rule before it.")
        self.position = position
        self.day = day


def hours_by_day(pattern: Pattern, first: date, last: date, holidays: Container[date] = ()) -> dict[date, list[int]]:
    """Return the working time of each day on which a member works, holidays left out. Raise `RulesOverlap`."""
    found: dict[date, Hours] = {}
    for position, rule in enumerate(pattern.rules):
        for day in rule.days(first, last):
            if day in holidays:
                continue
            together = found[day] = [*found.get(day, ()), *rule.intervals]
            if overlapping(together):
                raise RulesOverlap(position, day)
    return {day: flat(hours) for day, hours in found.items()}


def weekdays_between(first: int, last: int) -> Iterable[int]:
    """Return the weekdays from one to another; Friday to Monday goes across the weekend."""
    return (number % DAYS_IN_WEEK for number in range(first, first + (last - first) % DAYS_IN_WEEK + 1))


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time())

"""Patterns as people write them: `Mon-Fri 10-19, every second Saturday 10-14, until 2026-12-31, no holidays`.

    pattern  = rule {rule} | reason          and anywhere: from DAY, until DAY, no holidays
    rule     = [weeks] days hours {hours} | 2/2 hours {hours} | every second day hours {hours}
    weeks    = every second | every third … | week 1 of 2
    days     = Mon | Mon-Fri | Mon Wed Fri | daily | weekdays | weekends
    hours    = 10-19 | 10:30-19:00
    reason   = leave | sick | holiday | off

Commas and `and` only separate words. The reasons are days off in the whole period.
"""

import re
from datetime import date

from parlour.areas.schedules.model.days import OffDayKind
from parlour.areas.schedules.model.patterns import (
    EVERY_DAY,
    MONDAY_TO_SUNDAY,
    MOST_CYCLE_DAYS,
    MOST_WEEKS,
    Pattern,
    Rule,
    weekdays_between,
)
from parlour.areas.schedules.model.working_time import (
    CLOCK_EXPECTED,
    Interval,
    overlapping,
    parse_clock,
    parse_end,
    reversed_intervals,
)

REASONS = {
    "leave": OffDayKind.LEAVE,
    "sick": OffDayKind.SICK_LEAVE,
    "holiday": OffDayKind.HOLIDAY,
    "off": OffDayKind.OTHER,
}
ORDINALS = {"other": 2, "second": 2, "third": 3, "fourth": 4}
DAY_NAMES = {"daily": EVERY_DAY, "weekdays": EVERY_DAY[:5], "weekends": EVERY_DAY[5:]}
FULL_NAMES = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_FILLING = frozenset({"and", "on", "week"})
_HOURS = re.compile(r"(\d{1,2}(?::\d\d)?)[-–](\d{1,2}(?::\d\d)?)")
_CYCLE = re.compile(r"(\d{1,2})/(\d{1,2})")
_LEFT_OUT = re.compile(
    r"\b(no|without|except|skip)\s+(public\s+)?holidays\b|\bholidays( of the country)? (left out|off)\b"
)
_BOUND = re.compile(r"\b(from|since|until|till)\s+(\S+)")
_WEEK = re.compile(r"\bweek (\d) of (\d)\b")


def parse_pattern(text: str) -> Pattern:
    """Parse a pattern. Raise `ValueError` that names the word that isn't understood."""
    words = " ".join(text.lower().replace(",", " ").replace(";", " ").split())
    bare, left_out = _LEFT_OUT.subn(" ", words)
    bounds: dict[str, date] = {}
    bare = _BOUND.sub(lambda found: _note_bound(found[1], found[2], bounds), bare)
    found = {"skips_holidays": bool(left_out), "first": bounds.get("from"), "last": bounds.get("until")}
    if (reason := REASONS.get(bare.strip())) is not None:
        return Pattern(rules=[], off_day_kind=reason, **found)  # type: ignore[arg-type] # by name
    rules = _Rules()
    for word in _WEEK.sub(r"week-\1-\2", bare).split():
        rules.take(word)
    return Pattern(rules=rules.finished(), **found)  # type: ignore[arg-type] # by name


def _note_bound(word: str, written: str, bounds: dict[str, date]) -> str:
    try:
        bounds[{"since": "from", "till": "until"}.get(word, word)] = date.fromisoformat(written)
    except ValueError:
        raise ValueError(f"Expected a day after `{word}`, such as 2026-12-31, not `{written}`.") from None
    return " "


class _Rules:
    """The rules that have been read, and the one that is being read."""

    def __init__(self) -> None:
        self._rules: list[Rule] = []
        self._start_anew()

    def _start_anew(self) -> None:
        self._weekdays: list[int] = []
        self._every = 1
        self._week: int | None = None
        self._cycle: tuple[int, int] | None = None
        self._intervals: list[Interval] = []
        self._awaits_ordinal = False

    def take(self, word: str) -> None:
        """Read the next word. Raise `ValueError` if it has no meaning where it is."""
        if found := _HOURS.fullmatch(word):
            self._take_hours(word, _clock(found[1]), parse_end(_clock_text(found[2])))
            return
        if self._intervals:
            self._finish_rule()
        if self._awaits_ordinal and word in ORDINALS:
            self._every, self._awaits_ordinal = ORDINALS[word], False
        elif word == "every":
            self._awaits_ordinal = True
        elif word == "day" and self._every > 1:
            self._cycle, self._every = (1, self._every - 1), 1
        elif word.startswith("week-"):
            self._take_week(*map(int, word.split("-")[1:]))
        elif found := _CYCLE.fullmatch(word):
            self._take_cycle(int(found[1]), int(found[2]))
        elif word not in _FILLING:
            self._weekdays += _weekdays(word)

    def finished(self) -> list[Rule]:
        """Return all rules. Raise `ValueError` if the last one has no hours, or there is none."""
        if not self._intervals:
            raise ValueError("Expected days and hours, such as `Mon-Fri 10-19`.")
        self._finish_rule()
        return self._rules

    def _finish_rule(self) -> None:
        on, off = self._cycle or (None, 0)
        self._rules.append(
            Rule(
                intervals=self._intervals,
                weekdays=self._weekdays or EVERY_DAY,
                every=self._every,
                week=self._week,
                days_on=on,
                days_off=off,
            )
        )
        self._start_anew()

    def _take_hours(self, word: str, start: int, end: int) -> None:
        if not (self._weekdays or self._cycle):
            raise ValueError(f"Expected days before `{word}`, such as `Mon-Fri {word}`.")
        self._intervals.append((start, end))
        if reversed_intervals(self._intervals):
            raise ValueError(f"`{word}` ends before it begins; a night shift ends at 24:00 and goes on the next day.")
        if overlapping(self._intervals):
            raise ValueError(f"`{word}` overlaps the hours before it.")

    def _take_week(self, week: int, every: int) -> None:
        if not 1 <= week <= every <= MOST_WEEKS:
            raise ValueError(f"Expected a week such as `week 1 of 2`, of at most {MOST_WEEKS}.")
        self._week, self._every = week, every

    def _take_cycle(self, on: int, off: int) -> None:
        if not (on and on + off <= MOST_CYCLE_DAYS):
            raise ValueError(f"Expected days on and days off such as `2/2`, together at most {MOST_CYCLE_DAYS}.")
        self._cycle = (on, off)


def _weekdays(word: str) -> list[int]:
    if word in DAY_NAMES:
        return [*DAY_NAMES[word]]
    if word == "day":
        return [*EVERY_DAY]
    first, _, last = word.replace("–", "-").partition("-")
    return [*weekdays_between(_weekday(first), _weekday(last or first))]


def _weekday(word: str) -> int:
    for number, (short, full) in enumerate(zip(MONDAY_TO_SUNDAY, FULL_NAMES, strict=True)):
        if word in (short, short[:2], full, f"{full}s", f"{short}."):
            return number
    raise ValueError(f"`{word}` is no day, no hours and no other word of a pattern.")


def _clock(text: str) -> int:
    return parse_clock(_clock_text(text))


def _clock_text(text: str) -> str:
    if int(text.partition(":")[0]) > 24:
        raise ValueError(CLOCK_EXPECTED)
    return text if ":" in text else f"{text}:00"

"""Dates on the wire. Read: any ISO 8601 form. Written: to the second, with the location's offset without a colon."""

import re
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from parlour.http.computed import Computed

INSTANT_EXPECTED = "Expected a date and time in ISO 8601, such as 2026-01-31T18:30:00+01:00."

DAY_EXPECTED = "Expected a day, such as 2026-01-31."
FIRST_YEAR, LAST_YEAR = 1990, 2100

# 2026-01-31: the time of day follows.
LENGTH_OF_DAY = 10
# 2026-01-31T18:30:00: the offset follows.
TO_SECONDS = 19
A_MOMENT = timedelta(microseconds=1)

# What `fromisoformat` may get: it would accept any character between date and time.
_SHAPE = re.compile(r"[0-9W-]{7,10}([T ][0-9:.,]+(Z|[+-][0-9:.]+)?)?", re.IGNORECASE)
# A `+` that a client forgot to encode arrives in a query as a blank, so a blank after a time is read as a plus.
_BLANK_OFFSET = re.compile(r"([T ]\d{2}:?\d{2}\S*) (?=\d{2}(:?\d{2})?$)")


class Instant:
    """A date and time as a client wrote it, perhaps without an offset."""

    def __init__(self, written: datetime, *, is_day: bool = False) -> None:
        self._written = written
        self._is_day = is_day

    @property
    def year(self) -> int:
        """Return the year as it was written."""
        return self._written.year

    @property
    def day(self) -> date:
        """Return the day as it was written, whatever offset follows."""
        return self._written.date()

    def at(self, timezone: ZoneInfo) -> datetime:
        """Return the instant in UTC; without an offset it is read in `timezone`."""
        try:
            return (self._written if self._written.tzinfo else self._written.replace(tzinfo=timezone)).astimezone(UTC)
        except OverflowError:  # the first and the last day of the calendar have no room for an offset
            return self._written.replace(tzinfo=UTC)

    def exists_in(self, timezone: ZoneInfo) -> bool:
        """Return whether the clock of a time zone ever shows it; an instant with an offset exists everywhere."""
        if self._written.tzinfo is not None:
            return True
        return self.at(timezone).astimezone(timezone).replace(tzinfo=None) == self._written

    def end_at(self, timezone: ZoneInfo) -> datetime:
        """Return the end in UTC of a period that ends with it: a date includes its whole day, a time only itself."""
        try:
            if self._is_day:
                return Instant(self._written + timedelta(days=1)).at(timezone)
            return self.at(timezone) + A_MOMENT
        except OverflowError:  # there is nothing after the last day of the calendar
            return self.at(timezone)


class Day:
    """A day in a query."""

    def __init__(self, value: date) -> None:
        self.value = value


class WrittenDay(Day):
    """A day in a query that may be written as people do, such as 31.01.2026, also inside quotes."""


def parse_written_day(text: str) -> date:
    """Parse a day as `parse_day` does, or `31.01.2026`, perhaps inside quotes. Raise `ValueError`."""
    bare = text.strip().strip("\"'").strip()
    found = _DAY_FIRST.fullmatch(bare)
    if found is None or found[4]:
        return parse_day(bare)
    return parse_day(f"{found[3]}-{found[2]:0>2}-{found[1]:0>2}")


def parse_day(text: str) -> date:
    """Parse a day, such as 2026-01-31 or 20260131. Raise `ValueError` with what was expected."""
    try:
        found = date.fromisoformat(text.strip())
    except ValueError:
        raise ValueError(DAY_EXPECTED) from None
    if not FIRST_YEAR <= found.year <= LAST_YEAR:
        raise ValueError(f"Must be between the years {FIRST_YEAR} and {LAST_YEAR}.")
    return found


def parse_instant(text: str) -> Instant:
    """Parse an ISO 8601 date or time. Raise `ValueError` with what was expected."""
    bare = _BLANK_OFFSET.sub(r"\1+", text.strip())
    shape = _SHAPE.fullmatch(bare)
    if shape is None:
        raise ValueError(INSTANT_EXPECTED)
    try:
        return Instant(datetime.fromisoformat(bare), is_day=shape[1] is None)
    except ValueError:
        raise ValueError(INSTANT_EXPECTED) from None


# What people and programs write in place of ISO 8601, if it can mean only one date: `24.5.2023 9:05`, `2023-5-24`,
# `2023/05/24`. With slashes or dashes the day never comes first: in `05/06/2023` the month is unknown.
_DAY_FIRST = re.compile(r"([0-9]{1,2})\.([0-9]{1,2})\.([0-9]{4})(?:(?:T|,? +)(.+))?", re.IGNORECASE)
_YEAR_FIRST = re.compile(r"([0-9]{4})[-/.]([0-9]{1,2})[-/.]([0-9]{1,2})(?:(?:T|,? +)(.+))?", re.IGNORECASE)
# Nine digits or more, so that it can't be a date, which ISO 8601 writes in eight.
_UNIX_SECONDS = re.compile(r"[0-9]{9,10}(\.[0-9]+)?")
_UNIX_MILLISECONDS = re.compile(r"[0-9]{12,13}")
_TWO_DIGITS = [f"{number:02}" for number in range(60)]


def parse_written_instant(text: str) -> Instant:
    """Parse a date as `parse_instant` does, and in other forms that clients write into bodies, such as Unix time.

    Raise `ValueError` with what was expected.
    """
    bare = text.strip()
    if _UNIX_SECONDS.fullmatch(bare):
        return Instant(datetime.fromtimestamp(float(bare), UTC))
    if _UNIX_MILLISECONDS.fullmatch(bare):
        return Instant(datetime.fromtimestamp(int(bare) / 1000, UTC))
    if found := _DAY_FIRST.fullmatch(bare):
        day, month, year, time = found.groups()
    elif found := _YEAR_FIRST.fullmatch(bare):
        year, month, day, time = found.groups()
    else:
        return parse_instant(bare)
    whole = f"{year}-{month:0>2}-{day:0>2}"
    if not time:
        return parse_instant(whole)
    return parse_instant(f"{whole}T{'0' if time[1:2] == ':' else ''}{time}")


def format_instant(instant: datetime, timezone: ZoneInfo) -> str:
    """Format as `2026-01-01T12:00:00-0500`."""
    if instant.tzinfo is UTC and (offset := _OFFSETS[timezone][instant.toordinal()]):
        ahead, written = offset
        local = instant + ahead
        time = f"{_TWO_DIGITS[local.hour]}:{_TWO_DIGITS[local.minute]}:{_TWO_DIGITS[local.second]}"
        return f"{_DAYS[local.toordinal()]}T{time}{written}"
    return _formatted(instant.astimezone(timezone))


def format_local(instant: datetime, timezone: ZoneInfo) -> str:
    """Format as `2026-01-01 12:00:00`: the date of a document, in the location's time zone."""
    return instant.astimezone(timezone).replace(tzinfo=None).isoformat(" ", "seconds")


# A page of a hundred products has as many instants. `isoformat` takes 1.5 µs for each, the offset alone half of that.
def _offset_on(utc_day: int, timezone: ZoneInfo) -> tuple[timedelta, str] | None:
    """Return the offset from UTC during a whole day of UTC, and how it is written; None if it changes on that day."""
    midnight = datetime.fromordinal(utc_day).replace(tzinfo=UTC)
    try:
        during = [(midnight + timedelta(hours=hour)).astimezone(timezone) for hour in range(0, 25, 4)]
    except OverflowError:  # the first and the last day of the calendar
        return None
    offsets = {local.utcoffset() or timedelta(0) for local in during}
    return None if len(offsets) > 1 else (offsets.pop(), _formatted(midnight.astimezone(timezone))[TO_SECONDS:])


def _offsets_in(timezone: ZoneInfo) -> Computed[int, tuple[timedelta, str] | None]:
    return Computed(lambda utc_day: _offset_on(utc_day, timezone))


_OFFSETS = Computed(_offsets_in, 600)
"""The offsets by time zone, on each day of UTC."""
_DAYS: Computed[int, str] = Computed(lambda ordinal: date.fromordinal(ordinal).isoformat())


def _formatted(local: datetime) -> str:
    text = local.isoformat(timespec="seconds")
    return f"{text[:-3]}{text[-2:]}"

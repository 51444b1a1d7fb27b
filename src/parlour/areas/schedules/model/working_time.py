"""Working time of a day: half-open intervals on the clock of the location.

It is stored as ordered minutes since midnight: from, to, from, to and so on. The end of the day is 1440. Intervals that
touch are kept as they were entered; `joined` and `spans` connect them, for all that asks whether something fits. Only
`spans` and `starts` know the time zone: the clock skips an hour in spring, and repeats one in autumn.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import TypeAlias
from zoneinfo import ZoneInfo

Minutes: TypeAlias = Sequence[int]
Interval: TypeAlias = tuple[int, int]
Span: TypeAlias = tuple[datetime, datetime]

END_OF_DAY = 24 * 60
# 23:59 is what programs write that can't express the end of a day.
LAST_MINUTE = END_OF_DAY - 1
CLOCK_PATTERN = r"^([01]?\d|2[0-4]):[0-5]\d(:00)?$"
CLOCK_EXPECTED = "Expected a time between 00:00 and 24:00, such as 09:30."
_A_MINUTE = timedelta(minutes=1)


def parse_clock(text: str) -> int:
    """Return the minute of the day for a time such as 9:30. Raise `ValueError` for anything else."""
    if not re.fullmatch(CLOCK_PATTERN, text, re.ASCII):
        raise ValueError(CLOCK_EXPECTED)
    hour, minute = map(int, text.split(":")[:2])
    if (found := hour * 60 + minute) > END_OF_DAY:
        raise ValueError(CLOCK_EXPECTED)
    return found


def parse_end(text: str) -> int:
    """Return the minute at which an interval ends. Midnight is the end of the day, as 00:00 and as 24:00."""
    return parse_clock(text) or END_OF_DAY


def format_clock(minute: int) -> str:
    """Return a minute of the day as a time, such as 09:30."""
    return f"{minute // 60:02}:{minute % 60:02}"


def format_hours(minutes: Minutes) -> str:
    """Return working time as a text, such as 09:00-13:00 14:00-18:00."""
    return " ".join(f"{format_clock(start)}-{format_clock(end)}" for start, end in intervals(minutes))


def intervals(minutes: Minutes) -> Iterator[Interval]:
    """Yield the intervals of stored minutes, in their order."""
    return zip(minutes[::2], minutes[1::2], strict=True)


def flat(given: Iterable[Interval]) -> list[int]:
    """Return intervals as they are stored. They must not overlap."""
    return [minute for interval in sorted(given) for minute in interval]


def reversed_intervals(given: Sequence[Interval]) -> list[int]:
    """Return the positions of the intervals that don't end after their start."""
    return [position for position, (start, end) in enumerate(given) if start >= end]


def overlapping(given: Sequence[Interval]) -> list[int]:
    """Return the positions of the intervals that overlap one before them in the list."""
    return [
        position
        for position, (start, end) in enumerate(given)
        if any(start < other_end and other_start < end for other_start, other_end in given[:position])
    ]


def joined(minutes: Minutes) -> list[Interval]:
    """Return the intervals with those connected that touch. One that ends at 23:59 lasts until the end of the day."""
    found: list[Interval] = []
    for start, end in intervals(minutes):
        last = END_OF_DAY if end == LAST_MINUTE else end
        if found and found[-1][1] >= start:
            found[-1] = (found[-1][0], max(last, found[-1][1]))
        else:
            found.append((start, last))
    return found


def spans(days: Iterable[tuple[date, Minutes]], zone: ZoneInfo) -> list[Span]:
    """Return when work begins and ends, in UTC; what touches is connected, also across midnight. Days are in order.

    A time that the clock skips is the moment after the gap; of a time that it repeats, the first counts.
    """
    found: list[Span] = []
    for day, minutes in days:
        for start, end in joined(minutes):
            begins, ends = instant(day, start, zone), instant(day, end, zone)
            if begins >= ends:  # all of it was skipped
                continue
            if found and found[-1][1] >= begins:
                found[-1] = (found[-1][0], ends)
            else:
                found.append((begins, ends))
    return found


def worked_minutes(day: date, minutes: Minutes, zone: ZoneInfo) -> int:
    """Return how long the work of a day lasts."""
    return sum((end - start) // _A_MINUTE for start, end in spans([(day, minutes)], zone))


def starts(day: date, minutes: Minutes, step: int, zone: ZoneInfo) -> list[int]:
    """Return every `step` minutes of the working time, from the start of each interval; times that exist alone."""
    found = [minute for start, end in joined(minutes) for minute in range(start, end, step)]
    return found if _is_regular(day, zone) else [minute for minute in found if _exists(_local(day, minute), zone)]


def instant(day: date, minute: int, zone: ZoneInfo) -> datetime:
    """Return the instant of a minute of a day, in UTC. See `spans` for those that the clock skips or repeats."""
    local = _local(day, minute)
    while not _exists(local, zone):
        local += _A_MINUTE
    return local.replace(tzinfo=zone).astimezone(UTC)


def _local(day: date, minute: int) -> datetime:
    return datetime.combine(day, time()) + timedelta(minutes=minute)


def _exists(local: datetime, zone: ZoneInfo) -> bool:
    return local.replace(tzinfo=zone).astimezone(UTC).astimezone(zone).replace(tzinfo=None) == local


def _is_regular(day: date, zone: ZoneInfo) -> bool:
    """Return whether the clock neither skips nor repeats anything on a day."""
    first, last = _local(day, 0), _local(day, END_OF_DAY)
    return first.replace(tzinfo=zone).utcoffset() == last.replace(tzinfo=zone).utcoffset()

"""When members and resources are busy, and whether something fits between.

Busy time is stored as the real minutes that have gone by since the beginning of a local day, from, to, from, to and so
on: on a day whose clocks change they differ from what the clock shows. Intervals may overlap, and one that lasts over
midnight has a part on each day. Everything is compared as spans in UTC, half-open: what touches doesn't meet.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import TypeAlias
from zoneinfo import ZoneInfo

from parlour.areas.schedules.model.working_time import Minutes, Span, instant, intervals

BusyDay: TypeAlias = tuple[date, Minutes]
"""A day, and the minutes in which something is busy on it."""
_A_MINUTE = timedelta(minutes=1)
_A_DAY = timedelta(days=1)
_A_MOMENT = timedelta(microseconds=1)


def local_days(begins: datetime, ends: datetime, zone: ZoneInfo) -> list[date]:
    """Return the local days that a span touches, in their order."""
    first, last = (moment.astimezone(zone).date() for moment in (begins, max(begins, ends - _A_MOMENT)))
    return [first + timedelta(days=number) for number in range((last - first).days + 1)]


def busy_minutes(day: date, span: Span, zone: ZoneInfo) -> tuple[int, int] | None:
    """Return the minutes of a day that a span takes; None if it doesn't touch the day."""
    midnight, next_midnight = instant(day, 0, zone), instant(day + _A_DAY, 0, zone)
    begins, ends = max(span[0], midnight), min(span[1], next_midnight)
    return ((begins - midnight) // _A_MINUTE, (ends - midnight) // _A_MINUTE) if begins < ends else None


def busy_spans(days: Iterable[BusyDay], zone: ZoneInfo, own: Span | None = None) -> list[Span]:
    """Return the spans in which something is busy, without one interval on each day for what is to be moved: `own`."""
    found: list[Span] = []
    for day, minutes in days:
        taken = [*intervals(minutes)]
        if own is not None and (its := busy_minutes(day, own, zone)) in taken:
            taken.remove(its)
        midnight = instant(day, 0, zone)
        found += [(midnight + start * _A_MINUTE, midnight + end * _A_MINUTE) for start, end in taken]
    return found


def is_within(span: Span, working: Iterable[Span]) -> bool:
    """Return whether one of the spans of working time, which touch nowhere, has all of the span."""
    return any(begins <= span[0] and span[1] <= ends for begins, ends in working)


def is_free(span: Span, busy: Iterable[Span]) -> bool:
    """Return whether no busy span meets the span."""
    return not any(begins < span[1] and span[0] < ends for begins, ends in busy)


def is_free_at(moment: datetime, busy: Iterable[Span]) -> bool:
    """Return whether a moment is in no busy span; the end of one is free."""
    return not any(begins <= moment < ends for begins, ends in busy)


def choose_instance(
    span: Span, instance_ids: Sequence[int], busy: Mapping[int, Sequence[Span]], kept: Iterable[int] = ()
) -> int | None:
    """Return an instance of a resource that is free all the time: one that is kept, or the one with the lowest id."""
    preferred = set(kept)
    ordered = sorted(instance_ids, key=lambda instance_id: (instance_id not in preferred, instance_id))
    return next((instance_id for instance_id in ordered if is_free(span, busy.get(instance_id, ()))), None)


def spans_by_instance(
    days: Iterable[tuple[date, Sequence[int], Minutes]],
    zone: ZoneInfo,
    own: Span | None = None,
    kept: Iterable[int] = (),
) -> dict[int, list[Span]]:
    """Return the busy spans of each instance, from days with the instance of each interval.

    `kept` are the instances that what is to be moved (`own`) has.
    """
    by_instance: dict[int, list[BusyDay]] = {}
    for day, instance_ids, minutes in days:
        its: dict[int, list[int]] = {}
        for instance_id, interval in zip(instance_ids, intervals(minutes), strict=True):
            its.setdefault(instance_id, []).extend(interval)
        for instance_id, of_instance in its.items():
            by_instance.setdefault(instance_id, []).append((day, of_instance))
    owned = frozenset(kept)
    return {
        instance_id: busy_spans(its_days, zone, own if instance_id in owned else None)
        for instance_id, its_days in by_instance.items()
    }

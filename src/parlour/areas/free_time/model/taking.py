"""Calendars as they would be with another slot taken, or with one given back."""

from collections.abc import Container, Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from msgspec.structs import replace

from parlour.areas.free_time.model.clock import NUMBERS, clock_of
from parlour.areas.free_time.model.search import NO_DAY, Calendars, Found, Search
from parlour.areas.free_time.model.slots import ResourceDay, free_starts
from parlour.areas.schedules.model.busy import busy_minutes, local_days
from parlour.areas.schedules.model.working_time import Interval, Minutes, Span, flat, intervals

_NO_RESOURCE_DAY = ResourceDay((), ())
_A_MINUTE, _A_DAY = timedelta(minutes=1), timedelta(days=1)


def with_taken(calendars: Calendars, search: Search, found: Found, starts_at: datetime) -> Calendars:
    """Return calendars in which a provider has a slot, with one instance of each resource that the services need."""
    provider, need = found
    span = (starts_at, starts_at + need.total * _A_MINUTE)
    parts = [
        (day, part)
        for day in local_days(*span, search.zone)
        if (part := busy_minutes(day, span, search.zone)) is not None
    ]
    days = dict(calendars.members.get(provider.id, {}))
    for day, part in parts:
        before = days.get(day, NO_DAY)
        days[day] = replace(before, busy=_added(before.busy, part))
    resources = dict(calendars.resources)
    for resource in search.choice.resources:
        its = dict(resources.get(resource.id, {}))
        instance_id = _free_instance(search, span, resource.instance_ids, its)
        for day, part in parts:
            its[day] = _with_instance(its.get(day, _NO_RESOURCE_DAY), instance_id, part)
        resources[resource.id] = its
    return Calendars({**calendars.members, provider.id: days}, resources)


def _added(busy: Minutes, part: Interval) -> list[int]:
    return flat([*intervals(busy), part])


def _free_instance(search: Search, span: Span, instance_ids: Sequence[int], days: Mapping[date, ResourceDay]) -> int:
    """Return the instance that is taken: the first that is free, as when appointments are written."""
    clock = clock_of(span[0].astimezone(search.zone).date(), search.zone)
    minute, total = clock.minute_of(span[0]), (span[1] - span[0]) // _A_MINUTE
    around = {number: its for number in NUMBERS if (its := days.get(clock.day + number * _A_DAY)) is not None}
    return next(each for each in sorted(instance_ids) if _includes(free_starts(clock, total, [each], around), minute))


def _includes(found: Iterable[Interval], minute: int) -> bool:
    return any(start <= minute < end for start, end in found)


def _with_instance(before: ResourceDay, instance_id: int, part: Interval) -> ResourceDay:
    rows = sorted([*zip(intervals(before.busy), before.instance_ids, strict=True), (part, instance_id)])
    return ResourceDay([each for _, each in rows], [edge for interval, _ in rows for edge in interval])


def without_own(
    calendars: Calendars, member_id: int, instance_ids: Iterable[int], own: Span, zone: ZoneInfo
) -> Calendars:
    """Return calendars without what an appointment takes that is to be moved."""
    members = {key: dict(days) for key, days in calendars.members.items()}
    resources = {key: dict(days) for key, days in calendars.resources.items()}
    held = frozenset(instance_ids)
    for day in local_days(*own, zone):
        part = busy_minutes(day, own, zone)
        if (its := members.get(member_id, {}).get(day)) is not None:
            members[member_id][day] = replace(its, busy=_less(its.busy, part))
        for days in resources.values():
            if day in days:
                days[day] = _less_instances(days[day], held, part)
    return Calendars(members, resources)


def _less(busy: Minutes, part: Interval | None) -> list[int]:
    rest = [*intervals(busy)]
    if part in rest:
        rest.remove(part)
    return flat(rest)


def _less_instances(before: ResourceDay, held: Container[int], part: Interval | None) -> ResourceDay:
    rows = [
        (interval, instance_id)
        for interval, instance_id in zip(intervals(before.busy), before.instance_ids, strict=True)
        if not (interval == part and instance_id in held)
    ]
    return ResourceDay([each for _, each in rows], [edge for interval, _ in rows for edge in interval])

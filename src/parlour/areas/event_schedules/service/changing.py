"""Changing a series and its events ahead. A change leaves alone what was changed by hand, unless it is forced.

Every function runs inside a database transaction that may be retried.
"""

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from datetime import UTC, datetime
from typing import Any

import msgspec
from msgspec import UNSET
from msgspec.structs import replace

from parlour.access.tenant import Tenant
from parlour.areas.appointments.model.claims import Claim
from parlour.areas.appointments.service.bookings import lock_bookings
from parlour.areas.appointments.service.times import find_times
from parlour.areas.event_schedules.model.conflicts import granted
from parlour.areas.event_schedules.model.occurrences import Occurrence, OccurrenceState, changes_by_hand
from parlour.areas.event_schedules.model.schedules import Planned, Series, SeriesPatch, start_on
from parlour.areas.event_schedules.queries import occurrences
from parlour.areas.event_schedules.queries import schedules as queries
from parlour.areas.event_schedules.service.clients import catch_up
from parlour.areas.event_schedules.service.planning import make_events
from parlour.areas.event_schedules.service.series import lock_series
from parlour.areas.events.model.changes import EventChange, takes_other_time
from parlour.areas.events.model.events import EventFields, LockedEvent
from parlour.areas.events.service.events import change_events, lock_events
from parlour.areas.events.service.planning import Plan, plan
from parlour.areas.events.service.reading import get_event
from parlour.areas.revisions import Revisions
from parlour.db.pool import Connection


class Moved(msgspec.Struct, frozen=True):
    """An occurrence ahead, its new start, and the locked event that follows the series; None without one."""

    occurrence: Occurrence
    planned: Planned | None
    """None where the clock passes over the time."""
    event: LockedEvent | None


async def update_series(
    conn: Connection,
    tenant: Tenant,
    schedule_id: int,
    series_id: int,
    given: SeriesPatch,
    expected: Revisions,
    *,
    is_forced: bool,
) -> None:
    """Apply a patch to a series and to its events ahead: if it is forced, also to those that were changed by hand.

    An event that is in the way of something stays as it is, and its occurrence has failed; one that failed before is
    tried again. Raise `NotFound`, `Stale`, and what `create_schedule` raises.
    """
    schedule, before = await lock_series(conn, tenant, schedule_id, series_id, expected)
    after = _patched(before, given)
    moved = await _moved(conn, tenant, before, after, is_forced=is_forced)
    events = [each.event for each in moved if each.event is not None]
    bookings = await lock_bookings(conn, tenant, *_ids_of(moved)) if events else []
    original = await get_event(conn, tenant, schedule.original_event_id)
    taken = 0 if given.capacity is UNSET else max((event.taken_seats for event in events), default=0)
    held = {id_ for event in events for id_ in event.resource_instance_ids}
    planned = await plan(conn, tenant, *_known_and_wanted(original, before, after, held, taken), after.to_patch)
    await queries.update_series(conn, tenant, after)
    changes, failed = await _changes(conn, tenant, planned, moved, given)
    if changes:
        own = [each for each in bookings if each.event_id in changes]
        await change_events(conn, tenant, [*changes.values()], own)
    made = await _try_again(conn, tenant, planned, moved)
    await occurrences.update_occurrences(conn, tenant, [_state(each, failed, made) for each in moved])
    if made:
        await catch_up(conn, tenant, schedule_id)


def _patched(before: Series, given: SeriesPatch) -> Series:
    names = ("team_member_id", "minute", "capacity")
    changes = {name: value for name in names if (value := getattr(given, name)) is not UNSET}
    for name in ("resource_instance_ids", "tag_ids"):
        if (ids := getattr(given, name)) is not UNSET:
            changes[name] = [*dict.fromkeys(ids)]
    if given.service_duration is not UNSET:
        changes["duration"] = given.service_duration + before.technical_break
    return replace(before, **changes)


async def _moved(conn: Connection, tenant: Tenant, before: Series, after: Series, *, is_forced: bool) -> list[Moved]:
    """Return the occurrences ahead with their new starts, and those of their events that follow the series.

    All events are locked first: a user may be changing one by hand.
    """
    ahead = await occurrences.list_occurrences(conn, tenant, [before.id], datetime.now(UTC))
    locked = await lock_events(conn, tenant, [each.event_id for each in ahead if each.event_id is not None])
    events = {event.id: event for event in locked}
    found: list[Moved] = []
    for each in ahead:
        event = events.get(each.event_id or 0)
        follows = event is not None and (is_forced or not changes_by_hand(each.having(event), before))
        found.append(Moved(each, _planned(each, after, tenant), event if follows else None))
    return found


def _planned(occurrence: Occurrence, series: Series, tenant: Tenant) -> Planned | None:
    start = start_on(occurrence.day, series.minute, tenant.timezone)
    return None if start is None else Planned(series.id, occurrence.day, start)


def _ids_of(moved: Sequence[Moved]) -> tuple[list[int], list[int]]:
    """Return the ids of the locked events, and of those that get to another day."""
    found = [(each.event, each.occurrence.day) for each in moved if each.event is not None]
    return [event.id for event, _ in found], [event.id for event, day in found if event.day != day]


def _known_and_wanted(
    original: EventFields, before: Series, after: Series, held_instance_ids: AbstractSet[int], taken_seats: int
) -> tuple[LockedEvent, EventFields]:
    """Return what the events have and what they shall have, as one event: what it has isn't checked again."""
    known = LockedEvent(
        **_values(original) | {
            "team_member_id": before.team_member_id,
            "duration": before.duration,
            "technical_break": before.technical_break,
            "resource_instance_ids": sorted(held_instance_ids | {*before.resource_instance_ids}),
            "tag_ids": before.tag_ids,
        },
        id=0,
        taken_seats=taken_seats,
        revision=0,
    )  # fmt: skip
    return known, replace(
        known,
        team_member_id=after.team_member_id,
        capacity=after.capacity,
        resource_instance_ids=after.resource_instance_ids,
        tag_ids=after.tag_ids,
    )


def _values(fields: EventFields) -> dict[str, Any]:
    return {name: getattr(fields, name) for name in EventFields.__struct_fields__}


async def _changes(
    conn: Connection, tenant: Tenant, planned: Plan, moved: Sequence[Moved], given: SeriesPatch
) -> tuple[Mapping[int, EventChange], frozenset[int]]:
    """Return the changes of events by their ids, and the ids of the events that can't change."""
    changes = [
        EventChange(each.event, _fields(each.event, planned.fields, each.planned, given))
        for each in moved
        if each.event is not None and each.planned is not None
    ]
    timed = sorted(
        (each for each in changes if takes_other_time(each.before, each.after)), key=lambda each: each.after.starts_at
    )
    claims = [_claim(each, planned) for each in timed]
    found = await find_times(conn, tenant, claims) if claims else []
    is_granted = granted([each.after for each in timed], found)
    failed = frozenset(each.before.id for each, is_free in zip(timed, is_granted, strict=True) if not is_free)
    return {each.before.id: each for each in changes if each.before.id not in failed}, failed


def _fields(event: LockedEvent, wanted: EventFields, planned: Planned, given: SeriesPatch) -> EventFields:
    """Return an event as the series has it. Its seats change only if the request names them."""
    return replace(
        EventFields(**_values(event)),
        team_member_id=wanted.team_member_id,
        day=planned.day,
        starts_at=planned.starts_at,
        duration=wanted.duration,
        technical_break=wanted.technical_break,
        resource_instance_ids=wanted.resource_instance_ids,
        tag_ids=wanted.tag_ids,
        capacity=event.capacity if given.capacity is UNSET else wanted.capacity,
    )


def _claim(change: EventChange, planned: Plan) -> Claim:
    needed = planned.choice.needed(change.after.resource_instance_ids)
    held = planned.choice.resource_ids_of(change.before.resource_instance_ids)
    return Claim(change.before, change.after, needed, held)


async def _try_again(
    conn: Connection, tenant: Tenant, planned: Plan, moved: Sequence[Moved]
) -> Mapping[int, int | None]:
    """Make the events that failed before, and return them by their occurrences; None for those that fail again."""
    tried = [each for each in moved if each.occurrence.event_id is None and each.planned is not None]
    tried.sort(key=lambda each: each.occurrence.day)
    if not tried:
        return {}
    plans = {tried[0].occurrence.series_id: replace(planned, before=None)}
    event_ids = await make_events(conn, tenant, plans, [each.planned for each in tried if each.planned is not None])
    return {each.occurrence.id: event_id for each, event_id in zip(tried, event_ids, strict=True)}


def _state(moved: Moved, failed: frozenset[int], made: Mapping[int, int | None]) -> OccurrenceState:
    """Return what has become of an occurrence."""
    occurrence = moved.occurrence
    event_id = occurrence.event_id or made.get(occurrence.id)
    starts_at = occurrence.planned_at if moved.planned is None else moved.planned.starts_at
    return OccurrenceState(occurrence.id, starts_at, event_id, event_id is None or event_id in failed)

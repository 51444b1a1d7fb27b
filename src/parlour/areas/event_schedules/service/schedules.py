"""Creating, extending, shortening and deleting schedules of events.

Every function runs inside a database transaction that may be retried. A schedule is locked before its series, and these
before the events (decision 0030).
"""

from collections.abc import Collection, Sequence
from datetime import UTC, date, datetime, timedelta
from itertools import chain

from msgspec import UNSET

from parlour.access.tenant import Tenant
from parlour.areas.appointments import refusals as appointments
from parlour.areas.event_schedules import refusals
from parlour.areas.event_schedules.model.occurrences import Occurrence
from parlour.areas.event_schedules.model.schedules import (
    LockedSchedule,
    NewSchedule,
    NewSeries,
    Planned,
    Schedule,
    Series,
    SeriesFields,
    planned_starts,
)
from parlour.areas.event_schedules.queries import occurrences
from parlour.areas.event_schedules.queries import schedules as queries
from parlour.areas.event_schedules.service.clients import catch_up, copy_clients
from parlour.areas.event_schedules.service.planning import bounded, fill, plan_series
from parlour.areas.events.model.events import EventFields, LockedEvent
from parlour.areas.events.service.events import delete_events, lock_event, lock_events
from parlour.areas.events.service.planning import Plan
from parlour.areas.events.service.reading import get_event
from parlour.areas.revisions import Revisions, check_revision
from parlour.db.pool import Connection
from parlour.errors import NotFound

A_DAY = timedelta(days=1)
NAME = "Schedule"
"""What a schedule is called in a 404."""


async def get_schedule(conn: Connection, tenant: Tenant, schedule_id: int) -> Schedule:
    """Return a schedule that the user may see. Raise `NotFound`."""
    schedule = await queries.find_schedule(conn, tenant, schedule_id)
    if schedule is None:
        raise NotFound(NAME)
    return schedule


async def find_of_event(
    conn: Connection, tenant: Tenant, event_id: int | None = None, appointment_id: int | None = None
) -> Schedule:
    """Return the schedule of an event, or of the event of a booking. Raise `NotFound`."""
    schedule = await queries.find_of_event(conn, tenant, event_id, appointment_id)
    if schedule is None:
        raise NotFound(NAME)
    return schedule


async def create_schedule(conn: Connection, tenant: Tenant, new: NewSchedule, now: datetime) -> int:
    """Create a schedule with its series and their events from a moment on, and return its id.

    An event whose member, room or device is busy isn't made, and its occurrence has failed. Raise `Forbidden`,
    `Malformed` for a service that a member doesn't provide, and `Invalid` with all faults; then nothing is made.
    """
    original = await _lock_original(conn, tenant, new.original_event_id)
    if new.last_day < original.day:
        raise refusals.ENDS_EARLY.error("last_day", original.day.isoformat())
    fields = [new_series(original, each) for each in new.series]
    plans = await plan_series(conn, tenant, original, fields)
    schedule_id = await queries.create_schedule(conn, tenant, new, original.day)
    series = await queries.create_series(conn, tenant, schedule_id, fields)
    planned = bounded(_since(now, _planned(tenant, series, original.day, new.last_day), series, original))
    await fill(conn, tenant, by_series(series, plans), planned, original)
    if new.copies_clients:
        await copy_clients(conn, tenant, schedule_id, original.id, [each.id for each in series])
        await catch_up(conn, tenant, schedule_id)
    return schedule_id


async def update_schedule(
    conn: Connection, tenant: Tenant, schedule_id: int, last_day: date | None, expected: Revisions
) -> None:
    """Let a schedule end on another day: later with more events, or earlier without those that have no bookings.

    None keeps the day. Events with bookings stay, and belong to no schedule any more. Raise `NotFound`, `Stale`, and
    what `create_schedule` raises.
    """
    schedule = await lock_whole(conn, tenant, schedule_id, expected)
    if last_day is None or last_day == schedule.last_day:
        return
    if last_day < schedule.first_day:
        raise refusals.ENDS_EARLY.error("last_day", schedule.first_day.isoformat())
    series = await queries.list_series(conn, tenant, schedule_id)
    await queries.update_schedule(conn, tenant, schedule_id, last_day)
    if last_day < schedule.last_day:
        ahead = await _ahead(conn, tenant, series)
        await _drop(conn, tenant, [each for each in ahead if each.day > last_day], keeps_booked=True)
        return
    original = await get_event(conn, tenant, schedule.original_event_id)
    plans = await plan_series(conn, tenant, original, series)
    await fill_ahead(conn, tenant, series, plans, schedule.last_day, last_day)
    await catch_up(conn, tenant, schedule_id)


async def delete_schedule(conn: Connection, tenant: Tenant, schedule_id: int, expected: Revisions) -> None:
    """Mark a schedule as deleted, with its series and all events ahead and their bookings.

    Raise `NotFound`, `Stale`, `Forbidden`.
    """
    await lock_whole(conn, tenant, schedule_id, expected)
    await delete_series(conn, tenant, await queries.list_series(conn, tenant, schedule_id))
    await queries.soft_delete_schedule(conn, tenant, schedule_id)


async def delete_series(conn: Connection, tenant: Tenant, series: Sequence[Series]) -> None:
    """Mark series of a locked schedule as deleted, with all events ahead and their bookings. Raise `Forbidden`."""
    await _drop(conn, tenant, await _ahead(conn, tenant, series), keeps_booked=False)
    await queries.soft_delete_series(conn, tenant, [each.id for each in series])


async def fill_ahead(
    conn: Connection, tenant: Tenant, series: Sequence[Series], plans: Sequence[Plan], after: date, last_day: date
) -> None:
    """Make the events of planned series from now on that come after a day. Raise `Forbidden`, `Invalid`."""
    now = datetime.now(UTC)
    planned = [each for each in _planned(tenant, series, after + A_DAY, last_day) if each.starts_at >= now]
    await fill(conn, tenant, by_series(series, plans), bounded(planned))


def by_series(series: Sequence[Series], plans: Sequence[Plan]) -> dict[int, Plan]:
    return {each.id: planned for each, planned in zip(series, plans, strict=True)}


async def lock_schedule(
    conn: Connection, tenant: Tenant, schedule_id: int, expected: Revisions = None
) -> LockedSchedule:
    """Lock and return a schedule that the user may see. Raise `NotFound`, `Stale`."""
    schedule = await queries.lock_schedule(conn, tenant, schedule_id)
    if schedule is None:
        raise NotFound(NAME)
    check_revision(schedule.revision, expected)
    return schedule


async def lock_whole(conn: Connection, tenant: Tenant, schedule_id: int, expected: Revisions = None) -> LockedSchedule:
    """Lock and return a schedule all of whose series the user may see. Raise `NotFound`, `Stale`, `Forbidden`."""
    schedule = await lock_schedule(conn, tenant, schedule_id, expected)
    if schedule.has_others:
        raise appointments.OTHERS.error()
    return schedule


def new_series(original: EventFields, new: NewSeries) -> SeriesFields:
    """Return a new series as it is written: with the technical break of the original event."""
    given = new.given
    pause = original.technical_break
    return SeriesFields(
        weekday=new.weekday,
        team_member_id=given.team_member_id or original.team_member_id,
        minute=given.minute or 0,
        duration=(given.service_duration or original.duration - pause) + pause,
        technical_break=pause,
        capacity=given.capacity or original.capacity,
        resource_instance_ids=_once(given.resource_instance_ids),
        tag_ids=_once(given.tag_ids),
    )


def _once(ids: object) -> list[int]:
    return [] if ids is UNSET else [*dict.fromkeys(ids)]  # type: ignore[call-overload]


async def _lock_original(conn: Connection, tenant: Tenant, event_id: int) -> LockedEvent:
    try:
        original = await lock_event(conn, tenant, event_id)
    except NotFound:
        raise appointments.NO_EVENT.error("original_event_id") from None
    held = await queries.find_of_event(conn, tenant, event_id, None)
    if held is not None:
        raise refusals.IN_SCHEDULE.error("original_event_id", held.id)
    return original


def _planned(tenant: Tenant, series: Collection[Series], first: date, last: date) -> list[Planned]:
    return [*chain.from_iterable(planned_starts(each, first, last, tenant.timezone) for each in series)]


def _since(now: datetime, planned: Sequence[Planned], series: Sequence[Series], original: EventFields) -> list[Planned]:
    """Return what is planned from now on, and the original event, also in the past, where a series plans just that."""
    own = {each.id for each in series if each.team_member_id == original.team_member_id}
    return [
        each
        for each in planned
        if each.starts_at >= now or (each.starts_at == original.starts_at and each.series_id in own)
    ]


async def _ahead(conn: Connection, tenant: Tenant, series: Sequence[Series]) -> list[Occurrence]:
    return await occurrences.list_occurrences(conn, tenant, [each.id for each in series], datetime.now(UTC))


async def _drop(conn: Connection, tenant: Tenant, dropped: Sequence[Occurrence], *, keeps_booked: bool) -> None:
    """Mark occurrences as deleted, and their events with all bookings, or only those events that have none."""
    events = await lock_events(conn, tenant, [each.event_id for each in dropped if each.event_id is not None])
    unbooked = [event for event in events if not event.taken_seats]
    await delete_events(conn, tenant, unbooked if keeps_booked else events)
    await occurrences.soft_delete_occurrences(conn, tenant, [each.id for each in dropped])

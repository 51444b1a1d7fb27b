"""Creating, changing and deleting events.

Every function runs inside a database transaction that may be retried. Locks are taken in the order of decision 0030;
the event comes before its bookings.
"""

from collections.abc import Collection, Sequence
from itertools import pairwise

from parlour.access.tenant import Tenant
from parlour.areas.appointments.model.bookings import LockedBooking, MovedTime
from parlour.areas.appointments.service.bookings import delete_bookings, lock_bookings, move_bookings
from parlour.areas.appointments.service.permissions import require_recent
from parlour.areas.appointments.service.times import find_times
from parlour.areas.events import refusals
from parlour.areas.events.model.changes import BLANK, EventChange, EventPatch, drafted, takes_other_time
from parlour.areas.events.model.events import EventFields, LockedEvent
from parlour.areas.events.queries import writing
from parlour.areas.events.service.planning import Plan, plan
from parlour.areas.revisions import Revisions, check_revision
from parlour.db.pool import Connection
from parlour.errors import Conflict, NotFound


async def create_event(conn: Connection, tenant: Tenant, given: EventPatch, *, is_forced: bool) -> int:
    """Create an event and return its id. If it is forced, its time may be taken already.

    Raise `Forbidden`, `Malformed` for a service that the member doesn't provide, `Invalid` with all faults, and
    `Conflict` for what is busy.
    """
    draft = drafted(BLANK, given, tenant.timezone)
    require_recent(tenant, draft.day)
    planned = await plan(conn, tenant, None, draft, given)
    await take_times(conn, tenant, [planned], is_forced=is_forced)
    (event_id,) = await writing.create_events(conn, tenant, [planned.fields])
    return event_id


async def update_event(
    conn: Connection, tenant: Tenant, event_id: int, given: EventPatch, expected: Revisions, *, is_forced: bool
) -> None:
    """Apply a patch to an event as it is once it is locked. Its bookings move along.

    Raise `NotFound`, `Stale`, and what `create_event` raises.
    """
    before = await lock_event(conn, tenant, event_id, expected)
    draft = drafted(before, given, tenant.timezone)
    require_recent(tenant, before.day, draft.day)
    bookings = await lock_bookings(conn, tenant, [event_id], [event_id] if before.day != draft.day else ())
    planned = await plan(conn, tenant, before, draft, given)
    if takes_other_time(before, planned.fields):
        await take_times(conn, tenant, [planned], is_forced=is_forced)
    await change_events(conn, tenant, [EventChange(before, planned.fields)], bookings)


async def delete_event(conn: Connection, tenant: Tenant, event_id: int, expected: Revisions) -> None:
    """Mark an event and its bookings as deleted, which frees its time.

    Raise `NotFound`, `Stale`, and what `delete_events` raises.
    """
    event = await lock_event(conn, tenant, event_id, expected)
    await delete_events(conn, tenant, [event])


async def lock_event(conn: Connection, tenant: Tenant, event_id: int, expected: Revisions = None) -> LockedEvent:
    """Lock and return an event that isn't deleted. Raise `NotFound`, `Stale`."""
    found = await writing.lock_events(conn, tenant, [event_id])
    if not found:
        raise NotFound("Event")
    check_revision(found[0].revision, expected)
    return found[0]


async def lock_events(conn: Connection, tenant: Tenant, event_ids: Collection[int]) -> list[LockedEvent]:
    """Lock and return those of these events that aren't deleted, by id. Raise `Forbidden` for past days."""
    found = await writing.lock_events(conn, tenant, event_ids)
    if found:
        require_recent(tenant, *(event.day for event in found))
    return found


async def create_events(conn: Connection, tenant: Tenant, events: Sequence[EventFields]) -> list[int]:
    """Create events whose time is taken already, and return their ids in order."""
    return await writing.create_events(conn, tenant, events) if events else []


async def change_events(
    conn: Connection, tenant: Tenant, changes: Sequence[EventChange], bookings: Sequence[LockedBooking]
) -> None:
    """Write locked events whose time is taken already, and move their bookings along. Raise `Forbidden`."""
    await writing.update_events(conn, tenant, {change.before.id: change.after for change in changes})
    times = {each.before.id: MovedTime(each.before.booked_time, each.after.booked_time) for each in changes}
    await move_bookings(conn, tenant, bookings, times)


async def delete_events(conn: Connection, tenant: Tenant, events: Sequence[LockedEvent]) -> None:
    """Mark locked events and their bookings as deleted, which frees their time. Raise what `delete_bookings` raises."""
    if not events:
        return
    require_recent(tenant, *(event.day for event in events))
    event_ids = [event.id for event in events]
    await delete_bookings(conn, tenant, event_ids)
    await writing.soft_delete_events(conn, tenant, event_ids)


async def take_times(conn: Connection, tenant: Tenant, plans: Sequence[Plan], *, is_forced: bool) -> None:
    """Lock the time of all plans, which are in the order of time.

    Raise `Conflict` with the first thing that is in the way, unless it is forced.
    """
    found = await find_times(conn, tenant, [planned.claim for planned in plans])
    if is_forced:
        return
    obstacles = [each.obstacles for each in found]
    if first := next((obstacle for each in obstacles for obstacle in each), None):
        raise refusals.CONFLICTS[first.refusal.name].error(*first.values, details=refusals.CONFLICT)
    for one, other in pairwise(plans):
        if other.fields.starts_at < one.fields.span[1]:
            raise member_busy(tenant, other.fields)


def member_busy(tenant: Tenant, fields: EventFields) -> Conflict:
    """Return the error for an event whose member has another one of the same request."""
    begins, ends = (moment.astimezone(tenant.timezone) for moment in fields.span)
    shown = f"{begins:%Y-%m-%d %H:%M}", f"{ends:%H:%M}"
    return refusals.MEMBER_BUSY.error(fields.team_member_id, *shown, details=refusals.CONFLICT)

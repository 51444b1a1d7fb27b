"""Creating, changing and deleting events.

Every function runs inside a database transaction that may be retried. Locks are taken in the order of decision 0030;
the event comes before its bookings.
"""

from collections.abc import Sequence
from itertools import pairwise

from parlour.access.tenant import Tenant
from parlour.areas.appointments.service.bookings import delete_bookings, lock_bookings, move_bookings
from parlour.areas.appointments.service.permissions import require_recent
from parlour.areas.appointments.service.times import find_times
from parlour.areas.events import refusals
from parlour.areas.events.model.changes import BLANK, EventPatch, drafted, takes_other_time
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
    return await writing.create_event(conn, tenant, planned.fields)


async def update_event(
    conn: Connection, tenant: Tenant, event_id: int, given: EventPatch, expected: Revisions, *, is_forced: bool
) -> None:
    """Apply a patch to an event as it is once it is locked. Its bookings move along.

    Raise `NotFound`, `Stale`, and what `create_event` raises.
    """
    before = await lock_event(conn, tenant, event_id, expected)
    draft = drafted(before, given, tenant.timezone)
    require_recent(tenant, before.day, draft.day)
    bookings = await lock_bookings(conn, tenant, event_id, is_regrouped=before.day != draft.day)
    planned = await plan(conn, tenant, before, draft, given)
    if takes_other_time(before, planned.fields):
        await take_times(conn, tenant, [planned], is_forced=is_forced)
    await writing.update_event(conn, tenant, event_id, planned.fields)
    await move_bookings(conn, tenant, event_id, bookings, before.booked_time, planned.fields.booked_time)


async def delete_event(conn: Connection, tenant: Tenant, event_id: int, expected: Revisions) -> None:
    """Mark an event and its bookings as deleted, which frees its time. Raise `NotFound`, `Forbidden`, `Stale`."""
    event = await lock_event(conn, tenant, event_id, expected)
    require_recent(tenant, event.day)
    await delete_bookings(conn, tenant, event_id)
    await writing.soft_delete_event(conn, tenant, event_id)


async def lock_event(conn: Connection, tenant: Tenant, event_id: int, expected: Revisions = None) -> LockedEvent:
    """Lock and return an event that isn't deleted. Raise `NotFound`, `Stale`."""
    event = await writing.lock_event(conn, tenant, event_id)
    if event is None:
        raise NotFound("Event")
    check_revision(event.revision, expected)
    return event


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

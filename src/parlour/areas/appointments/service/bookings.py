"""What a change of group events does to all their bookings. The events are locked before.

Runs inside a database transaction that may be retried.
"""

from collections.abc import Collection, Mapping, Sequence

from parlour.access.permissions import Permission
from parlour.access.tenant import Tenant
from parlour.areas.appointments.model.appointments import Attendance
from parlour.areas.appointments.model.bookings import LockedBooking, MovedTime
from parlour.areas.appointments.queries import bookings, many_bookings
from parlour.areas.appointments.service import consumables
from parlour.areas.payments.service import has_payments
from parlour.db.pool import Connection


async def lock_bookings(
    conn: Connection, tenant: Tenant, event_ids: Collection[int], regrouped: Collection[int] = ()
) -> list[LockedBooking]:
    """Lock and return the bookings; of those events that get to other days, with the grouping of their clients."""
    found = await bookings.lock_bookings(conn, tenant, event_ids)
    client_ids = {each.client_id for each in found if each.client_id is not None and each.event_id in regrouped}
    if client_ids:
        await bookings.lock_groupings(conn, client_ids)
    return found


async def move_bookings(
    conn: Connection, tenant: Tenant, locked: Sequence[LockedBooking], times: Mapping[int, MovedTime]
) -> None:
    """Move the bookings along with their events, whose new times are written already. `times` are by the event.

    Each client gets one message, however many events move, and however many bookings the client has in them.

    Raise `Forbidden` if the user has no right to change appointments like this.
    """
    moved = [each for each in locked if times[each.event_id].before != times[each.event_id].after]
    if not moved:
        return
    event_ids = {each.event_id for each in moved}
    _require_move(tenant, moved, [times[event_id] for event_id in event_ids])
    async with many_bookings.with_reminders_only(conn):
        await bookings.move_bookings(conn, tenant, event_ids)
    seen = [each.id for each in moved if times[each.event_id].is_seen]
    if seen:
        await many_bookings.report_bookings(conn, tenant, "changed", seen)
    regrouped = [event_id for event_id in event_ids if times[event_id].before.day != times[event_id].after.day]
    if regrouped:
        await bookings.regroup_bookings(conn, tenant, regrouped)


def _require_move(tenant: Tenant, moved: Sequence[LockedBooking], times: Sequence[MovedTime]) -> None:
    needed = {
        Permission.APPOINTMENTS_EDIT_ARRIVED: any(each.attendance is Attendance.ARRIVED for each in moved),
        Permission.APPOINTMENT_MOVE: any(
            (each.before.team_member_id, each.before.starts_at) != (each.after.team_member_id, each.after.starts_at)
            for each in times
        ),
        Permission.APPOINTMENT_LENGTH: any(
            (each.before.duration, each.before.technical_break) != (each.after.duration, each.after.technical_break)
            for each in times
        ),
    }
    tenant.require(*(permission for permission, is_needed in needed.items() if is_needed))


async def delete_bookings(conn: Connection, tenant: Tenant, event_ids: Collection[int]) -> None:
    """Mark the bookings as deleted, and take back what they have used up.

    Each client gets one message, however many bookings are deleted.

    Raise `Forbidden` for those of arrived clients, and for paid ones, `Conflict` for a closed period.
    """
    locked = await lock_bookings(conn, tenant, event_ids)
    await undo_bookings(conn, tenant, locked)
    if not locked:
        return
    async with many_bookings.with_reminders_only(conn):
        await bookings.soft_delete_bookings(conn, tenant, event_ids)
    await many_bookings.report_bookings(conn, tenant, "cancelled", [each.id for each in locked])


async def undo_bookings(conn: Connection, tenant: Tenant, locked: Sequence[LockedBooking]) -> None:
    """Take back what locked bookings have used up, before they are deleted. Raise what `delete_bookings` raises."""
    arrived = [each.id for each in locked if each.attendance is Attendance.ARRIVED]
    if arrived:
        tenant.require(Permission.APPOINTMENTS_DELETE_ARRIVED)
    if await has_payments(conn, tenant, [each.id for each in locked]):
        tenant.require(Permission.APPOINTMENTS_DELETE_PAID)
    if arrived:
        await consumables.take_back(conn, tenant, arrived)

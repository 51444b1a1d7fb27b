"""What a change of a group event does to all its bookings. The event is locked before.

Runs inside a database transaction that may be retried.
"""

from collections.abc import Sequence

from parlour.access.permissions import Permission
from parlour.access.tenant import Tenant
from parlour.areas.appointments.model.appointments import Attendance
from parlour.areas.appointments.model.bookings import BookedTime, LockedBooking
from parlour.areas.appointments.queries import bookings
from parlour.areas.payments.service import has_payments
from parlour.db.pool import Connection


async def lock_bookings(
    conn: Connection, tenant: Tenant, event_id: int, *, is_regrouped: bool = False
) -> list[LockedBooking]:
    """Lock and return the bookings; if they get other visits, with the grouping of their clients' appointments."""
    found = await bookings.lock_bookings(conn, tenant, event_id)
    client_ids = {each.client_id for each in found if each.client_id is not None}
    if is_regrouped and client_ids:
        await bookings.lock_groupings(conn, client_ids)
    return found


async def move_bookings(
    conn: Connection,
    tenant: Tenant,
    event_id: int,
    locked: Sequence[LockedBooking],
    before: BookedTime,
    after: BookedTime,
) -> None:
    """Move the bookings along with their event, whose day is written already.

    Raise `Forbidden` if the user has no right to change appointments like this.
    """
    if not locked or before == after:
        return
    _require_move(tenant, locked, before, after)
    await bookings.move_bookings(conn, tenant, event_id, after)
    if before.day != after.day:
        await bookings.regroup_bookings(conn, tenant, event_id)


def _require_move(tenant: Tenant, locked: Sequence[LockedBooking], before: BookedTime, after: BookedTime) -> None:
    needed = {
        Permission.APPOINTMENTS_EDIT_ARRIVED: any(each.attendance is Attendance.ARRIVED for each in locked),
        Permission.APPOINTMENT_MOVE: (before.team_member_id, before.starts_at)
        != (after.team_member_id, after.starts_at),
        Permission.APPOINTMENT_LENGTH: (before.duration, before.technical_break)
        != (after.duration, after.technical_break),
    }
    tenant.require(*(permission for permission, is_needed in needed.items() if is_needed))


async def delete_bookings(conn: Connection, tenant: Tenant, event_id: int) -> None:
    """Mark the bookings as deleted. Raise `Forbidden` for those of arrived clients, and for paid ones."""
    locked = await lock_bookings(conn, tenant, event_id)
    if any(each.attendance is Attendance.ARRIVED for each in locked):
        tenant.require(Permission.APPOINTMENTS_DELETE_ARRIVED)
    if await has_payments(conn, tenant, [each.id for each in locked]):
        tenant.require(Permission.APPOINTMENTS_DELETE_PAID)
    await bookings.soft_delete_bookings(conn, tenant, event_id)

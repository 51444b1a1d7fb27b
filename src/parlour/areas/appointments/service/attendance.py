"""What a change of attendance asks for, whether an appointment is changed by itself or with its visit."""

from collections.abc import Iterable

from parlour.access.permissions import Permission
from parlour.access.tenant import Tenant
from parlour.areas.appointments import refusals
from parlour.areas.appointments.model.appointments import Attendance
from parlour.areas.appointments.model.changes import LockedAppointment
from parlour.areas.appointments.queries import visits
from parlour.areas.payments.model import PAID_STATES, state_of
from parlour.areas.payments.service import has_payments
from parlour.db.pool import Connection


async def check_paid(conn: Connection, tenant: Tenant, visit_id: int) -> None:
    """Raise `Forbidden` if the visit is paid in full and the user has no right to change such ones."""
    visit = await visits.find_visit(conn, tenant, visit_id)
    if visit and visit.paid_amount and state_of(visit.owed_amount, visit.paid_amount) in PAID_STATES:
        tenant.require(Permission.APPOINTMENTS_EDIT_PAID)


async def check_attendance(
    conn: Connection, tenant: Tenant, appointments: Iterable[LockedAppointment], attendance: Attendance
) -> None:
    """Raise `Invalid` for a client who came and paid, and shall not have come."""
    if attendance is Attendance.ARRIVED:
        return
    came = [each.id for each in appointments if each.attendance is Attendance.ARRIVED]
    if await has_payments(conn, tenant, came):
        raise refusals.STILL_PAID.error("attendance")

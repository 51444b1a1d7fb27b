"""Changing a visit: attendance and prices of its appointments, products sold in it, and payments.

Runs inside a database transaction that may be retried. Appointments are locked first, then stock, then what follows
from appointments (`booking`), then the visit for its payments.
"""

import contextlib
import re
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

import msgspec
from msgspec import UNSET
from msgspec.structs import replace

from parlour.access.identity import Identity
from parlour.access.permissions import Permission
from parlour.access.tenant import Tenant, get_tenant
from parlour.areas.appointments import refusals
from parlour.areas.appointments.model.appointments import Attendance
from parlour.areas.appointments.model.changes import AppointmentPatch, LockedAppointment
from parlour.areas.appointments.model.consumables import Served, Settlement
from parlour.areas.appointments.model.visits import StoredAppointment, Visit, VisitChange, WantedLine, wanted_lines
from parlour.areas.appointments.queries import visits, writing
from parlour.areas.appointments.service import consumables, permissions, sales
from parlour.areas.appointments.service.attendance import check_attendance, check_paid
from parlour.areas.appointments.service.booking import update_appointment
from parlour.areas.inventory.service.locked_stock import LockedStock
from parlour.areas.payments import service as payments
from parlour.areas.payments.model import NewPayment, Sale
from parlour.db.pool import Connection
from parlour.errors import Fault, Invalid, NotFound

NAME = "Visit"
"""What a visit is called in a 404."""
_LINE = re.compile(r"lines\[(\d+)\]")


class LockedVisit(msgspec.Struct, frozen=True):
    """The locked appointments of a visit with their lines, and the one that the request names."""

    id: int
    named_id: int
    stored: Sequence[StoredAppointment]

    @property
    def appointments(self) -> list[LockedAppointment]:
        return [each.appointment for each in self.stored]

    @property
    def named(self) -> StoredAppointment:
        return next(each for each in self.stored if each.id == self.named_id)


async def tenant_of(conn: Connection, user: Identity, visit_id: int) -> Tenant:
    """Return the location of a visit with the user's access to it. Raise `NotFound`, `Forbidden`."""
    location_id = await visits.find_location_of_visit(conn, visit_id, user.user_id)
    if location_id is None:
        raise NotFound(NAME)
    return await get_tenant(conn, user, location_id)


async def get_visit(conn: Connection, tenant: Tenant, visit_id: int) -> Visit:
    """Return a visit of the location. Raise `NotFound`."""
    visit = await visits.find_visit(conn, tenant, visit_id)
    if visit is None:
        raise NotFound(NAME)
    return visit


async def update_visit(
    conn: Connection, tenant: Tenant, visit_id: int, appointment_id: int, change: VisitChange
) -> None:
    """Apply a change to a visit and to one of its appointments, or nothing of it.

    Raise `NotFound`, `Forbidden`, `Malformed` for services that a member doesn't provide, and `Invalid`.
    """
    locked = await _lock(conn, tenant, visit_id, appointment_id)
    _require_rights(tenant, locked, change)
    await check_paid(conn, tenant, visit_id)
    sold = await sales.sold_in(conn, tenant, [each.id for each in locked.stored], change.sales)
    faults = await sales.find_faults(conn, tenant, change.sales, sold)
    if faults := [*faults, *await _faults_of(conn, tenant, locked, change)]:
        raise Invalid(faults)
    await payments.take_back(conn, tenant, visit_id, change.deleted_payment_ids)
    await check_attendance(conn, tenant, locked.appointments, change.attendance)
    stock = await _lock_stock(conn, tenant, locked, change)
    await sales.sell(conn, tenant, locked.named.appointment, change.sales, sold)
    await _attend(conn, tenant, locked, change, stock)
    await _pay(conn, tenant, visit_id, change)


async def _lock(conn: Connection, tenant: Tenant, visit_id: int, appointment_id: int) -> LockedVisit:
    appointments = await visits.lock_appointments(conn, tenant, visit_id)
    if not appointments:
        raise NotFound(NAME)
    if appointment_id not in {each.id for each in appointments}:
        raise NotFound("Appointment")
    lines = await writing.list_lines_of(conn, tenant, [each.id for each in appointments])
    stored = [StoredAppointment(each, lines.get(each.id, [])) for each in appointments]
    return LockedVisit(visit_id, appointment_id, stored)


def _require_rights(tenant: Tenant, locked: LockedVisit, change: VisitChange) -> None:
    days = [each.day for each in locked.appointments]
    permissions.require_recent(tenant, *days)
    changed = [each for each in locked.appointments if each.attendance is not change.attendance]
    if any(each.attendance is Attendance.ARRIVED for each in changed):
        tenant.require(Permission.APPOINTMENTS_EDIT_ARRIVED)
    if change.payments or change.deleted_payment_ids or change.fast_payment:
        tenant.require(Permission.APPOINTMENT_PAYMENTS)
        permissions.require_payable(tenant, *days)


async def _faults_of(conn: Connection, tenant: Tenant, locked: LockedVisit, change: VisitChange) -> list[Fault]:
    known = {each.id for each in locked.stored}
    faults = [
        refusals.NO_LINE_OF_VISIT.fault(f"lines[{number}].appointment_id")
        for number, each in enumerate(change.lines)
        if each.appointment_id is not None and each.appointment_id not in known
    ]
    faults += await payments.faults_of_accounts(conn, tenant, change.payments)
    return faults + await payments.faults_of_payments(conn, tenant, locked.id, change.deleted_payment_ids)


async def _lock_stock(conn: Connection, tenant: Tenant, locked: LockedVisit, change: VisitChange) -> LockedStock | None:
    """Lock the products that are used up or sold, if clients have come or had come before."""
    if Attendance.ARRIVED not in {change.attendance, *(each.attendance for each in locked.appointments)}:
        return None
    stored = {line.service_id for each in locked.stored for line in each.lines}
    return await consumables.lock_stock(
        conn,
        tenant,
        [each.id for each in locked.stored],
        {each.team_member_id for each in locked.appointments},
        stored | {each.line.service_id for each in change.lines},
        [each.line.product_id for each in change.sales],
    )


async def _attend(
    conn: Connection, tenant: Tenant, locked: LockedVisit, change: VisitChange, stock: LockedStock | None
) -> None:
    """Change the appointments: most in one statement, those by themselves that change in more than attendance.

    These are the one that the request names, and others that get services or take their time again.
    """
    lines = wanted_lines(locked.stored, change.lines, locked.named_id)
    patches = _patches(locked, change, lines)
    alike = [each for each in locked.stored if each.id not in patches]
    await visits.set_attendance(conn, tenant, [each.id for each in alike], change.attendance)
    settlements = [_settlement(each, change.attendance) for each in alike]
    await consumables.settle(conn, tenant, stock, [each for each in settlements if each], "attendance")
    for id_, patch in patches.items():
        with _lines_numbered(lines.get(id_, ())):
            await update_appointment(conn, tenant, id_, patch, is_forced=False)


def _settlement(stored: StoredAppointment, attendance: Attendance) -> Settlement | None:
    before = Served.of(stored.id, stored.appointment, stored.lines)
    return Settlement.between(before, replace(before, has_arrived=attendance is Attendance.ARRIVED))


def _patches(
    locked: LockedVisit, change: VisitChange, lines: Mapping[int, Sequence[WantedLine]]
) -> Mapping[int, AppointmentPatch]:
    comes_back = change.attendance is not Attendance.NO_SHOW
    return {
        each.id: AppointmentPatch(
            attendance=change.attendance,
            comment=change.comment if each.id == locked.named_id else UNSET,
            lines=[wanted.line for wanted in lines[each.id]] if each.id in lines else UNSET,
        )
        for each in locked.stored
        if each.id == locked.named_id
        or each.id in lines
        or (comes_back and each.appointment.attendance is Attendance.NO_SHOW)
    }


@contextlib.contextmanager
def _lines_numbered(lines: Sequence[WantedLine]) -> Iterator[None]:
    """Name the lines in an `Invalid` that the block raises by their numbers in the request."""
    try:
        yield
    except Invalid as invalid:
        raise Invalid(
            replace(fault, field=_LINE.sub(lambda found: f"lines[{lines[int(found[1])].number}]", fault.field))
            for fault in invalid.faults
        ) from invalid


async def _pay(conn: Connection, tenant: Tenant, visit_id: int, change: VisitChange) -> None:
    if not change.payments and change.fast_payment is None:
        return
    visit = await visits.lock_visit(conn, tenant, visit_id)
    if visit is None:
        raise NotFound(NAME)
    due = await payments.left_to_pay(conn, tenant, visit_id, await visits.list_dues(conn, tenant, visit_id))
    given = [*change.payments]
    left = sum((each.left for each in due), Decimal(0)) - sum((each.amount for each in given), Decimal(0))
    if change.fast_payment is not None and left > 0:
        account_id = await payments.account_of_kind(conn, tenant, change.fast_payment)
        given.append(NewPayment(account_id, left))
    if given:
        await payments.pay(conn, tenant, Sale(visit.id, visit.document_id), given, due)

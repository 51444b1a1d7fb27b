"""Creating, changing and deleting appointments.

Every function runs inside a database transaction that may be retried (`db.retrying`). Locks are always taken in one
order: the event of a booking, the appointment; products that are used up in it; the client, if the card is new, and the
grouping of the client's appointments; the location, the member, the services, the resources that these need; the days
of members, the days of resources; the visit, the client.
"""

import secrets
from collections.abc import Sequence

from msgspec import UNSET
from msgspec.structs import replace

from parlour.access.permissions import Permission
from parlour.access.tenant import Tenant
from parlour.areas.appointments.model.appointments import Attendance
from parlour.areas.appointments.model.bookings import settled
from parlour.areas.appointments.model.changes import (
    AppointmentFields,
    AppointmentPatch,
    Creation,
    LockedAppointment,
    NewAppointment,
    Origin,
)
from parlour.areas.appointments.model.consumables import Served, Settlement
from parlour.areas.appointments.model.drafts import Current, blank, drafted
from parlour.areas.appointments.queries import writing
from parlour.areas.appointments.queries.consumables import forget_others
from parlour.areas.appointments.service import consumables, permissions
from parlour.areas.appointments.service.attendance import check_attendance, check_paid
from parlour.areas.appointments.service.grouping import find_client, group
from parlour.areas.appointments.service.planning import Plan, Wish, plan
from parlour.areas.appointments.service.seats import faults_of_change, faults_of_seats, get_seats
from parlour.areas.appointments.service.times import take_time
from parlour.areas.inventory.service.locked_stock import LockedStock
from parlour.areas.payments.service import has_payments
from parlour.areas.revisions import Revisions, check_revision
from parlour.db.pool import Connection
from parlour.errors import Fault, NotFound

BY_STAFF = Origin()


async def create_appointment(conn: Connection, tenant: Tenant, new: NewAppointment, *, is_forced: bool) -> int:
    """Create an individual appointment and return its id. If it is forced, its time may be taken already.

    Raise `Forbidden`, `Malformed` for services that the member doesn't provide, and `Invalid` with all faults.
    """
    given = settled(new.given, None)
    draft = drafted(blank(new.team_member_id, new.starts_at), given, tenant.timezone)
    return await _create(conn, tenant, draft, replace(new, given=given), (), is_forced=is_forced)


async def book_seats(
    conn: Connection,
    tenant: Tenant,
    event_id: int,
    given: AppointmentPatch,
    origin: Origin = BY_STAFF,
    most: int | None = None,
) -> int:
    """Book seats of an event and return the id of the booking. The event decides member, service, time and length.

    `most` is how many seats one booking may take; by default as many as the location allows its staff.
    Raise `Invalid` for an event that isn't there and for seats that aren't free, and what `create_appointment` raises.
    """
    seats = await get_seats(conn, tenant, event_id)
    seats = seats if most is None else replace(seats, most=most)
    new = NewAppointment(seats.team_member_id, seats.starts_at, seats.fixed(given), origin)
    draft = drafted(blank(seats.team_member_id, seats.starts_at, event_id), new.given, tenant.timezone)
    return await _create(conn, tenant, draft, new, [*faults_of_seats(seats, draft.seat_count)], is_forced=False)


async def _create(
    conn: Connection,
    tenant: Tenant,
    draft: AppointmentFields,
    new: NewAppointment,
    faults: Sequence[Fault],
    *,
    is_forced: bool,
) -> int:
    permissions.require_recent(tenant, draft.day)
    stock = await _lock_stock(conn, tenant, None, draft, new.given)
    client = await find_client(conn, tenant, new.given, None, draft.day)
    planned = await plan(conn, tenant, Wish(None, draft, new.given, client, faults))
    fields = await _taking_time(conn, tenant, planned, None, is_forced=is_forced)
    fields = replace(fields, visit_id=await group(conn, tenant, fields))
    creation = Creation(fields, planned.lines, new.origin, secrets.token_hex(16))
    appointment_id = await writing.create_appointment(conn, tenant, creation)
    settlement = Settlement.between(None, Served.of(appointment_id, fields, planned.lines))
    await consumables.settle(conn, tenant, stock, [settlement] if settlement else [], "attendance")
    return appointment_id


async def update_appointment(
    conn: Connection,
    tenant: Tenant,
    appointment_id: int,
    given: AppointmentPatch,
    expected: Revisions = None,
    *,
    is_forced: bool,
) -> None:
    """Apply a patch to an appointment as it is once it is locked.

    Raise `NotFound`, `Stale`, and what `create_appointment` raises.
    """
    before = await lock_appointment(conn, tenant, appointment_id, expected)
    given = settled(given, before.event_id)
    faults = await faults_of_change(conn, tenant, before, given)
    await change_appointment(conn, tenant, before, before, given, faults, is_forced=is_forced)


async def change_appointment(
    conn: Connection,
    tenant: Tenant,
    before: LockedAppointment,
    wanted: AppointmentFields,
    given: AppointmentPatch,
    faults: Sequence[Fault],
    *,
    is_forced: bool,
) -> None:
    """Apply a patch to a locked appointment; `wanted` has what it shall have beside that, `faults` what is wrong."""
    current = Current(before, await writing.list_lines(conn, tenant, before.id))
    draft = drafted(wanted, given, tenant.timezone)
    permissions.require_recent(tenant, before.day, draft.day)
    stock = await _lock_stock(conn, tenant, current, draft, given)
    client = await find_client(conn, tenant, given, before, draft.day)
    planned = await plan(conn, tenant, Wish(current, draft, given, client, faults))
    permissions.require_change(tenant, current, planned.fields, planned.lines)
    await check_paid(conn, tenant, before.visit_id)
    await check_attendance(conn, tenant, [before], planned.fields.attendance)
    fields = await _taking_time(conn, tenant, planned, current, is_forced=is_forced)
    if (before.client_id, before.day) != (fields.client_id, fields.day):
        fields = replace(fields, visit_id=await group(conn, tenant, fields))
    await writing.update_appointment(conn, tenant, before.id, fields)
    if planned.lines != current.lines:
        await writing.replace_lines(conn, tenant, before.id, planned.lines)
        await forget_others(conn, tenant, before.id, planned.service_ids)
    settlement = Settlement.between(
        Served.of(before.id, before, current.lines), Served.of(before.id, fields, planned.lines)
    )
    field = "attendance" if fields.attendance is not before.attendance else "lines"
    await consumables.settle(conn, tenant, stock, [settlement] if settlement else [], field)


async def delete_appointment(conn: Connection, tenant: Tenant, appointment_id: int, expected: Revisions = None) -> int:
    """Mark an appointment as deleted, which frees its time. Return the id of its visit, which stays, perhaps empty.

    Raise `NotFound`, `Forbidden`, `Stale`.
    """
    appointment = await lock_appointment(conn, tenant, appointment_id, expected)
    permissions.require_recent(tenant, appointment.day)
    if appointment.attendance is Attendance.ARRIVED:
        tenant.require(Permission.APPOINTMENTS_DELETE_ARRIVED)
    if await has_payments(conn, tenant, [appointment_id]):
        tenant.require(Permission.APPOINTMENTS_DELETE_PAID)
    if appointment.attendance is Attendance.ARRIVED:
        await consumables.take_back(conn, tenant, [appointment_id])
    await writing.soft_delete_appointment(conn, tenant, appointment_id)
    return appointment.visit_id


async def _taking_time(
    conn: Connection, tenant: Tenant, planned: Plan, current: Current | None, *, is_forced: bool
) -> AppointmentFields:
    """Take the time of a plan if it needs another one, and return its fields with the resources that it has then."""
    if not planned.needs_time(current):
        return planned.fields
    instances = await take_time(conn, tenant, planned.claim(current), is_forced=is_forced)
    return replace(planned.fields, resource_instance_ids=instances)


async def _lock_stock(
    conn: Connection, tenant: Tenant, current: Current | None, draft: AppointmentFields, given: AppointmentPatch
) -> LockedStock | None:
    """Lock the products that the appointment uses up, if the client has come or had come before."""
    before = current.fields if current else None
    if Attendance.ARRIVED not in (draft.attendance, before and before.attendance):
        return None
    stored = current.service_ids if current else []
    asked = [] if given.lines is UNSET else [line.service_id for line in given.lines]
    ids = [before.id] if before else []
    return await consumables.lock_stock(conn, tenant, ids, [draft.team_member_id], {*stored, *asked})


async def lock_appointment(
    conn: Connection, tenant: Tenant, appointment_id: int, expected: Revisions = None
) -> LockedAppointment:
    """Lock and return an appointment that the user may see. Raise `NotFound`, `Stale`."""
    appointment = await writing.lock_appointment(conn, tenant, appointment_id)
    if appointment is None:
        raise NotFound("Appointment")
    check_revision(appointment.revision, expected)
    return appointment

"""Appointments in the hands of their clients, who know a secret of them: reading, moving and cancelling."""

from datetime import UTC, datetime
from hmac import compare_digest

from msgspec import UNSET

from parlour.access.identity import Client
from parlour.access.tenant import Tenant, get_booking_tenant
from parlour.areas.appointments.model.appointments import Appointment, Attendance
from parlour.areas.appointments.model.changes import AppointmentPatch
from parlour.areas.appointments.refusals import BUSY
from parlour.areas.appointments.service.booking import delete_appointment, update_appointment
from parlour.areas.appointments.service.reading import get_appointment, list_named
from parlour.areas.free_time.model.search import search_for
from parlour.areas.free_time.model.taking import without_own
from parlour.areas.free_time.service.finding import get_offer, read_calendars_of_all
from parlour.areas.locations.service.locations import get_open_location
from parlour.areas.online_booking import refusals
from parlour.areas.online_booking.model.records import ClientsRecord, Move, OwnRecord
from parlour.areas.online_booking.queries.records import find_own_record, list_records_of_person
from parlour.areas.payments.service import has_payments
from parlour.areas.team.service.members import list_named_members
from parlour.db.pool import Connection
from parlour.errors import Invalid

MOST_RECORDS = 100
"""How many appointments of a person are listed at most."""


async def get_own_record(conn: Connection, appointment_id: int, link_hash: str, person: Client | None) -> OwnRecord:
    """Return where an appointment is, and its secret. Raise `NotFound` unless the secret is known or it is theirs."""
    found = await find_own_record(conn, appointment_id, link_hash, person.account_id if person else None)
    if found is None:
        raise refusals.NO_RECORD.error()
    return found


async def get_record(conn: Connection, tenant: Tenant, appointment_id: int, link_hash: str) -> ClientsRecord:
    """Return an appointment, also a deleted one. Raise `NotFound` for another secret."""
    appointment = await _find(conn, tenant, appointment_id, link_hash)
    location = await get_open_location(conn, tenant.location_id)
    (member,) = await list_named_members(conn, tenant, [appointment.team_member_id])
    return ClientsRecord(appointment, location, member)


async def list_own_records(conn: Connection, person: Client) -> list[tuple[Tenant, ClientsRecord]]:
    """List the latest appointments of a person in all open locations, each with its tenant; the latest start first.

    Each location is a tenant of its own, whose rows no statement mixes with those of another one: there are as many
    statements as locations in which the person has booked.
    """
    found: list[tuple[Tenant, ClientsRecord]] = []
    for own in await list_records_of_person(conn, person.account_id, MOST_RECORDS):
        tenant = await get_booking_tenant(conn, own.location_id)
        location = await get_open_location(conn, own.location_id)
        appointments = await list_named(conn, tenant, own.appointment_ids)
        listed = await list_named_members(conn, tenant, {each.team_member_id for each in appointments})
        members = {each.id: each for each in listed}
        found += [(tenant, ClientsRecord(each, location, members[each.team_member_id])) for each in appointments]
    return sorted(found, key=lambda each: (each[1].appointment.starts_at, each[1].appointment.id), reverse=True)


async def move_record(conn: Connection, tenant: Tenant, appointment_id: int, link_hash: str, move: Move) -> None:
    """Move an appointment to a time that is offered; its own is free. Raise `NotFound`, `Forbidden`, `Invalid`."""
    appointment = await _find_open(conn, tenant, appointment_id, link_hash)
    if move.starts_at not in (UNSET, appointment.starts_at):
        await _require_slot(conn, tenant, appointment, move.starts_at or None)
    patch = AppointmentPatch(starts_at=move.starts_at or UNSET, comment=move.comment)
    try:
        await update_appointment(conn, tenant, appointment_id, patch, is_forced=False)
    except Invalid as invalid:
        if all(fault.code == BUSY for fault in invalid.faults):
            raise refusals.NO_SLOT.error("datetime") from invalid
        raise


async def cancel_record(conn: Connection, tenant: Tenant, appointment_id: int, link_hash: str) -> None:
    """Delete an appointment that hasn't begun. Raise `NotFound`, `Forbidden`."""
    await _find_open(conn, tenant, appointment_id, link_hash)
    await delete_appointment(conn, tenant, appointment_id)


async def _find(conn: Connection, tenant: Tenant, appointment_id: int, link_hash: str) -> Appointment:
    appointment = await get_appointment(conn, tenant, appointment_id)
    if not compare_digest(appointment.link_hash.encode(), link_hash.encode()):
        raise refusals.NO_RECORD.error()
    return appointment


async def _find_open(conn: Connection, tenant: Tenant, appointment_id: int, link_hash: str) -> Appointment:
    """Return an appointment that its client may still change."""
    appointment = await _find(conn, tenant, appointment_id, link_hash)
    if appointment.is_deleted:
        raise refusals.NO_RECORD.error()
    if appointment.attendance is Attendance.ARRIVED or appointment.starts_at <= datetime.now(UTC):
        raise refusals.TOO_LATE.error()
    if await has_payments(conn, tenant, [appointment_id]):
        raise refusals.PAID.error()
    return appointment


async def _require_slot(conn: Connection, tenant: Tenant, appointment: Appointment, starts_at: datetime | None) -> None:
    """Raise `Invalid` unless a start is offered for what an appointment has."""
    service_ids = [line.service_id for line in appointment.lines]
    member_id, zone = appointment.team_member_id, tenant.timezone
    offer = await get_offer(conn, tenant, service_ids, member_id)
    search = search_for(offer, zone, datetime.now(UTC), service_ids, member_id)
    if starts_at is None:
        raise refusals.NO_SLOT.error("datetime")
    # Also days that are full: the appointment's own time becomes free.
    calendars = await read_calendars_of_all(conn, tenant, offer, [starts_at.astimezone(zone).date()])
    if appointment.takes_time:
        own = appointment.starts_at, appointment.ends_at
        calendars = without_own(calendars, member_id, appointment.resource_instance_ids, own, zone)
    if search.free_at(starts_at, calendars) is None:
        raise refusals.NO_SLOT.error("datetime")

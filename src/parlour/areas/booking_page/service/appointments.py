"""Showing, moving and cancelling an appointment by the secret of its link."""

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from decimal import Decimal

import msgspec

from parlour.access.tenant import Tenant, get_booking_tenant
from parlour.areas.appointments.model import appointments as stored
from parlour.areas.booking_page.model.appointments import Appointment, State
from parlour.areas.booking_page.model.calendar import Calendar
from parlour.areas.booking_page.model.choice import Choice, read_id
from parlour.areas.booking_page.model.place import Place
from parlour.areas.booking_page.service.calendar import calendar_of, find_start
from parlour.areas.booking_page.service.desk import Desk
from parlour.areas.booking_page.service.diary import diary_of_moved
from parlour.areas.booking_page.service.places import find_place
from parlour.areas.online_booking.model.records import ClientsRecord, Move
from parlour.areas.online_booking.service.records import cancel_record, get_record, move_record
from parlour.areas.payments.service import has_payments
from parlour.db.pool import Connection, connection
from parlour.errors import Forbidden, Invalid, NotFound


class Found(msgspec.Struct, frozen=True):
    """An appointment as it is stored and as its client sees it, with where it is."""

    tenant: Tenant
    place: Place
    stored: stored.Appointment
    appointment: Appointment


async def find(desk: Desk, form_id: str, appointment_id: str, link_hash: str) -> Found | None:
    """Return an appointment of the form's location by its secret; None if there is none, or the secret is wrong."""
    number = read_id(appointment_id)
    if number is None:
        return None
    async with connection(desk.pool) as conn:
        found = await find_place(conn, form_id)
        if found is None:
            return None
        tenant, place = found
        try:
            record = await get_record(conn, tenant, number, link_hash)
        except NotFound:
            return None
        is_fixed = record.appointment.event_id is not None or await has_payments(conn, tenant, [number])
    return Found(tenant, place, record.appointment, _shown(record, tenant, is_fixed=is_fixed))


def _shown(record: ClientsRecord, tenant: Tenant, *, is_fixed: bool) -> Appointment:
    appointment = record.appointment
    return Appointment(
        id=appointment.id,
        link_hash=appointment.link_hash,
        starts_at=appointment.starts_at.astimezone(tenant.timezone),
        length_s=appointment.duration - appointment.technical_break,
        titles=[line.title for line in appointment.lines],
        price=sum((Decimal(line.price) for line in appointment.lines), Decimal(0)),
        member_name=record.member.name,
        state=_state(appointment),
        is_fixed=is_fixed,
        revision=appointment.revision,
        changed_at=appointment.changed_at,
    )


def _state(appointment: stored.Appointment) -> State:
    if appointment.is_deleted or appointment.attendance is stored.Attendance.NO_SHOW:
        return State.CANCELLED
    is_over = appointment.starts_at <= datetime.now(UTC) or appointment.attendance is stored.Attendance.ARRIVED
    return State.OVER if is_over else State.DONE


async def read_calendar(desk: Desk, found: Found, choice: Choice) -> Calendar:
    """Return the days and times to which an appointment can be moved."""
    async with connection(desk.pool) as conn:
        return await calendar_of(conn, await diary_of_moved(conn, found.tenant, found.stored), choice)


async def find_time(desk: Desk, found: Found, choice: Choice) -> datetime | None:
    """Return the chosen time, if the appointment can be moved to it."""
    async with connection(desk.pool) as conn:
        return await find_start(conn, await diary_of_moved(conn, found.tenant, found.stored), choice)


async def cancel(desk: Desk, found: Found) -> bool:
    """Cancel an appointment, and return whether that was possible: not if something was paid meanwhile."""
    own = found.appointment
    return await _change(desk, found, lambda conn, tenant: cancel_record(conn, tenant, own.id, own.link_hash))


async def move(desk: Desk, found: Found, starts_at: datetime) -> bool:
    """Move an appointment, and return whether that was possible: others may have been faster."""
    own, wish = found.appointment, Move(starts_at)
    return await _change(desk, found, lambda conn, tenant: move_record(conn, tenant, own.id, own.link_hash, wish))


async def _change(desk: Desk, found: Found, change: Callable[[Connection, Tenant], Awaitable[None]]) -> bool:
    """Run a change with the rights of people who book, and return whether it was possible."""
    async with connection(desk.pool) as conn:
        tenant = await get_booking_tenant(conn, found.tenant.location_id)
    try:
        await desk.writer_in(tenant).run(lambda conn: change(conn, tenant))
    except (Forbidden, Invalid, NotFound):
        return False
    return True

"""Bookings of a group event as its address names them: creating, changing and moving one.

Runs inside a database transaction that may be retried. Events are locked first, in the order of their ids.
"""

from collections.abc import Iterator, Sequence

from msgspec import UNSET
from msgspec.structs import replace

from parlour.access.tenant import Tenant
from parlour.areas.appointments.model.appointments import Attendance
from parlour.areas.appointments.model.booking_changes import BookingChange, Move, priced
from parlour.areas.appointments.model.bookings import LockedSeats
from parlour.areas.appointments.model.changes import AppointmentPatch, LockedAppointment
from parlour.areas.appointments.model.visits import GivenSale
from parlour.areas.appointments.queries import writing
from parlour.areas.appointments.queries.bookings import lock_seats
from parlour.areas.appointments.service import consumables, sales
from parlour.areas.appointments.service.booking import book_seats, change_appointment, lock_appointment
from parlour.areas.appointments.service.seats import faults_of_seats
from parlour.areas.revisions import Revisions
from parlour.db.pool import Connection
from parlour.errors import Fault, Invalid, NotFound


async def book_event(conn: Connection, tenant: Tenant, event_id: int, given: AppointmentPatch) -> int:
    """Book seats of an event and return the id of the booking. Raise `NotFound`, and what `book_seats` raises."""
    await _lock_events(conn, tenant, event_id)
    return await book_seats(conn, tenant, event_id, given)


async def update_booking(
    conn: Connection, tenant: Tenant, event_id: int, appointment_id: int, change: BookingChange, expected: Revisions
) -> None:
    """Apply a change to a booking as it is once it is locked, or nothing of it.

    Raise `NotFound`, `Stale`, `Forbidden`, `Conflict` for a closed period, and `Invalid` with all faults.
    """
    seats = (await _lock_events(conn, tenant, event_id))[event_id]
    before = await _lock_booking(conn, tenant, event_id, appointment_id, expected)
    sold = await sales.sold_in(conn, tenant, [before.id], change.sales)
    wanted = change.patch.seat_count or before.seat_count
    faults = await sales.find_faults(conn, tenant, change.sales, sold)
    faults += _faults_of_seats(seats, before, wanted, before.seat_count)
    if faults:
        raise Invalid(faults)
    if change.sales:
        await _lock_stock(conn, tenant, before, seats.service_id, change.sales)
        await sales.sell(conn, tenant, before, change.sales, sold)
    lines = [*priced(await writing.list_lines(conn, tenant, before.id), seats.service_id, change.price)]
    await change_appointment(conn, tenant, before, before, replace(change.patch, lines=lines), (), is_forced=False)


async def move_booking(
    conn: Connection, tenant: Tenant, event_id: int, appointment_id: int, to: Move, expected: Revisions
) -> None:
    """Move a booking to another event of the location, which decides member, service, time and length.

    Seats are taken there and freed here. Raise `NotFound` for either event, and what `update_booking` raises.
    """
    seats = await _lock_events(conn, tenant, event_id, to.event_id)
    before = await _lock_booking(conn, tenant, event_id, appointment_id, expected)
    target = seats[to.event_id]
    own = before.seat_count if to.event_id == event_id else 0
    given = target.fixed(AppointmentPatch(comment=to.comment, seat_count=to.seat_count))
    if target.service_id == seats[event_id].service_id:
        given = replace(given, lines=UNSET)
    await change_appointment(
        conn,
        tenant,
        before,
        replace(before, event_id=to.event_id),
        replace(given, event_id=UNSET),
        [*_faults_of_seats(target, before, to.seat_count or before.seat_count, own)],
        is_forced=False,
    )


async def _lock_events(conn: Connection, tenant: Tenant, *event_ids: int) -> dict[int, LockedSeats]:
    found = await lock_seats(conn, tenant, event_ids)
    if not found.keys() >= {*event_ids}:
        raise NotFound("Event")
    return found


async def _lock_booking(
    conn: Connection, tenant: Tenant, event_id: int, appointment_id: int, expected: Revisions
) -> LockedAppointment:
    before = await lock_appointment(conn, tenant, appointment_id, expected)
    if before.event_id != event_id:
        raise NotFound("Appointment")
    return before


def _faults_of_seats(seats: LockedSeats, before: LockedAppointment, wanted: int, own: int) -> Iterator[Fault]:
    """Yield the fault of seats that aren't free; a booking may keep as many as it has, whatever the location allows."""
    yield from faults_of_seats(replace(seats, most=max(seats.most, before.seat_count)), wanted, own)


async def _lock_stock(
    conn: Connection, tenant: Tenant, before: LockedAppointment, service_id: int, given: Sequence[GivenSale]
) -> None:
    """Lock the products that are used up together with those that are sold, if the client has come."""
    if before.attendance is Attendance.ARRIVED:
        products = [each.line.product_id for each in given]
        await consumables.lock_stock(conn, tenant, [before.id], [before.team_member_id], {service_id}, products)

"""Booking seats of an event, which decides all else. Its row is locked first, as by all who take seats."""

import msgspec

from parlour.access.tenant import Tenant
from parlour.areas.appointments.service.booking import book_seats
from parlour.areas.booking_settings.service import get_booking_settings
from parlour.areas.events.model.closing import Closing
from parlour.areas.online_booking import refusals
from parlour.areas.online_booking.model.bookings import Booked
from parlour.areas.online_booking.model.events import SeatBooking
from parlour.areas.online_booking.queries import booked, events
from parlour.areas.online_booking.service.faults import own_faults
from parlour.areas.online_booking.service.limits import begin_booking
from parlour.db.pool import Connection
from parlour.db.retrying import ConcurrentChange
from parlour.errors import Invalid, Malformed, NotFound


async def book_event(conn: Connection, tenant: Tenant, event_id: int, booking: SeatBooking) -> Booked:
    """Book seats of an event.

    Runs inside a database transaction that may be retried. Raise `NotFound`, `Throttled`, or `Invalid`.
    """
    await begin_booking(conn, tenant, booking.client.phone, 1)
    settings = await get_booking_settings(conn, tenant)
    await events.lock_event(conn, tenant, event_id)
    event = await events.find_event(conn, tenant, event_id, Closing.of(settings))
    if event is None:
        raise NotFound("Event")
    if not event.is_offered:
        raise refusals.EVENT_NOT_OFFERED.error("event_id")
    if not event.is_open:
        raise refusals.EVENT_CLOSED.error("event_id")
    patch = msgspec.structs.replace(booking.patch, client=booking.client)
    try:
        appointment_id = await book_seats(conn, tenant, event_id, patch, booking.origin, most=settings.max_seats)
    except Malformed as changed:  # the member doesn't provide the service any more
        raise ConcurrentChange from changed
    except Invalid as invalid:
        if own := own_faults(invalid, "seat_count"):
            raise Invalid(own) from invalid
        raise ConcurrentChange from invalid
    hashes = await booked.list_hashes(conn, tenant, [appointment_id])
    return Booked(None, appointment_id, hashes[appointment_id])

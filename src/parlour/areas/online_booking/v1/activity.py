"""Booking seats of an event (tag Online Booking)."""

from parlour.access.identity import Partner
from parlour.access.permissions import Entry
from parlour.access.tenant import get_booking_tenant
from parlour.areas.appointments import refusals as appointments
from parlour.areas.online_booking import refusals
from parlour.areas.online_booking.service.admission import admit
from parlour.areas.online_booking.service.events import book_event as book_seats
from parlour.areas.online_booking.v1.wire import bookings
from parlour.areas.online_booking.v1.wire import events as wire
from parlour.db.pool import Connection, connection
from parlour.http.apis import B2B_V1
from parlour.http.body import Body
from parlour.http.context import Retrying
from parlour.http.fault_names import faults_named
from parlour.http.operations import Operations
from parlour.http.path_parts import LocationInPath
from parlour.http.v1_envelope import Answer, answer
from parlour.pages.translations import find_language

operations = Operations(B2B_V1, "Online Booking")


@operations.post(
    "/api/v1/activity/{location_id}/{event_id}/book",
    "book_event",
    Entry.PARTNER,
    status=200,
    refuses=(
        refusals.BAD_PHONE,
        refusals.NO_NAME,
        refusals.BLOCKED,
        refusals.WRONG_CODE,
        refusals.TOO_MANY,
        refusals.EVENT_NOT_OFFERED,
        refusals.EVENT_CLOSED,
        appointments.TOO_MANY_SEATS,
        appointments.NO_SEATS,
    ),
)
async def book_event(
    ctx: Retrying[Partner],
    location_id: LocationInPath,
    event_id: wire.OpenEventInPath,
    data: Body[wire.EventBookingForm],
) -> Answer[wire.BookedSeats]:
    """Book seats of an event

    As many as are free, and at most `activity_online_record_clients_count_max` of the location's settings. An event
    can be booked until it begins, or as long before as the settings say. Messages to the client are in the language of
    `Accept-Language`, otherwise in the location's.
    """
    async with connection(ctx.pool) as conn:
        tenant = await get_booking_tenant(conn, location_id)
    form = data.accept(bookings.faults_of_client(data.given, tenant.country_code))
    phone = bookings.phone_of(form.phone, tenant.country_code)
    await admit(ctx.pool, tenant, phone, form.code or "")
    language = find_language(accept_language=ctx.accept_language)
    booking = form.to_booking(phone, language)

    async def work(conn: Connection) -> Answer[wire.BookedSeats]:
        with faults_named(wire.FAULT_NAMES):
            found = await book_seats(conn, tenant, event_id, booking)
        return answer(wire.BookedSeats(found.appointment_id, found.link_hash))

    return await ctx.writer.run(work)

"""Booking online (tag Online Booking)."""

from parlour.access.identity import Partner
from parlour.access.permissions import Entry
from parlour.access.tenant import get_booking_tenant
from parlour.areas.online_booking import refusals
from parlour.areas.online_booking.service.admission import admit
from parlour.areas.online_booking.service.booking import book
from parlour.areas.online_booking.service.planning import plan_booking
from parlour.areas.online_booking.v1.wire import bookings as wire
from parlour.db.pool import Connection, connection
from parlour.http.apis import B2B_V1
from parlour.http.body import Body
from parlour.http.context import Reading, Retrying
from parlour.http.operations import Operations
from parlour.http.path_parts import LocationInPath
from parlour.http.v1_envelope import Answer, MessageAnswer, answer, message_answer
from parlour.pages.translations import find_language

operations = Operations(B2B_V1, "Online Booking")

OF_ELEMENTS = (
    refusals.NO_SERVICES,
    refusals.NOT_OFFERED,
    refusals.NO_SLOT,
    refusals.NO_ONE_FREE,
    refusals.CLASH,
)


@operations.post("/api/v1/book_check/{location_id}", "validate_booking_params", Entry.PARTNER, refuses=OF_ELEMENTS)
async def validate_booking_params(
    ctx: Reading[Partner], location_id: LocationInPath, data: Body[wire.BookingCheckForm]
) -> MessageAnswer:
    """Check a booking

    Whether it could be booked now. Nothing is made, and the times aren't kept.
    """
    tenant = await ctx.public_tenant(location_id)
    await plan_booking(ctx.conn, tenant, data.accept().elements(tenant.timezone))
    return message_answer("Created")


@operations.post(
    "/api/v1/book_record/{location_id}",
    "create_online_booking",
    Entry.PARTNER,
    refuses=(
        refusals.BAD_PHONE,
        refusals.NO_NAME,
        refusals.BLOCKED,
        refusals.WRONG_CODE,
        refusals.TOO_MANY,
        *OF_ELEMENTS,
    ),
)
async def create_online_booking(
    ctx: Retrying[Partner], location_id: LocationInPath, data: Body[wire.ClientBookingForm]
) -> Answer[list[wire.BookedElement]]:
    """Book

    All appointments, or none if one can't be booked. A time that is offered can be booked; of several requests for it
    at the same moment, one succeeds. For any team member, who has the least to do that day gets the appointment.
    Messages to the client are in the language of `Accept-Language`, otherwise in the location's.
    """
    async with connection(ctx.pool) as conn:
        tenant = await get_booking_tenant(conn, location_id)
    form = data.accept(wire.faults_of_client(data.given, tenant.country_code))
    phone = wire.phone_of(form.phone, tenant.country_code)
    await admit(ctx.pool, tenant, phone, form.code or "")
    language = find_language(accept_language=ctx.accept_language)
    booking = form.to_booking(phone, tenant.timezone, language)

    async def work(conn: Connection) -> Answer[list[wire.BookedElement]]:
        return answer(wire.booked_elements(await book(conn, tenant, booking)))

    return await ctx.writer.run(work)

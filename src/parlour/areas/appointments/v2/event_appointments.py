"""Bookings of group events (tag Events of API v2)."""

from collections.abc import Set as AbstractSet
from typing import Annotated

from parlour.access.permissions import Permission
from parlour.access.tenant import Tenant
from parlour.areas.appointments import refusals
from parlour.areas.appointments.service import event_bookings as service
from parlour.areas.appointments.service.including import require_included
from parlour.areas.appointments.service.reading import get_appointment
from parlour.areas.appointments.v2.showing import RELATIONS, shown
from parlour.areas.appointments.v2.wire import booking_forms as forms
from parlour.areas.appointments.v2.wire import lists
from parlour.areas.appointments.v2.wire.appointments import AppointmentResource
from parlour.areas.clients import refusals as client_refusals
from parlour.areas.inventory import refusals as stock_refusals
from parlour.db.pool import Connection
from parlour.http.apis import B2B_V2
from parlour.http.body import Body
from parlour.http.context import Context, Retrying
from parlour.http.fault_names import faults_named
from parlour.http.json import WithETag
from parlour.http.operations import Operations
from parlour.http.path_parts import PathPart
from parlour.http.preconditions import Revisions
from parlour.http.v2_envelope import Single, single

operations = Operations(B2B_V2, "Events")

EventInPath = Annotated[int, PathPart("Event", "The event.", 7001)]
BookedEventInPath = Annotated[int, PathPart("Event", "The event of the booking.", 7002)]
BookingInPath = Annotated[int, PathPart("Appointment", "The booking.", 4003)]
Booking = WithETag[Single[AppointmentResource]]


@operations.post(
    "/api/v2/locations/{location_id}/events/{event_id}/appointments",
    "create_event_appointment",
    Permission.APPOINTMENTS_CREATE,
    refuses=(
        refusals.NO_RIGHT_TO_INCLUDE,
        refusals.NO_RIGHT_TO_PART.showing(Permission.APPOINTMENT_CLIENT_ADD),
        refusals.PAST_DAY,
        refusals.NOT_PROVIDED,
        refusals.DISMISSED,
        refusals.NO_SEATS,
        refusals.TOO_MANY_SEATS,
        client_refusals.NO_CLIENT.at("client.id"),
        client_refusals.NO_PHONE.at("client.phone"),
    ),
    includes=RELATIONS,
)
async def create_event_appointment(
    ctx: Retrying, event_id: EventInPath, data: Body[forms.EventAppointmentForm], query: lists.AppointmentDetails
) -> Booking:
    """Book seats of an event

    For a client by id; without one, for the card with the phone number, or for a new card. The event decides team
    member, service, time and length.
    """
    patch = data.accept().to_patch()
    include = _included(ctx.tenant, query)

    async def book(conn: Connection) -> Booking:
        appointment_id = await service.book_event(conn, ctx.tenant, event_id, patch)
        return await _single(conn, ctx, appointment_id, include)

    with faults_named(forms.FAULT_NAMES):
        return await ctx.writer.run(book)


@operations.put(
    "/api/v2/locations/{location_id}/events/{event_id}/appointments/{record_id}",
    "update_event_appointment",
    Permission.APPOINTMENTS_EDIT,
    refuses=(
        refusals.NO_RIGHT_TO_INCLUDE,
        refusals.NO_RIGHT_TO_PART,
        refusals.PAST_DAY,
        refusals.NO_SEATS,
        refusals.TOO_MANY_SEATS,
        refusals.NO_TAG.at("label_ids"),
        refusals.NO_SALE.at("attendance_good_items[0].id"),
        refusals.NO_MEMBER.at("attendance_good_items[0].staff_id"),
        stock_refusals.NO_PRODUCT.at("attendance_good_items[0].good_id"),
        stock_refusals.NO_STORAGE.at("attendance_good_items[0].storage_id"),
        stock_refusals.WRONG_TOTAL.at("attendance_good_items[0].manual_cost"),
        stock_refusals.NOT_ENOUGH.at("attendance_good_items[0].quantity"),
        stock_refusals.CLOSED_PERIOD,
    ),
    includes=RELATIONS,
)
async def update_event_appointment(
    ctx: Retrying,
    event_id: BookedEventInPath,
    record_id: BookingInPath,
    data: Body[forms.EventAppointmentChanges],
    query: lists.AppointmentDetails,
    if_match: Revisions,
) -> Booking:
    """Change a booking of an event

    The price of its service, its seats, its tags, and products that are sold with it. What is left out stays.
    """
    change = data.accept().to_change()
    include = _included(ctx.tenant, query)

    async def apply(conn: Connection) -> Booking:
        await service.update_booking(conn, ctx.tenant, event_id, record_id, change, if_match)
        return await _single(conn, ctx, record_id, include)

    with faults_named(forms.FAULT_NAMES):
        return await ctx.writer.run(apply)


@operations.patch(
    "/api/v2/locations/{location_id}/events/{event_id}/appointments/{record_id}",
    "reschedule_event_appointment",
    Permission.APPOINTMENTS_EDIT,
    refuses=(
        refusals.NO_RIGHT_TO_INCLUDE,
        refusals.NO_RIGHT_TO_PART.showing(Permission.APPOINTMENT_MOVE),
        refusals.PAST_DAY,
        refusals.NOT_PROVIDED,
        refusals.DISMISSED,
        refusals.NO_SEATS,
        refusals.TOO_MANY_SEATS,
        stock_refusals.CLOSED_PERIOD,
    ),
    includes=RELATIONS,
)
async def reschedule_event_appointment(
    ctx: Retrying,
    event_id: BookedEventInPath,
    record_id: BookingInPath,
    data: Body[forms.EventAppointmentMove],
    query: lists.AppointmentDetails,
    if_match: Revisions,
) -> Booking:
    """Move a booking to another event

    Of the same location. Its seats are taken there and freed here, or nothing changes. If the other event has another
    service, the booking gets its price.
    """
    to = data.accept().to_move()
    include = _included(ctx.tenant, query)

    async def move(conn: Connection) -> Booking:
        await service.move_booking(conn, ctx.tenant, event_id, record_id, to, if_match)
        return await _single(conn, ctx, record_id, include)

    with faults_named(forms.FAULT_NAMES):
        return await ctx.writer.run(move)


def _included(tenant: Tenant, query: lists.AppointmentDetails) -> AbstractSet[str]:
    """Return the relations that a request names. Raise `Forbidden` for those that the user has no right to."""
    include = lists.relations_in(query.include)
    require_included(tenant, include)
    return include


async def _single(conn: Connection, ctx: Context[Tenant], appointment_id: int, include: AbstractSet[str]) -> Booking:
    """Return the answer with an appointment that the user may see. Raise `NotFound`."""
    appointment = await get_appointment(conn, ctx.tenant, appointment_id)
    (row,), related = await shown(conn, ctx, [appointment], include)
    return WithETag(single(row, related), appointment.revision)

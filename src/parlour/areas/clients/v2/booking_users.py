"""Clients as the calendar shows them (tag Booking Users of API v2)."""

from collections.abc import Set as AbstractSet
from typing import Any

from msgspec import UNSET

from parlour.access.permissions import Permission
from parlour.access.tenant import Tenant
from parlour.areas.clients import refusals
from parlour.areas.clients.model.clients import Client
from parlour.areas.clients.queries.attendances import find_first_visit
from parlour.areas.clients.queries.tags import list_tags_of
from parlour.areas.clients.rights import Place, Sight
from parlour.areas.clients.service import attendances
from parlour.areas.clients.service.clients import get_client
from parlour.areas.clients.v2.wire.cards import BookingUser, BookingUserRelationships, CustomValue
from parlour.areas.clients.v2.wire.lists import BookingUserDetails, ChainInPath
from parlour.areas.clients.v2.wire.statistics import ChainStatistics, LocationStatistics, Statistics, statistics
from parlour.areas.clients.v2.wire.visits import Visit
from parlour.areas.clients.wire.fields import ClientInPath
from parlour.areas.custom_fields.model.fields import Kind
from parlour.areas.custom_fields.model.stored import values_by_code
from parlour.areas.custom_fields.service import list_fields
from parlour.areas.tags.v2.wire import Tag
from parlour.db.pool import Connection
from parlour.http.apis import B2B_V2
from parlour.http.context import Reading
from parlour.http.operations import Operations
from parlour.http.v2_envelope import Resource, Single, included, single, to_many, to_one

operations = Operations(B2B_V2, "Booking Users", "Clients as the calendar shows them, and how often they came.")
# There are no loyalty programs and agreements yet.
RELATIONS = {
    "labels": Tag,
    "first_successful_visit": Visit,
    "loyalty_cards": None,
    "loyalty_certificates": None,
    "loyalty_abonements": None,
    "custom_field_values": CustomValue,
    "agreements": None,
}


@operations.get(
    "/api/v2/locations/{location_id}/attendance/clients/{client_id}",
    "get_attendance_booking_user",
    Permission.APPOINTMENT_CLIENT_VIEW,
    refuses=(refusals.NO_RIGHT_TO_INCLUDE,),
    includes=RELATIONS,
)
async def get_attendance_booking_user(
    ctx: Reading, client_id: ClientInPath, query: BookingUserDetails
) -> Single[BookingUser]:
    """Get a client of an appointment

    Phone number and email are masked without the right to see phones in the calendar; surname, middle name and note
    are empty without the rights to see them.
    """
    include = frozenset(query.include or ())
    if "custom_field_values" in include:
        ctx.tenant.require(Permission.CLIENT_FIELDS_VIEW)
    client = await get_client(ctx.conn, ctx.tenant, client_id)
    sight = Sight.of(ctx.tenant, Place.TIMETABLE)
    if not include:
        return single(BookingUser.seen(client, sight), UNSET)
    one, many = await _related(ctx.conn, ctx.tenant, client, include)
    relations: dict[str, Any] = {name: to_one(resource) for name, resource in one.items() if name in include}
    relations |= {name: to_many(resources) for name, resources in many.items() if name in include}
    found = [*(resource for resource in one.values() if resource), *(each for all_ in many.values() for each in all_)]
    return single(BookingUser.seen(client, sight, BookingUserRelationships(**relations)), included(found))


@operations.get(
    "/api/v2/locations/{location_id}/clients/{client_id}/attendances_statistic",
    "get_booking_user_location_attendance_statistics",
    Permission.APPOINTMENT_CLIENT_VIEW,
)
async def get_location_statistics(ctx: Reading, client_id: ClientInPath) -> Statistics[LocationStatistics]:
    """Get how often a client came to the location

    Also for deleted clients.
    """
    figures = await attendances.figures_in_location(ctx.conn, ctx.tenant, client_id)
    shown = LocationStatistics.of(client_id, ctx.tenant.location_id, figures, ctx.tenant.timezone)
    return statistics(shown)


@operations.get(
    "/api/v2/locations/{location_id}/clients/{client_id}/chain_attendances_statistic/{chain_id}",
    "get_booking_user_chain_attendance_statistics",
    Permission.APPOINTMENT_CLIENT_VIEW,
    refuses=(refusals.OTHER_CHAIN,),
)
async def get_chain_statistics(
    ctx: Reading, client_id: ClientInPath, chain_id: ChainInPath
) -> Statistics[ChainStatistics]:
    """Get how often a client came to the chain

    Of all clients of the chain with the phone number; amounts of locations with another currency are left out.
    """
    figures = await attendances.figures_in_chain(ctx.conn, ctx.tenant, client_id, chain_id)
    return statistics(ChainStatistics.of(client_id, chain_id, figures, ctx.tenant.timezone))


async def _related(
    conn: Connection, tenant: Tenant, client: Client, include: AbstractSet[str]
) -> tuple[dict[str, Resource | None], dict[str, list[Any]]]:
    """Return what a client refers to: the relations to one resource, and those to many, as far as they're named."""
    visit = await find_first_visit(conn, tenant, client.id) if "first_successful_visit" in include else None
    tags = await list_tags_of(conn, tenant, client.id) if "labels" in include else []
    fields = await list_fields(conn, tenant, Kind.CLIENT) if "custom_field_values" in include else []
    values = values_by_code(fields, client.custom_values)
    one: dict[str, Resource | None] = {
        "first_successful_visit": Visit.from_model(visit, tenant.timezone) if visit else None,
        "agreements": None,
    }
    many: dict[str, list[Any]] = {
        "labels": [Tag.from_model(tag) for tag in tags],
        "custom_field_values": [
            CustomValue.of("client", client.id, field.id, field.code, values[field.code])
            for field in fields
            if field.code in values
        ],
        "loyalty_cards": [],
        "loyalty_certificates": [],
        "loyalty_abonements": [],
    }
    return one, many

"""Every operation says what it asks of its callers, and asks it."""

from pathlib import Path

from litestar import Litestar

from parlour.access.permissions import Entry, Permission
from tests.support.client import Client
from tests.support.operations import operations
from tests.support.people import NOBODY, PARTNER
from tests.support.requests import Ids, address, body, name_of, names_location

UNGUARDED = Path(__file__).with_name("unguarded.txt")
ANY = Ids(location_id=1, category_id=1, product_id=1, shelf_id=1, session_id=1)


def test_every_operation_on_a_location_declares_a_right_in_it(litestar: Litestar) -> None:
    """GET /company/{location_id} belongs to the public directory (Q-012), and so does its licence (Q-030).

    Everybody with a role in a location sees the tags on what they work with (Q-148).
    So they do the rooms and devices that appointments take (Q-170).
    Which right custom fields need depends on their kind (Q-174).
    People who book are no users of a location (Q-393).
    Closing a location is for its owners alone, whatever their rights (Q-028). Everybody may ask for their own rights.
    """
    without = [
        name_of(handler)
        for _, _, handler in operations(litestar)
        if names_location(handler) and not isinstance(handler.needs, Permission)
    ]
    assert sorted(without) == [
        "book_event",
        "create_online_booking",
        "delete_location",
        "get_custom_field",
        "get_custom_field_list",
        "get_dates_available_for_booking",
        "get_location",
        "get_location_privacy_policy",
        "get_location_subscription_information",
        "get_nearest_time_slots",
        "get_online_booking_details",
        "get_permission_list",
        "get_resource",
        "get_resource_list",
        "get_services_available_for_booking",
        "get_tag_list_by_entity",
        "get_team_members_available_for_booking",
        "get_time_slots_for_booking",
        "send_booking_verification_code",
        "update_online_booking_datetime",
        "v2.get_tag",
        "v2.list_custom_fields",
        "v2.list_tags",
        "validate_booking_params",
    ]


def test_what_is_open_to_everybody_is_listed(litestar: Litestar) -> None:
    """unguarded.txt may lose lines; a new line in it needs a very good reason."""
    unguarded = sorted(name_of(handler) for _, _, handler in operations(litestar) if handler.needs is Entry.OPEN)
    assert UNGUARDED.read_text().split() == unguarded


async def test_who_does_not_say_who_they_are_is_refused_by_every_operation(client: Client, litestar: Litestar) -> None:
    statuses = {
        name_of(handler): (await client.by(NOBODY).send(method, address(path, ANY))).status_code
        for method, path, handler in operations(litestar)
        if handler.needs is not Entry.OPEN
    }
    assert len(statuses) > 15
    assert statuses == dict.fromkeys(statuses, 401)


async def test_a_partner_alone_is_refused_by_every_operation_that_asks_for_a_user(
    client: Client, litestar: Litestar
) -> None:
    open_to_partners = (Entry.OPEN, Entry.PARTNER, Entry.PARTNER_OR_USER)
    statuses = {
        name_of(handler): (
            await client.by(PARTNER).send(method, address(path, ANY), json=body(handler, ANY))
        ).status_code
        for method, path, handler in operations(litestar)
        if handler.tokens not in open_to_partners
    }
    assert len(statuses) > 15
    assert statuses == dict.fromkeys(statuses, 401)

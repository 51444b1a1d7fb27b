"""Reading events, and what they show of other things."""

from collections.abc import Collection, Mapping, Sequence
from datetime import UTC, datetime

import msgspec

from parlour.access.tenant import Tenant
from parlour.areas.booking_settings.service import get_booking_settings
from parlour.areas.events.model.closing import Closing
from parlour.areas.events.model.events import Event
from parlour.areas.events.model.facets import NAMES, Facet, FilterValue, filters_of
from parlour.areas.events.model.memberships import Membership
from parlour.areas.events.model.related import Related
from parlour.areas.events.model.services import ListedService, of_events
from parlour.areas.events.queries import reading
from parlour.areas.events.queries.memberships import list_memberships
from parlour.areas.events.queries.related import list_titles, read_shown
from parlour.areas.folding import fold
from parlour.areas.services.model.services import ServiceFilter
from parlour.areas.services.service.categories import list_categories
from parlour.areas.services.service.services import list_services
from parlour.areas.team.service.members import list_named_members
from parlour.db.pool import Connection
from parlour.errors import NotFound


async def closing_of(conn: Connection, tenant: Tenant) -> Closing | None:
    """Return until when events can be booked: without a user no others are shown. With one it doesn't matter."""
    return Closing.of(await get_booking_settings(conn, tenant)) if tenant.is_public else None


async def get_event(conn: Connection, tenant: Tenant, event_id: int) -> Event:
    """Return an event that the user may see, also a deleted one. Raise `NotFound`."""
    event = await reading.find_event(conn, tenant, event_id, await closing_of(conn, tenant))
    if event is None:
        raise NotFound("Event")
    return event


async def read_related(conn: Connection, tenant: Tenant, events: Sequence[Event]) -> Related:
    """Return what events show of other things: two statements, however many there are."""
    if not events:
        return Related({}, {}, {}, {})
    return await read_named(
        conn,
        tenant,
        {event.team_member_id for event in events},
        {id_ for event in events for id_ in event.resource_instance_ids},
        {id_ for event in events for id_ in event.tag_ids},
        {event.service_id for event in events},
    )


async def read_named(
    conn: Connection,
    tenant: Tenant,
    member_ids: Collection[int],
    instance_ids: Collection[int],
    tag_ids: Collection[int],
    service_ids: Collection[int] = (),
) -> Related:
    """Return members, rooms and devices, tags and services of these ids: two statements."""
    members = await list_named_members(conn, tenant, {*member_ids})
    shown = await read_shown(conn, tenant, service_ids, instance_ids, tag_ids)
    return Related(
        members={member.id: member for member in members},
        services={service.id: service for service in shown.services},
        instances={instance.id: instance for instance in shown.instances},
        tags={tag.id: tag for tag in shown.tags},
    )


async def list_filters(
    conn: Connection, tenant: Tenant, chosen: Mapping[str, Collection[int]]
) -> tuple[dict[str, list[FilterValue]], dict[tuple[str, int], str]]:
    """Return the filters of upcoming events with their values, and the names of these."""
    found = filters_of(await _list_facets(conn, tenant), chosen)
    titles = await list_titles(conn, tenant, *([value.id for value in found[name]] for name in NAMES))
    return found, titles


async def _list_facets(conn: Connection, tenant: Tenant) -> list[Facet]:
    """List what upcoming events have in common."""
    return await reading.list_facets(conn, tenant, datetime.now(UTC), await closing_of(conn, tenant))


async def read_memberships(conn: Connection, tenant: Tenant, events: Sequence[Event]) -> dict[int, Membership]:
    """Return the schedules that events belong to, by the ids of the events."""
    return await list_memberships(conn, tenant, [event.id for event in events]) if events else {}


class EventServices(msgspec.Struct, frozen=True):
    """Services for events, and the titles of categories by their ids."""

    services: list[ListedService]
    categories: Mapping[int, str]


async def list_event_services(
    conn: Connection, tenant: Tenant, team_member_id: int | None, term: str | None
) -> EventServices:
    """List the services for events, in the order of services. Raise `NotFound` for an unknown member.

    Without a user: those of events that clients can still book, of this member if one is named.
    """
    wanted = ServiceFilter(team_member_id=team_member_id)
    part = fold(term or "")
    found = await list_services(conn, tenant, wanted, wanted)
    listed = [ListedService.of(each) for each in found if each.is_for_events and part in fold(each.title)]
    if tenant.is_public:
        facets = await _list_facets(conn, tenant)
        listed = of_events(listed, [each for each in facets if team_member_id in (None, each.team_member_id)])
    categories = await list_categories(conn, tenant, ServiceFilter())
    return EventServices(listed, {category.id: category.title for category in categories})

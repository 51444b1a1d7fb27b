"""The services that clients choose from."""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime

from parlour.access.tenant import Tenant
from parlour.areas.free_time.model.search import search_for
from parlour.areas.free_time.service.finding import get_offer, read_calendars_of_all
from parlour.areas.online_booking.model.lists import ServiceMenu
from parlour.areas.services.model.services import Service, ServiceFilter
from parlour.areas.services.service.categories import list_categories
from parlour.areas.services.service.services import list_services
from parlour.db.pool import Connection


async def read_menu(
    conn: Connection, tenant: Tenant, chosen: Sequence[int], member_id: int | None, at: datetime | None
) -> ServiceMenu:
    """Return the services that can be booked, with a member or at a time after those chosen. Raise `NotFound`."""
    of_member = ServiceFilter(team_member_id=member_id)
    listed = await list_services(conn, tenant, of_member, of_member)
    services = [service for service in listed if service.is_online and not service.is_for_events]
    if at is not None:
        services = await _bookable_at(conn, tenant, services, chosen, member_id, at)
    category_ids = {service.category_id for service in services}
    categories = await list_categories(conn, tenant, ServiceFilter())
    return ServiceMenu(services, [category for category in categories if category.id in category_ids])


async def _bookable_at(
    conn: Connection,
    tenant: Tenant,
    services: Iterable[Service],
    chosen: Sequence[int],
    member_id: int | None,
    at: datetime,
) -> list[Service]:
    offer = await get_offer(conn, tenant, [], member_id)
    now, zone = datetime.now(UTC), tenant.timezone
    calendars = await read_calendars_of_all(conn, tenant, offer, [at.astimezone(zone).date()])
    return [
        service
        for service in services
        if search_for(offer, zone, now, [*chosen, service.id], member_id).free_at(at, calendars)
    ]

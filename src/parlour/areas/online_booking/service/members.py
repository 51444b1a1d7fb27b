"""The team members whom clients choose from."""

from collections.abc import Sequence
from datetime import UTC, date, datetime

from parlour.access.tenant import Tenant
from parlour.areas.free_time.model.search import Search, search_with_each
from parlour.areas.free_time.service.finding import find_nearest, get_offer, read_calendars
from parlour.areas.online_booking import refusals
from parlour.areas.online_booking.model.lists import OfferedMember
from parlour.areas.online_booking.model.periods import horizon
from parlour.areas.team.model.members import TeamMember
from parlour.areas.team.service.members import list_team, list_team_with_links_to
from parlour.db.pool import Connection


async def list_offered_members(
    conn: Connection, tenant: Tenant, chosen: Sequence[int], at: datetime | None, *, with_slots: bool
) -> list[OfferedMember]:
    """List the members whom clients see: who provide all chosen services, and are free at a time if it is chosen.

    Raise `Invalid` for services that can't be booked.
    """
    now = datetime.now(UTC)
    offer = await get_offer(conn, tenant, chosen, None)
    search = search_with_each(offer, tenant.timezone, now, chosen)
    if not search.choice.is_offered:
        known = {service.id for service in offer.services}
        unknown = [str(each) for each in dict.fromkeys(chosen) if each not in known]
        raise refusals.NO_ONLINE_SERVICE.error("service_ids", ", ".join(unknown))
    team = await (list_team_with_links_to(conn, tenant, chosen) if chosen else list_team(conn, tenant))
    members = [member for member in team if _is_seen(member, chosen)]
    if at is not None:
        search = await _free_at(conn, tenant, search, at)
        free = {provider.id for provider, _ in search.providers}
        members = [member for member in members if member.id in free]
    today = max(at or now, now).astimezone(tenant.timezone).date()
    if not with_slots:
        providers = {provider.id for provider, _ in search.providers}
        return [OfferedMember(member, member.id in providers and _works_since(member, today), ()) for member in members]
    nearest = await find_nearest(conn, tenant, search, horizon(today))
    return [OfferedMember(member, member.id in nearest, nearest.get(member.id, ())) for member in members]


def _is_seen(member: TeamMember, chosen: Sequence[int]) -> bool:
    provided = {link.service_id for link in member.service_links if link.is_online} if chosen else set()
    return not member.is_hidden and not member.is_dismissed and provided.issuperset(chosen)


async def _free_at(conn: Connection, tenant: Tenant, search: Search, at: datetime) -> Search:
    calendars = await read_calendars(conn, tenant, search, [at.astimezone(tenant.timezone).date()])
    return search.only(alone.providers[0] for alone in search.alone() if alone.free_at(at, calendars))


def _works_since(member: TeamMember, day: date) -> bool:
    return member.last_day is not None and member.last_day >= day

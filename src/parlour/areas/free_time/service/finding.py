"""Free time of members: at which starts they can be booked, and on which dates."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date, datetime

from parlour.access.tenant import Tenant
from parlour.areas.free_time.model.clock import changing_days, days_around
from parlour.areas.free_time.model.glances import Candidate, Resources, calendars_of, first_day, has_slot
from parlour.areas.free_time.model.offers import NeededResource, Offer
from parlour.areas.free_time.model.search import Calendars, Dates, Search, Slot, search_for
from parlour.areas.free_time.queries import calendars, offers
from parlour.areas.schedules.model.days import Period
from parlour.db.pool import Connection


async def get_offer(conn: Connection, tenant: Tenant, service_ids: Sequence[int], member_id: int | None) -> Offer:
    """Return what can be booked of some services, or of all if none is chosen; with one member, or with all."""
    return await offers.find_offer(conn, tenant, service_ids or None, member_id)


async def start_search(
    conn: Connection, tenant: Tenant, service_ids: Sequence[int], member_id: int | None, now: datetime | None = None
) -> Search:
    """Return a search for slots of services with a member; None for any, which the location has to allow."""
    offer = await get_offer(conn, tenant, service_ids, member_id)
    return search_for(offer, tenant.timezone, now or datetime.now(UTC), service_ids, member_id)


async def find_times(conn: Connection, tenant: Tenant, search: Search, day: date) -> list[Slot]:
    """Return the slots on a day."""
    return search.slots(day, await read_calendars(conn, tenant, search, [day]))


async def find_dates(conn: Connection, tenant: Tenant, search: Search, period: Period) -> Dates:
    """Return the dates of a period with a slot, and those on which any provider works."""
    if not search.providers:
        return Dates([], [])
    days = [*period]
    glanced = await calendars.glance_at_days(conn, tenant, search.lengths, days, changing_days(days, search.zone))
    resources = await _read_resources(conn, tenant, search.choice.resources, days)
    verdicts = {day: has_slot(search, each, resources) for day, each in glanced.items() if search.choice.includes(day)}
    unclear = [day for day, verdict in verdicts.items() if verdict is None]
    known = await read_calendars(conn, tenant, search, unclear)
    free = [day for day, verdict in verdicts.items() if verdict or (verdict is None and search.has_slot(day, known))]
    return Dates(sorted(free), sorted(day for day, each in glanced.items() if each.is_worked))


async def find_first(conn: Connection, tenant: Tenant, search: Search, period: Period) -> list[Slot]:
    """Return the slots on the first date of a period on which anyone has any."""
    nearest = await find_nearest(conn, tenant, search, period)
    if not nearest:
        return []
    day = min(slots[0].start.moment.date() for slots in nearest.values())
    return await find_times(conn, tenant, search, day)


async def find_nearest(conn: Connection, tenant: Tenant, search: Search, period: Period) -> dict[int, list[Slot]]:
    """Return the slots of each provider on their first date in a period that has any."""
    days = [day for day in period if search.choice.includes(day)]
    if not search.providers or not days:
        return {}
    offered = Period(days[0], days[-1])
    changing = changing_days(days, search.zone)
    glanced = await calendars.glance_at_members(conn, tenant, search.lengths, offered, changing)
    resources = await _read_resources(conn, tenant, search.choice.resources, days)
    found: dict[int, list[Slot]] = {}
    unclear = []
    for each in search.providers:
        member_id = each[0].id
        first = first_day(search, each, glanced.get(member_id, ()), resources)
        if isinstance(first, Candidate):
            found[member_id] = search.only([each]).slots(first.day, calendars_of(first, resources))
        elif first is None:
            unclear.append(each)
    return found | await _search_all(conn, tenant, search.only(unclear), days)


async def _search_all(conn: Connection, tenant: Tenant, search: Search, days: Sequence[date]) -> dict[int, list[Slot]]:
    known = await read_calendars(conn, tenant, search, days)
    found = {}
    for alone in search.alone():
        slots = next((slots for day in days if (slots := alone.slots(day, known))), [])
        if slots:
            found[slots[0].team_member_id] = slots
    return found


async def _read_resources(
    conn: Connection, tenant: Tenant, resources: Iterable[NeededResource], days: Sequence[date]
) -> Resources:
    resource_ids = [each.id for each in resources]
    return await calendars.list_resource_days(conn, tenant, resource_ids, days_around(days)) if resource_ids else {}


async def read_calendars(conn: Connection, tenant: Tenant, search: Search, days: Iterable[date]) -> Calendars:
    """Read what a search needs to know of some days."""
    return await _read(conn, tenant, search.lengths, search.choice.resources, [*days])


async def read_calendars_of_all(conn: Connection, tenant: Tenant, offer: Offer, days: Iterable[date]) -> Calendars:
    """Read what searches for any services of an offer need to know of some days."""
    return await _read(conn, tenant, dict.fromkeys((each.id for each in offer.providers), 0), offer.resources, [*days])


async def _read(
    conn: Connection,
    tenant: Tenant,
    lengths: Mapping[int, int],
    resources: Iterable[NeededResource],
    days: Sequence[date],
) -> Calendars:
    if not lengths or not days:
        return Calendars({}, {})
    return Calendars(
        await calendars.list_member_days(conn, tenant, lengths, days, tenant.timezone),
        await _read_resources(conn, tenant, resources, days),
    )

"""Holding what a visitor has chosen against what is offered."""

from msgspec.structs import replace

from parlour.access.tenant import Tenant
from parlour.areas.booking_page.model.choice import Choice, Step
from parlour.areas.booking_page.model.offers import Member
from parlour.areas.booking_page.model.place import Place
from parlour.areas.booking_page.model.progress import Progress, with_offered_member, with_offered_services
from parlour.areas.booking_page.service import offers
from parlour.areas.booking_page.service.calendar import find_start
from parlour.areas.booking_page.service.diary import diary_of_choice
from parlour.db.pool import Connection


async def progress_of(conn: Connection, tenant: Tenant, place: Place, choice: Choice) -> Progress:
    """Return how far a choice leads: each part counts only with what is chosen before it."""
    begins_with_member = place.steps.index(Step.MEMBER) < place.steps.index(Step.SERVICES)
    chosen = await (_member_first if begins_with_member else _services_first)(conn, tenant, place, choice)
    if not chosen.choice.service_ids or chosen.choice.member_id is None:
        return chosen
    starts_at = await find_start(conn, await diary_of_choice(conn, tenant, chosen.choice), chosen.choice)
    return replace(chosen, starts_at=starts_at, is_taken=choice.start is not None and starts_at is None)


async def _services_first(conn: Connection, tenant: Tenant, place: Place, choice: Choice) -> Progress:
    services = await offers.list_services(conn, tenant, None)
    choice = with_offered_services(choice, services)
    if not choice.service_ids or choice.step is Step.SERVICES:
        return Progress(choice=choice, services=services)
    members = await _members(conn, tenant, choice)
    choice = with_offered_member(choice, members, allows_any=place.allows_any_member)
    if choice.member_id:  # with their prices and lengths
        services = await offers.list_services(conn, tenant, choice.member_id)
    return Progress(choice=choice, services=services, members=members)


async def _member_first(conn: Connection, tenant: Tenant, place: Place, choice: Choice) -> Progress:
    members = await _members(conn, tenant, replace(choice, service_ids=()))
    choice = with_offered_member(choice, members, allows_any=place.allows_any_member)
    services = await offers.list_services(conn, tenant, choice.member_id or None)
    return Progress(choice=with_offered_services(choice, services), services=services, members=members)


async def _members(conn: Connection, tenant: Tenant, choice: Choice) -> list[Member]:
    """List those who can be chosen; the days on which they are free only where a member is about to be chosen."""
    is_asked = choice.member_id is None or choice.step is Step.MEMBER
    return await offers.list_members(conn, tenant, choice.service_ids, with_days=is_asked)

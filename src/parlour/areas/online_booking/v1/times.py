"""Dates and times that can be booked (tag Online Booking)."""

from datetime import UTC, datetime
from datetime import date as date_type

from parlour.access.identity import Partner
from parlour.access.permissions import Entry
from parlour.access.tenant import Tenant
from parlour.areas.free_time.model.search import Search
from parlour.areas.free_time.service import finding
from parlour.areas.online_booking.model.periods import horizon
from parlour.areas.online_booking.v1.wire import choosing, slots
from parlour.areas.schedules import refusals as schedule_refusals
from parlour.areas.team.service.members import get_member
from parlour.db.pool import Connection
from parlour.http.apis import B2B_V1
from parlour.http.context import Reading
from parlour.http.operations import Operations
from parlour.http.path_parts import LocationInPath
from parlour.http.v1_envelope import Answer, answer

operations = Operations(B2B_V1, "Online Booking", "What clients can book, and booking it.")


@operations.get(
    "/api/v1/book_dates/{location_id}",
    "get_dates_available_for_booking",
    Entry.PARTNER,
    refuses=(schedule_refusals.REVERSED.at("date_to"), schedule_refusals.TOO_LONG.at("date_to")),
)
async def get_dates_available_for_booking(
    ctx: Reading[Partner], location_id: LocationInPath, query: choosing.DateChoice
) -> Answer[slots.BookingDates]:
    """List dates with free time

    Of one month, or of a period; by default from today to the end of the schedule, at most for 365 days. Dates before
    today aren't listed.
    """
    tenant = await ctx.public_tenant(location_id)
    period = query.period(_today(tenant))
    search = await finding.start_search(ctx.conn, tenant, query.services, query.staff_id or None)
    return answer(slots.BookingDates.of(await finding.find_dates(ctx.conn, tenant, search, period)))


@operations.get(
    "/api/v1/book_times/{location_id}/{team_member_id}/{date}",
    "get_time_slots_for_booking",
    Entry.PARTNER,
    refuses=(schedule_refusals.NO_SUCH_DAY.at("date"),),
)
async def get_time_slots_for_booking(
    ctx: Reading[Partner],
    location_id: LocationInPath,
    team_member_id: choosing.MemberOrAnyInPath,
    date: choosing.DayInPath,
    query: choosing.TimeChoice,
) -> Answer[list[slots.BookingSlot]]:
    """List slots of a day

    The starts that can be booked, in their order; none on a day off or in the past. With any team member, each start
    is listed once.
    """
    day = choosing.read_day(date)
    tenant = await ctx.public_tenant(location_id)
    search = await finding.start_search(ctx.conn, tenant, query.services, team_member_id or None)
    await _require_member(ctx.conn, tenant, search, team_member_id)
    return answer(slots.slots_of(await finding.find_times(ctx.conn, tenant, search, day)))


@operations.get("/api/v1/book_staff_seances/{location_id}/{team_member_id}", "get_nearest_time_slots", Entry.PARTNER)
async def get_nearest_time_slots(
    ctx: Reading[Partner],
    location_id: LocationInPath,
    team_member_id: choosing.MemberOrAnyInPath,
    query: choosing.NearestChoice,
) -> Answer[slots.NearestSlots]:
    """List the nearest slots

    Those of the nearest day that has any, from a day on.
    """
    tenant = await ctx.public_tenant(location_id)
    search = await finding.start_search(ctx.conn, tenant, query.services, team_member_id or None)
    await _require_member(ctx.conn, tenant, search, team_member_id)
    period = horizon(query.first_day(_today(tenant)))
    return answer(slots.NearestSlots.of(await finding.find_first(ctx.conn, tenant, search, period)))


def _today(tenant: Tenant) -> date_type:
    return datetime.now(UTC).astimezone(tenant.timezone).date()


async def _require_member(conn: Connection, tenant: Tenant, search: Search, member_id: int) -> None:
    """Raise `NotFound` for a member who isn't there; one who can't be booked has no slots."""
    if member_id and not search.providers:
        await get_member(conn, tenant, member_id)

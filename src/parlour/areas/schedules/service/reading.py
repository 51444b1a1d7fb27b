"""Reading schedules."""

from datetime import date, datetime

from parlour.access.tenant import Tenant
from parlour.areas.schedules import refusals
from parlour.areas.schedules.model.days import Period
from parlour.areas.schedules.model.schedules import Schedule
from parlour.areas.schedules.queries import reading
from parlour.areas.schedules.rights import limits_of
from parlour.areas.schedules.service.visibility import visible_members
from parlour.db.pool import Connection
from parlour.errors import NotFound

MEMBER = "Team member"


def today_in(tenant: Tenant) -> date:
    """Return the date that it is in the location."""
    return datetime.now(tenant.timezone).date()


def visible_period(tenant: Tenant, period: Period) -> Period:
    """Return the part of a period that the user's rights show."""
    return limits_of(tenant).visible(period, today_in(tenant))


async def get_schedule(conn: Connection, tenant: Tenant, member_id: int, period: Period) -> Schedule:
    """Return the schedule of a member in a period. Raise `NotFound`, also for one whom the user may not see."""
    if not await visible_members(conn, tenant, [member_id]):
        raise NotFound(MEMBER)
    schedule = await reading.find_schedule(conn, tenant, member_id, period)
    if schedule is None:
        raise NotFound(MEMBER)
    return schedule


async def require_member(conn: Connection, tenant: Tenant, member_id: int) -> None:
    """Raise `NotFound` for a member that the location doesn't have, or whom the user may not see."""
    if not await visible_members(conn, tenant, [member_id]) or not await reading.has_member(conn, tenant, member_id):
        raise refusals.UNKNOWN_MEMBER.error()

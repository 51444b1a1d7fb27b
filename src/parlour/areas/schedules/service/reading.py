"""Reading schedules."""

from datetime import date, datetime

from parlour.access.tenant import Tenant
from parlour.areas.schedules import refusals
from parlour.areas.schedules.model.days import Period
from parlour.areas.schedules.model.schedules import Schedule
from parlour.areas.schedules.queries import reading
from parlour.db.pool import Connection
from parlour.errors import NotFound

MEMBER = "Team member"


def today_in(tenant: Tenant) -> date:
    """Return the date that it is in the location."""
    return datetime.now(tenant.timezone).date()


async def get_schedule(conn: Connection, tenant: Tenant, member_id: int, period: Period) -> Schedule:
    """Return the schedule of a member in a period. Raise `NotFound`."""
    schedule = await reading.find_schedule(conn, tenant, member_id, period)
    if schedule is None:
        raise NotFound(MEMBER)
    return schedule


async def require_member(conn: Connection, tenant: Tenant, member_id: int) -> None:
    """Raise `NotFound` for a member that the location doesn't have."""
    if not await reading.has_member(conn, tenant, member_id):
        raise refusals.UNKNOWN_MEMBER.error()

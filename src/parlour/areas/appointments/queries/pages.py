"""Statements that list appointments. A page is found in one index alone; only then its few rows are read.

Plans are made before values are known, and treat every range as a narrow one: a condition that must not choose the
index is written so that no index matches it. The days and starts of a page come in the order of the indexes, and a page
has one lower bound there: of two, PostgreSQL may begin at the wrong one.
"""

from datetime import date
from typing import LiteralString

from parlour.access.tenant import Tenant
from parlour.areas.appointments.model.appointments import Appointment
from parlour.areas.appointments.model.filters import AppointmentFilter
from parlour.areas.appointments.queries.columns import COLUMNS, JOINS
from parlour.areas.appointments.rights import IN_LOCATION, IS_VISIBLE, AppointmentScope
from parlour.db.pool import Connection
from parlour.db.rows import to_structs
from parlour.page_requests import MomentSortKey, PageRequest

# Up to this many rows are fetched and sorted; with more, those of the location are scanned in their order.
SORT_LIMIT = 10_000

_ADMITTED: LiteralString = f"""
    {IS_VISIBLE}
    AND ($8::timestamptz IS NULL OR a.created_at >= $8) AND ($9::timestamptz IS NULL OR a.created_at < $9)
    AND ($10::timestamptz IS NULL OR a.changed_at >= $10) AND ($11::timestamptz IS NULL OR a.changed_at < $11)
    AND ($12::bigint IS NULL OR a.team_member_id = $12) AND ($13::bigint IS NULL OR a.client_id = $13)
    AND ($14::bigint IS NULL OR a.created_user_id = $14) AND ($15::boolean OR a.deleted_at IS NULL)
    AND ($16::bigint IS NULL OR a.event_id = $16)
    AND ($17::timestamptz IS NULL OR a.starts_at + make_interval(secs => a.duration) > $17)
    AND ($18::timestamptz IS NULL OR a.starts_at < $18)
"""
_DAYS: LiteralString = """
    a.day >= coalesce($6::date, '-infinity') AND a.day <= coalesce($7::date, 'infinity')
"""
_FROM_START: LiteralString = """
    (a.day, a.starts_at, a.id)
        > (coalesce($21::date, '-infinity'), coalesce($22::timestamptz, '-infinity'), $23::bigint)
    AND ($6::date IS NULL OR a.day >= $6) AND a.day <= coalesce($7::date, 'infinity')
"""
_ANY_DAYS: LiteralString = "($6::date IS NULL OR a.day >= $6) AND ($7::date IS NULL OR a.day <= $7)"
_OF_MEMBER: LiteralString = "a.team_member_id = $12::bigint"
_OF_CLIENT: LiteralString = "a.client_id = $13::bigint"
_OF_EVENT: LiteralString = "a.event_id = $16::bigint"
_CHANGED: LiteralString = "a.changed_at >= $10::timestamptz AND a.changed_at < coalesce($11::timestamptz, 'infinity')"
_CREATED: LiteralString = "a.created_at >= $8::timestamptz AND a.created_at < coalesce($9::timestamptz, 'infinity')"
_AFTER: LiteralString = """
    (day, starts_at, id) > (coalesce($21::date, '-infinity'), coalesce($22::timestamptz, '-infinity'), $23::bigint)
"""
_IN_ORDER: LiteralString = "ORDER BY day, starts_at, id LIMIT $19 OFFSET $20"
_ROWS_ON_PAGE: LiteralString = f"""
    SELECT {COLUMNS}
    FROM page CROSS JOIN LATERAL (SELECT * FROM appointments WHERE chain_id = $1 AND id = page.id OFFSET 0) a {JOINS}
    ORDER BY page.day, page.starts_at, page.id
"""

LIST_BY_DAY: LiteralString = f"""
    WITH page AS MATERIALIZED (
        SELECT day, starts_at, id FROM appointments a
        WHERE {_ADMITTED} AND {IN_LOCATION} AND {_FROM_START} {_IN_ORDER}
    ) {_ROWS_ON_PAGE}
"""
LIST_OF_MEMBER: LiteralString = f"""
    WITH page AS MATERIALIZED (
        SELECT day, starts_at, id FROM appointments a
        WHERE {_ADMITTED} AND {_OF_MEMBER} AND {_FROM_START} {_IN_ORDER}
    ) {_ROWS_ON_PAGE}
"""
LIST_OF_CLIENT: LiteralString = f"""
    WITH page AS MATERIALIZED (
        SELECT day, starts_at, id FROM appointments a
        WHERE {_ADMITTED} AND {_OF_CLIENT} AND {_FROM_START} {_IN_ORDER}
    ) {_ROWS_ON_PAGE}
"""
LIST_OF_EVENT: LiteralString = f"""
    WITH page AS MATERIALIZED (
        SELECT day, starts_at, id FROM appointments a
        WHERE {_ADMITTED} AND {_OF_EVENT} AND {_FROM_START} {_IN_ORDER}
    ) {_ROWS_ON_PAGE}
"""
LIST_CHANGED: LiteralString = f"""
    WITH matching AS MATERIALIZED (
        SELECT day, starts_at, id FROM appointments a WHERE {_ADMITTED} AND {IN_LOCATION} AND {_CHANGED} AND {_ANY_DAYS}
    ), page AS MATERIALIZED (
        SELECT day, starts_at, id FROM matching WHERE {_AFTER} {_IN_ORDER}
    ) {_ROWS_ON_PAGE}
"""
LIST_CREATED: LiteralString = f"""
    WITH matching AS MATERIALIZED (
        SELECT day, starts_at, id FROM appointments a WHERE {_ADMITTED} AND {IN_LOCATION} AND {_CREATED} AND {_ANY_DAYS}
    ), page AS MATERIALIZED (
        SELECT day, starts_at, id FROM matching WHERE {_AFTER} {_IN_ORDER}
    ) {_ROWS_ON_PAGE}
"""

_COUNT: LiteralString = f"SELECT count(*) AS count FROM appointments a WHERE {_ADMITTED} AND {_DAYS}"
COUNT_BY_DAY: LiteralString = f"{_COUNT} AND {IN_LOCATION}"
COUNT_OF_MEMBER: LiteralString = f"{_COUNT} AND {_OF_MEMBER}"
# For most lists of a member, whose index alone has all that these conditions ask for.
COUNT_DAYS_OF_MEMBER: LiteralString = f"""
    SELECT count(*) AS count FROM appointments a
    WHERE {IS_VISIBLE} AND {_DAYS} AND a.team_member_id = $8::bigint AND a.deleted_at IS NULL
"""
COUNT_OF_CLIENT: LiteralString = f"{_COUNT} AND {_OF_CLIENT}"
COUNT_CHANGED: LiteralString = f"""
    SELECT count(*) AS count FROM appointments a WHERE {_ADMITTED} AND {IN_LOCATION} AND {_CHANGED} AND {_ANY_DAYS}
"""
COUNT_CREATED: LiteralString = f"""
    SELECT count(*) AS count FROM appointments a WHERE {_ADMITTED} AND {IN_LOCATION} AND {_CREATED} AND {_ANY_DAYS}
"""


def _values(scope: AppointmentScope, wanted: AppointmentFilter) -> tuple[object, ...]:
    return (
        *scope.args,
        wanted.first_day,
        wanted.last_day,
        wanted.created_since,
        wanted.created_until,
        wanted.changed_since,
        wanted.changed_until,
        wanted.team_member_id,
        wanted.client_id,
        wanted.created_user_id,
        wanted.with_deleted,
        wanted.event_id,
        wanted.takes_after,
        wanted.takes_before,
    )


async def count_appointments(conn: Connection, tenant: Tenant, wanted: AppointmentFilter) -> int:
    """Count the appointments that a filter admits and the user may see."""
    scope = AppointmentScope.of(tenant)
    if wanted.are_days_of_member:
        days = (wanted.first_day, wanted.last_day)
        of_member: int = await conn.fetchval(COUNT_DAYS_OF_MEMBER, *scope.args, *days, wanted.team_member_id)
        return of_member
    statement = COUNT_BY_DAY
    if wanted.client_id is not None:
        statement = COUNT_OF_CLIENT
    elif wanted.is_by_change:
        statement = COUNT_CHANGED
    elif wanted.is_by_creation:
        statement = COUNT_CREATED
    elif wanted.team_member_id is not None:
        statement = COUNT_OF_MEMBER
    count: int = await conn.fetchval(statement, *_values(scope, wanted))
    return count


async def list_appointments(
    conn: Connection,
    tenant: Tenant,
    wanted: AppointmentFilter,
    page: PageRequest[MomentSortKey],
    *,
    is_small: bool = False,
) -> list[Appointment]:
    """List the appointments that a filter admits and the user may see, by their start, then by id.

    If they are few, those of a time of change or creation are found by that time, and sorted.
    """
    statement = LIST_BY_DAY
    if wanted.client_id is not None:
        statement = LIST_OF_CLIENT
    elif wanted.event_id is not None:
        statement = LIST_OF_EVENT
    elif is_small and wanted.is_by_change:
        statement = LIST_CHANGED
    elif is_small and wanted.is_by_creation:
        statement = LIST_CREATED
    elif wanted.team_member_id is not None:
        statement = LIST_OF_MEMBER
    scope = AppointmentScope.of(tenant)
    start = _start(tenant, max(filter(None, (wanted.first_day, scope.first_day)), default=None), page.after)
    rows = await conn.fetch(statement, *_values(scope, wanted), page.limit, page.offset, *start)
    return to_structs(Appointment, rows)


def _start(tenant: Tenant, first_day: date | None, key: MomentSortKey | None) -> tuple[object, ...]:
    """Return the day, start and id behind which a page begins: the sort key, or the first day that is admitted."""
    if key is not None:
        day = key.at.astimezone(tenant.timezone).date()
        if first_day is None or day >= first_day:
            return day, key.at, key.id
    return first_day, None, 0

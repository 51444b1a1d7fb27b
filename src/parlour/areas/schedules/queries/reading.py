"""Statements that read schedules."""

from collections.abc import Iterable
from datetime import date
from typing import LiteralString

import msgspec

from parlour.access.tenant import Tenant
from parlour.areas.schedules.model.days import Day, Period
from parlour.areas.schedules.model.engagements import Engagement
from parlour.areas.schedules.model.schedules import MemberDay, Schedule
from parlour.db.pool import Connection
from parlour.db.rows import to_structs

# Who may have a schedule.
_MEMBERS: LiteralString = "m.chain_id = $1 AND m.location_id = $2 AND m.deleted_at IS NULL"


class ScheduleRow(msgspec.Struct, frozen=True):
    """A day of a member with the state of the schedule; `day` is None for a member without any day."""

    revision: int
    has_timetable: bool
    day: date | None
    minutes: list[int] | None
    off_day_kind: int | None


FIND_SCHEDULE: LiteralString = f"""
    SELECT coalesce(s.revision, 0) AS revision, m.has_timetable, d.day, d.minutes, d.off_day_kind
    FROM team_members m
    LEFT JOIN schedules s ON s.chain_id = m.chain_id AND s.team_member_id = m.id
    LEFT JOIN schedule_days d
        ON d.chain_id = m.chain_id AND d.team_member_id = m.id AND d.day BETWEEN $4 AND $5
    WHERE {_MEMBERS} AND m.id = $3
    ORDER BY d.day
"""


async def find_schedule(conn: Connection, tenant: Tenant, member_id: int, period: Period) -> Schedule | None:
    """Return the stored days of a member in a period; None for a member that the location doesn't have."""
    found = await conn.fetch(FIND_SCHEDULE, tenant.chain_id, tenant.location_id, member_id, period.first, period.last)
    rows = to_structs(ScheduleRow, found)
    if not rows:
        return None
    days = [Day(row.day, row.minutes or [], row.off_day_kind) for row in rows if row.day is not None]
    return Schedule(rows[0].revision, rows[0].has_timetable, days)


LIST_DAYS: LiteralString = f"""
    SELECT d.team_member_id, d.day, d.minutes, d.off_day_kind
    FROM team_members m JOIN schedule_days d ON d.chain_id = m.chain_id AND d.team_member_id = m.id
    WHERE {_MEMBERS} AND m.has_timetable AND ($3::bigint[] IS NULL OR m.id = ANY ($3))
      AND d.chain_id = $1 AND d.day BETWEEN $4 AND $5 AND (d.minutes <> '{{}}' OR $6 AND d.off_day_kind IS NOT NULL)
    ORDER BY m.weight DESC, m.id, d.day
"""


async def list_days(
    conn: Connection, tenant: Tenant, member_ids: Iterable[int] | None, period: Period, *, with_off_days: bool
) -> list[MemberDay]:
    """List the working days of some members or all, member by member, with the days off that have a reason if asked."""
    ids = None if member_ids is None else [*member_ids]
    rows = await conn.fetch(
        LIST_DAYS, tenant.chain_id, tenant.location_id, ids, period.first, period.last, with_off_days
    )
    return to_structs(MemberDay, rows)


SUM_REVISIONS: LiteralString = f"""
    SELECT coalesce(sum(s.revision), 0)::bigint
    FROM team_members m JOIN schedules s ON s.chain_id = m.chain_id AND s.team_member_id = m.id
    WHERE {_MEMBERS} AND m.has_timetable AND s.chain_id = $1 AND m.id = ANY ($3::bigint[])
"""


async def sum_revisions(conn: Connection, tenant: Tenant, member_ids: Iterable[int]) -> int:
    """Return the revision of the schedules of some members together."""
    total: int = await conn.fetchval(SUM_REVISIONS, tenant.chain_id, tenant.location_id, [*member_ids])
    return total


FIND_BUSY: LiteralString = f"""
    SELECT d.busy FROM team_members m
    JOIN schedule_days d ON d.chain_id = m.chain_id AND d.team_member_id = m.id
    WHERE {_MEMBERS} AND m.id = $3 AND d.day = $4
"""


async def find_busy(conn: Connection, tenant: Tenant, member_id: int, day: date) -> list[int]:
    """Return the real minutes of a day in which a member is busy (`model.busy`)."""
    return await conn.fetchval(FIND_BUSY, tenant.chain_id, tenant.location_id, member_id, day) or []


# What begins up to two days before may last over midnight. Bookings of an event take what their event takes.
_ENGAGED: LiteralString = """
    t.chain_id = $1 AND t.location_id = $2 AND t.day BETWEEN $4::date - 2 AND $5
    AND ($3::bigint[] IS NULL OR t.team_member_id = ANY ($3)) AND t.deleted_at IS NULL
"""
LIST_ENGAGEMENTS: LiteralString = f"""
    SELECT t.team_member_id, false AS is_event, t.id, t.starts_at, t.duration FROM appointments t
    WHERE {_ENGAGED} AND t.attendance <> 'no_show' AND t.event_id IS NULL
    UNION ALL
    SELECT t.team_member_id, true, t.id, t.starts_at, t.duration FROM events t WHERE {_ENGAGED}
    ORDER BY starts_at, is_event, id
"""


async def list_engagements(
    conn: Connection, tenant: Tenant, member_ids: Iterable[int] | None, period: Period
) -> list[Engagement]:
    """List what keeps some members busy in a period, or all of them, by its start."""
    ids = None if member_ids is None else [*member_ids]
    rows = await conn.fetch(LIST_ENGAGEMENTS, tenant.chain_id, tenant.location_id, ids, period.first, period.last)
    return to_structs(Engagement, rows)


LIST_WORKING_DATES: LiteralString = f"""
    SELECT DISTINCT d.day
    FROM team_members m JOIN schedule_days d ON d.chain_id = m.chain_id AND d.team_member_id = m.id
    WHERE {_MEMBERS} AND m.has_timetable AND ($3::bigint[] IS NULL OR m.id = ANY ($3))
      AND d.chain_id = $1 AND d.day BETWEEN $4 AND $5 AND d.minutes <> '{{}}'
    ORDER BY d.day
"""


async def list_working_dates(
    conn: Connection, tenant: Tenant, member_ids: Iterable[int] | None, period: Period
) -> list[date]:
    """List the dates on which any of some members works, or of all."""
    ids = None if member_ids is None else [*member_ids]
    rows = await conn.fetch(LIST_WORKING_DATES, tenant.chain_id, tenant.location_id, ids, period.first, period.last)
    return [row["day"] for row in rows]


FIND_MEMBER: LiteralString = f"SELECT m.id FROM team_members m WHERE {_MEMBERS} AND m.id = $3"


async def has_member(conn: Connection, tenant: Tenant, member_id: int) -> bool:
    """Return whether the location has a member."""
    return await conn.fetchval(FIND_MEMBER, tenant.chain_id, tenant.location_id, member_id) is not None


LIST_MEMBERS: LiteralString = f"""
    SELECT m.id FROM team_members m
    WHERE {_MEMBERS} AND ($3::bigint[] IS NULL OR m.id = ANY ($3))
      AND ($4::bigint IS NULL OR m.id = $4) AND ($5::bigint IS NULL OR m.position_id = $5)
    ORDER BY m.id
"""


async def list_members(
    conn: Connection,
    tenant: Tenant,
    member_ids: Iterable[int] | None,
    only_id: int | None,
    position_id: int | None,
) -> list[int]:
    """List the ids of some members or all, of one alone, or of those with one position."""
    ids = None if member_ids is None else [*member_ids]
    rows = await conn.fetch(LIST_MEMBERS, tenant.chain_id, tenant.location_id, ids, only_id, position_id)
    return [row["id"] for row in rows]


FIND_COUNTRY: LiteralString = "SELECT country_code FROM locations WHERE chain_id = $1 AND id = $2"


async def get_country(conn: Connection, tenant: Tenant) -> str:
    """Return the code of the country of the location."""
    code: str = await conn.fetchval(FIND_COUNTRY, tenant.chain_id, tenant.location_id)
    return code

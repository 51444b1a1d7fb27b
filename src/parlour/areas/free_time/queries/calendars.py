"""Statements on the days of members and resources: each reads those of all that are asked for."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import LiteralString
from zoneinfo import ZoneInfo

from parlour.access.tenant import Tenant
from parlour.areas.free_time.model.clock import changing_days, days_around
from parlour.areas.free_time.model.glances import LOOKED_AT, Candidate, GlancedDay
from parlour.areas.free_time.model.slots import MemberDay, ResourceDay
from parlour.areas.schedules.model.days import Period
from parlour.db.pool import Connection

# Of the days around only what touches the night matters: work and busy times that begin early (a break lasts an hour at
# most), or end at midnight. All of it does where clocks change, by $6.
LIST_MEMBER_DAYS: LiteralString = """
    SELECT team_member_id, day, minutes, busy FROM schedule_days
    WHERE chain_id = $1 AND team_member_id = ANY ($2::bigint[]) AND day = ANY ($3::date[])
      AND ((day = ANY ($4::date[]) AND longest_gap >= $5) OR minutes[1] = 0 OR busy[1] < 60 OR 1440 = ANY (busy)
           OR day = ANY ($6::date[]))
"""


async def list_member_days(
    conn: Connection, tenant: Tenant, lengths: Mapping[int, int], days: Sequence[date], zone: ZoneInfo
) -> dict[int, dict[date, MemberDay]]:
    """Return when members of the location work and are busy on days when they may be free, by the lengths they need."""
    found: dict[int, dict[date, MemberDay]] = {}
    shortest, changing = min(lengths.values()), days_around(changing_days(days, zone))
    arguments = ([*lengths], days_around(days), days, shortest, changing)
    for member_id, day, minutes, busy in await conn.fetch(LIST_MEMBER_DAYS, tenant.chain_id, *arguments):
        found.setdefault(member_id, {})[day] = MemberDay(minutes, busy)
    return found


LIST_RESOURCE_DAYS: LiteralString = """
    SELECT resource_id, day, instance_ids, busy FROM resource_days
    WHERE chain_id = $1 AND resource_id = ANY ($2::bigint[]) AND day = ANY ($3::date[]) AND busy <> '{}'
"""


async def list_resource_days(
    conn: Connection, tenant: Tenant, resource_ids: Collection[int], days: Sequence[date]
) -> dict[int, dict[date, ResourceDay]]:
    """Return when the instances of the location's resources are busy on some days."""
    found: dict[int, dict[date, ResourceDay]] = {}
    for resource_id, day, *values in await conn.fetch(LIST_RESOURCE_DAYS, tenant.chain_id, resource_ids, days):
        found.setdefault(resource_id, {})[day] = ResourceDay(*values)
    return found


# On days in $5, whose clocks change nearby, gaps aren't exact. LIMIT 1 and OFFSET 0 keep the order of looking: a day,
# then one member after the other until there are enough. Otherwise all days that the members ever had may be read.
GLANCE_AT_DAYS: LiteralString = """
    SELECT wanted.day, glanced.team_member_id, glanced.minutes, glanced.busy, worked.is_worked
    FROM unnest($4::date[]) AS wanted (day)
    CROSS JOIN LATERAL (
        SELECT coalesce((
            SELECT true FROM schedule_days w
            WHERE w.chain_id = $1 AND w.team_member_id = ANY ($2::bigint[]) AND w.day = wanted.day
              AND w.minutes <> '{}' LIMIT 1), false) AS is_worked OFFSET 0
    ) AS worked
    LEFT JOIN LATERAL (
        SELECT provider.id AS team_member_id, d.minutes, d.busy
        FROM unnest($2::bigint[], $3::integer[]) AS provider (id, length)
        CROSS JOIN LATERAL (
            SELECT minutes, busy FROM schedule_days
            WHERE chain_id = $1 AND team_member_id = provider.id AND day = wanted.day
              AND (longest_gap >= provider.length OR (wanted.day = ANY ($5::date[]) AND minutes <> '{}'))
            LIMIT 1) AS d
        LIMIT $6
    ) AS glanced ON true
"""


async def glance_at_days(
    conn: Connection, tenant: Tenant, lengths: Mapping[int, int], days: Sequence[date], changing: Sequence[date]
) -> dict[date, GlancedDay]:
    """Return the first members on each day whose free time is long enough, by the lengths that the members need.

    `changing` are days whose clocks change nearby.
    """
    found: dict[date, GlancedDay] = {}
    arguments = ([*lengths], [*lengths.values()], days, changing, LOOKED_AT)
    for day, member_id, minutes, busy, is_worked in await conn.fetch(GLANCE_AT_DAYS, tenant.chain_id, *arguments):
        candidates = [] if member_id is None else [Candidate(member_id, day, MemberDay(minutes, busy))]
        before = found[day].candidates if day in found else ()
        found[day] = GlancedDay(is_worked, [*before, *candidates])
    return found


GLANCE_AT_MEMBERS: LiteralString = """
    SELECT glanced.team_member_id, glanced.day, glanced.minutes, glanced.busy
    FROM unnest($2::bigint[], $3::integer[]) AS provider (id, length)
    CROSS JOIN LATERAL (
        SELECT d.team_member_id, d.day, d.minutes, d.busy FROM schedule_days d
        WHERE d.chain_id = $1 AND d.team_member_id = provider.id AND d.day BETWEEN $4 AND $5
          AND (d.longest_gap >= provider.length OR (d.day = ANY ($6::date[]) AND d.minutes <> '{}'))
        ORDER BY d.day LIMIT $7
    ) AS glanced
"""


async def glance_at_members(
    conn: Connection, tenant: Tenant, lengths: Mapping[int, int], period: Period, changing: Sequence[date]
) -> dict[int, list[Candidate]]:
    """Return the first days of each member whose free time is long enough, in their order."""
    found: dict[int, list[Candidate]] = {}
    arguments = ([*lengths], [*lengths.values()], period.first, period.last, changing, LOOKED_AT)
    for member_id, day, minutes, busy in await conn.fetch(GLANCE_AT_MEMBERS, tenant.chain_id, *arguments):
        found.setdefault(member_id, []).append(Candidate(member_id, day, MemberDay(minutes, busy)))
    return found

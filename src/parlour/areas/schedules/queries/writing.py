"""Statements that change schedules. Locks are taken in the order of the members' ids: on members, then on schedules."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import LiteralString, TypeAlias
from uuid import UUID, uuid4

import msgspec

from parlour.access.tenant import Tenant
from parlour.areas.schedules.model.days import Day
from parlour.db.pool import Connection
from parlour.db.rows import to_struct_or_none, to_structs

DayBefore: TypeAlias = list[int] | int | None
"""A day as `schedule_day` returns it: minutes, the kind of a day off, or None for any other day off."""
_DAYS_BEFORE = msgspec.json.Decoder(dict[date, DayBefore])


class LockedMember(msgspec.Struct, frozen=True):
    """A team member, who stays as they are until the transaction ends."""

    id: int
    has_timetable: bool


LOCK_MEMBERS: LiteralString = """
    SELECT id, has_timetable FROM team_members
    WHERE chain_id = $1 AND location_id = $2 AND deleted_at IS NULL AND id = ANY ($3)
    ORDER BY id FOR SHARE
"""


async def lock_members(conn: Connection, tenant: Tenant, member_ids: Iterable[int]) -> dict[int, bool]:
    """Lock the members that the location has, and return for each whether they may have a schedule."""
    rows = await conn.fetch(LOCK_MEMBERS, tenant.chain_id, tenant.location_id, [*member_ids])
    return {member.id: member.has_timetable for member in to_structs(LockedMember, rows)}


CREATE_SCHEDULES: LiteralString = """
    INSERT INTO schedules (chain_id, team_member_id, location_id)
    SELECT $1, member_id, $2 FROM unnest($3::bigint[]) AS wanted (member_id) ORDER BY member_id
    ON CONFLICT DO NOTHING
"""


async def create_schedules(conn: Connection, tenant: Tenant, member_ids: Iterable[int]) -> None:
    """Create the schedules of locked members that have none yet."""
    await conn.execute(CREATE_SCHEDULES, tenant.chain_id, tenant.location_id, [*member_ids])


class LockedSchedule(msgspec.Struct, frozen=True):
    """The schedule of a member, which no other transaction can change until this one ends."""

    team_member_id: int
    revision: int


LOCK_SCHEDULES: LiteralString = """
    SELECT team_member_id, revision FROM schedules
    WHERE chain_id = $1 AND team_member_id = ANY ($2) ORDER BY team_member_id FOR NO KEY UPDATE
"""


async def lock_schedules(conn: Connection, tenant: Tenant, member_ids: Iterable[int]) -> dict[int, int]:
    """Lock the schedules of members and return their revisions."""
    rows = await conn.fetch(LOCK_SCHEDULES, tenant.chain_id, [*member_ids])
    return {schedule.team_member_id: schedule.revision for schedule in to_structs(LockedSchedule, rows)}


# One statement, so that all of it sees the days as they were before. Only days that differ are written, and only their
# members get a new revision and an entry in the audit log. A day off keeps its row, which says when the member is busy.
WRITE_DAYS: LiteralString = """
    WITH changed AS MATERIALIZED (
        SELECT given.member_id, given.day, given.minutes::smallint[] AS minutes, given.kind,
               d.minutes AS minutes_before, d.off_day_kind AS kind_before
        FROM unnest($3::bigint[], $4::date[], $5::text[], $6::smallint[]) AS given (member_id, day, minutes, kind)
        LEFT JOIN schedule_days d
            ON d.chain_id = $1 AND d.team_member_id = given.member_id AND d.day = given.day
        WHERE (coalesce(d.minutes, '{}'), d.off_day_kind) IS DISTINCT FROM (given.minutes::smallint[], given.kind)
    ), written AS (
        INSERT INTO schedule_days (chain_id, team_member_id, day, minutes, off_day_kind)
        SELECT $1, member_id, day, minutes, kind FROM changed ORDER BY member_id, day
        ON CONFLICT (chain_id, team_member_id, day)
        DO UPDATE SET minutes = excluded.minutes, off_day_kind = excluded.off_day_kind
    ), members AS MATERIALIZED (
        SELECT member_id, array_agg(day) AS days, max(day) FILTER (WHERE minutes <> '{}') AS last_day,
               jsonb_object_agg(day, schedule_day(minutes_before, kind_before)) AS before,
               jsonb_object_agg(day, schedule_day(minutes, kind)) AS after
        FROM changed GROUP BY member_id
    ), recorded AS (
        INSERT INTO audit_log (chain_id, location_id, origin, user_id, partner_id, session_id, ip, action, entity,
                               entity_id, before, after)
        SELECT $1, $2, who.origin, who.user_id, who.partner_id, who.session_id, who.ip, 'changed', 'schedule',
               member_id, before, after
        FROM members, LATERAL (
            SELECT (coalesce(nullif(current_setting('parlour.actor', true), ''), '(database,,,,)')::actor).*) AS who
        WHERE current_setting('parlour.audit', true) IS DISTINCT FROM 'off'
        ORDER BY member_id
    ), noted AS (
        INSERT INTO schedule_changes (chain_id, location_id, user_id, change_id, member_count)
        SELECT $1, $2, $7, $8, count(*) FROM members HAVING count(*) > 0
        ON CONFLICT (chain_id, location_id, user_id) DO UPDATE SET
            change_id = excluded.change_id, member_count = excluded.member_count, changed_at = now()
    )
    UPDATE schedules s SET
        revision = revision + 1, changed_at = now(), change_id = $8, days_before = m.before,
        last_day = greatest(m.last_day, (
            SELECT d.day FROM schedule_days d
            WHERE d.chain_id = $1 AND d.team_member_id = m.member_id AND d.minutes <> '{}' AND d.day <> ALL (m.days)
            ORDER BY d.day DESC LIMIT 1))
    FROM members m WHERE s.chain_id = $1 AND s.team_member_id = m.member_id
    RETURNING s.team_member_id
"""


async def write_days(conn: Connection, tenant: Tenant, days: Sequence[tuple[int, Day]]) -> int:
    """Write days of members, each named once, whose schedules are locked; return how many schedules that changes."""
    changed = await conn.fetch(
        WRITE_DAYS,
        tenant.chain_id,
        tenant.location_id,
        [member_id for member_id, _ in days],
        [day.day for _, day in days],
        [f"{{{','.join(map(str, day.minutes))}}}" for _, day in days],
        [day.off_day_kind for _, day in days],
        tenant.user_id,
        uuid4(),
    )
    return len(changed)


class LastChange(msgspec.Struct, frozen=True):
    """The last change that a user made in a location."""

    change_id: UUID
    member_count: int


FIND_LAST_CHANGE: LiteralString = """
    SELECT change_id, member_count FROM schedule_changes WHERE chain_id = $1 AND location_id = $2 AND user_id = $3
"""


async def find_last_change(conn: Connection, tenant: Tenant) -> LastChange | None:
    """Return the caller's last change in the location."""
    row = await conn.fetchrow(FIND_LAST_CHANGE, tenant.chain_id, tenant.location_id, tenant.user_id)
    return to_struct_or_none(LastChange, row)


LIST_DAYS_BEFORE: LiteralString = """
    SELECT team_member_id, days_before::text AS days_before FROM schedules
    WHERE chain_id = $1 AND location_id = $2 AND change_id = $3
"""


async def list_days_before(conn: Connection, tenant: Tenant, change_id: UUID) -> dict[int, dict[date, DayBefore]]:
    """Return what the days of a change were before it, for the members whose last change it is."""
    rows = await conn.fetch(LIST_DAYS_BEFORE, tenant.chain_id, tenant.location_id, change_id)
    return {row["team_member_id"]: _DAYS_BEFORE.decode(row["days_before"]) for row in rows}

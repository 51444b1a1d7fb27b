"""Statements on team members."""

from collections.abc import Sequence
from typing import Any, LiteralString

from parlour.access.tenant import Tenant
from parlour.areas.team.model.members import MemberFields, TeamMember
from parlour.db.pool import Connection
from parlour.db.rows import to_struct_or_none, to_structs

# The columns of `MemberFields`, and their values.
_COLUMNS: LiteralString = """
    name, specialization, information, api_id, weight, position_id, user_id, is_hidden, is_dismissed, has_timetable,
    is_paid, is_assistant, is_in_any_member, shows_rating, prepayment, search_start, search_finish, search_step
"""
_VALUES: LiteralString = "$3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20"
# A user who no longer has a role in the location is not shown. A link counts as online if clients can book its service
# by themselves: with a team member, not for an event.
_SELECT: LiteralString = """
    SELECT m.name, m.specialization, m.information, m.api_id, m.weight, m.position_id, u.id AS user_id, m.is_hidden,
           m.is_dismissed, m.has_timetable, m.is_paid, m.is_assistant, m.is_in_any_member, m.shows_rating,
           m.prepayment, m.search_start, m.search_finish, m.search_step,
           m.id, m.chain_id, m.location_id, m.deleted_at IS NOT NULL AS is_deleted,
           coalesce(p.title, '') AS position_title, coalesce(p.services_binding, 'off') AS services_binding,
           CASE WHEN cr.role IS NOT NULL OR lr.is_accepted THEN u.name ELSE '' END AS user_name,
           c.title AS chain_title, i.id AS image_id, coalesce(i.names, '{}') AS image_names,
           coalesce(i.widths, '{}') AS image_widths, coalesce(i.heights, '{}') AS image_heights,
           s.last_day, provided.services, provided.has_online_service,
           coalesce(r.votes, 0) AS votes,
           coalesce(trim_scale(round(r.total::numeric / nullif(r.votes, 0), 2)), 0) AS rating, m.revision
    FROM team_members m
    JOIN chains c ON c.id = m.chain_id
    LEFT JOIN positions p ON p.chain_id = m.chain_id AND p.id = m.position_id
    LEFT JOIN chain_roles cr ON cr.chain_id = m.chain_id AND cr.user_id = m.user_id
    LEFT JOIN location_roles lr
        ON lr.chain_id = m.chain_id AND lr.location_id = m.location_id AND lr.user_id = m.user_id
    LEFT JOIN users u ON u.id = m.user_id AND (cr.role IS NOT NULL OR lr.role IS NOT NULL)
    LEFT JOIN images i
        ON i.chain_id = m.chain_id AND i.entity = 'team_member' AND i.entity_id = m.id AND i.deleted_at IS NULL
    LEFT JOIN schedules s ON s.chain_id = m.chain_id AND s.team_member_id = m.id
    LEFT JOIN team_member_ratings r ON r.chain_id = m.chain_id AND r.team_member_id = m.id
    CROSS JOIN LATERAL (
        SELECT coalesce(bool_or(l.is_online AND v.is_online AND NOT v.is_for_events), false) AS has_online_service,
               coalesce(jsonb_agg(jsonb_build_object(
                   'service_id', l.service_id, 'duration', l.duration, 'price_min', l.price_min,
                   'price_max', l.price_max, 'bill_id', l.bill_id, 'api_id', l.api_id, 'is_online', l.is_online,
                   'is_offline', l.is_offline) ORDER BY l.service_id), '[]')::text AS services
        FROM service_team_members l JOIN services v ON v.chain_id = l.chain_id AND v.id = l.service_id
        WHERE l.chain_id = m.chain_id AND l.team_member_id = m.id AND v.deleted_at IS NULL
"""
_OF_LOCATION: LiteralString = ") provided WHERE m.chain_id = $1 AND m.location_id = $2"
_MEMBER: LiteralString = f"{_SELECT} {_OF_LOCATION}"

LIST_MEMBERS: LiteralString = f"""
    {_MEMBER} AND ($3::boolean IS NULL OR $3 = (m.deleted_at IS NOT NULL)) ORDER BY m.weight DESC, m.id
"""


async def list_members(conn: Connection, tenant: Tenant, *, is_deleted: bool | None = False) -> list[TeamMember]:
    """List the team, the highest weight first; None lists deleted members, too."""
    return to_structs(TeamMember, await conn.fetch(LIST_MEMBERS, tenant.chain_id, tenant.location_id, is_deleted))


# A large team provides thousands of services; who chooses some of them need not wait for all.
LIST_WITH_LINKS_TO: LiteralString = f"""
    {_SELECT} AND l.service_id = ANY ($3::bigint[]) {_OF_LOCATION} AND m.deleted_at IS NULL
    ORDER BY m.weight DESC, m.id
"""


async def list_with_links_to(conn: Connection, tenant: Tenant, service_ids: Sequence[int]) -> list[TeamMember]:
    """List the team, the highest weight first, as if these services were all that there are."""
    return to_structs(
        TeamMember, await conn.fetch(LIST_WITH_LINKS_TO, tenant.chain_id, tenant.location_id, service_ids)
    )


FIND_MEMBER: LiteralString = f"{_MEMBER} AND m.id = $3 AND m.deleted_at IS NULL"


async def find_member(conn: Connection, tenant: Tenant, member_id: int) -> TeamMember | None:
    row = await conn.fetchrow(FIND_MEMBER, tenant.chain_id, tenant.location_id, member_id)
    return to_struct_or_none(TeamMember, row)


LIST_NAMED_MEMBERS: LiteralString = f"{_MEMBER} AND m.id = ANY ($3::bigint[])"


async def list_named_members(conn: Connection, tenant: Tenant, member_ids: Sequence[int]) -> list[TeamMember]:
    """List the members of these ids, also deleted ones."""
    return to_structs(TeamMember, await conn.fetch(LIST_NAMED_MEMBERS, tenant.chain_id, tenant.location_id, member_ids))


LOCK_MEMBER: LiteralString = """
    SELECT id FROM team_members WHERE chain_id = $1 AND location_id = $2 AND id = $3 FOR NO KEY UPDATE
"""


async def lock_member(conn: Connection, tenant: Tenant, member_id: int) -> None:
    """Lock a team member, to be read by the next statement: one that waits reads what it joins before.

    Until the transaction ends, no other can change or delete them.
    """
    await conn.execute(LOCK_MEMBER, tenant.chain_id, tenant.location_id, member_id)


CREATE_MEMBER: LiteralString = f"""
    INSERT INTO team_members (chain_id, location_id, {_COLUMNS}) VALUES ($1, $2, {_VALUES}) RETURNING id
"""


async def create_member(conn: Connection, tenant: Tenant, fields: MemberFields) -> int:
    """Create a team member and return the id. A user of another member violates `team_members_user_idx`."""
    row_id: int = await conn.fetchval(CREATE_MEMBER, tenant.chain_id, tenant.location_id, *_values_of(fields))
    return row_id


UPDATE_MEMBER: LiteralString = f"""
    UPDATE team_members SET ({_COLUMNS}) = ROW ({_VALUES}), revision = revision + 1, changed_at = now()
    WHERE chain_id = $1 AND id = $2
"""


async def update_member(conn: Connection, tenant: Tenant, member: TeamMember) -> None:
    """Write the fields as given; the row must be locked. Raise as `create_member` does."""
    await conn.execute(UPDATE_MEMBER, tenant.chain_id, member.id, *_values_of(member))


def _values_of(fields: MemberFields) -> list[Any]:
    return [getattr(fields, name) for name in MemberFields.__struct_fields__]


SOFT_DELETE_MEMBER: LiteralString = """
    UPDATE team_members SET deleted_at = now(), changed_at = now(), revision = revision + 1
    WHERE chain_id = $1 AND id = $2
"""


async def soft_delete_member(conn: Connection, tenant: Tenant, member_id: int) -> None:
    await conn.execute(SOFT_DELETE_MEMBER, tenant.chain_id, member_id)

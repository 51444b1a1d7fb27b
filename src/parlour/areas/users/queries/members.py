"""Statements on the users of a location and their roles."""

from collections.abc import Mapping, Sequence
from typing import LiteralString

from parlour.access.tenant import Tenant
from parlour.areas.users.model.users import LocationKey, LocationRole, Member, RoleAtLocation
from parlour.db.pool import Connection
from parlour.db.rows import to_struct_or_none, to_structs

# For a user who has not accepted yet, this returns what the inviter entered: a location may not see what else the
# server knows of that person.
_MEMBER: LiteralString = """
    SELECT u.id AS user_id, coalesce(i.name, u.name) AS name,
           CASE WHEN i.id IS NULL THEN u.email WHEN i.sent_to LIKE '%@%' THEN i.sent_to END AS email,
           CASE WHEN i.id IS NULL THEN u.phone WHEN i.sent_to NOT LIKE '%@%' THEN i.sent_to END AS phone,
           cr.role AS chain_role, lr.role AS location_role, coalesce(lr.rights::text, '{}') AS rights,
           t.id AS team_member_id, coalesce(lr.position, '') AS position,
           cr.role IS NOT NULL OR lr.is_accepted AS is_accepted
    FROM users u
    LEFT JOIN chain_roles cr ON cr.chain_id = $1 AND cr.user_id = u.id
    LEFT JOIN location_roles lr ON lr.chain_id = $1 AND lr.location_id = $2 AND lr.user_id = u.id
    LEFT JOIN team_members t
        ON t.chain_id = $1 AND t.location_id = $2 AND t.user_id = u.id AND t.deleted_at IS NULL
    LEFT JOIN invitations i ON i.chain_id = $1 AND i.location_id = $2 AND i.user_id = u.id AND NOT lr.is_accepted
        AND cr.role IS NULL AND i.accepted_at IS NULL AND i.revoked_at IS NULL
"""

LIST_MEMBERS: LiteralString = f"""
    {_MEMBER}
    WHERE u.id IN (
        SELECT user_id FROM chain_roles WHERE chain_id = $1
        UNION ALL
        SELECT user_id FROM location_roles WHERE chain_id = $1 AND location_id = $2)
      AND ($3::boolean IS NULL OR $3 = (cr.role IS NOT NULL OR lr.is_accepted))
    ORDER BY u.id
"""


async def list_members(conn: Connection, tenant: Tenant, is_accepted: bool | None) -> list[Member]:
    """List all users with a role here or in the chain, or only those who have accepted, or have not yet."""
    return to_structs(Member, await conn.fetch(LIST_MEMBERS, tenant.chain_id, tenant.location_id, is_accepted))


FIND_MEMBER: LiteralString = f"{_MEMBER} WHERE u.id = $3 AND (cr.role IS NOT NULL OR lr.role IS NOT NULL)"


async def find_member(conn: Connection, tenant: Tenant, user_id: int) -> Member | None:
    return to_struct_or_none(Member, await conn.fetchrow(FIND_MEMBER, tenant.chain_id, tenant.location_id, user_id))


LOCK_LOCATIONS: LiteralString = """
    SELECT id FROM locations WHERE chain_id = $1 AND id = ANY ($2::bigint[]) AND closed_at IS NULL
    ORDER BY id FOR NO KEY UPDATE
"""


async def lock_locations(conn: Connection, chain_id: int, location_ids: Sequence[int]) -> set[int]:
    """Lock the open ones of the locations, so that no other transaction changes roles there, and return their ids."""
    return {row["id"] for row in await conn.fetch(LOCK_LOCATIONS, chain_id, location_ids)}


LIST_ROLES_AT_LOCATIONS: LiteralString = """
    SELECT location_id, role, rights::text AS rights, is_accepted FROM location_roles
    WHERE chain_id = $1 AND location_id = ANY ($2::bigint[]) AND user_id = $3
    ORDER BY location_id
"""


async def list_roles_at_locations(
    conn: Connection, tenant: Tenant, location_ids: Sequence[int], user_id: int
) -> list[RoleAtLocation]:
    """List a user's roles in these locations, except where the user has none."""
    return to_structs(RoleAtLocation, await conn.fetch(LIST_ROLES_AT_LOCATIONS, tenant.chain_id, location_ids, user_id))


# An owner who has not accepted yet can't run anything.
LIST_SOLELY_OWNED: LiteralString = """
    SELECT location_id FROM location_roles owned
    WHERE chain_id = $1 AND location_id = ANY ($2::bigint[]) AND user_id = $3 AND role = 'owner' AND is_accepted
      AND NOT EXISTS (SELECT FROM chain_roles WHERE chain_id = $1 AND role = 'owner')
      AND NOT EXISTS (
          SELECT FROM location_roles others
          WHERE others.chain_id = $1 AND others.location_id = owned.location_id AND others.user_id <> $3
            AND others.role = 'owner' AND others.is_accepted)
    ORDER BY location_id
"""


async def list_solely_owned(conn: Connection, tenant: Tenant, location_ids: Sequence[int], user_id: int) -> list[int]:
    """List those of the locations whose only owner is this user. They must be locked."""
    rows = await conn.fetch(LIST_SOLELY_OWNED, tenant.chain_id, location_ids, user_id)
    return [row["location_id"] for row in rows]


UPDATE_ROLE: LiteralString = """
    UPDATE location_roles SET role = $4, rights = $5::jsonb
    WHERE chain_id = $1 AND location_id = $2 AND user_id = $3
"""


async def update_role(conn: Connection, tenant: Tenant, role: LocationRole) -> None:
    await conn.execute(
        UPDATE_ROLE,
        tenant.chain_id,
        tenant.location_id,
        role.user_id,
        role.role,
        role.rights,
    )


# A user who was invited there still has to accept; a user who already works there needn't.
COPY_ROLE: LiteralString = """
    INSERT INTO location_roles (chain_id, location_id, user_id, role, rights, position)
    SELECT $1, copies.location_id, $2, $3, copies.rights::jsonb, $4
    FROM unnest($5::bigint[], $6::text[]) AS copies (location_id, rights)
    ON CONFLICT (chain_id, location_id, user_id) DO UPDATE SET role = excluded.role, rights = excluded.rights
"""


async def copy_role(conn: Connection, tenant: Tenant, member: Member, rights: Mapping[int, str]) -> None:
    """Give the member's role in other locations of the chain, with the rights for each."""
    await conn.execute(
        COPY_ROLE,
        tenant.chain_id,
        member.user_id,
        member.role,
        member.position,
        list(rights.keys()),
        list(rights.values()),
    )


DELETE_ROLES: LiteralString = """
    DELETE FROM location_roles WHERE chain_id = $1 AND location_id = ANY ($2::bigint[]) AND user_id = $3
"""


async def delete_roles(conn: Connection, tenant: Tenant, location_ids: Sequence[int], user_id: int) -> None:
    """Delete the user's roles in the locations, and with them the invitations."""
    await conn.execute(DELETE_ROLES, tenant.chain_id, location_ids, user_id)


# A second invitation replaces the role of the first, unless that has been accepted meanwhile.
INVITE_ROLES: LiteralString = """
    INSERT INTO location_roles (chain_id, location_id, user_id, role, rights, position, is_accepted)
    SELECT $1, $2, invited.user_id, invited.role, invited.rights::jsonb, invited.position, false
    FROM unnest($3::bigint[], $4::text[], $5::text[], $6::text[])
        AS invited (user_id, role, rights, position)
    ON CONFLICT (chain_id, location_id, user_id) DO UPDATE
        SET role = excluded.role, rights = excluded.rights, position = excluded.position
        WHERE NOT location_roles.is_accepted
    RETURNING user_id
"""


async def invite_roles(conn: Connection, location: LocationKey, roles: Sequence[LocationRole]) -> set[int]:
    """Create roles that take effect once their users accept. Return the users, without those who just did."""
    rows = await conn.fetch(
        INVITE_ROLES,
        location.chain_id,
        location.location_id,
        [role.user_id for role in roles],
        [role.role for role in roles],
        [role.rights for role in roles],
        [role.position for role in roles],
    )
    return {row["user_id"] for row in rows}


LIST_MEMBERS_BY_ID: LiteralString = f"""
    {_MEMBER} WHERE u.id = ANY ($3::bigint[]) AND (cr.role IS NOT NULL OR lr.role IS NOT NULL) ORDER BY u.id
"""


async def list_members_by_id(conn: Connection, location: LocationKey, user_ids: Sequence[int]) -> list[Member]:
    """List those of the users who have a role here, accepted or not."""
    return to_structs(Member, await conn.fetch(LIST_MEMBERS_BY_ID, location.chain_id, location.location_id, user_ids))

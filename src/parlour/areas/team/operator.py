"""Listing and adding team members at the command line, for the server's operator."""

from typing import LiteralString

import msgspec

from parlour.access.tenant import Tenant, get_operators_tenant
from parlour.areas.team.model.employees import Employee, EmployeePatch
from parlour.areas.team.model.members import MemberPatch
from parlour.areas.team.service import employees, members
from parlour.db.pool import Connection
from parlour.db.rows import to_structs
from parlour.errors import Invalid, NotFound


class ListedMember(msgspec.Struct, frozen=True):
    """A team member as the operator sees them."""

    id: int
    chain_id: int
    location_id: int
    location_title: str
    name: str
    position: str
    user_id: int | None
    is_hidden: bool
    is_dismissed: bool


LIST_MEMBERS: LiteralString = """
    SELECT m.id, m.chain_id, m.location_id, l.title AS location_title, m.name, coalesce(p.title, '') AS position,
           m.user_id, m.is_hidden, m.is_dismissed
    FROM team_members m
    JOIN locations l ON l.chain_id = m.chain_id AND l.id = m.location_id
    LEFT JOIN positions p ON p.chain_id = m.chain_id AND p.id = m.position_id
    WHERE m.deleted_at IS NULL AND ($1::bigint IS NULL OR m.chain_id = $1)
      AND ($2::bigint IS NULL OR m.location_id = $2)
    ORDER BY m.chain_id, m.location_id, m.weight DESC, m.id
"""


async def list_members(conn: Connection, chain_id: int | None, location_id: int | None) -> list[ListedMember]:
    """List the team members of one chain, of one location, or of all; the highest weight first."""
    return to_structs(ListedMember, await conn.fetch(LIST_MEMBERS, chain_id, location_id))


async def add_member(conn: Connection, location_id: int, patch: MemberPatch) -> ListedMember:
    """Create a team member. Raise `NotFound` for the location, `Invalid` for a position or user that isn't there."""
    tenant = await get_operators_tenant(conn, location_id)
    new = patch.to_new()
    faults = await members.faults_of_references(conn, tenant, position_id=new.position_id, user_id=new.user_id)
    if faults:
        raise Invalid(faults)
    created = await members.create_member(conn, tenant, new)
    return await _get_listed(conn, location_id, created.id)


FIND_LOCATION: LiteralString = "SELECT location_id FROM team_members WHERE id = $1 AND deleted_at IS NULL"


async def dismiss_member(conn: Connection, member_id: int) -> ListedMember:
    """Mark a team member as dismissed. Raise `NotFound`."""
    tenant = await _tenant_of(conn, member_id)
    await members.update_member(conn, tenant, member_id, MemberPatch(is_dismissed=True), None)
    return await _get_listed(conn, tenant.location_id, member_id)


async def change_employee(conn: Connection, member_id: int, patch: EmployeePatch) -> Employee:
    """Change personal data of a team member, and return all of it. Raise `NotFound`."""
    tenant = await _tenant_of(conn, member_id)
    await members.update_member(conn, tenant, member_id, MemberPatch(), None)
    return await employees.change_employee(conn, tenant, member_id, patch)


async def _tenant_of(conn: Connection, member_id: int) -> Tenant:
    location_id = await conn.fetchval(FIND_LOCATION, member_id)
    if location_id is None:
        raise NotFound(f"Team member {member_id}")
    return await get_operators_tenant(conn, location_id)


async def _get_listed(conn: Connection, location_id: int | None, member_id: int) -> ListedMember:
    return next(each for each in await list_members(conn, None, location_id) if each.id == member_id)

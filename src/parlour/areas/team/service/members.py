"""Creating, changing and deleting team members."""

from collections.abc import Iterable, Sequence

from parlour.access.permissions import Permission
from parlour.access.tenant import Tenant
from parlour.areas.patches import patched
from parlour.areas.revisions import Revisions, check_revision
from parlour.areas.team import refusals
from parlour.areas.team.model.members import MemberFields, MemberPatch, TeamMember
from parlour.areas.team.queries import members, positions
from parlour.areas.users.service import members as users
from parlour.db.constraints import violations_mean
from parlour.db.pool import Connection
from parlour.errors import Fault, NotFound


async def get_member(conn: Connection, tenant: Tenant, member_id: int) -> TeamMember:
    """Return a member of the location's team. Raise `NotFound`."""
    member = await members.find_member(conn, tenant, member_id)
    if member is None:
        raise NotFound("Team member")
    return member


async def list_team(conn: Connection, tenant: Tenant) -> list[TeamMember]:
    """List the team without deleted members, the highest weight first."""
    return await members.list_members(conn, tenant)


async def list_team_with_links_to(conn: Connection, tenant: Tenant, service_ids: Sequence[int]) -> list[TeamMember]:
    """List the team like `list_team`, but of what they provide only these services."""
    return await members.list_with_links_to(conn, tenant, service_ids)


async def list_named_members(conn: Connection, tenant: Tenant, member_ids: Iterable[int]) -> list[TeamMember]:
    """List the members of these ids, also deleted ones: what is past shows them."""
    return await members.list_named_members(conn, tenant, [*member_ids])


async def lock_member(conn: Connection, tenant: Tenant, member_id: int, expected: Revisions = None) -> TeamMember:
    """Lock and return a team member, to change them in this transaction. Raise `NotFound`, `Stale`."""
    await members.lock_member(conn, tenant, member_id)
    member = await get_member(conn, tenant, member_id)
    check_revision(member.revision, expected)
    return member


async def faults_of_references(
    conn: Connection, tenant: Tenant, *, position_id: int | None = None, user_id: int | None = None
) -> list[Fault]:
    """Return the faults of what a team member is to refer to. No other transaction can delete the position any more.

    To be called before the team member is locked: deleting a position locks it before its members.
    """
    faults = []
    if position_id and not await positions.keep_position(conn, tenant, position_id):
        faults.append(refusals.NO_POSITION.fault("position_id"))
    if user_id and not await users.has_role(conn, tenant, user_id):
        faults.append(refusals.NO_USER.fault("user_id"))
    return faults


async def create_member(conn: Connection, tenant: Tenant, new: MemberFields) -> TeamMember:
    """Create a team member. Raise `Forbidden` for a dismissed one without that right, `Invalid` for a linked user."""
    if new.is_dismissed:
        tenant.require(Permission.TEAM_DISMISS)
    _check_search(new)
    with violations_mean({"team_members_user_idx": refusals.LINKED.error("user_id")}):
        member_id = await members.create_member(conn, tenant, new)
    return await get_member(conn, tenant, member_id)


async def update_member(
    conn: Connection, tenant: Tenant, member_id: int, patch: MemberPatch, expected: Revisions
) -> TeamMember:
    """Apply a patch. Raise `NotFound`, `Stale`, and what `create_member` raises."""
    before = await lock_member(conn, tenant, member_id, expected)
    member = patched(before, patch)
    if member.is_dismissed != before.is_dismissed:
        tenant.require(Permission.TEAM_DISMISS)
    _check_search(member)
    with violations_mean({"team_members_user_idx": refusals.LINKED.error("user_id")}):
        await members.update_member(conn, tenant, member)
    return await get_member(conn, tenant, member_id)


async def delete_member(conn: Connection, tenant: Tenant, member_id: int, expected: Revisions) -> None:
    """Mark a team member as deleted. Raise `NotFound`, `Stale`."""
    await lock_member(conn, tenant, member_id, expected)
    await members.soft_delete_member(conn, tenant, member_id)


def _check_search(fields: MemberFields) -> None:
    if fields.search_start > fields.search_finish:
        raise refusals.ENDS_FIRST.error("search_finish")

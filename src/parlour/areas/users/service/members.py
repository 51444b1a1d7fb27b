"""Changing, copying and removing users. All of them lock the locations first, so that every location keeps an owner."""

from collections.abc import Mapping, Sequence

from msgspec import UNSET, UnsetType

from parlour.access.permissions import Permission
from parlour.access.policy import combined, values_of
from parlour.access.roles import OWNER
from parlour.access.tenant import Tenant, lock_tenant
from parlour.areas.users import refusals
from parlour.areas.users.model.users import LocationKey, LocationRole, Member, MemberPatch, RightValue
from parlour.areas.users.queries import invitations, members
from parlour.areas.users.rights.delegation import Grantor, effective_rights, overrides_json
from parlour.areas.users.service import team_links
from parlour.db.pool import Connection
from parlour.errors import Invalid, NotFound


async def get_member(conn: Connection, tenant: Tenant, user_id: int) -> Member:
    """Return the member. Raise `NotFound` for a user without a role here."""
    member = await members.find_member(conn, tenant, user_id)
    if member is None:
        raise NotFound("User")
    return member


async def require_member(conn: Connection, tenant: Tenant, user_id: int) -> None:
    """Raise `NotFound` for a user without a role here.

    For handlers, before they accept a body: a user who doesn't exist is reported before faults in the body are. The
    functions below read the member again once it is locked.
    """
    await get_member(conn, tenant, user_id)


async def has_role(conn: Connection, tenant: Tenant, user_id: int) -> bool:
    """Return whether a user has a role here, accepted or not."""
    return await members.find_member(conn, tenant, user_id) is not None


async def find_member_by_login(conn: Connection, tenant: Tenant, logins: Sequence[str]) -> Member | None:
    """Return the user with the first of the logins that belongs to a user with a role here."""
    known = await invitations.list_users_by_login(conn, logins)
    location = LocationKey(tenant.chain_id, tenant.location_id)
    here = {found.user_id: found for found in await members.list_members_by_id(conn, location, [u.id for u in known])}
    ids = {login: user.id for user in known for login in (user.email, user.phone)}
    return next((here[ids[login]] for login in logins if ids.get(login) in here), None)


def may_change(tenant: Tenant, member: Member) -> bool:
    """Return whether the caller could change this user's role and rights."""
    if Permission.USERS_EDIT not in tenant.permissions or member.chain_role is not None:
        return False
    return Grantor.of(tenant).may_manage(member.role, effective_rights(member))


async def update_member(conn: Connection, tenant: Tenant, user_id: int, patch: MemberPatch) -> Member:
    """Change a member. Raise `NotFound`, `Conflict` for the last owner, `Invalid` for a team member that can't be
    linked, `Forbidden` if the caller may not do it.
    """
    await members.lock_locations(conn, tenant.chain_id, [tenant.location_id])
    tenant = await lock_tenant(conn, tenant, Permission.USERS_EDIT)
    await _check_link(conn, tenant, user_id, patch.team_member_id)
    member = await _get_changeable(conn, tenant, user_id)
    grantor = Grantor.of(tenant)
    grantor.check_may_manage(member.role, effective_rights(member))
    role = member.role if patch.role is UNSET else patch.role
    overrides = member.rights if role == member.role else "{}"
    rights = overrides_json(role, {} if patch.rights is UNSET else patch.rights, overrides)
    grantor.check_may_grant(role, values_of(role, rights))
    if role != OWNER:
        await _check_not_last_owner(conn, tenant, [tenant.location_id], member)
    await members.update_role(conn, tenant, LocationRole(user_id, role, rights, member.position))
    if patch.team_member_id is not UNSET:
        location = LocationKey(tenant.chain_id, tenant.location_id)
        await team_links.set_links(conn, location, {user_id: patch.team_member_id}, "team_member_id")
    return await get_member(conn, tenant, user_id)


async def _check_link(conn: Connection, tenant: Tenant, user_id: int, wanted: int | UnsetType | None) -> None:
    """Lock the team member that a user is to be, if any. Raise `Invalid` for one that can't be linked."""
    if isinstance(wanted, int):
        location = LocationKey(tenant.chain_id, tenant.location_id)
        link = team_links.WantedLink("team_member_id", user_id, wanted)
        if faults := await team_links.find_faults(conn, location, [link]):
            raise Invalid(faults)


async def remove_member(conn: Connection, tenant: Tenant, user_id: int) -> None:
    """Remove a user from this location, or withdraw their invitation."""
    await members.lock_locations(conn, tenant.chain_id, [tenant.location_id])
    tenant = await lock_tenant(conn, tenant, Permission.USERS_REMOVE)
    member = await _get_changeable(conn, tenant, user_id)
    if user_id != tenant.user_id:
        Grantor.of(tenant).check_may_manage(member.role, effective_rights(member))
    await _check_not_last_owner(conn, tenant, [tenant.location_id], member)
    await members.delete_roles(conn, tenant, [tenant.location_id], user_id)


async def remove_member_from_locations(
    conn: Connection, tenant: Tenant, user_id: int, location_ids: Sequence[int]
) -> None:
    """Remove a user from several locations of the chain at once, or from none."""
    grantors = await _lock_grantors(conn, tenant, location_ids, Permission.USERS_REMOVE)
    member = await _get_active(conn, tenant, user_id)
    roles = {
        found.location_id: found for found in await members.list_roles_at_locations(conn, tenant, location_ids, user_id)
    }
    absent = [number for number, location_id in enumerate(location_ids) if location_id not in roles]
    if absent:
        raise Invalid(refusals.NO_ROLE_THERE.fault(f"locations[{number}].location_id") for number in absent)
    for location_id, role in roles.items():
        grantors[location_id].check_may_manage(role.role, values_of(role.role, role.rights))
    await _check_not_last_owner(conn, tenant, location_ids, member)
    await members.delete_roles(conn, tenant, location_ids, user_id)


async def copy_member_to_locations(
    conn: Connection, tenant: Tenant, user_id: int, overrides: Mapping[int, Mapping[str, RightValue | None]]
) -> None:
    """Give the user the same role in other locations, with the overrides for each: in all of them or in none."""
    location_ids = list(overrides)
    grantors = await _lock_grantors(conn, tenant, location_ids, Permission.USERS_EDIT)
    member = await _get_active(conn, tenant, user_id)
    roles = {
        found.location_id: found for found in await members.list_roles_at_locations(conn, tenant, location_ids, user_id)
    }
    rights: dict[int, str] = {}
    for number, (location_id, changes) in enumerate(overrides.items()):
        grantor, there = grantors[location_id], roles.get(location_id)
        field = f"locations[{number}].rights"
        rights[location_id] = overrides_json(member.role, changes, member.rights, field)
        if there:
            grantor.check_may_manage(there.role, values_of(there.role, there.rights))
        grantor.check_may_grant(member.role, values_of(member.role, rights[location_id]))
    if member.role != OWNER:
        await _check_not_last_owner(conn, tenant, location_ids, member)
    await members.copy_role(conn, tenant, member, rights)


async def _get_changeable(conn: Connection, tenant: Tenant, user_id: int) -> Member:
    member = await get_member(conn, tenant, user_id)
    if member.chain_role is not None:
        raise refusals.IN_CHAIN.error()
    return member


async def _get_active(conn: Connection, tenant: Tenant, user_id: int) -> Member:
    member = await _get_changeable(conn, tenant, user_id)
    if not member.is_accepted:
        raise refusals.PENDING.error()
    return member


async def _check_not_last_owner(conn: Connection, tenant: Tenant, location_ids: Sequence[int], member: Member) -> None:
    if sole_owned := await members.list_solely_owned(conn, tenant, location_ids, member.user_id):
        raise refusals.LAST_OWNER.error(", ".join(map(str, sole_owned)))


async def _lock_grantors(
    conn: Connection, tenant: Tenant, location_ids: Sequence[int], permission: Permission
) -> dict[int, Grantor]:
    """Lock the locations and return what the caller holds in each of them.

    Raise `NotFound` when one of them is not in the chain, `Forbidden` when the right is missing in one.
    """
    there = await members.lock_locations(conn, tenant.chain_id, location_ids)
    if not there.issuperset(location_ids):
        raise NotFound("Location")
    tenant = await lock_tenant(conn, tenant, permission)
    own = await members.list_roles_at_locations(conn, tenant, location_ids, tenant.user_id)
    roles = {role.location_id: role for role in own if role.is_accepted}
    in_chain = tenant.access.chain_role
    grantors: dict[int, Grantor] = {}
    for location_id in location_ids:
        role = roles.get(location_id)
        values = combined(values_of(in_chain), values_of(role.role, role.rights) if role else {})
        if values.get(permission) is not True:
            raise refusals.NO_RIGHT_THERE.error(permission, location_id, rights=[permission], location_id=location_id)
        grantors[location_id] = Grantor(values, OWNER in (in_chain, role.role if role else None))
    return grantors

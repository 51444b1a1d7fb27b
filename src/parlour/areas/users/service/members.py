"""Changing, copying and removing users. All of them lock the locations first, so that every location keeps an owner."""

from collections.abc import Iterable, Mapping, Sequence

from msgspec import UNSET

from parlour.access.permissions import Permission
from parlour.access.policy import combined, values_of
from parlour.access.roles import OWNER
from parlour.access.tenant import Tenant, lock_tenant
from parlour.areas.users.model.users import Change, LocationRole, Member, RightValue
from parlour.areas.users.queries import members
from parlour.areas.users.rights.giving import Giver, differences, held_by
from parlour.db.pool import Connection
from parlour.errors import Conflict, Fault, Forbidden, Invalid, NotFound

IN_CHAIN = "The role of this user holds in the whole chain: it can't be changed or taken in one location."
IS_PENDING = "This user has not accepted the invitation yet."
NO_ROLE_THERE = "The user has no role in this location."


def last_owner(location_ids: Iterable[int]) -> str:
    places = ", ".join(map(str, location_ids))
    return f"This user is the last owner of location {places}. Make another user an owner first."


def no_right_there(permission: Permission, location_id: int) -> str:
    return f"You lack the right {permission.value} in location {location_id}."


async def get_member(conn: Connection, tenant: Tenant, user_id: int) -> Member:
    """Return the member. Raise `NotFound` for a user without a role here."""
    member = await members.find_member(conn, tenant, user_id)
    if member is None:
        raise NotFound("User")
    return member


def may_change(tenant: Tenant, member: Member) -> bool:
    """Return whether the caller could change this user's role and rights."""
    if Permission.USERS_EDIT not in tenant.permissions or member.chain_role is not None:
        return False
    try:
        Giver.of(tenant).refuse_stronger(member.role, held_by(member))
    except Forbidden:
        return False
    return True


async def change_member(conn: Connection, tenant: Tenant, user_id: int, change: Change) -> Member:
    """Change a member. Raise `NotFound`, `Conflict` for the last owner, `Forbidden` if the caller may not do it."""
    await members.lock_locations(conn, tenant.chain_id, [tenant.location_id])
    tenant = await lock_tenant(conn, tenant, Permission.USERS_EDIT)
    member = await _get_changeable(conn, tenant, user_id)
    giver, before = Giver.of(tenant), held_by(member)
    giver.refuse_stronger(member.role, before)
    role = member.role if change.role is UNSET else change.role
    kept = member.rights if role == member.role else "{}"
    rights = differences(role, {} if change.rights is UNSET else change.rights, kept)
    giver.refuse_beyond(role, values_of(role, rights), before)
    if role != OWNER:
        await _refuse_last_owner(conn, tenant, [tenant.location_id], member)
    team_member_id = member.team_member_id if change.team_member_id is UNSET else change.team_member_id
    await members.update_role(conn, tenant, LocationRole(user_id, role, rights, team_member_id, member.position))
    return await get_member(conn, tenant, user_id)


async def remove_member(conn: Connection, tenant: Tenant, user_id: int) -> None:
    """Remove a user from this location, or withdraw their invitation."""
    await members.lock_locations(conn, tenant.chain_id, [tenant.location_id])
    tenant = await lock_tenant(conn, tenant, Permission.USERS_REMOVE)
    member = await _get_changeable(conn, tenant, user_id)
    if user_id != tenant.user_id:
        Giver.of(tenant).refuse_stronger(member.role, held_by(member))
    await _refuse_last_owner(conn, tenant, [tenant.location_id], member)
    await members.delete_roles(conn, tenant, [tenant.location_id], user_id)


async def remove_member_from(conn: Connection, tenant: Tenant, user_id: int, location_ids: Sequence[int]) -> None:
    """Remove a user from several locations of the chain at once, or from none."""
    givers = await _lock_givers(conn, tenant, location_ids, Permission.USERS_REMOVE)
    member = await _get_active(conn, tenant, user_id)
    standings = {
        found.location_id: found for found in await members.list_standings(conn, tenant, location_ids, user_id)
    }
    absent = [number for number, location_id in enumerate(location_ids) if location_id not in standings]
    if absent:
        raise Invalid(Fault(f"user_company_links[{number}].company_id", NO_ROLE_THERE) for number in absent)
    for location_id, standing in standings.items():
        givers[location_id].refuse_stronger(standing.role, values_of(standing.role, standing.rights))
    await _refuse_last_owner(conn, tenant, location_ids, member)
    await members.delete_roles(conn, tenant, location_ids, user_id)


async def copy_member_to(
    conn: Connection, tenant: Tenant, user_id: int, overrides: Mapping[int, Mapping[str, RightValue | None]]
) -> None:
    """Give the user the same role in other locations, with the overrides for each: in all of them or in none."""
    location_ids = list(overrides)
    givers = await _lock_givers(conn, tenant, location_ids, Permission.USERS_EDIT)
    member = await _get_active(conn, tenant, user_id)
    standings = {
        found.location_id: found for found in await members.list_standings(conn, tenant, location_ids, user_id)
    }
    rights: dict[int, str] = {}
    for number, (location_id, changes) in enumerate(overrides.items()):
        giver, there = givers[location_id], standings.get(location_id)
        field = f"user_company_links[{number}].user_permissions"
        rights[location_id] = differences(member.role, changes, member.rights, field)
        before = values_of(there.role, there.rights) if there else None
        if there and before:
            giver.refuse_stronger(there.role, before)
        giver.refuse_beyond(member.role, values_of(member.role, rights[location_id]), before)
    if member.role != OWNER:
        await _refuse_last_owner(conn, tenant, location_ids, member)
    await members.copy_role(conn, tenant, member, rights)


async def _get_changeable(conn: Connection, tenant: Tenant, user_id: int) -> Member:
    member = await get_member(conn, tenant, user_id)
    if member.chain_role is not None:
        raise Conflict(IN_CHAIN)
    return member


async def _get_active(conn: Connection, tenant: Tenant, user_id: int) -> Member:
    member = await _get_changeable(conn, tenant, user_id)
    if not member.is_accepted:
        raise Conflict(IS_PENDING)
    return member


async def _refuse_last_owner(conn: Connection, tenant: Tenant, location_ids: Sequence[int], member: Member) -> None:
    if alone := await members.list_owned_alone(conn, tenant, location_ids, member.user_id):
        raise Conflict(last_owner(alone))


async def _lock_givers(
    conn: Connection, tenant: Tenant, location_ids: Sequence[int], permission: Permission
) -> dict[int, Giver]:
    """Lock the locations and return what the caller holds in each of them.

    Raise `NotFound` when one of them is not in the chain, `Forbidden` when the right is missing in one.
    """
    there = await members.lock_locations(conn, tenant.chain_id, location_ids)
    if not there.issuperset(location_ids):
        raise NotFound("Location")
    tenant = await lock_tenant(conn, tenant, permission)
    own = await members.list_standings(conn, tenant, location_ids, tenant.user_id)
    roles = {standing.location_id: standing for standing in own if standing.is_accepted}
    in_chain = tenant.access.chain_role
    givers: dict[int, Giver] = {}
    for location_id in location_ids:
        role = roles.get(location_id)
        values = combined(values_of(in_chain), values_of(role.role, role.rights) if role else {})
        if values.get(permission) is not True:
            raise Forbidden(no_right_there(permission, location_id), [permission], location_id=location_id)
        givers[location_id] = Giver(values, OWNER in (in_chain, role.role if role else None))
    return givers

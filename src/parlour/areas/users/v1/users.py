"""Users of a location, their roles and rights, and invitations (tag Users & Permissions)."""

from parlour.access.permissions import Entry, Permission
from parlour.access.roles import roles
from parlour.areas.accounts.v1.wire import UserInPath
from parlour.areas.users import refusals
from parlour.areas.users.queries import members as queries
from parlour.areas.users.rights.delegation import Grantor
from parlour.areas.users.service import invitations
from parlour.areas.users.service import members as service
from parlour.areas.users.v1.wire import fault_names, rights, users
from parlour.areas.users.v1.wire import roles as role_wire
from parlour.http.apis import B2B_V1
from parlour.http.body import Body
from parlour.http.context import Detached, Reading, Writing
from parlour.http.fault_names import faults_named
from parlour.http.operations import Operations
from parlour.http.v1_envelope import Answer, CountedAnswer, answer, counted

operations = Operations(B2B_V1, "Users & Permissions", "Users, their roles and their rights.")


@operations.get("/api/v1/user/permissions/{location_id}", "get_permission_list", Entry.MEMBER)
async def get_permission_list(ctx: Detached) -> Answer[rights.OwnRights]:
    """Get own rights

    The caller's rights in the location, by section. The rights of `security` are repeated beside the sections.
    """
    return answer(rights.own_rights(ctx.tenant.values))


@operations.get("/api/v1/company/{location_id}/users", "get_location_users", Permission.USERS_VIEW)
async def get_location_users(ctx: Reading, query: users.UserList) -> CountedAnswer[list[users.UserRow]]:
    """List users

    All users with a role in the location or in its whole chain. Users who haven't accepted yet are shown with the data
    of their invitation.
    """
    members = await queries.list_members(ctx.conn, ctx.tenant, query.is_approved)
    return counted([users.UserRow.from_model(member) for member in members], len(members))


@operations.get(
    "/api/v1/company_users/{location_id}", "deprecated_get_location_users", Permission.USERS_VIEW, deprecated=True
)
async def deprecated_get_location_users(ctx: Reading) -> Answer[list[users.OlderUserRow]]:
    """List users (older address)

    Users who have accepted, with some of their rights. New clients should use `/company/{location_id}/users`.
    """
    members = await queries.list_members(ctx.conn, ctx.tenant, is_accepted=True)
    return answer([users.OlderUserRow.from_model(member) for member in members])


@operations.get("/api/v1/company/{location_id}/users/roles", "list_roles", Permission.USERS_VIEW)
async def list_roles(ctx: Detached, query: role_wire.RoleList) -> Answer[list[role_wire.RoleRow]]:
    """List roles

    The strongest role first. A right is editable if the caller may give it.
    """
    giver = Grantor.of(ctx.tenant)
    return answer(
        [role_wire.RoleRow.from_model(role, giver, with_rights=bool(query.include)) for role in roles().values()]
    )


@operations.get("/api/v1/company/{location_id}/users/{user_id}/roles", "get_user_roles", Permission.USERS_VIEW)
async def get_user_roles(
    ctx: Reading, user_id: UserInPath, query: role_wire.RoleList
) -> Answer[list[role_wire.RoleRow]]:
    """List roles for a user

    The roles that the user can have. A right is editable when the caller may give it and may change the user.
    """
    member = await service.get_member(ctx.conn, ctx.tenant, user_id)
    giver = Grantor.of(ctx.tenant) if service.may_change(ctx.tenant, member) else None
    return answer(
        [role_wire.RoleRow.from_model(role, giver, with_rights=bool(query.include)) for role in roles().values()]
    )


@operations.get(
    "/api/v1/company/{location_id}/users/{user_id}/permissions", "get_user_permissions", Permission.USERS_VIEW
)
async def get_user_permissions(ctx: Reading, user_id: UserInPath) -> Answer[rights.UserRights]:
    """Get a user's rights

    The role, and the value of every right: the value of the role, or the value that was set for this user.
    """
    member = await service.get_member(ctx.conn, ctx.tenant, user_id)
    return answer(rights.UserRights.from_model(member, is_editable=service.may_change(ctx.tenant, member)))


@operations.put(
    "/api/v1/company/{location_id}/users/{user_id}/permissions",
    "update_user_permissions",
    Permission.USERS_EDIT,
    changes_access=True,
    confirms_access=True,
    refuses=(
        *refusals.GIVING,
        refusals.IN_CHAIN,
        refusals.LAST_OWNER,
        refusals.OWNER_HOLDS_ALL.at("user_permissions"),
        refusals.NO_TEAM_MEMBER,
        refusals.LINKED_OTHERWISE,
        refusals.UNKNOWN_RIGHT.at("user_permissions[0].slug"),
    ),
)
async def update_user_permissions(
    ctx: Writing, user_id: UserInPath, data: Body[rights.UserRightsForm]
) -> Answer[rights.UserRights]:
    """Change a user's rights

    Fields that are left out keep their values. A new role replaces the rights of the user; rights in the same request
    are changed after that. It takes effect immediately. The caller can't give rights that they don't have, and the last
    owner can't lose the role.
    """
    await service.require_member(ctx.conn, ctx.tenant, user_id)
    patch = data.accept().to_model()
    with faults_named(fault_names.NAMES):
        member = await service.update_member(ctx.conn, ctx.tenant, user_id, patch)
    return answer(rights.UserRights.from_model(member, is_editable=service.may_change(ctx.tenant, member)))


@operations.post(
    "/api/v1/user/invite/{location_id}",
    "create_user_invitation",
    Permission.USERS_INVITE,
    status=202,
    refuses=(
        *refusals.GIVING,
        refusals.HAS_ROLE,
        refusals.INVITED_TWICE,
        refusals.NO_TEAM_MEMBER.at("invites[0].staff_id"),
        refusals.LINKED_OTHERWISE.at("invites[0].staff_id"),
        refusals.MEMBER_TWICE,
        refusals.TOO_MANY_INVITATIONS,
        refusals.OWNER_HOLDS_ALL.at("invites[0].user_permissions"),
        refusals.UNKNOWN_RIGHT.at("invites[0].user_permissions[0].slug"),
    ),
)
async def create_user_invitation(ctx: Writing, data: Body[users.InvitesForm]) -> users.Invited:
    """Invite users

    If one invitation fails, none is sent. Each person gets a link that works once, for 7 days; an earlier link stops
    working. Links are sent by email if the server can send email; otherwise they are in the server's log, and the
    operator passes them on. A person gets at most 5 invitations in an hour.
    """
    settings = ctx.services.settings
    way = invitations.InvitationDelivery(settings.base_url, sends_email=settings.smtp_url is not None)
    invites = data.accept().to_model()
    with faults_named(fault_names.NAMES):
        await invitations.invite(ctx.conn, ctx.tenant, invites, way)
    return users.INVITED


@operations.delete(
    "/api/v1/company/{location_id}/users/{user_id}",
    "remove_user_from_location",
    Permission.USERS_REMOVE,
    changes_access=True,
    confirms_access=True,
    refuses=(
        refusals.HOLDS_MORE,
        refusals.OWNERS_CHANGE_OWNERS,
        refusals.IN_CHAIN,
        refusals.LAST_OWNER,
    ),
)
async def remove_user_from_location(ctx: Writing, user_id: UserInPath) -> None:
    """Remove a user

    From this location; an open invitation is withdrawn. It takes effect immediately. The last owner can't be removed.
    """
    await service.remove_member(ctx.conn, ctx.tenant, user_id)


@operations.post(
    "/api/v1/company/{location_id}/users/{user_id}/remove_from_companies",
    "remove_user_from_locations",
    Permission.USERS_REMOVE,
    status=200,
    changes_access=True,
    confirms_access=True,
    refuses=(
        refusals.NO_RIGHT_THERE.showing(Permission.USERS_REMOVE, 2),
        refusals.HOLDS_MORE,
        refusals.OWNERS_CHANGE_OWNERS,
        refusals.IN_CHAIN,
        refusals.PENDING,
        refusals.LAST_OWNER,
        refusals.NAMED_TWICE,
        refusals.NO_ROLE_THERE,
    ),
)
async def remove_user_from_locations(ctx: Writing, user_id: UserInPath, data: Body[users.RemovalForm]) -> users.Done:
    """Remove a user from several locations

    From all these locations or from none. The caller needs the right in each of them.
    """
    await service.require_member(ctx.conn, ctx.tenant, user_id)
    location_ids = data.accept().to_ids()
    with faults_named(fault_names.NAMES):
        await service.remove_member_from_locations(ctx.conn, ctx.tenant, user_id, location_ids)
    return users.DONE


@operations.post(
    "/api/v1/company/{location_id}/users/{user_id}/copy_to_companies",
    "copy_user_permissions_to_locations",
    Permission.USERS_EDIT,
    status=200,
    changes_access=True,
    confirms_access=True,
    refuses=(
        *refusals.GIVING,
        refusals.NO_RIGHT_THERE.showing(Permission.USERS_EDIT, 2),
        refusals.IN_CHAIN,
        refusals.PENDING,
        refusals.LAST_OWNER,
        refusals.NAMED_TWICE,
        refusals.OWNER_HOLDS_ALL.at("user_company_links[0].user_permissions"),
        refusals.UNKNOWN_RIGHT.at("user_company_links[0].user_permissions[0].slug"),
    ),
)
async def copy_user_permissions_to_locations(
    ctx: Writing, user_id: UserInPath, data: Body[users.CopyForm]
) -> users.Done:
    """Copy a user to other locations

    With the role and the rights, and with changes of the rights in each location. A user who is new in a location can
    start immediately; a user who is invited there still has to accept. The user is copied to all these locations or to
    none; the caller needs the right in each of them.
    """
    await service.require_member(ctx.conn, ctx.tenant, user_id)
    overrides = data.accept().to_overrides()
    with faults_named(fault_names.NAMES):
        await service.copy_member_to_locations(ctx.conn, ctx.tenant, user_id, overrides)
    return users.DONE

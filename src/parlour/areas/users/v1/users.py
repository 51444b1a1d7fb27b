"""Users of a location, their roles and rights, and invitations (tag Users & Permissions)."""

from typing import Annotated, Any, Literal

from litestar import Request, delete, get, post, put
from litestar.di import NamedDependency
from litestar.openapi.spec import Example
from litestar.params import FromPath, QueryParameter

from parlour.access.permissions import Entry, Permission
from parlour.access.roles import roles
from parlour.access.tenant import Tenant
from parlour.areas.users.queries import members as queries
from parlour.areas.users.rights.delegation import Grantor
from parlour.areas.users.service import invitations
from parlour.areas.users.service import members as service
from parlour.areas.users.v1 import refusals
from parlour.areas.users.v1.wire import rights, users
from parlour.areas.users.v1.wire import roles as role_wire
from parlour.db.pool import Connection
from parlour.http.body import Body
from parlour.http.openapi import Refusal
from parlour.http.services import services_of
from parlour.http.v1_envelope import Answer, CountedAnswer, answer, counted

USERS = ["Users & Permissions"]
Include = Annotated[
    list[Literal["user_permissions"]] | None,
    QueryParameter(
        description="`user_permissions` for the rights of each role.", examples=[Example(value=["user_permissions"])]
    ),
]
GIVING: tuple[Refusal, ...] = (
    refusals.CANNOT_GIVE,
    refusals.HOLDS_MORE,
    refusals.OWNERS_MAKE_OWNERS,
    refusals.OWNERS_CHANGE_OWNERS,
)


@get(
    "/api/v1/user/permissions/{location_id:int}",
    operation_id="get_permission_list",
    tags=USERS,
    permission=Entry.MEMBER,
)
async def get_permission_list(tenant: NamedDependency[Tenant]) -> Answer[rights.OwnRights]:
    """Get own rights

    What the caller may do in the location, by section. The rights of `security` stand beside the sections as well.
    """
    return answer(rights.own_rights(tenant.values))


@get(
    "/api/v1/company/{location_id:int}/users",
    operation_id="get_location_users",
    tags=USERS,
    permission=Permission.USERS_VIEW,
)
async def get_location_users(
    conn: NamedDependency[Connection],
    tenant: NamedDependency[Tenant],
    is_approved: Annotated[
        bool | None,
        QueryParameter(
            name="filter[is_approved]",
            description="1: those who accepted the invitation; 0: those who have yet to.",
            examples=[Example(value=True)],
        ),
    ] = None,
) -> CountedAnswer[list[users.UserRow]]:
    """List users

    All users with a role in the location or in its whole chain. Of users who haven't accepted yet, what the invitation
    says.
    """
    members = await queries.list_members(conn, tenant, is_approved)
    return counted([users.UserRow.from_model(member) for member in members], len(members))


@get(
    "/api/v1/company_users/{location_id:int}",
    operation_id="deprecated_get_location_users",
    tags=USERS,
    permission=Permission.USERS_VIEW,
    deprecated=True,
)
async def deprecated_get_location_users(
    conn: NamedDependency[Connection], tenant: NamedDependency[Tenant]
) -> Answer[list[users.OlderUserRow]]:
    """List users (older address)

    Those who have accepted, with some of their rights. New clients should use `/company/{location_id}/users`.
    """
    members = await queries.list_members(conn, tenant, is_accepted=True)
    return answer([users.OlderUserRow.from_model(member) for member in members])


@get(
    "/api/v1/company/{location_id:int}/users/roles",
    operation_id="list_roles",
    tags=USERS,
    permission=Permission.USERS_VIEW,
)
async def list_roles(tenant: NamedDependency[Tenant], include: Include = None) -> Answer[list[role_wire.RoleRow]]:
    """List roles

    The strongest first. A right is editable when the caller may give it.
    """
    giver = Grantor.of(tenant)
    return answer([role_wire.RoleRow.from_model(role, giver, with_rights=bool(include)) for role in roles().values()])


@get(
    "/api/v1/company/{location_id:int}/users/{user_id:int}/roles",
    operation_id="get_user_roles",
    tags=USERS,
    permission=Permission.USERS_VIEW,
)
async def get_user_roles(
    conn: NamedDependency[Connection],
    tenant: NamedDependency[Tenant],
    user_id: FromPath[int],
    include: Include = None,
) -> Answer[list[role_wire.RoleRow]]:
    """List roles for a user

    The roles that the user can have. A right is editable when the caller may give it and may change the user.
    """
    member = await service.get_member(conn, tenant, user_id)
    giver = Grantor.of(tenant) if service.may_change(tenant, member) else None
    return answer([role_wire.RoleRow.from_model(role, giver, with_rights=bool(include)) for role in roles().values()])


@get(
    "/api/v1/company/{location_id:int}/users/{user_id:int}/permissions",
    operation_id="get_user_permissions",
    tags=USERS,
    permission=Permission.USERS_VIEW,
)
async def get_user_permissions(
    conn: NamedDependency[Connection], tenant: NamedDependency[Tenant], user_id: FromPath[int]
) -> Answer[rights.UserRights]:
    """Get a user's rights

    The role, and the value of every right: the role's own with what was changed for this user.
    """
    member = await service.get_member(conn, tenant, user_id)
    return answer(rights.UserRights.from_model(member, is_editable=service.may_change(tenant, member)))


@put(
    "/api/v1/company/{location_id:int}/users/{user_id:int}/permissions",
    operation_id="update_user_permissions",
    tags=USERS,
    permission=Permission.USERS_EDIT,
    changes_access=True,
    confirms_access=True,
    refuses=(
        *GIVING,
        refusals.IN_CHAIN,
        refusals.LAST_OWNER,
        refusals.owner_holds_all("user_permissions"),
        refusals.unknown_right("user_permissions[0].slug"),
    ),
)
async def update_user_permissions(
    conn: NamedDependency[Connection],
    tenant: NamedDependency[Tenant],
    user_id: FromPath[int],
    data: Body[rights.UserRightsForm],
) -> Answer[rights.UserRights]:
    """Change a user's rights

    What is left out stays. A new role brings its own rights, with those changes that are sent along. It takes effect
    immediately. Rights that the caller doesn't hold can't be given, and the last owner stays an owner.
    """
    await service.require_member(conn, tenant, user_id)
    member = await service.update_member(conn, tenant, user_id, data.accept().to_model())
    return answer(rights.UserRights.from_model(member, is_editable=service.may_change(tenant, member)))


@post(
    "/api/v1/user/invite/{location_id:int}",
    operation_id="create_user_invitation",
    tags=USERS,
    permission=Permission.USERS_INVITE,
    status_code=202,
    refuses=(
        *GIVING,
        refusals.HAS_ROLE,
        refusals.INVITED_TWICE,
        refusals.TOO_MANY_INVITATIONS,
        refusals.owner_holds_all("invites[0].user_permissions"),
        refusals.unknown_right("invites[0].user_permissions[0].slug"),
    ),
)
async def create_user_invitation(
    request: Request[Any, Any, Any],
    conn: NamedDependency[Connection],
    tenant: NamedDependency[Tenant],
    data: Body[users.InvitesForm],
) -> users.Invited:
    """Invite users

    All of them or none. Each gets a link that works once, for 7 days; an earlier link stops working. Links are sent by
    email where the server can send it; otherwise they stand in the server's log, for the operator to pass on. A person
    gets at most 5 within an hour.
    """
    settings = services_of(request).settings
    way = invitations.InvitationDelivery(settings.base_url, sends_email=settings.smtp_url is not None)
    await invitations.invite(conn, tenant, data.accept().to_model(), way)
    return users.INVITED


@delete(
    "/api/v1/company/{location_id:int}/users/{user_id:int}",
    operation_id="remove_user_from_location",
    tags=USERS,
    permission=Permission.USERS_REMOVE,
    changes_access=True,
    confirms_access=True,
    refuses=(
        refusals.HOLDS_MORE,
        refusals.OWNERS_CHANGE_OWNERS,
        refusals.IN_CHAIN,
        refusals.LAST_OWNER,
    ),
)
async def remove_user_from_location(
    conn: NamedDependency[Connection], tenant: NamedDependency[Tenant], user_id: FromPath[int]
) -> None:
    """Remove a user

    From this location; an invitation that waits is withdrawn. It takes effect at once. The last owner stays.
    """
    await service.remove_member(conn, tenant, user_id)


@post(
    "/api/v1/company/{location_id:int}/users/{user_id:int}/remove_from_companies",
    operation_id="remove_user_from_locations",
    tags=USERS,
    permission=Permission.USERS_REMOVE,
    status_code=200,
    changes_access=True,
    confirms_access=True,
    refuses=(
        refusals.no_right_there(Permission.USERS_REMOVE),
        refusals.HOLDS_MORE,
        refusals.OWNERS_CHANGE_OWNERS,
        refusals.IN_CHAIN,
        refusals.PENDING,
        refusals.LAST_OWNER,
        refusals.NAMED_TWICE,
        refusals.NO_ROLE_THERE,
    ),
)
async def remove_user_from_locations(
    conn: NamedDependency[Connection],
    tenant: NamedDependency[Tenant],
    user_id: FromPath[int],
    data: Body[users.RemovalForm],
) -> users.Done:
    """Remove a user from several locations

    From all of those named, or from none. The caller needs the right in each of them.
    """
    await service.require_member(conn, tenant, user_id)
    await service.remove_member_from_locations(conn, tenant, user_id, data.accept().to_ids())
    return users.DONE


@post(
    "/api/v1/company/{location_id:int}/users/{user_id:int}/copy_to_companies",
    operation_id="copy_user_permissions_to_locations",
    tags=USERS,
    permission=Permission.USERS_EDIT,
    status_code=200,
    changes_access=True,
    confirms_access=True,
    refuses=(
        *GIVING,
        refusals.no_right_there(Permission.USERS_EDIT),
        refusals.IN_CHAIN,
        refusals.PENDING,
        refusals.LAST_OWNER,
        refusals.NAMED_TWICE,
        refusals.owner_holds_all("user_company_links[0].user_permissions"),
        refusals.unknown_right("user_company_links[0].user_permissions[0].slug"),
    ),
)
async def copy_user_permissions_to_locations(
    conn: NamedDependency[Connection],
    tenant: NamedDependency[Tenant],
    user_id: FromPath[int],
    data: Body[users.CopyForm],
) -> users.Done:
    """Copy a user to other locations

    The role and the rights, with what is to differ there. A user who is new there can start immediately; one who is
    invited there still has to accept. All of the locations or none; the caller needs the right in each of them.
    """
    await service.require_member(conn, tenant, user_id)
    await service.copy_member_to_locations(conn, tenant, user_id, data.accept().to_overrides())
    return users.DONE


HANDLERS = [
    get_permission_list,
    get_location_users,
    deprecated_get_location_users,
    list_roles,
    get_user_roles,
    get_user_permissions,
    update_user_permissions,
    create_user_invitation,
    remove_user_from_location,
    remove_user_from_locations,
    copy_user_permissions_to_locations,
]

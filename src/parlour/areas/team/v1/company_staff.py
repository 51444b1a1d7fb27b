"""Team members as the newer addresses show them, and their quick creation (tag Team Members)."""

from parlour.access.permissions import Permission
from parlour.areas.photos import Site
from parlour.areas.team import refusals
from parlour.areas.team.queries import members as queries
from parlour.areas.team.service import members as service
from parlour.areas.team.service.quick_creation import create_quickly
from parlour.areas.team.v1.wire import fields, forms, members
from parlour.areas.users import refusals as users
from parlour.areas.users.service.invitations import InvitationDelivery
from parlour.http.apis import B2B_V1
from parlour.http.body import Body
from parlour.http.context import Reading, Writing
from parlour.http.fault_names import faults_named
from parlour.http.json import WithETag
from parlour.http.operations import Operations
from parlour.http.v1_envelope import Answer, with_etag

operations = Operations(B2B_V1, "Team Members")


@operations.get(
    "/api/v1/company/{location_id}/staff/{team_member_id}",
    "get_team_member",
    Permission.TEAM_VIEW,
    last_id_is_optional=True,
)
async def get_team_member(ctx: Reading, team_member_id: fields.MemberInPath) -> WithETag[members.StaffList]:
    """Get a team member

    As a list of one. 0, or an address without an id, lists the team, the highest weight first.
    """
    site = Site(ctx.services.settings.base_url)
    if team_member_id == 0:
        found = await queries.list_members(ctx.conn, ctx.tenant)
        return WithETag(members.StaffList.of([members.StaffMember.from_model(member, site) for member in found]), None)
    member = await service.get_member(ctx.conn, ctx.tenant, team_member_id)
    return WithETag(members.StaffList.of([members.StaffMember.from_model(member, site)]), member.revision)


@operations.post(
    "/api/v1/company/{location_id}/staff/quick",
    "create_team_member_quick",
    Permission.TEAM_CREATE,
    refuses=(
        refusals.NOT_INVITING,
        refusals.NO_POSITION,
        refusals.NO_CONTACT,
        refusals.LINKED.at("user_email"),
        users.CANNOT_GIVE,
        users.TOO_MANY_INVITATIONS,
    ),
)
async def create_team_member_quick(ctx: Writing, data: Body[forms.QuickForm]) -> WithETag[Answer[members.QuickMember]]:
    """Create a team member quickly

    Linked to the user with one of the addresses, if that user has a role here. Otherwise, with `is_user_invite`, the
    user is invited as a worker, which needs the right `create_users_access`.
    """
    faults = await service.faults_of_references(ctx.conn, ctx.tenant, position_id=data.given("position_id") or None)
    new = data.accept(faults).to_new()
    settings = ctx.services.settings
    delivery = InvitationDelivery(settings.base_url, sends_email=settings.smtp_url is not None)
    with faults_named(forms.QUICK_FAULT_NAMES):
        member = await create_quickly(ctx.conn, ctx.tenant, new, delivery)
    return with_etag(members.QuickMember.from_model(member, Site(settings.base_url)), member.revision)

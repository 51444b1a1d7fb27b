"""Team members at their older address, where they are created, changed and deleted (tag Team Members)."""

from msgspec import UnsetType

from parlour.access.permissions import Permission
from parlour.areas.photos import Site
from parlour.areas.team import refusals
from parlour.areas.team.queries import members as queries
from parlour.areas.team.service import members as service
from parlour.areas.team.service.employees import change_employee
from parlour.areas.team.v1.wire import fields, forms, members, older
from parlour.http.apis import B2B_V1
from parlour.http.body import Body
from parlour.http.context import Reading, Writing
from parlour.http.fault_names import faults_named
from parlour.http.json import WithETag
from parlour.http.operations import Operations
from parlour.http.preconditions import Revisions
from parlour.http.v1_envelope import Answer, answer, with_etag

operations = Operations(B2B_V1, "Team Members", "Those who work in a location, and their positions.")

REFUSALS = (
    refusals.NOT_DISMISSING,
    refusals.NO_POSITION,
    refusals.NO_USER,
    refusals.LINKED,
    refusals.ENDS_FIRST,
)


@operations.get("/api/v1/staff/{location_id}", "get_team_member_list", Permission.TEAM_VIEW)
async def get_team_member_list(ctx: Reading) -> Answer[list[older.TeamMemberRow]]:
    """List team members

    With dismissed ones, without deleted ones; the highest weight first.
    """
    site = Site(ctx.services.settings.base_url)
    found = await queries.list_members(ctx.conn, ctx.tenant)
    return answer([older.TeamMemberRow.from_model(member, site) for member in found])


@operations.get(
    "/api/v1/staff/{location_id}/{team_member_id}",
    "get_team_member_by_id",
    Permission.TEAM_VIEW,
)
async def get_team_member_by_id(
    ctx: Reading, team_member_id: fields.MemberInPath
) -> WithETag[Answer[list[older.OlderTeamMember]]]:
    """Get a team member (older form)

    As a list of one; 0 lists all of them. New clients should use `/company/{location_id}/staff/{team_member_id}`.
    """
    site = Site(ctx.services.settings.base_url)
    if team_member_id == 0:
        found = await queries.list_members(ctx.conn, ctx.tenant)
        return WithETag(answer([older.OlderTeamMember.from_model(member, site) for member in found]), None)
    member = await service.get_member(ctx.conn, ctx.tenant, team_member_id)
    return with_etag([older.OlderTeamMember.from_model(member, site)], member.revision)


@operations.post(
    "/api/v1/staff/{location_id}",
    "deprecated_create_team_member",
    Permission.TEAM_CREATE,
    refuses=(*REFUSALS, refusals.NOT_WRITING_EMPLOYEES),
)
async def deprecated_create_team_member(
    ctx: Writing, data: Body[forms.MemberForm]
) -> WithETag[Answer[members.StaffMember]]:
    """Create a team member

    Only `name` is needed. A new team member has no services, and can't be booked until they have one. `employee` needs
    the right `master_edit`, too.
    """
    form = await _accepted(ctx, data)
    with faults_named(forms.FAULT_NAMES):
        member = await service.create_member(ctx.conn, ctx.tenant, form.to_patch().to_new())
    await _set_employee(ctx, member.id, form)
    return with_etag(members.StaffMember.from_model(member, Site(ctx.services.settings.base_url)), member.revision)


@operations.put(
    "/api/v1/staff/{location_id}/{team_member_id}", "update_team_member", Permission.TEAM_EDIT, refuses=REFUSALS
)
async def update_team_member(
    ctx: Writing, team_member_id: fields.MemberInPath, data: Body[forms.MemberChanges], if_match: Revisions
) -> WithETag[Answer[members.StaffMember]]:
    """Change a team member

    Fields that are left out keep their values. To change `fired` needs the right `settings_master_dismiss_access`.
    """
    await service.get_member(ctx.conn, ctx.tenant, team_member_id)
    form = await _accepted(ctx, data)
    with faults_named(forms.FAULT_NAMES):
        member = await service.update_member(ctx.conn, ctx.tenant, team_member_id, form.to_patch(), if_match)
    await _set_employee(ctx, team_member_id, form)
    return with_etag(members.StaffMember.from_model(member, Site(ctx.services.settings.base_url)), member.revision)


@operations.delete("/api/v1/staff/{location_id}/{team_member_id}", "delete_team_member", Permission.TEAM_DELETE)
async def delete_team_member(ctx: Writing, team_member_id: fields.MemberInPath, if_match: Revisions) -> None:
    """Delete a team member

    They are in no list any more, and can't be booked. Their appointments stay.
    """
    await service.delete_member(ctx.conn, ctx.tenant, team_member_id, if_match)


async def _set_employee(ctx: Writing, member_id: int, form: forms.MemberChanges) -> None:
    if not isinstance(form.employee, UnsetType):
        await change_employee(ctx.conn, ctx.tenant, member_id, form.employee.to_patch())


async def _accepted(ctx: Writing, data: Body[forms.MemberChanges]) -> forms.MemberChanges:
    """Return the body. Raise `Invalid` with its faults, and with those of what it refers to."""
    faults = await service.faults_of_references(
        ctx.conn, ctx.tenant, position_id=data.given("position_id") or None, user_id=data.given("user_id") or None
    )
    return data.accept(faults)

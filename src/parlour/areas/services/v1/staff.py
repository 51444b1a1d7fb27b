"""Assigning services to team members (tag Services)."""

from parlour.access.permissions import Permission
from parlour.areas.services import refusals
from parlour.areas.services import wire as fields
from parlour.areas.services.service import links
from parlour.areas.services.service.services import lock_service
from parlour.areas.services.v1.wire import links as wire
from parlour.http.apis import B2B_V1
from parlour.http.body import Body
from parlour.http.context import Writing
from parlour.http.fault_names import faults_named
from parlour.http.json import WithETag
from parlour.http.operations import Operations
from parlour.http.preconditions import Revisions
from parlour.http.v1_envelope import Answer, with_etag
from parlour.refusals import NO_RIGHT

operations = Operations(B2B_V1, "Services")

NO_RIGHT_TO_CARD = NO_RIGHT.named("no_right_to_card", "The user can't set technological cards.").showing(
    Permission.BILL_EDIT
)


@operations.post(
    "/api/v1/company/{location_id}/services/{service_id}/staff",
    "assign_service_to_team_member",
    Permission.SERVICE_ASSIGN,
    refuses=(
        NO_RIGHT_TO_CARD,
        refusals.NO_MEMBER.at("master_id"),
        refusals.NO_BILL,
        refusals.ALREADY_ASSIGNED,
    ),
)
async def assign_service_to_team_member(
    ctx: Writing, service_id: fields.ServiceInPath, data: Body[wire.AssignmentForm]
) -> WithETag[Answer[wire.Assignment]]:
    """Assign a service to a team member

    A service of the chain can be assigned in each location. The ETag belongs to the service.
    """
    service = await lock_service(ctx.conn, ctx.tenant, service_id, None)
    change = data.accept().to_change()
    with faults_named(wire.FAULT_NAMES):
        data.accept(await links.find_faults(ctx.conn, ctx.tenant, change))
        changed = await links.assign(ctx.conn, ctx.tenant, service, change)
    return with_etag(wire.Assignment.from_model(changed, change.team_member_id), changed.revision)


@operations.put(
    "/api/v1/company/{location_id}/services/{service_id}/staff/{team_member_id}",
    "update_service_team_member_assignment",
    Permission.SERVICE_ASSIGN,
    refuses=(NO_RIGHT_TO_CARD, refusals.NOT_ASSIGNED, refusals.NO_BILL),
)
async def update_service_team_member_assignment(
    ctx: Writing,
    service_id: fields.ServiceInPath,
    team_member_id: fields.MemberInPath,
    data: Body[wire.AssignmentChange],
    if_match: Revisions,
) -> WithETag[Answer[wire.Assignment]]:
    """Change how a team member provides a service

    The member's own price stays. The ETag belongs to the service.
    """
    service = await lock_service(ctx.conn, ctx.tenant, service_id, if_match)
    await links.require_link(ctx.conn, ctx.tenant, service, team_member_id)
    change = data.accept().to_change(team_member_id)
    with faults_named(wire.FAULT_NAMES):
        data.accept(await links.find_faults(ctx.conn, ctx.tenant, change))
    changed = await links.change_assignment(ctx.conn, ctx.tenant, service, change)
    return with_etag(wire.Assignment.from_model(changed, team_member_id), changed.revision)


@operations.delete(
    "/api/v1/company/{location_id}/services/{service_id}/staff/{team_member_id}",
    "remove_service_from_team_member",
    Permission.SERVICE_ASSIGN,
    refuses=(refusals.NOT_ASSIGNED,),
)
async def remove_service_from_team_member(
    ctx: Writing, service_id: fields.ServiceInPath, team_member_id: fields.MemberInPath, if_match: Revisions
) -> None:
    """Take a service from a team member

    What was booked stays. `If-Match` is about the service.
    """
    service = await lock_service(ctx.conn, ctx.tenant, service_id, if_match)
    await links.require_link(ctx.conn, ctx.tenant, service, team_member_id)
    await links.remove_assignment(ctx.conn, ctx.tenant, service, team_member_id)

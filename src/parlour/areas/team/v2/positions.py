"""Positions of a chain, as a location uses them (tag Team Members of API v2)."""

from parlour.access.permissions import Permission
from parlour.areas.team import refusals
from parlour.areas.team.queries import positions as queries
from parlour.areas.team.service import positions as service
from parlour.areas.team.v2.wire import positions as wire
from parlour.areas.team.wire import positions as common
from parlour.http.apis import B2B_V2
from parlour.http.body import Body
from parlour.http.context import Reading, Writing
from parlour.http.json import WithETag
from parlour.http.operations import Operations
from parlour.http.preconditions import Revisions
from parlour.http.v2_envelope import Detail, Listed, detail_with_etag

operations = Operations(B2B_V2, "Team Members")


@operations.get("/api/v2/locations/{company_id}/positions", "list_positions", Permission.POSITIONS_VIEW)
async def list_positions(ctx: Reading) -> Listed[list[wire.Position]]:
    """List positions

    Those of the chain that the location uses, by id.
    """
    found = await queries.list_positions(ctx.conn, ctx.tenant)
    return Listed([wire.Position.from_model(position) for position in found])


@operations.get("/api/v2/locations/{company_id}/positions/{position_id}", "get_position", Permission.POSITIONS_VIEW)
async def get_position(ctx: Reading, position_id: common.PositionInPath) -> WithETag[Detail[wire.Position]]:
    """Get a position

    Its ETag can be sent as `If-Match` to change or delete it.
    """
    position = await service.get_position(ctx.conn, ctx.tenant, position_id)
    return detail_with_etag(wire.Position.from_model(position), position.revision)


@operations.post(
    "/api/v2/locations/{company_id}/positions",
    "create_position",
    Permission.POSITIONS_EDIT,
    refuses=(refusals.TITLE_TAKEN,),
)
async def create_position(ctx: Writing, data: Body[common.PositionForm]) -> WithETag[Detail[wire.Position]]:
    """Create a position

    In the chain, for this location. If the chain has a position with the title already, this location uses it, too, and
    the other fields are ignored.
    """
    position = await service.create_position(ctx.conn, ctx.tenant, data.accept().to_new())
    return detail_with_etag(wire.Position.from_model(position), position.revision)


@operations.put(
    "/api/v2/locations/{company_id}/positions/{position_id}",
    "update_position",
    Permission.POSITIONS_EDIT,
    status=204,
    refuses=(refusals.TITLE_TAKEN, refusals.NOT_IN_CHAIN.showing(Permission.POSITIONS_EDIT)),
)
async def update_position(
    ctx: Writing, position_id: common.PositionInPath, data: Body[common.PositionForm], if_match: Revisions
) -> None:
    """Change a position

    Other fields than `title` keep their values if they are left out. If other locations use it, too, the right in the
    chain is needed.
    """
    await service.update_position(ctx.conn, ctx.tenant, position_id, data.accept().to_patch(), if_match)


@operations.delete(
    "/api/v2/locations/{company_id}/positions/{position_id}",
    "delete_position",
    Permission.POSITIONS_DELETE,
    refuses=(refusals.NOT_IN_CHAIN.showing(Permission.POSITIONS_DELETE),),
)
async def delete_position(ctx: Writing, position_id: common.PositionInPath, if_match: Revisions) -> None:
    """Delete a position

    In all locations; the team members who have it lose it. If other locations use it, the right in the chain is needed.
    """
    await service.delete_position(ctx.conn, ctx.tenant, position_id, if_match)

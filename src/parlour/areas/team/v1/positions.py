"""Positions, at the addresses of the contract and at those that older clients use (tag Team Members)."""

from parlour.access.permissions import Permission
from parlour.areas.team import refusals
from parlour.areas.team.queries import positions as queries
from parlour.areas.team.service import positions as service
from parlour.areas.team.v1.wire import positions as wire
from parlour.areas.team.wire import positions as common
from parlour.http.apis import B2B_V1
from parlour.http.body import Body
from parlour.http.context import Reading, Writing
from parlour.http.json import WithETag
from parlour.http.operations import Operations
from parlour.http.preconditions import Revisions
from parlour.http.v1_envelope import Answer, answer, with_etag

operations = Operations(B2B_V1, "Team Members")


@operations.get("/api/v1/positions/{location_id}", "list_positions", Permission.POSITIONS_VIEW, deprecated=True)
@operations.get(
    "/api/v1/company/{location_id}/staff/positions", "get_position_list", Permission.POSITIONS_VIEW, deprecated=True
)
async def get_position_list(ctx: Reading) -> Answer[list[wire.Position]]:
    """List positions

    Those of the chain that the location uses, by id. New clients should use API v2.
    """
    return answer(
        [wire.Position.from_model(position) for position in await queries.list_positions(ctx.conn, ctx.tenant)]
    )


@operations.post(
    "/api/v1/positions/{location_id}",
    "create_position",
    Permission.POSITIONS_EDIT,
    refuses=(refusals.TITLE_TAKEN,),
    deprecated=True,
)
@operations.post(
    "/api/v1/company/{location_id}/positions/quick",
    "create_position_quick",
    Permission.POSITIONS_EDIT,
    refuses=(refusals.TITLE_TAKEN,),
    deprecated=True,
)
async def create_position_quick(ctx: Writing, data: Body[common.PositionForm]) -> WithETag[Answer[wire.Position]]:
    """Create a position

    In the chain, for this location. If the chain has a position with the title already, this location uses it, too. New
    clients should use API v2.
    """
    position = await service.create_position(ctx.conn, ctx.tenant, data.accept().to_new())
    return with_etag(wire.Position.from_model(position), position.revision)


@operations.put(
    "/api/v1/positions/{location_id}/{position_id}",
    "update_position",
    Permission.POSITIONS_EDIT,
    refuses=(refusals.TITLE_TAKEN, refusals.NOT_IN_CHAIN.showing(Permission.POSITIONS_EDIT)),
    deprecated=True,
)
async def update_position(
    ctx: Writing, position_id: common.PositionInPath, data: Body[common.PositionForm], if_match: Revisions
) -> WithETag[Answer[wire.Position]]:
    """Change a position

    Other fields than `title` keep their values if they are left out. If other locations use it, too, the right in the
    chain is needed. New clients should use API v2.
    """
    position = await service.update_position(ctx.conn, ctx.tenant, position_id, data.accept().to_patch(), if_match)
    return with_etag(wire.Position.from_model(position), position.revision)


@operations.delete(
    "/api/v1/positions/{location_id}/{position_id}",
    "delete_position",
    Permission.POSITIONS_DELETE,
    refuses=(refusals.NOT_IN_CHAIN.showing(Permission.POSITIONS_DELETE),),
    deprecated=True,
)
async def delete_position(ctx: Writing, position_id: common.PositionInPath, if_match: Revisions) -> None:
    """Delete a position

    In all locations; the team members who have it lose it. New clients should use API v2.
    """
    await service.delete_position(ctx.conn, ctx.tenant, position_id, if_match)

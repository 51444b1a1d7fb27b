"""Creating, changing and deleting the positions of a chain."""

from parlour.access.permissions import Permission
from parlour.access.tenant import Tenant
from parlour.areas.patches import patched
from parlour.areas.revisions import Revisions, check_revision
from parlour.areas.team import refusals
from parlour.areas.team.model.positions import NewPosition, Position, PositionPatch
from parlour.areas.team.queries import positions
from parlour.db.constraints import violations_mean
from parlour.db.pool import Connection
from parlour.errors import NotFound


async def get_position(conn: Connection, tenant: Tenant, position_id: int) -> Position:
    """Return a position that the location uses. Raise `NotFound`."""
    position = await positions.find_position(conn, tenant, position_id)
    if position is None:
        raise NotFound("Position")
    return position


async def create_position(conn: Connection, tenant: Tenant, new: NewPosition) -> Position:
    """Create a position, or let the location use the chain's position with that title.

    Raise `Invalid` if the location uses it already.
    """
    position_id = await positions.add_position(conn, tenant, new)
    if not await positions.link_position(conn, tenant, position_id):
        raise refusals.TITLE_TAKEN.error("title")
    return await get_position(conn, tenant, position_id)


async def update_position(
    conn: Connection, tenant: Tenant, position_id: int, patch: PositionPatch, expected: Revisions
) -> Position:
    """Apply a patch. Raise `NotFound`, `Stale`, `Forbidden` for a shared position, `Invalid` for a title in use."""
    position = await _lock_position(conn, tenant, position_id, Permission.POSITIONS_EDIT, expected)
    with violations_mean({"positions_title_idx": refusals.TITLE_TAKEN.error("title")}):
        await positions.update_position(conn, tenant, patched(position, patch))
    return await get_position(conn, tenant, position_id)


async def delete_position(conn: Connection, tenant: Tenant, position_id: int, expected: Revisions) -> None:
    """Mark a position as deleted, and take it from its members. Raise as `update_position` does."""
    await _lock_position(conn, tenant, position_id, Permission.POSITIONS_DELETE, expected)
    await positions.soft_delete_position(conn, tenant, position_id)
    await positions.clear_position(conn, tenant, position_id)


async def _lock_position(
    conn: Connection, tenant: Tenant, position_id: int, permission: Permission, expected: Revisions
) -> Position:
    """Lock a position to change it. One that several locations use needs the right in the chain."""
    await positions.lock_position(conn, tenant, position_id)
    position = await get_position(conn, tenant, position_id)
    if position.is_shared:
        tenant.require_in_chain(permission)
    check_revision(position.revision, expected)
    return position

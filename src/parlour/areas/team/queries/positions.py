"""Statements on the positions of a chain, and on the locations that use them."""

from typing import LiteralString

from parlour.access.tenant import Tenant
from parlour.areas.team.model.positions import NewPosition, Position
from parlour.db.pool import Connection
from parlour.db.rows import to_struct_or_none, to_structs

_POSITION: LiteralString = """
    SELECT p.id, p.chain_id, p.title, p.description, p.services_binding,
           ARRAY(SELECT used.location_id FROM position_locations used
                 WHERE used.chain_id = p.chain_id AND used.position_id = p.id ORDER BY used.location_id)
               AS location_ids,
           p.revision
    FROM positions p
    JOIN position_locations here ON here.chain_id = p.chain_id AND here.position_id = p.id
    WHERE p.chain_id = $1 AND here.location_id = $2 AND p.deleted_at IS NULL
"""

LIST_POSITIONS: LiteralString = f"{_POSITION} ORDER BY p.id"


async def list_positions(conn: Connection, tenant: Tenant) -> list[Position]:
    """List the positions that the location uses, by id."""
    return to_structs(Position, await conn.fetch(LIST_POSITIONS, tenant.chain_id, tenant.location_id))


FIND_POSITION: LiteralString = f"{_POSITION} AND p.id = $3"


async def find_position(conn: Connection, tenant: Tenant, position_id: int) -> Position | None:
    row = await conn.fetchrow(FIND_POSITION, tenant.chain_id, tenant.location_id, position_id)
    return to_struct_or_none(Position, row)


LOCK_POSITION: LiteralString = "SELECT id FROM positions WHERE chain_id = $1 AND id = $2 FOR NO KEY UPDATE"


async def lock_position(conn: Connection, tenant: Tenant, position_id: int) -> None:
    """Lock a position of the chain, to be read by the next statement: one that waits reads what it joins before.

    Until the transaction ends, no other can change, delete or give it, and no other location can begin to use it.
    """
    await conn.execute(LOCK_POSITION, tenant.chain_id, position_id)


KEEP_POSITION: LiteralString = """
    SELECT p.id FROM positions p
    JOIN position_locations here ON here.chain_id = p.chain_id AND here.position_id = p.id
    WHERE p.chain_id = $1 AND here.location_id = $2 AND p.id = $3 AND p.deleted_at IS NULL FOR SHARE OF p
"""


async def keep_position(conn: Connection, tenant: Tenant, position_id: int) -> bool:
    """Return whether the location uses the position; if so, no other transaction can delete it until this one ends."""
    return await conn.fetchval(KEEP_POSITION, tenant.chain_id, tenant.location_id, position_id) is not None


# A position of that title which other locations of the chain use already is locked and returned as it is.
ADD_POSITION: LiteralString = """
    INSERT INTO positions (chain_id, title, description, services_binding) VALUES ($1, $2, $3, $4)
    ON CONFLICT (chain_id, lower(title)) WHERE deleted_at IS NULL DO UPDATE SET title = positions.title
    RETURNING id
"""


async def add_position(conn: Connection, tenant: Tenant, new: NewPosition) -> int:
    """Return the id of the chain's position with the title, which is created if there is none."""
    position_id: int = await conn.fetchval(
        ADD_POSITION, tenant.chain_id, new.title, new.description, new.services_binding
    )
    return position_id


LINK_POSITION: LiteralString = """
    INSERT INTO position_locations (chain_id, position_id, location_id) VALUES ($1, $2, $3)
    ON CONFLICT DO NOTHING RETURNING position_id
"""


async def link_position(conn: Connection, tenant: Tenant, position_id: int) -> bool:
    """Let the location use a position. Return False if it does already."""
    return await conn.fetchval(LINK_POSITION, tenant.chain_id, position_id, tenant.location_id) is not None


UPDATE_POSITION: LiteralString = """
    UPDATE positions SET title = $3, description = $4, services_binding = $5, revision = revision + 1,
                         changed_at = now()
    WHERE chain_id = $1 AND id = $2
"""


async def update_position(conn: Connection, tenant: Tenant, position: Position) -> None:
    """Write the position as given; the row must be locked. A title in use violates `positions_title_idx`."""
    await conn.execute(
        UPDATE_POSITION, tenant.chain_id, position.id, position.title, position.description, position.services_binding
    )


SOFT_DELETE_POSITION: LiteralString = """
    UPDATE positions SET deleted_at = now(), changed_at = now(), revision = revision + 1
    WHERE chain_id = $1 AND id = $2
"""


async def soft_delete_position(conn: Connection, tenant: Tenant, position_id: int) -> None:
    await conn.execute(SOFT_DELETE_POSITION, tenant.chain_id, position_id)


CLEAR_POSITION: LiteralString = """
    UPDATE team_members SET position_id = NULL, changed_at = now(), revision = revision + 1
    WHERE chain_id = $1 AND position_id = $2
"""


async def clear_position(conn: Connection, tenant: Tenant, position_id: int) -> None:
    """Take the position from all members of the chain that have it."""
    await conn.execute(CLEAR_POSITION, tenant.chain_id, position_id)

"""Creating a location: its row and everything that it needs. Used by the API, the command line and the demo."""

from typing import LiteralString

from msgspec.structs import astuple

from parlour.areas.folding import search_text
from parlour.areas.locations.model import CreatedLocation, LocationFields
from parlour.areas.locations.queries import WRITABLE_COLUMNS
from parlour.db.pool import Connection
from parlour.db.rows import to_struct_or_none

FIRST_CATEGORY = "Products"

# One statement, so that a location is created completely or not at all. $1 is the chain; without one, a new chain with
# the same title is created, owned by the user $2 if given. $3 is the search text of the first category.
CREATE_LOCATION: LiteralString = f"""
    WITH new_chain AS (
        INSERT INTO chains (title) SELECT $4 WHERE $1::bigint IS NULL RETURNING id
    ), owner AS (
        INSERT INTO chain_roles (chain_id, user_id, role)
        SELECT id, $2, 'owner' FROM new_chain WHERE $2::bigint IS NOT NULL
    ), location AS (
        INSERT INTO locations (chain_id, {WRITABLE_COLUMNS})
        SELECT id, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24,
               $25
        FROM (SELECT id FROM new_chain UNION ALL SELECT id FROM chains WHERE id = $1) AS chain
        RETURNING chain_id, id
    ), category AS (
        INSERT INTO categories (chain_id, location_id, title, search_text)
        SELECT chain_id, id, '{FIRST_CATEGORY}', $3 FROM location
    )
    SELECT id, chain_id FROM location
"""


async def create_location(
    conn: Connection, chain_id: int | None, fields: LocationFields, *, owner_id: int | None
) -> CreatedLocation | None:
    """Create a location with its category, storages and accounts; None when there is no such chain.

    Without a chain, a new one is created for it, owned by the owner if given.
    """
    args = (chain_id, owner_id, search_text(FIRST_CATEGORY, ""), *astuple(fields))
    created = to_struct_or_none(CreatedLocation, await conn.fetchrow(CREATE_LOCATION, *args))
    if created is not None:
        await create_defaults(conn, created.chain_id, [created.id])
    return created


CREATE_DEFAULTS: LiteralString = """
    WITH new_locations AS (
        SELECT chain_id, id FROM locations WHERE chain_id = $1 AND id = ANY ($2::bigint[])
    ), accounts AS (
        INSERT INTO cash_accounts (chain_id, location_id, title, kind)
        SELECT l.chain_id, l.id, new.title, new.kind
        FROM new_locations l CROSS JOIN (VALUES ('Cash', 'cash'), ('Card', 'card')) AS new (title, kind)
        ORDER BY l.id, new.kind DESC
    )
    INSERT INTO storages (chain_id, location_id, title, kind)
    SELECT l.chain_id, l.id, new.title, new.kind
    FROM new_locations l
    CROSS JOIN (VALUES ('Consumables', 'consumables'), ('Products', 'products')) AS new (title, kind)
    ORDER BY l.id, new.kind
"""


async def create_defaults(conn: Connection, chain_id: int, location_ids: list[int]) -> None:
    """Create the storages and the cash accounts of new locations of a chain."""
    await conn.execute(CREATE_DEFAULTS, chain_id, location_ids)

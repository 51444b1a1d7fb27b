"""Statements for the operator of the server: products that are low in a location. Only the command line uses them."""

from typing import LiteralString

from parlour.areas.products.model.low_stock import LowProduct, Threshold
from parlour.areas.products.queries.columns import COLUMNS, FROM_PAGE
from parlour.areas.products.queries.low_stock import LOW_PAGE
from parlour.db.pool import Connection
from parlour.db.rows import to_structs
from parlour.errors import NotFound

FIND_CHAIN: LiteralString = "SELECT chain_id FROM locations WHERE id = $1 AND closed_at IS NULL"


async def _find_chain(conn: Connection, location_id: int) -> int | None:
    chain_id: int | None = await conn.fetchval(FIND_CHAIN, location_id)
    return chain_id


LIST_LOW_PRODUCTS: LiteralString = f"""
    WITH {LOW_PAGE} SELECT {COLUMNS}, page.on_hand_amount FROM {FROM_PAGE} ORDER BY p.id
"""


async def list_low_products(conn: Connection, location_id: int, threshold: Threshold) -> list[LowProduct]:
    """List all products below their threshold in a location, by id. Raise `NotFound` for an unknown location."""
    chain_id = await _find_chain(conn, location_id)
    if chain_id is None:
        raise NotFound(f"Location {location_id}")
    rows = await conn.fetch(LIST_LOW_PRODUCTS, chain_id, location_id, None, 0, "", None, None, None, threshold, None, 0)
    return to_structs(LowProduct, rows)

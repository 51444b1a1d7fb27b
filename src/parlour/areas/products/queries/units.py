"""The units in which products are sold and used up."""

from typing import LiteralString

from parlour.areas.products.model.products import UnitOfMeasure
from parlour.db.pool import Connection
from parlour.db.rows import to_structs

LIST_UNITS: LiteralString = "SELECT id, title, short_title FROM units ORDER BY id"


async def list_units(conn: Connection) -> list[UnitOfMeasure]:
    """List all units; no location has units of its own."""
    return to_structs(UnitOfMeasure, await conn.fetch(LIST_UNITS))

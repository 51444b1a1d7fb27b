"""A location's stock settings: whether stock may be negative, and up to which day the books are closed."""

from typing import LiteralString

from msgspec import UNSET

from parlour.access.tenant import Tenant
from parlour.areas.inventory.model.settings import SettingsPatch, StockSettings
from parlour.db.pool import Connection
from parlour.db.rows import to_struct

FIND_SETTINGS: LiteralString = """
    SELECT allows_negative_stock, stock_closed_until AS closed_until FROM locations WHERE chain_id = $1 AND id = $2
"""


async def get_settings(conn: Connection, tenant: Tenant) -> StockSettings:
    row = await conn.fetchrow(FIND_SETTINGS, tenant.chain_id, tenant.location_id)
    assert row is not None  # noqa: S101 - locations are never deleted
    return to_struct(StockSettings, row)


UPDATE_SETTINGS: LiteralString = """
    UPDATE locations SET
        allows_negative_stock = coalesce($3, allows_negative_stock),
        stock_closed_until = CASE WHEN $4::boolean THEN $5::date ELSE stock_closed_until END
    WHERE chain_id = $1 AND id = $2
    RETURNING allows_negative_stock, stock_closed_until AS closed_until
"""


async def update_settings(conn: Connection, tenant: Tenant, patch: SettingsPatch) -> StockSettings:
    """Change the settings and return all of them."""
    negative = None if patch.allows_negative_stock is UNSET else patch.allows_negative_stock
    closes = patch.closed_until is not UNSET
    closed_until = patch.closed_until if closes else None
    row = await conn.fetchrow(UPDATE_SETTINGS, tenant.chain_id, tenant.location_id, negative, closes, closed_until)
    assert row is not None  # noqa: S101 - see above
    return to_struct(StockSettings, row)

"""Products sold during an appointment: each is a sale with the appointment's id."""

from typing import LiteralString

from parlour.access.tenant import Tenant
from parlour.areas.inventory.model.sold_items import SoldItem
from parlour.areas.stock.rights.scope import IS_VISIBLE, StockScope
from parlour.db.pool import Connection
from parlour.db.rows import to_struct
from parlour.errors import NotFound

# Sales take stock out: their amounts are below 0.
FIND_SOLD_ITEM: LiteralString = f"""
    SELECT id, appointment_id, product_id, storage_id, team_member_id, unit, quantity, sale_unit_id, write_off_unit_id,
           price, discount,
           round(price * quantity, (SELECT currency_decimals(currency) FROM locations WHERE chain_id = $1 AND id = $2))
               AS gross,
           cost
    FROM stock_transactions
    CROSS JOIN LATERAL (VALUES (-CASE unit WHEN 'sale' THEN sale_amount ELSE amount END)) AS entered (quantity)
    WHERE {IS_VISIBLE} AND id = $6 AND kind = 'sale' AND appointment_id <> 0 AND deleted_at IS NULL
"""


async def get_sold_item(conn: Connection, tenant: Tenant, item_id: int) -> SoldItem:
    """Return a sold item. Raise `NotFound` if there is none, or if the user may not see it."""
    row = await conn.fetchrow(FIND_SOLD_ITEM, *StockScope.of(tenant).args, item_id)
    if row is None:
        raise NotFound("Item")
    return to_struct(SoldItem, row)

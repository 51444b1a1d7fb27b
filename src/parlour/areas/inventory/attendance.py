"""Products that were sold during an appointment: each a sale that bears the appointment's id."""

from decimal import Decimal
from typing import LiteralString

import msgspec

from parlour.access.tenant import Tenant
from parlour.areas.stock.model import Kind, Unit
from parlour.areas.stock.rights import StockSight, visible_since
from parlour.db.pool import Connection
from parlour.db.rows import to_struct
from parlour.errors import NotFound


class SoldItem(msgspec.Struct, frozen=True):
    """A product sold during an appointment; quantity and price are in the unit that was entered."""

    id: int
    appointment_id: int
    product_id: int
    storage_id: int
    team_member_id: int
    unit: Unit
    quantity: Decimal
    sale_unit_id: int
    write_off_unit_id: int
    price: Decimal
    discount: Decimal
    gross: Decimal
    """Before the discount."""
    cost: Decimal

    @property
    def unit_id(self) -> int:
        return self.sale_unit_id if self.unit == Unit.SALE else self.write_off_unit_id


# What is sold goes out: its amounts are below 0.
FIND_SOLD_ITEM: LiteralString = """
    SELECT id, appointment_id, product_id, storage_id, team_member_id, unit, quantity, sale_unit_id, write_off_unit_id,
           price, discount, round(price * quantity, 2) AS gross, cost
    FROM stock_transactions
    CROSS JOIN LATERAL (VALUES (-CASE unit WHEN 'sale' THEN sale_amount ELSE amount END)) AS entered (quantity)
    WHERE chain_id = $1 AND location_id = $2 AND id = $3
      AND kind = 'sale' AND appointment_id <> 0 AND deleted_at IS NULL
      AND ($4::bigint[] IS NULL OR storage_id = ANY ($4)) AND ($5::timestamptz IS NULL OR occurred_at >= $5)
"""


async def get_sold_item(conn: Connection, tenant: Tenant, item_id: int) -> SoldItem:
    """Raises `NotFound` for one that isn't there or that the user's rights don't reach."""
    sight = StockSight.of(tenant)
    row = await conn.fetchrow(
        FIND_SOLD_ITEM, tenant.chain_id, tenant.location_id, item_id, sight.storage_ids, visible_since(tenant)
    )
    if row is None or not sight.shows_kind(Kind.SALE):
        raise NotFound("Item")
    return to_struct(SoldItem, row)

"""The stock of one product in each storage of a location, also in those that never had any."""

from typing import LiteralString

from parlour.access.tenant import Tenant
from parlour.areas.stock.model.balances import Balance
from parlour.areas.stock.rights.limits import limits_of
from parlour.db.pool import Connection
from parlour.db.rows import to_structs

LIST_BALANCES: LiteralString = """
    SELECT s.id AS storage_id, s.title AS storage_title, coalesce(l.amount, 0) AS amount,
           round(coalesce(l.amount, 0)::numeric(60, 30) / p.unit_ratio, 10) AS sale_amount
    FROM products p
    JOIN storages s ON s.chain_id = $1 AND s.location_id = $2
    LEFT JOIN stock_levels l ON l.chain_id = $1 AND l.product_id = p.id AND l.storage_id = s.id
    WHERE p.chain_id = $1 AND p.id = $3 AND ($4::bigint[] IS NULL OR s.id = ANY ($4))
    ORDER BY s.id
"""


async def list_balances(conn: Connection, tenant: Tenant, product_id: int) -> list[Balance]:
    """List the stock of a product in the storages that the user may see, by storage id."""
    storage_ids = limits_of(tenant).storage_ids
    rows = await conn.fetch(LIST_BALANCES, tenant.chain_id, tenant.location_id, product_id, storage_ids)
    return to_structs(Balance, rows)

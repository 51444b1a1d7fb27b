"""Repairs of computed data: levels, costs, and the expected amounts of stock-takes.

What users entered is never changed. When a stock-take's difference changes, the ledger reverses it and posts it again.
"""

from collections.abc import Sequence
from decimal import Decimal
from typing import LiteralString

from parlour.areas.stock.operator.checks import Difference
from parlour.db.pool import Connection

LOCK: LiteralString = "LOCK TABLE stock_transactions IN SHARE ROW EXCLUSIVE MODE"


async def block_writers(conn: Connection) -> None:
    """Block stock movements until the transaction ends: each begins with a write to this table. Reads still work."""
    await conn.execute(LOCK)


REPAIR_LEVELS: LiteralString = """
    INSERT INTO stock_levels (chain_id, product_id, storage_id, amount)
    SELECT * FROM unnest($1::bigint[], $2::bigint[], $3::bigint[], $4::numeric[])
    ON CONFLICT ON CONSTRAINT stock_levels_pkey DO UPDATE SET amount = excluded.amount
"""


async def repair_levels(conn: Connection, differences: Sequence[Difference]) -> None:
    """Set these levels to the sums of the ledger."""
    places = [(each.chain_id, each.product_id, each.storage_id) for each in differences]
    amounts = [Decimal(each.expected) for each in differences]
    await conn.execute(REPAIR_LEVELS, *_columns(places, 3), amounts)


REPAIR_COSTS: LiteralString = """
    SELECT count(keep_stock_costs(chain_id, product_ids))
    FROM (SELECT chain_id, array_agg(product_id) AS product_ids
          FROM unnest($1::bigint[], $2::bigint[]) AS wrong (chain_id, product_id) GROUP BY chain_id) AS of_chains
"""


async def repair_costs(conn: Connection, differences: Sequence[Difference]) -> None:
    """Compute the average costs of these products again, from all their transactions."""
    await conn.execute(REPAIR_COSTS, *_columns([(each.chain_id, each.product_id) for each in differences], 2))


REPAIR_COUNTS: LiteralString = """
    SELECT count(recount_stock(chain_id, count_ids))
    FROM (SELECT chain_id, array_agg(id) AS count_ids
          FROM unnest($1::bigint[], $2::bigint[]) AS wrong (chain_id, id) GROUP BY chain_id) AS of_chains
"""


async def repair_counts(conn: Connection, differences: Sequence[Difference]) -> None:
    """Correct what these stock-takes expected. Levels and costs are adjusted, so they must be right before."""
    await conn.execute(REPAIR_COUNTS, *_columns([(each.chain_id, each.transaction_id) for each in differences], 2))


def _columns(rows: Sequence[tuple[int | None, ...]], width: int) -> list[list[int | None]]:
    return [[row[number] for row in rows] for number in range(width)]

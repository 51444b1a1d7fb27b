"""Checks of the stock data: everything is computed again and compared with what is stored.

Each check lists the differences in one chain, or in all of them: the first ones, or all without a limit. Each row also
has the number of all differences of its kind.
"""

from typing import LiteralString

import msgspec

from parlour.db.pool import Connection
from parlour.db.rows import to_struct, to_structs


class Difference(msgspec.Struct, frozen=True):
    """A stored value that differs from the computed one. The ids say where it is; those that don't apply are None."""

    what: str
    chain_id: int
    product_id: int | None
    storage_id: int | None
    transaction_id: int | None
    movement_id: int | None
    found: str
    expected: str


class CountedDifference(Difference, frozen=True):
    """A difference, and the number of all differences of its kind."""

    alike: int


CHECK_LEVELS: LiteralString = """
    WITH ledger AS (
        SELECT chain_id, product_id, storage_id, sum(amount) AS amount FROM stock_movements
        WHERE $1::bigint IS NULL OR chain_id = $1 GROUP BY chain_id, product_id, storage_id
    ), stored AS (
        SELECT chain_id, product_id, storage_id, amount FROM stock_levels WHERE $1::bigint IS NULL OR chain_id = $1
    )
    SELECT 'on hand' AS what, chain_id, product_id, storage_id, NULL::bigint AS transaction_id,
           NULL::bigint AS movement_id, trim_scale(coalesce(stored.amount, 0))::text AS found,
           trim_scale(coalesce(ledger.amount, 0))::text AS expected, count(*) OVER () AS alike
    FROM ledger FULL JOIN stored USING (chain_id, product_id, storage_id)
    WHERE coalesce(stored.amount, 0) <> coalesce(ledger.amount, 0)
    ORDER BY chain_id, product_id, storage_id LIMIT $2
"""


async def check_levels(conn: Connection, chain_id: int | None, limit: int | None) -> list[CountedDifference]:
    """List stock levels that aren't the sum of the ledger."""
    return to_structs(CountedDifference, await conn.fetch(CHECK_LEVELS, chain_id, limit))


CHECK_SUMS: LiteralString = """
    WITH ledger AS (
        SELECT chain_id, transaction_id AS id, sum(amount) AS amount, sum(cost) AS cost FROM stock_movements
        WHERE $1::bigint IS NULL OR chain_id = $1 GROUP BY chain_id, transaction_id
    ), entered AS (
        SELECT chain_id, id, product_id, storage_id,
               CASE WHEN deleted_at IS NULL THEN amount ELSE 0 END AS amount,
               CASE WHEN deleted_at IS NULL AND amount <> 0 THEN cost ELSE 0 END AS cost
        FROM stock_transactions WHERE $1::bigint IS NULL OR chain_id = $1
    )
    SELECT 'sum of a transaction' AS what, chain_id, product_id, storage_id, id AS transaction_id,
           NULL::bigint AS movement_id,
           format('%s for %s', trim_scale(coalesce(ledger.amount, 0)), coalesce(ledger.cost, 0)) AS found,
           format('%s for %s', trim_scale(coalesce(entered.amount, 0)), coalesce(entered.cost, 0)) AS expected,
           count(*) OVER () AS alike
    FROM ledger FULL JOIN entered USING (chain_id, id)
    WHERE coalesce(ledger.amount, 0) <> coalesce(entered.amount, 0)
       OR coalesce(ledger.cost, 0) <> coalesce(entered.cost, 0)
    ORDER BY chain_id, id LIMIT $2
"""


async def check_sums(conn: Connection, chain_id: int | None, limit: int | None) -> list[CountedDifference]:
    """List transactions whose ledger rows don't add up to their amount and cost, or to 0 if they are deleted."""
    return to_structs(CountedDifference, await conn.fetch(CHECK_SUMS, chain_id, limit))


CHECK_POSTINGS: LiteralString = """
    WITH unreversed AS (
        SELECT chain_id, transaction_id, id, kind, product_id, storage_id, occurred_at, amount, sale_amount,
               unit_ratio, cost, unit_cost
        FROM stock_movements m
        WHERE ($1::bigint IS NULL OR chain_id = $1) AND reverses_id IS NULL
          AND NOT EXISTS (
              SELECT FROM stock_movements r
              WHERE r.chain_id = m.chain_id AND r.reverses_id = m.id AND r.reverses_id IS NOT NULL)
    ), entered AS (
        SELECT chain_id, id, kind, product_id, storage_id, occurred_at, amount, sale_amount, unit_ratio, cost, unit_cost
        FROM stock_transactions
        WHERE ($1::bigint IS NULL OR chain_id = $1) AND deleted_at IS NULL AND amount <> 0
    )
    SELECT 'posting' AS what, coalesce(entered.chain_id, unreversed.chain_id) AS chain_id,
           coalesce(entered.product_id, unreversed.product_id) AS product_id,
           coalesce(entered.storage_id, unreversed.storage_id) AS storage_id,
           coalesce(entered.id, unreversed.transaction_id) AS transaction_id, unreversed.id AS movement_id,
           CASE WHEN unreversed.id IS NULL THEN 'none' ELSE format('%s of %s in %s', trim_scale(unreversed.amount),
                unreversed.product_id, unreversed.storage_id) END AS found,
           CASE WHEN entered.id IS NULL THEN 'none' ELSE format('%s of %s in %s', trim_scale(entered.amount),
                entered.product_id, entered.storage_id) END AS expected,
           count(*) OVER () AS alike
    FROM unreversed
    FULL JOIN entered ON entered.chain_id = unreversed.chain_id AND entered.id = unreversed.transaction_id
    WHERE (unreversed.kind, unreversed.product_id, unreversed.storage_id, unreversed.occurred_at, unreversed.amount,
           unreversed.sale_amount, unreversed.unit_ratio, unreversed.cost, unreversed.unit_cost)
        IS DISTINCT FROM
          (entered.kind, entered.product_id, entered.storage_id, entered.occurred_at, entered.amount,
           entered.sale_amount, entered.unit_ratio, entered.cost, entered.unit_cost)
    ORDER BY chain_id, transaction_id LIMIT $2
"""


async def check_postings(conn: Connection, chain_id: int | None, limit: int | None) -> list[CountedDifference]:
    """List transactions that differ from their only ledger row that isn't reversed."""
    return to_structs(CountedDifference, await conn.fetch(CHECK_POSTINGS, chain_id, limit))


CHECK_REVERSALS: LiteralString = """
    SELECT 'reversal' AS what, r.chain_id, r.product_id, r.storage_id, r.transaction_id, r.id AS movement_id,
           format('%s for %s', trim_scale(r.amount), r.cost) AS found,
           CASE WHEN m.id IS NULL THEN 'nothing to reverse'
                ELSE format('%s for %s', trim_scale(-m.amount), -m.cost) END AS expected,
           count(*) OVER () AS alike
    FROM stock_movements r
    LEFT JOIN stock_movements m ON m.chain_id = r.chain_id AND m.id = r.reverses_id AND m.reverses_id IS NULL
    WHERE ($1::bigint IS NULL OR r.chain_id = $1) AND r.reverses_id IS NOT NULL
      AND (r.transaction_id, r.kind, r.product_id, r.storage_id, r.occurred_at, -r.amount, -r.sale_amount,
           r.unit_ratio, -r.cost, r.unit_cost)
        IS DISTINCT FROM
          (m.transaction_id, m.kind, m.product_id, m.storage_id, m.occurred_at, m.amount, m.sale_amount,
           m.unit_ratio, m.cost, m.unit_cost)
    ORDER BY r.chain_id, r.id LIMIT $2
"""


async def check_reversals(conn: Connection, chain_id: int | None, limit: int | None) -> list[CountedDifference]:
    """List reversals that aren't the negated row that they reverse."""
    return to_structs(CountedDifference, await conn.fetch(CHECK_REVERSALS, chain_id, limit))


CHECK_COSTS: LiteralString = """
    WITH computed AS (
        SELECT chain_id, product_id, moving_average(kind, amount, cost ORDER BY occurred_at, id) AS state,
               max(occurred_at) AS last_at
        FROM stock_transactions
        WHERE ($1::bigint IS NULL OR chain_id = $1) AND kind <> 'transfer' AND deleted_at IS NULL
        GROUP BY chain_id, product_id
    ), replayed AS (
        SELECT chain_id, product_id, (state).amount, (state).average, last_at FROM computed
    ), stored AS (
        SELECT chain_id, product_id, amount, average, last_at FROM stock_costs
        WHERE $1::bigint IS NULL OR chain_id = $1
    )
    SELECT 'average cost' AS what, chain_id, product_id, NULL::bigint AS storage_id, NULL::bigint AS transaction_id,
           NULL::bigint AS movement_id,
           format('%s of %s at %s', trim_scale(stored.average), trim_scale(coalesce(stored.amount, 0)), stored.last_at)
               AS found,
           format('%s of %s at %s', trim_scale(replayed.average), trim_scale(coalesce(replayed.amount, 0)),
                  replayed.last_at) AS expected,
           count(*) OVER () AS alike
    FROM stored FULL JOIN replayed USING (chain_id, product_id)
    WHERE (coalesce(stored.amount, 0), stored.average, coalesce(stored.last_at, '-infinity'))
        IS DISTINCT FROM (coalesce(replayed.amount, 0), replayed.average, coalesce(replayed.last_at, '-infinity'))
    ORDER BY chain_id, product_id LIMIT $2
"""


async def check_costs(conn: Connection, chain_id: int | None, limit: int | None) -> list[CountedDifference]:
    """List products whose average cost differs from a replay of all live transactions."""
    return to_structs(CountedDifference, await conn.fetch(CHECK_COSTS, chain_id, limit))


# Rows are partitioned by product and storage; `run` numbers the periods between the stock-takes.
CHECK_COUNTS: LiteralString = """
    WITH counted AS (
        SELECT DISTINCT chain_id, product_id, storage_id FROM stock_transactions
        WHERE ($1::bigint IS NULL OR chain_id = $1) AND kind = 'stock_take' AND deleted_at IS NULL
    ), ordered AS (
        SELECT chain_id, product_id, storage_id, t.id, t.occurred_at, t.counted, t.expected,
               CASE WHEN t.counted IS NULL THEN t.amount ELSE 0 END AS moved,
               coalesce(count(t.counted) OVER before, 0) AS run,
               coalesce(lag(t.counted) OVER in_order, 0) AS carried_over
        FROM counted JOIN stock_transactions t USING (chain_id, product_id, storage_id)
        WHERE t.deleted_at IS NULL
        WINDOW in_order AS (PARTITION BY chain_id, product_id, storage_id ORDER BY t.occurred_at, t.id),
               before AS (in_order ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING)
    ), found AS (
        SELECT chain_id, product_id, storage_id, id, counted, expected,
               sum(carried_over + moved) OVER (
                   PARTITION BY chain_id, product_id, storage_id, run ORDER BY occurred_at, id) AS in_stock
        FROM ordered
    )
    SELECT 'stock-take' AS what, chain_id, product_id, storage_id, id AS transaction_id, NULL::bigint AS movement_id,
           trim_scale(expected)::text AS found, trim_scale(in_stock)::text AS expected, count(*) OVER () AS alike
    FROM found WHERE counted IS NOT NULL AND expected <> in_stock
    ORDER BY chain_id, product_id, storage_id, id LIMIT $2
"""


async def check_counts(conn: Connection, chain_id: int | None, limit: int | None) -> list[CountedDifference]:
    """List stock-takes whose expected amount isn't what the one before counted plus what moved in between."""
    return to_structs(CountedDifference, await conn.fetch(CHECK_COUNTS, chain_id, limit))


class Extent(msgspec.Struct, frozen=True):
    """The amount of data to check."""

    movements: int
    transactions: int
    products: int
    storages: int


COUNT_EXTENT: LiteralString = """
    SELECT (SELECT count(*) FROM stock_movements WHERE $1::bigint IS NULL OR chain_id = $1) AS movements,
           (SELECT count(*) FROM stock_transactions WHERE $1::bigint IS NULL OR chain_id = $1) AS transactions,
           (SELECT count(DISTINCT (chain_id, product_id)) FROM stock_levels
            WHERE $1::bigint IS NULL OR chain_id = $1) AS products,
           (SELECT count(DISTINCT (chain_id, storage_id)) FROM stock_levels
            WHERE $1::bigint IS NULL OR chain_id = $1) AS storages
"""


async def count_extent(conn: Connection, chain_id: int | None) -> Extent:
    row = await conn.fetchrow(COUNT_EXTENT, chain_id)
    assert row is not None  # noqa: S101 - counts are always there
    return to_struct(Extent, row)


async def use_one_snapshot(conn: Connection) -> None:
    """Make all statements of this transaction see the same data, whatever is written meanwhile."""
    await conn.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")


async def raise_work_mem(conn: Connection) -> None:
    """Let the statements of this transaction sort and join in memory rather than on disk."""
    await conn.execute("SET LOCAL work_mem = '256MB'")

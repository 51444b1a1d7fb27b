"""Checking the figures of clients: what triggers keep is computed again from visits, and compared."""

from typing import LiteralString

import msgspec

from parlour.db.pool import Connection
from parlour.db.rows import to_structs


class Difference(msgspec.Struct, frozen=True):
    """A client whose figures differ from what follows from the visits."""

    chain_id: int
    location_id: int
    client_id: int
    found: str
    expected: str


# With the figures in one text, in their order: visits, first and last day, sold, paid, balance.
FIND_DIFFERENCES: LiteralString = """
    WITH checked AS (
        SELECT chain_id, array_agg(id) AS ids FROM clients WHERE $1::bigint IS NULL OR chain_id = $1 GROUP BY chain_id
    )
    SELECT c.chain_id, c.location_id, c.id AS client_id,
           concat_ws(' ', c.visit_count, c.first_visit_on, c.last_visit_on, c.sold_amount, c.paid_amount, c.balance)
               AS found,
           concat_ws(' ', f.visit_count, f.first_visit_on, f.last_visit_on, f.sold_amount, f.paid_amount, f.balance)
               AS expected
    FROM checked
    CROSS JOIN LATERAL client_figures(checked.chain_id, checked.ids) AS f
    JOIN clients c ON c.chain_id = checked.chain_id AND c.id = f.client_id
    WHERE (c.visit_count, c.first_visit_on, c.last_visit_on, c.sold_amount, c.paid_amount, c.balance)
          IS DISTINCT FROM
          (f.visit_count, f.first_visit_on, f.last_visit_on, f.sold_amount, f.paid_amount, f.balance)
    ORDER BY c.chain_id, c.id
"""
COUNT_CLIENTS: LiteralString = "SELECT count(*) FROM clients WHERE $1::bigint IS NULL OR chain_id = $1"
# One call for each chain; the function locks the clients, and computes their figures again then.
FIX_FIGURES: LiteralString = """
    SELECT keep_client_figures(chain_id, array_agg(client_id))
    FROM unnest($1::bigint[], $2::bigint[]) AS wrong (chain_id, client_id) GROUP BY chain_id
"""
ALLOW_LONG: LiteralString = "SET LOCAL statement_timeout = 0"


async def allow_long(conn: Connection) -> None:
    """Let the statements of the transaction take as long as they need."""
    await conn.execute(ALLOW_LONG)


async def find_differences(conn: Connection, chain_id: int | None) -> list[Difference]:
    """List the clients of one chain, or of all, whose figures differ."""
    return to_structs(Difference, await conn.fetch(FIND_DIFFERENCES, chain_id))


async def count_clients(conn: Connection, chain_id: int | None) -> int:
    count: int = await conn.fetchval(COUNT_CLIENTS, chain_id)
    return count


async def fix_figures(conn: Connection, wrong: list[Difference]) -> None:
    """Recompute the figures of these clients."""
    await conn.execute(FIX_FIGURES, [each.chain_id for each in wrong], [each.client_id for each in wrong])

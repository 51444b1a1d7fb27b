"""Folding stored texts again, after an update to a version that folds differently: see migration 0013.

Each batch is one transaction: others wait for a row only briefly, and an interruption loses nothing. A million products
take some minutes, so the log shows the progress.
"""

import time
from collections.abc import Sequence
from typing import Any, Literal, LiteralString

import msgspec
import structlog

from parlour.areas.folding import search_text
from parlour.db.pool import Connection
from parlour.db.rows import to_struct_or_none

BATCH = 2000
LOG_INTERVAL_S = 5.0

log = structlog.get_logger()


class Work(msgspec.Struct, frozen=True):
    """The work that is left in a chain."""

    chain_id: int
    kind: Literal["categories", "products"]
    behind_id: int


TAKE_WORK: LiteralString = """
    SELECT chain_id, kind, behind_id FROM texts_to_fold ORDER BY chain_id, kind LIMIT 1 FOR UPDATE SKIP LOCKED
"""
CONTINUE_AFTER: LiteralString = "UPDATE texts_to_fold SET behind_id = $3 WHERE chain_id = $1 AND kind = $2"
END_WORK: LiteralString = "DELETE FROM texts_to_fold WHERE chain_id = $1 AND kind = $2"

LIST_CATEGORIES: LiteralString = """
    SELECT id, search_text, title, article FROM categories
    WHERE chain_id = $1 AND id > $2 ORDER BY id LIMIT $3 FOR NO KEY UPDATE
"""
LIST_PRODUCTS: LiteralString = """
    SELECT id, search_text, title, article, barcode FROM products
    WHERE chain_id = $1 AND id > $2 ORDER BY id LIMIT $3 FOR NO KEY UPDATE
"""
SET_CATEGORIES: LiteralString = """
    UPDATE categories c SET search_text = folded.search_text
    FROM unnest($2::bigint[], $3::text[]) AS folded (id, search_text) WHERE c.chain_id = $1 AND c.id = folded.id
"""
SET_PRODUCTS: LiteralString = """
    UPDATE products p SET search_text = folded.search_text
    FROM unnest($2::bigint[], $3::text[]) AS folded (id, search_text) WHERE p.chain_id = $1 AND p.id = folded.id
"""
ESTIMATE: LiteralString = """
    SELECT sum(greatest(reltuples, 0))::bigint FROM pg_class
    WHERE oid IN ('products'::regclass, 'categories'::regclass)
"""
ADD_KEYS: LiteralString = """
    INSERT INTO product_keys (chain_id, scope, kind, key, id)
    SELECT p.chain_id, item_scope(p.chain_id, p.location_id), keys.kind, keys.key, p.id
    FROM products p CROSS JOIN LATERAL product_keys_of(p.search_text) AS keys
    WHERE p.chain_id = $1 AND p.id = ANY ($2::bigint[]) AND p.deleted_at IS NULL
    ON CONFLICT DO NOTHING
"""


async def refold_texts(conn: Connection) -> None:
    """Fold all texts that are still to be folded, except those that another server is working on."""
    done, logged_at = 0, time.monotonic()
    while (folded := await _refold_batch(conn)) is not None:
        done += folded
        if time.monotonic() - logged_at >= LOG_INTERVAL_S:
            logged_at = time.monotonic()
            log.info("preparing stored texts for the search", done=done, about=await conn.fetchval(ESTIMATE))


async def _take_work(conn: Connection) -> Work | None:
    return to_struct_or_none(Work, await conn.fetchrow(TAKE_WORK))


async def _refold_batch(conn: Connection) -> int | None:
    """Fold the next batch; return the number of its texts, None when there was nothing to do."""
    async with conn.transaction():
        work = await _take_work(conn)
        if work is None:
            return None
        rows = await conn.fetch(
            LIST_PRODUCTS if work.kind == "products" else LIST_CATEGORIES, work.chain_id, work.behind_id, BATCH
        )
        await _fold(conn, work, rows)
        if len(rows) < BATCH:
            await conn.execute(END_WORK, work.chain_id, work.kind)
        else:
            await conn.execute(CONTINUE_AFTER, work.chain_id, work.kind, rows[-1]["id"])
    return len(rows)


async def _fold(conn: Connection, work: Work, rows: Sequence[Any]) -> None:
    """Write those texts that have changed, and the search keys of all products."""
    folded = {row["id"]: search_text(*tuple(row)[2:]) for row in rows}
    changed = [row["id"] for row in rows if row["search_text"] != folded[row["id"]]]
    if changed:
        statement = SET_PRODUCTS if work.kind == "products" else SET_CATEGORIES
        await conn.execute(statement, work.chain_id, changed, [folded[changed_id] for changed_id in changed])
    if work.kind == "products":
        await conn.execute(ADD_KEYS, work.chain_id, list(folded))

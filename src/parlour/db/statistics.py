"""Statistics of tables that were just filled: without them PostgreSQL plans statements as if the tables were empty.

It makes them by itself, but not at once: the embedded one looks every ten seconds, others every minute.
"""

from collections.abc import Sequence
from typing import LiteralString

import asyncpg
import structlog

from parlour.db.pool import ALLOW_LONG, LONG_ANSWER_TIMEOUT_S, Connection, Pool, connection
from parlour.errors import Unavailable, reason_of

LARGE = 1000
"""So many rows of an import, or more, are worth the time."""

log = structlog.get_logger()

# Where columns are named, no statistics are made of the expressions that indexes hold. Those of the pieces of texts
# take seconds, and the database makes them later by itself: it doesn't count this as one of its own times.
NAME_COLUMNS: LiteralString = """
    SELECT string_agg(format('%I (%s)', c.relname, columns.names), ', ' ORDER BY given.place)
    FROM unnest($1::text[]) WITH ORDINALITY AS given (name, place)
    JOIN pg_class c ON c.oid = given.name::regclass
    CROSS JOIN LATERAL (
        SELECT string_agg(quote_ident(a.attname), ', ' ORDER BY a.attnum) AS names FROM pg_attribute a
        WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
    ) AS columns
"""


async def analyze(conn: Connection, tables: Sequence[LiteralString], within_s: float | None = None) -> list[str]:
    """Make the statistics of tables, and return what the database warns of: it passes over those of another owner."""
    warnings: list[str] = []

    def listen(_: object, message: asyncpg.PostgresLogMessage) -> None:
        warnings.append(str(message))

    conn.add_log_listener(listen)
    try:
        columns = await conn.fetchval(NAME_COLUMNS, [*tables])
        await conn.execute(f"ANALYZE {columns}", timeout=within_s)
    finally:
        conn.remove_log_listener(listen)
    return warnings


async def analyze_filled(pool: Pool, tables: Sequence[LiteralString], rows: int) -> None:
    """Do the same after a request has written so many rows, if these are worth it. What goes wrong is only logged."""
    if rows < LARGE:
        return
    try:
        async with connection(pool) as conn, conn.transaction():
            await conn.execute(ALLOW_LONG)
            warnings = await analyze(conn, tables, LONG_ANSWER_TIMEOUT_S)
    except (Unavailable, asyncpg.PostgresError) as error:
        warnings = [reason_of(error)]
    if warnings:
        log.warning("statistics not made", tables=tables, reasons=warnings)

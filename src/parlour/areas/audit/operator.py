"""Statements of the server's operator: reading the log of all chains, and deleting its oldest lines."""

from datetime import datetime
from typing import LiteralString

import msgspec

from parlour.areas.audit.model import IpAddress
from parlour.db.pool import Connection
from parlour.db.rows import to_structs


class LogLine(msgspec.Struct, frozen=True):
    """A line of the log as an operator sees it. `before` and `after` are JSON objects of columns."""

    at: datetime
    chain_id: int
    location_id: int | None
    origin: str
    user: str | None
    ip: IpAddress | None
    action: str
    entity: str
    entity_id: int | None
    before: str | None
    after: str | None


class LogFilter(msgspec.Struct, frozen=True):
    """A filter for lines; None means no restriction. `user` is a login as it is stored."""

    chain_id: int | None
    location_id: int | None
    user: str | None
    entity: str | None
    since: datetime | None


LIST_LINES: LiteralString = """
    SELECT a.at, a.chain_id, a.location_id, a.origin, coalesce(u.email, u.phone) AS user, a.ip,
           a.action, a.entity, a.entity_id, a.before, a.after
    FROM audit_log a LEFT JOIN users u ON u.id = a.user_id
    WHERE ($1::bigint IS NULL OR a.chain_id = $1) AND ($2::bigint IS NULL OR a.location_id = $2)
      AND ($3::text IS NULL OR $3 IN (u.email, u.phone)) AND ($4::text IS NULL OR a.entity = $4)
      AND ($5::timestamptz IS NULL OR a.at >= $5)
    ORDER BY a.at DESC, a.id DESC LIMIT $6
"""


async def list_lines(conn: Connection, filter_: LogFilter, limit: int) -> list[LogLine]:
    """List lines of the log, newest first."""
    return to_structs(LogLine, await conn.fetch(LIST_LINES, *msgspec.structs.astuple(filter_), limit))


PRUNE: LiteralString = """
    WITH deleted AS (DELETE FROM audit_log WHERE at < $1 RETURNING 1) SELECT count(*) AS removed FROM deleted
"""


async def prune(conn: Connection, before: datetime) -> int:
    """Delete all older lines, of all chains, and return how many they were."""
    removed: int = await conn.fetchval(PRUNE, before)
    return removed

"""The log as it was written since the test began; moving everybody in has left lines in it too."""

from collections.abc import Awaitable, Callable
from typing import Any, TypeAlias

import msgspec
import pytest

from parlour.db.pool import Connection

Lines: TypeAlias = Callable[[], Awaitable[list[dict[str, Any]]]]


@pytest.fixture
async def lines(conn: Connection) -> Lines:
    """The lines of all chains that came since, the oldest first."""
    await conn.execute("DELETE FROM audit_log")

    async def read() -> list[dict[str, Any]]:
        rows = [dict(row) for row in await conn.fetch("SELECT * FROM audit_log ORDER BY id")]
        return [{**row, **{name: _object(row[name]) for name in ("before", "after")}} for row in rows]

    return read


def _object(json: str | None) -> dict[str, Any] | None:
    found: dict[str, Any] | None = msgspec.json.decode(json) if json else None
    return found

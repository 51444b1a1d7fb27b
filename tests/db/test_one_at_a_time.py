"""Of what there may be one at a time, the index refuses the second, and only that: ended ones don't count."""

import contextlib
import json

import asyncpg
import pytest

from parlour.db.pool import Connection
from tests.support.people import ABROAD, CHAIN, FOREIGNER, HARBOUR, MANAGER, OTHER_CHAIN, OWNER, WORKER

Row = dict[str, object]
PICTURE: Row = {
    "chain_id": CHAIN, "location_id": HARBOUR, "entity": "product", "entity_id": 1, "names": ["a", "b", "c"],
    "widths": [1, 2, 3], "heights": [1, 2, 3], "created_by": OWNER.id,
}  # fmt: skip
INVITATION: Row = {
    "chain_id": CHAIN, "location_id": HARBOUR, "user_id": WORKER.id, "expires_at": "2026-02-01", "sent_to": "a@b.test",
    "name": "Ana", "is_mailed": True,
}  # fmt: skip
AT = "2026-01-31"
# By index: a row, the second of which is refused; and what makes another one of it.
ONE: dict[str, tuple[str, Row, list[Row]]] = {
    "images_entity_idx": (
        "images",
        PICTURE,
        [
            {"deleted_at": AT},
            {"entity": "location"},
            {"entity_id": 2},
            {"chain_id": OTHER_CHAIN, "location_id": ABROAD, "created_by": FOREIGNER.id},
        ],
    ),
    "invitations_open_idx": (
        "invitations",
        INVITATION,
        [{"accepted_at": AT}, {"revoked_at": AT}, {"accepted_at": AT, "revoked_at": AT}, {"user_id": MANAGER.id}],
    ),
}
INSERT = """
    INSERT INTO {table} ({columns}) SELECT {columns} FROM jsonb_populate_record(NULL::{table}, $1) AS given
"""


async def _is_taken(conn: Connection, table: str, row: Row, number: int) -> bool:
    given = {**row, "token_hash": f"\\x0{number}"} if table == "invitations" else row
    statement = INSERT.format(table=table, columns=", ".join(given))
    is_taken = False
    with contextlib.suppress(asyncpg.UniqueViolationError):
        await conn.execute(statement, json.dumps(given))
        is_taken = True
    return is_taken


@pytest.mark.parametrize("index", ONE)
async def test_there_is_one_at_a_time(conn: Connection, index: str) -> None:
    table, row, others = ONE[index]
    assert await _is_taken(conn, table, row, 1)
    assert not await _is_taken(conn, table, row, 2)
    for number, other in enumerate(others, 3):
        assert await _is_taken(conn, table, {**row, **other}, number), other


@pytest.mark.parametrize("index", ONE)
async def test_what_has_ended_is_no_obstacle(conn: Connection, index: str) -> None:
    table, row, others = ONE[index]
    ended = [other for other in others if AT in other.values()]
    for number, other in enumerate([*ended, *ended], 1):
        assert await _is_taken(conn, table, {**row, **other}, number), other
    assert await _is_taken(conn, table, row, 9)

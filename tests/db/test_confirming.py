"""What is confirmed at the write: that the integration, the session of a person who books and the location are open.

`confirm_partner` (0049) and `confirm_location` (0055), with others of each that are open beside a closed one.
"""

import asyncpg
import pytest

from parlour.db.pool import Connection
from tests.support.people import HARBOUR, HILLSIDE

PREPARE = """
    INSERT INTO partners (id, title, token_hash, revoked_at) OVERRIDING SYSTEM VALUE
        VALUES (91, 'Open', 'open', NULL), (92, 'Closed', 'closed', now());
    INSERT INTO client_accounts (id, phone) OVERRIDING SYSTEM VALUE VALUES (91, '123456789');
    INSERT INTO client_sessions (id, account_id, partner_id, token_hash, revoked_at) OVERRIDING SYSTEM VALUE
        VALUES (91, 91, 91, 'open', NULL), (92, 91, 91, 'closed', now());
"""
CLOSE = "UPDATE locations SET closed_at = now() WHERE id = $1"
OPEN, CLOSED, UNKNOWN = 91, 92, 93
REFUSED = ("PA001", "access changed")


async def refusal(conn: Connection, call: str, *arguments: int | None) -> tuple[str | None, str] | None:
    """Return the code and the message with which a call is refused, if it is."""
    try:
        async with conn.transaction():
            await conn.execute(f"SELECT {call}", *arguments)
    except asyncpg.PostgresError as error:
        return error.sqlstate, str(error)
    return None


@pytest.mark.parametrize("partner", [OPEN, CLOSED, UNKNOWN])
async def test_all_that_is_named_has_to_be_open(conn: Connection, partner: int) -> None:
    await conn.execute(PREPARE)
    await conn.execute(CLOSE, HILLSIDE)
    for session in (None, OPEN, CLOSED, UNKNOWN):
        for place in (None, HARBOUR, HILLSIDE, UNKNOWN):
            is_open = partner == OPEN and session in (None, OPEN) and place in (None, HARBOUR)
            found = await refusal(conn, "confirm_partner($1, $2, $3)", partner, session, place)
            assert found == (None if is_open else REFUSED), (session, place)


async def test_a_location_has_to_be_open(conn: Connection) -> None:
    await conn.execute(CLOSE, HILLSIDE)
    for place in (HARBOUR, HILLSIDE, UNKNOWN, None):
        expected = None if place == HARBOUR else REFUSED
        assert await refusal(conn, "confirm_location($1)", place) == expected

"""Lines about refused requests: the same once a minute, thirty of a user in a chain, each in its place."""

from typing import Any

import pytest

from parlour.access.refused_requests import RefusedRequest, record_refused_request
from parlour.db.actor import Actor
from parlour.db.pool import Connection
from tests.support.people import ABROAD, CHAIN, HARBOUR, HILLSIDE, MANAGER, OTHER_CHAIN, WORKER

ACTOR = Actor("api", user_id=MANAGER.id, partner_id=41, session_id=42, ip="192.0.2.7")
LINES = """
    SELECT chain_id, location_id, origin, user_id, partner_id, session_id, host(ip) AS ip, entity, after::text AS after
    FROM audit_log WHERE action = 'refused' ORDER BY id
"""

ADD_LINE = """
    INSERT INTO audit_log (chain_id, location_id, origin, user_id, action, entity)
    VALUES ($1, $2, 'api', $3, $4, 'product')
"""


def refused(
    location_id: int | None = HARBOUR, chain_id: int | None = None, operation: str = "delete_product"
) -> RefusedRequest:
    return RefusedRequest(location_id, chain_id, operation, ("a_right", "b_right"), "No.")


async def lines(conn: Connection) -> list[dict[str, Any]]:
    return [dict(row) for row in await conn.fetch(LINES)]


async def places(conn: Connection) -> list[tuple[int, int | None]]:
    return [(line["chain_id"], line["location_id"]) for line in await lines(conn)]


async def test_a_line_says_who_and_what(conn: Connection) -> None:
    await record_refused_request(conn, ACTOR, refused())
    assert await lines(conn) == [
        {
            "chain_id": CHAIN,
            "location_id": HARBOUR,
            "origin": "api",
            "entity": "operation",
            "user_id": MANAGER.id,
            "partner_id": 41,
            "session_id": 42,
            "ip": "192.0.2.7",
            "after": '{"reason": "No.", "rights": ["a_right", "b_right"], "operation": "delete_product"}',
        }
    ]


@pytest.mark.parametrize(
    ("location_id", "chain_id", "place"),
    [
        (HILLSIDE, None, (CHAIN, HILLSIDE)),
        (HILLSIDE, CHAIN, (CHAIN, HILLSIDE)),
        (None, CHAIN, (CHAIN, None)),
        (None, OTHER_CHAIN, (OTHER_CHAIN, None)),
    ],
)
async def test_a_line_is_in_the_location_or_else_in_the_chain(
    conn: Connection, location_id: int | None, chain_id: int | None, place: tuple[int, int | None]
) -> None:
    await record_refused_request(conn, ACTOR, refused(location_id, chain_id))
    assert await places(conn) == [place]


async def test_the_same_is_recorded_once_a_minute_in_each_place_for_each_user(conn: Connection) -> None:
    """The time is the transaction's, so a minute is exactly one."""
    attempts = [refused(HARBOUR), refused(HILLSIDE), refused(ABROAD), refused(None, CHAIN), refused(None, OTHER_CHAIN)]
    expected = [(CHAIN, HARBOUR), (CHAIN, HILLSIDE), (OTHER_CHAIN, ABROAD), (CHAIN, None), (OTHER_CHAIN, None)]
    async with conn.transaction():
        for _ in range(2):
            for attempt in attempts:
                await record_refused_request(conn, ACTOR, attempt)
        assert await places(conn) == expected
        await record_refused_request(conn, Actor("api", user_id=WORKER.id), refused())
        await record_refused_request(conn, ACTOR, refused(operation="update_product"))
        assert await places(conn) == [*expected, (CHAIN, HARBOUR), (CHAIN, HARBOUR)]
        await conn.execute("UPDATE audit_log SET at = now() - interval '59.999999 seconds'")
        await record_refused_request(conn, ACTOR, refused())
        assert len(await lines(conn)) == len(expected) + 2
        await conn.execute("UPDATE audit_log SET at = now() - interval '1 minute'")
        await record_refused_request(conn, ACTOR, refused())
        assert len(await lines(conn)) == len(expected) + 3


async def test_thirty_a_minute_are_recorded_of_a_user_in_a_chain(conn: Connection) -> None:
    """What others do, what happens elsewhere, and what wasn't refused doesn't count."""
    async with conn.transaction():
        for chain_id, location_id, user_id, action in (
            (CHAIN, HARBOUR, MANAGER.id, "update"),
            (CHAIN, HARBOUR, WORKER.id, "refused"),
            (OTHER_CHAIN, ABROAD, MANAGER.id, "refused"),
        ):
            await conn.execute(ADD_LINE, chain_id, location_id, user_id, action)
        for number in range(31):
            await record_refused_request(conn, ACTOR, refused(operation=f"operation_{number}"))
        own = [
            each["after"] for each in await lines(conn) if (each["chain_id"], each["user_id"]) == (CHAIN, MANAGER.id)
        ]
    assert len(own) == 30
    assert "operation_29" in own[-1]

"""Several who set at the same moment that a client came, or what was used up."""

import asyncio
from decimal import Decimal
from typing import Any

import pytest

from parlour.access.tenant import Tenant
from parlour.db.pool import Connection
from tests.support.books import differences
from tests.support.client import Client
from tests.support.factories.stock import ledger_of
from tests.support.using import Using, on_hand, open_using

WRITERS = 8


@pytest.fixture
async def using(conn: Connection, tenant: Tenant) -> Using:
    return await open_using(conn, tenant)


async def at_once(client: Client, using: Using, *bodies: tuple[str, str, Any]) -> list[int]:
    """Send requests at the same moment, again while the server is too busy, and return the statuses."""

    async def sent(method: str, path: str, body: Any) -> int:
        while (response := await client.send(method, path, json=body)).status_code == 503:  # noqa: ASYNC110
            await asyncio.sleep(0.05)
        return response.status_code

    return [*await asyncio.gather(*(sent(*each) for each in bodies))]


async def test_of_many_who_say_that_the_client_came_stock_moves_once(
    client: Client, conn: Connection, tenant: Tenant, using: Using
) -> None:
    visit_id = await conn.fetchval("SELECT visit_id FROM appointments WHERE id = $1", using.appointment)
    visit = ("PUT", f"/visits/{visit_id}/{using.appointment}", {"attendance": 1, "comment": ""})
    record = ("PUT", using.record, {"attendance": 1})
    assert {*await at_once(client, using, *[record, visit] * WRITERS)} == {200, 201}
    assert await on_hand(conn, tenant, using) == ("960", "97.5")
    assert await ledger_of(conn, tenant, using.argan) == [Decimal(1000), Decimal(-40)]


async def test_who_comes_and_goes_at_once_leaves_the_books_right(
    client: Client, conn: Connection, tenant: Tenant, using: Using
) -> None:
    """Show that what is on hand fits the attendance in the end, in any order of the writers."""
    changes = [
        ("PUT", using.record, {"attendance": 1}),
        ("PUT", using.record, {"attendance": 0}),
        ("PUT", using.consumables, {"consumables": [using.row(using.argan, 10), using.row(using.tint, 1)]}),
        ("PUT", using.record, {"services": [using.salon.colouring], "attendance": 1}),
    ]
    assert {*await at_once(client, using, *changes * WRITERS)} == {200, 201}
    attendance = await conn.fetchval("SELECT attendance FROM appointments WHERE id = $1", using.appointment)
    expected = ("990", "99") if attendance == "arrived" else ("1000", "100")
    assert await on_hand(conn, tenant, using) == expected
    assert await differences(conn, tenant.chain_id) == []


async def test_what_is_used_up_is_sold_only_once(
    client: Client, conn: Connection, tenant: Tenant, using: Using
) -> None:
    """Show that stock doesn't fall below zero where it may not."""
    await conn.execute("UPDATE locations SET allows_negative_stock = false")
    await conn.execute("UPDATE bill_lines SET amount = 600 WHERE product_id = $1", using.argan)
    other = (await client.post("/records/1", using.booking())).json()["data"]["id"]
    paths = (using.record, f"/record/1/{other}")
    statuses = await at_once(client, using, *[("PUT", path, {"attendance": 1}) for path in paths])
    assert sorted(statuses) == [201, 422]
    assert (await on_hand(conn, tenant, using))[0] == "400"

"""Attempts to write without the right to: recorded though nothing was written, and bounded in number."""

import asyncio
from typing import Any

import pytest

from parlour.access import refused_requests
from parlour.access.permissions import Permission
from parlour.access.tenant import Tenant
from parlour.areas.products.model.products import Product
from parlour.db.pool import Connection
from tests.api.v1.audit.conftest import Lines
from tests.support.client import Client
from tests.support.factories.catalogue import make_category, make_product
from tests.support.factories.users import make_member
from tests.support.people import CHAIN, FOREIGNER, HARBOUR, MANAGER, NEIGHBOUR, WORKER, Person


@pytest.fixture
def refused_lines(lines: Lines) -> Lines:
    """The lines about refused attempts."""

    async def read() -> list[dict[str, Any]]:
        return [line for line in await lines() if line["action"] == "refused"]

    return read


@pytest.fixture
async def product(conn: Connection, tenant: Tenant) -> Product:
    return await make_product(conn, tenant, await make_category(conn, tenant), "Argan", cost_price=11)


@pytest.fixture
async def limited(conn: Connection) -> Person:
    """A manager who may neither see nor set cost prices, nor set prices."""
    rights = (Permission.COST_PRICE_VIEW, Permission.PRODUCT_COST_PRICE, Permission.PRODUCT_PRICE)
    return await make_member(conn, "limited", "manager", **dict.fromkeys(rights, False))


def form(product: Product, **fields: Any) -> dict[str, Any]:
    units = {"sale_unit_id": product.sale_unit_id, "service_unit_id": product.write_off_unit_id}
    return {"title": product.title, "category_id": product.category_id, **units, **fields}


async def test_a_missing_right_to_a_field_is_recorded_without_the_value(
    client: Client, refused_lines: Lines, product: Product, limited: Person
) -> None:
    refused = await client.by(limited).put(f"/goods/{HARBOUR}/{product.id}", form(product, cost=4711, actual_cost=11))
    assert refused.status_code == 403
    (line,) = await refused_lines()
    rights = [Permission.PRODUCT_PRICE.value, Permission.PRODUCT_COST_PRICE.value]
    place = {"chain_id": CHAIN, "location_id": HARBOUR, "origin": "api"}
    who = {"user_id": limited.id, "partner_id": 1, "entity": "operation", "entity_id": None, "before": None}
    said = {"operation": "update_product", "rights": rights, "reason": refused.json()["meta"]["message"]}
    assert line == {**line, **place, **who, "after": said}
    assert line["session_id"] is not None
    assert str(line["ip"]) == "192.0.2.1"
    assert "4711" not in str(line)


async def test_a_missing_right_to_an_operation_that_writes_is_recorded(
    client: Client, refused_lines: Lines, product: Product
) -> None:
    assert (await client.by(WORKER).delete(f"/goods/{HARBOUR}/{product.id}")).status_code == 403
    (line,) = await refused_lines()
    assert (line["user_id"], line["action"], line["location_id"]) == (WORKER.id, "refused", HARBOUR)
    assert line["after"]["operation"] == "delete_product"
    assert line["after"]["rights"] == [Permission.PRODUCTS_DELETE.value]


async def test_who_may_not_even_enter_the_location_is_recorded_there(client: Client, refused_lines: Lines) -> None:
    assert (await client.by(NEIGHBOUR).post(f"/goods/{HARBOUR}", {})).status_code == 403
    (line,) = await refused_lines()
    assert (line["user_id"], line["location_id"], line["after"]["operation"]) == (
        NEIGHBOUR.id,
        HARBOUR,
        "create_product",
    )


async def test_a_refused_change_of_a_role_is_recorded(client: Client, conn: Connection, refused_lines: Lines) -> None:
    giver = await make_member(conn, "giver", "manager", edit_users_access=True, users_access=True)
    other = await make_member(conn, "other", "worker")
    body = {"user_role": "owner"}
    refused = await client.by(giver).put(f"/company/{HARBOUR}/users/{other.id}/permissions", body)
    assert refused.status_code == 403, refused.text
    (line,) = await refused_lines()
    assert (line["user_id"], line["after"]["operation"]) == (giver.id, "update_user_permissions")
    assert line["after"]["reason"] == refused.json()["meta"]["message"]


async def test_a_location_in_a_chain_of_others_is_recorded_for_that_chain(client: Client, refused_lines: Lines) -> None:
    refused = await client.by(MANAGER).post("/companies", {"title": "Mine", "country_id": 840, "chain_id": CHAIN})
    assert refused.status_code == 403, refused.text
    (line,) = await refused_lines()
    assert (line["chain_id"], line["location_id"], line["user_id"]) == (CHAIN, None, MANAGER.id)


async def test_refused_reads_and_hidden_items_are_not_recorded(
    client: Client, refused_lines: Lines, product: Product
) -> None:
    assert (await client.by(WORKER).get(f"/audit/{HARBOUR}")).status_code == 403
    assert (await client.by(FOREIGNER).delete(f"/goods/{HARBOUR}/{product.id}")).status_code == 404
    assert await refused_lines() == []


async def test_the_same_attempt_again_is_recorded_once_a_minute(
    client: Client, conn: Connection, refused_lines: Lines, product: Product, limited: Person
) -> None:
    address = f"/goods/{HARBOUR}/{product.id}"
    for _ in range(5):
        assert (await client.by(limited).put(address, form(product, cost=4711))).status_code == 403
    assert len(await refused_lines()) == 1
    assert (await client.by(limited).put(address, form(product, actual_cost=11))).status_code == 403
    assert len(await refused_lines()) == 2
    await conn.execute("UPDATE audit_log SET at = at - interval '1 minute'")
    assert (await client.by(limited).put(address, form(product, cost=4711))).status_code == 403
    assert len(await refused_lines()) == 3


async def test_of_many_same_attempts_at_a_time_one_is_recorded(
    client: Client, conn: Connection, refused_lines: Lines, product: Product, limited: Person
) -> None:
    """The first one can't write its line before the others have been answered."""
    address = f"/goods/{HARBOUR}/{product.id}"
    async with conn.transaction():
        await conn.execute("LOCK TABLE audit_log IN SHARE MODE")
        attempts = [asyncio.create_task(client.by(limited).put(address, form(product, cost=4711))) for _ in range(4)]
        async with asyncio.timeout(30):
            while sum(attempt.done() for attempt in attempts) < 3:
                await asyncio.wait([each for each in attempts if not each.done()], return_when="FIRST_COMPLETED")
    assert {answer.status_code for answer in await asyncio.gather(*attempts)} == {403}
    assert len(await refused_lines()) == 1


async def test_of_one_user_only_so_many_lines_a_minute_are_recorded(
    client: Client,
    conn: Connection,
    refused_lines: Lines,
    monkeypatch: pytest.MonkeyPatch,
    product: Product,
    limited: Person,
) -> None:
    monkeypatch.setattr(refused_requests, "MAX_PER_MINUTE", 1)
    address = f"/goods/{HARBOUR}/{product.id}"
    for fields in ({"cost": 1}, {"actual_cost": 1}, {"cost": 1, "actual_cost": 1}):
        assert (await client.by(limited).put(address, form(product, **fields))).status_code == 403
    assert len(await refused_lines()) == 1
    assert (await client.by(WORKER).put(address, form(product))).status_code == 403
    assert len(await refused_lines()) == 2


async def test_an_owner_reads_it(client: Client, refused_lines: Lines, product: Product) -> None:
    await client.by(WORKER).delete(f"/goods/{HARBOUR}/{product.id}")
    (row,) = (await client.get(f"/audit/{HARBOUR}?action=refused")).json()["data"]
    assert (row["user_id"], row["entity"], row["entity_id"], row["before"]) == (WORKER.id, "operation", None, None)
    assert row["after"]["rights"] == [Permission.PRODUCTS_DELETE.value]


async def test_a_log_that_can_not_be_written_changes_nothing_of_the_answer(
    client: Client, conn: Connection, product: Product
) -> None:
    await conn.execute("ALTER TABLE audit_log ADD CONSTRAINT full_up CHECK (action <> 'refused') NOT VALID")
    assert (await client.by(WORKER).delete(f"/goods/{HARBOUR}/{product.id}")).status_code == 403

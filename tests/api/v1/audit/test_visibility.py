"""What the log hides from readers whose rights are limited. Documents: tests/api/v1/storages/test_visibility.py."""

from typing import Any

import pytest

from parlour.access.tenant import Tenant
from parlour.db.pool import Connection
from tests.support.client import Client
from tests.support.factories.catalogue import BOTTLE, MILLILITRE, make_category, make_product
from tests.support.factories.stock import make_storage
from tests.support.factories.users import make_member
from tests.support.people import HARBOUR

READER = {"security_data_changes_access": True}
COSTS_HIDDEN = {**READER, "storages_goods_prime_cost_view_access": False}


async def told(client: Client, query: str = "") -> list[dict[str, Any]]:
    answer = await client.get(f"/audit/{HARBOUR}?count=300{query}")
    assert answer.status_code == 200, answer.text
    rows: list[dict[str, Any]] = answer.json()["data"]
    return rows


@pytest.fixture
async def product_id(client: Client, conn: Connection, tenant: Tenant) -> int:
    """Of a product whose cost price and price were changed, and whose receipt was, too."""
    shelf = await make_category(conn, tenant)
    units: dict[str, Any] = {"sale_unit_id": BOTTLE, "write_off_unit_id": MILLILITRE, "unit_ratio": 250}
    product = await make_product(conn, tenant, shelf, "Argan", cost_price=4711, **units)
    form = {"title": "Argan", "category_id": shelf.id, "sale_unit_id": BOTTLE, "service_unit_id": MILLILITRE}
    assert (await client.put(f"/goods/{HARBOUR}/{product.id}", {**form, "cost": 30, "actual_cost": 4712})).is_success
    line = {"good_id": product.id, "amount": 1, "cost_per_unit": 4713, "cost": 4713}
    body = {"type_id": 3, "storage_id": 2, "create_date": "2026-01-31", "goods_transactions": [line]}
    entered = (await client.post(f"/storage_operations/operation/{HARBOUR}", body)).json()["data"]
    change = {"document_id": entered["document"]["id"], "operation_unit_type": 1, "discount": 0}
    row = f"/storage_operations/goods_transactions/{HARBOUR}/{entered['transactions'][0]['id']}"
    assert (await client.put(row, {**line, **change, "cost_per_unit": 4714, "cost": 4714, "comment": "b"})).is_success
    return product.id


async def test_costs_are_left_out_for_those_who_may_not_see_them(
    client: Client, conn: Connection, product_id: int
) -> None:
    blind = client.by(await make_member(conn, "blind", "manager", **COSTS_HIDDEN))
    rows = await told(blind)
    assert "471" not in str([(row["before"], row["after"]) for row in rows])
    changed = next(row for row in rows if row["entity"] == "product" and row["action"] == "changed")
    assert (changed["entity_id"], changed["before"], changed["after"]["price"]) == (product_id, {"price": 0}, 30)
    moved = next(row for row in rows if row["entity"] == "stock_transaction")
    assert (moved["before"], moved["after"]) == ({"comment": ""}, {"comment": "b"})


@pytest.mark.parametrize("query", ["", "&entity=product", "&user_id=1"])
async def test_users_who_may_see_costs_see_them_in_the_log(client: Client, product_id: int, query: str) -> None:
    """Q-034."""
    rows = [row for row in await told(client, query) if row["entity"] == "product"]
    assert (rows[0]["before"]["cost_price"], rows[0]["after"]["cost_price"]) == (4711, 4712)


@pytest.mark.parametrize("query", ["&entity_id={id}&entity=product", "&user_id=1"])
async def test_costs_are_left_out_on_each_way_into_the_log(
    client: Client, conn: Connection, product_id: int, query: str
) -> None:
    blind = client.by(await make_member(conn, "blind", "manager", **COSTS_HIDDEN))
    rows = await told(blind, query.format(id=product_id))
    assert rows
    assert "471" not in str([(row["before"], row["after"]) for row in rows])


async def test_hidden_storages_are_not_in_the_log(client: Client, conn: Connection, tenant: Tenant) -> None:
    hidden, seen = [await make_storage(conn, tenant, title) for title in ("Cellar", "Attic")]
    limited = client.by(await make_member(conn, "limited", "manager", **READER, storages_ids=[seen]))
    ids = [row["entity_id"] for row in await told(limited, "&entity=storage")]
    assert ids == [seen]
    assert hidden in [row["entity_id"] for row in await told(client, "&entity=storage")]


async def test_earlier_values_of_a_hidden_storage_are_not_shown(client: Client, conn: Connection) -> None:
    body = {"type_id": 1, "storage_id": 2, "create_date": "2026-01-31T12:00:00"}
    made = (await client.post(f"/storage_operations/documents/{HARBOUR}", body)).json()["data"]
    path = f"/storage_operations/documents/{HARBOUR}/{made['id']}"
    assert (await client.put(path, {**body, "storage_id": 1})).is_success
    assert (await client.put(path, {**body, "storage_id": 1, "comment": "moved"})).is_success
    limited = client.by(await make_member(conn, "limited", "manager", **READER, storages_ids=[1]))
    rows = await told(limited, "&entity=stock_document")
    assert [row["after"] for row in rows] == [{"comment": "moved"}]


async def test_the_log_does_not_tell_whether_a_guess_was_right(
    client: Client, conn: Connection, tenant: Tenant
) -> None:
    """By somebody who may set cost prices, and not see them."""
    shelf = await make_category(conn, tenant)
    setter = client.by(await make_member(conn, "setter", "manager", **COSTS_HIDDEN))
    found = []
    for guess in (11, 12):
        product = await make_product(conn, tenant, shelf, "Argan", cost_price=11)
        form = {"title": "Argan", "category_id": shelf.id, "sale_unit_id": 1, "service_unit_id": 1}
        assert (await setter.put(f"/goods/{HARBOUR}/{product.id}", {**form, "actual_cost": guess})).is_success
        answer = (await setter.get(f"/audit/{HARBOUR}?entity=product&entity_id={product.id}")).json()
        found.append((answer["meta"]["count"], [row["action"] for row in answer["data"]]))
    assert found == [(1, ["created"])] * 2

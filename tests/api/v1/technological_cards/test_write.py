"""POST, PUT and DELETE of /technological_cards/{location_id}"""

import asyncio
from decimal import Decimal
from typing import Any

import pytest

from parlour.access.tenant import Tenant
from parlour.areas.bills_of_materials.model import Bill, Line
from parlour.areas.bills_of_materials.queries import find_bill
from parlour.areas.products.model.products import Product
from parlour.db.pool import Connection
from tests.support.client import Client, faults_of
from tests.support.factories.bills import make_bill
from tests.support.factories.catalogue import for_chain, make_category
from tests.support.factories.services import assign, make_service
from tests.support.factories.team import make_team_member
from tests.support.people import ADMINISTRATOR, FOREIGNER, HARBOUR, MANAGER, NEIGHBOUR, NOBODY, WORKER, Person
from tests.support.waiting import wait_until_blocked
from tests.support.world import make_bottle

LIST = f"/technological_cards/{HARBOUR}"
CONSUMABLES, PRODUCTS = 1, 2
NO_STORAGE = "There is no such storage here."
NO_PRODUCT = "There is no such product here."


@pytest.fixture
async def argan(conn: Connection, tenant: Tenant) -> Product:
    return await make_bottle(conn, tenant, await make_category(conn, tenant, "Shelf"))


@pytest.fixture
async def oil(conn: Connection, tenant: Tenant) -> Product:
    """A product of the chain."""
    owner = for_chain(tenant)
    return await make_bottle(conn, owner, await make_category(conn, owner, "Oils"))


@pytest.fixture
async def bill(conn: Connection, tenant: Tenant, argan: Product, oil: Product) -> Bill:
    lines = [Line(CONSUMABLES, argan.id, Decimal(40)), Line(PRODUCTS, oil.id, Decimal("2.5"))]
    return await make_bill(conn, tenant, *lines)


def item(product: Product, storage_id: int, amount: Any) -> dict[str, Any]:
    return {"good_id": product.id, "storage_id": storage_id, "amount": amount}


def lines_of(bill: Bill | None) -> dict[int, tuple[int, int, Decimal]]:
    assert bill is not None
    return {line.id: (line.product_id, line.storage_id, line.amount) for line in bill.lines}


async def test_the_answer_is_the_new_card(client: Client, argan: Product, oil: Product) -> None:
    body = {
        "title": " Colouring ",
        "technological_card_items": [item(oil, PRODUCTS, "2.50004"), item(argan, CONSUMABLES, 40)],
    }
    answer = await client.by(MANAGER).post(LIST, body)
    assert (answer.status_code, answer.headers["ETag"]) == (201, '"1"')
    card = answer.json()["data"]
    assert card["title"] == "Colouring"
    shown = [(each["good_id"], each["storage_id"], each["amount"]) for each in card["technological_card_items"]]
    assert shown == [(oil.id, PRODUCTS, 2.5), (argan.id, CONSUMABLES, 40)]
    assert (await client.get(LIST)).json()["data"] == [card]


async def test_every_fault_of_the_body_is_named(client: Client, conn: Connection) -> None:
    missing = "This field is missing."
    items: list[dict[str, Any]] = [{}, {"storage_id": 1, "good_id": 0, "amount": 0}]
    assert faults_of(await client.post(LIST, {"title": "", "technological_card_items": items})) == {
        "title": "Must not be empty.",
        "technological_card_items[0].storage_id": missing,
        "technological_card_items[0].good_id": missing,
        "technological_card_items[0].amount": missing,
        "technological_card_items[1].good_id": "Must be at least 1.",
        "technological_card_items[1].amount": "Must be more than 0.",
    }
    for count in (0, 101):
        many = [{"storage_id": 1, "good_id": 1, "amount": 1}] * count
        refused = await client.post(LIST, {"title": "A", "technological_card_items": many})
        assert list(faults_of(refused)) == ["technological_card_items"]
    assert await conn.fetchval("SELECT count(*) FROM bills_of_materials") == 0


async def test_storages_and_products_are_those_of_the_location(
    client: Client, conn: Connection, tenant: Tenant, hillside: Tenant, argan: Product, bill: Bill
) -> None:
    foreign = await make_bottle(conn, hillside, await make_category(conn, hillside, "Shelf"))
    gone = await make_bottle(conn, tenant, await make_category(conn, tenant, "Old"))
    await conn.execute("UPDATE products SET deleted_at = now() WHERE id = $1", gone.id)
    items = [item(foreign, 3, 1), item(argan, PRODUCTS, 1), item(gone, PRODUCTS, 1), item(argan, PRODUCTS, 2)]
    body = {"title": "A", "technological_card_items": items}
    for refused in (await client.post(LIST, body), await client.put(f"{LIST}/{bill.id}", body)):
        assert faults_of(refused) == {
            "technological_card_items[0].storage_id": NO_STORAGE,
            "technological_card_items[0].good_id": NO_PRODUCT,
            "technological_card_items[2].good_id": NO_PRODUCT,
            "technological_card_items[3].good_id": "This product from this storage is in the list already.",
        }
    assert await conn.fetchval("SELECT count(*) FROM bills_of_materials") == 1
    assert await find_bill(conn, tenant, bill.id) == bill


async def test_one_call_changes_adds_and_removes(
    client: Client, conn: Connection, tenant: Tenant, argan: Product, oil: Product, bill: Bill
) -> None:
    """Show that a product from a storage keeps its line (Q-220)."""
    kept, removed = bill.lines
    items = [item(oil, CONSUMABLES, 7), item(argan, CONSUMABLES, 60)]
    answer = await client.put(f"{LIST}/{bill.id}", {"technological_card_items": items}, headers={"If-Match": '"1"'})
    assert (answer.status_code, answer.headers["ETag"]) == (200, '"2"')
    assert answer.json()["data"]["title"] == "Colouring"
    found = lines_of(await find_bill(conn, tenant, bill.id))
    assert found.pop(kept.id) == (argan.id, CONSUMABLES, Decimal(60))
    assert [*found.values()] == [(oil.id, CONSUMABLES, Decimal(7))]
    lines = await conn.fetch(
        "SELECT action, entity_id FROM audit_log WHERE entity = 'bill_line' AND id > 2 ORDER BY action"
    )
    assert {tuple(line) for line in lines} >= {("changed", bill.id), ("deleted", bill.id)}
    assert removed.id not in found
    stale = await client.put(f"{LIST}/{bill.id}", {"title": "B"}, headers={"If-Match": '"1"'})
    assert stale.status_code == 412


async def test_what_is_left_out_stays_and_what_was_read_can_be_sent_back(
    client: Client, conn: Connection, tenant: Tenant, bill: Bill, oil: Product
) -> None:
    await conn.execute("UPDATE products SET deleted_at = now() WHERE id = $1", oil.id)
    read = (await client.get(f"{LIST}/{bill.id}")).json()["data"]
    for body in ({"title": "Colour"}, {**read, "title": "Colour"}, {}):
        answer = await client.put(f"{LIST}/{bill.id}", body)
        assert (answer.status_code, answer.json()["data"]) == (200, {**read, "title": "Colour"}), body
    assert lines_of(await find_bill(conn, tenant, bill.id)) == lines_of(bill)
    assert await conn.fetchval("SELECT count(*) FROM audit_log WHERE entity = 'bill_line' AND action <> 'created'") == 0


async def test_two_who_change_a_card_do_so_one_after_the_other(
    client: Client, conn: Connection, tenant: Tenant, bill: Bill, argan: Product
) -> None:
    async with conn.transaction():
        await conn.execute("SELECT FROM bills_of_materials WHERE id = $1 FOR UPDATE", bill.id)
        await conn.execute("DELETE FROM bill_lines WHERE bill_id = $1", bill.id)
        await conn.execute("UPDATE products SET deleted_at = now() WHERE id = $1", argan.id)
        body = {"technological_card_items": [item(argan, CONSUMABLES, 1)]}
        late = asyncio.create_task(client.put(f"{LIST}/{bill.id}", body))
        await wait_until_blocked(conn, late)
    assert faults_of(await late) == {"technological_card_items[0].good_id": NO_PRODUCT}


async def test_a_deleted_card_is_gone_and_stays_in_the_database(client: Client, conn: Connection, bill: Bill) -> None:
    answer = await client.delete(f"{LIST}/{bill.id}")
    assert (answer.status_code, answer.content) == (204, b"")
    for method in ("GET", "PUT", "DELETE"):
        gone = await client.send(method, f"{LIST}/{bill.id}", json={"title": "A"} if method == "PUT" else None)
        assert (gone.status_code, gone.json()["meta"]) == (404, {"message": "Card not found."})
    assert await conn.fetchval("SELECT deleted_at IS NOT NULL FROM bills_of_materials WHERE id = $1", bill.id)
    assert await conn.fetchval("SELECT count(*) FROM bill_lines") == 2


async def test_a_card_in_use_is_refused_and_the_services_are_named(
    client: Client, conn: Connection, tenant: Tenant, bill: Bill
) -> None:
    """Show that each service is named once, and that deleted ones don't count (Q-223)."""
    members = [await make_team_member(conn, tenant, name) for name in ("Ana Lima", "Noa Bell")]
    services = [await make_service(conn, tenant, title) for title in ("Balayage", "Ansatz")]
    for service_id in services:
        for member_id in members:
            await assign(conn, tenant, service_id, member_id, bill_id=bill.id)
    answer = await client.delete(f"{LIST}/{bill.id}")
    message = "These services use this card: Ansatz, Balayage. Take it from them first."
    assert (answer.status_code, answer.json()["meta"]) == (
        409,
        {"message": message, "conflict": True, "service_ids": services[::-1]},
    )
    await conn.execute("UPDATE services SET deleted_at = now() WHERE id = $1", services[0])
    assert (await client.delete(f"{LIST}/{bill.id}")).status_code == 409
    await conn.execute("UPDATE team_members SET deleted_at = now()")
    assert (await client.delete(f"{LIST}/{bill.id}")).status_code == 204


async def test_a_service_that_gets_it_meanwhile_is_seen(
    client: Client, conn: Connection, tenant: Tenant, bill: Bill
) -> None:
    service_id, member_id = await make_service(conn, tenant), await make_team_member(conn, tenant)
    async with conn.transaction():
        await assign(conn, tenant, service_id, member_id, bill_id=bill.id)
        late = asyncio.create_task(client.delete(f"{LIST}/{bill.id}"))
        await wait_until_blocked(conn, late)
    assert (await late).status_code == 409


@pytest.mark.parametrize(
    ("person", "status"), [(NOBODY, 401), (WORKER, 403), (ADMINISTRATOR, 403), (NEIGHBOUR, 403), (FOREIGNER, 404)]
)
async def test_who_may_not_is_refused(
    client: Client, conn: Connection, tenant: Tenant, argan: Product, bill: Bill, person: Person, status: int
) -> None:
    body = {"title": "A", "technological_card_items": [item(argan, PRODUCTS, 1)]}
    for method, path in (("POST", LIST), ("PUT", f"{LIST}/{bill.id}"), ("DELETE", f"{LIST}/{bill.id}")):
        assert (await client.by(person).send(method, path, json=body)).status_code == status, method
    assert await find_bill(conn, tenant, bill.id) == bill
    assert await conn.fetchval("SELECT count(*) FROM bills_of_materials") == 1

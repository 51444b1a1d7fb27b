"""GET /technological_cards/{location_id}, a card, and that of a team member for a service"""

from decimal import Decimal
from typing import Any

import pytest

from parlour.access.tenant import Tenant
from parlour.areas.bills_of_materials.model import Bill, Line
from parlour.areas.products.model.products import Product
from parlour.db.pool import Connection
from tests.support.client import Client
from tests.support.factories.bills import make_bill
from tests.support.factories.catalogue import make_category
from tests.support.factories.services import assign, make_service
from tests.support.factories.stock import put_in
from tests.support.factories.team import make_team_member
from tests.support.people import ABROAD, FOREIGNER, HARBOUR, NEIGHBOUR, NOBODY, PARTNER, SUPERVISOR, WORKER, Person
from tests.support.world import make_bottle

LIST = f"/technological_cards/{HARBOUR}"
CONSUMABLES, PRODUCTS = 1, 2


@pytest.fixture
async def argan(conn: Connection, tenant: Tenant) -> Product:
    return await make_bottle(conn, tenant, await make_category(conn, tenant, "Shelf"))


@pytest.fixture
async def bill(conn: Connection, tenant: Tenant, argan: Product) -> Bill:
    lines = [Line(CONSUMABLES, argan.id, Decimal(40)), Line(PRODUCTS, argan.id, Decimal("2.5"))]
    return await make_bill(conn, tenant, *lines)


async def titles(client: Client, query: str) -> list[str]:
    answer = await client.get(f"{LIST}?{query}")
    assert answer.status_code == 200, answer.text
    return [card["title"] for card in answer.json()["data"]]


def card_of(bill: Bill, price: Any) -> dict[str, Any]:
    return {
        "id": bill.id,
        "title": "Colouring",
        "technological_card_items": [
            {
                "id": line.id,
                "technological_card_id": bill.id,
                "storage_id": storage_id,
                "good_id": line.product_id,
                "amount": amount,
                "unit": "ml",
                "price": price,
                "title": "Argan",
            }
            for line, storage_id, amount in zip(bill.lines, (CONSUMABLES, PRODUCTS), (40, 2.5), strict=True)
        ],
    }


async def test_a_card_shows_its_products_with_what_a_unit_costs(
    client: Client, conn: Connection, tenant: Tenant, argan: Product, bill: Bill
) -> None:
    """Show that the price is the cost price that the product shows (Q-222)."""
    await put_in(conn, tenant, argan.id, PRODUCTS, 3000, cost=Decimal(100))
    shown = (await client.get(f"/goods/{HARBOUR}/{argan.id}")).json()["data"]["unit_actual_cost"]
    assert shown == 0.0333
    assert (await client.get(LIST)).json() == {"success": True, "data": [card_of(bill, shown)], "meta": []}
    answer = await client.get(f"{LIST}/{bill.id}")
    assert answer.headers["ETag"] == '"1"'
    assert answer.json() == {"success": True, "data": card_of(bill, shown), "meta": []}


async def test_a_price_set_by_hand_is_shown_for_one_unit(
    client: Client, conn: Connection, argan: Product, bill: Bill
) -> None:
    await conn.execute("UPDATE products SET cost_price = 10, is_cost_price_fixed = true WHERE id = $1", argan.id)
    shown = (await client.get(f"/goods/{HARBOUR}/{argan.id}")).json()["data"]["unit_actual_cost"]
    card = (await client.get(f"{LIST}/{bill.id}")).json()["data"]
    assert [item["price"] for item in card["technological_card_items"]] == [shown, shown] == [0.04, 0.04]


async def test_who_may_not_see_costs_sees_no_price(client: Client, bill: Bill) -> None:
    answer = await client.by(SUPERVISOR).get(LIST)
    assert answer.json()["data"] == [card_of(bill, None)]


async def test_a_search_finds_parts_of_titles(client: Client, conn: Connection, tenant: Tenant, argan: Product) -> None:
    line = Line(PRODUCTS, argan.id, Decimal(1))
    for title in ("Balayage 100%", "Стрижка", "balance"):
        await make_bill(conn, tenant, line, title=title)
    assert await titles(client, "search=BALA") == ["Balayage 100%", "balance"]
    assert await titles(client, "search= стриж ") == ["Стрижка"]
    assert await titles(client, "search=%25") == ["Balayage 100%"]
    assert await titles(client, "search=_") == []
    assert await titles(client, "search=") == ["Balayage 100%", "Стрижка", "balance"]


async def test_pages_are_in_the_order_of_ids(client: Client, conn: Connection, tenant: Tenant, argan: Product) -> None:
    for number in range(30):
        await make_bill(conn, tenant, Line(PRODUCTS, argan.id, Decimal(1)), title=str(number))
    assert await titles(client, "") == [str(number) for number in range(25)]
    assert await titles(client, "page=2&count=12") == [str(number) for number in range(12, 24)]
    assert await titles(client, "page=4&count=10") == []


async def test_deleted_cards_and_those_of_others_are_not_there(
    client: Client, conn: Connection, tenant: Tenant, hillside: Tenant, abroad: Tenant, bill: Bill
) -> None:
    others = []
    for owner, storage_id in ((hillside, 3), (abroad, 5)):
        product = await make_bottle(conn, owner, await make_category(conn, owner, "Shelf"))
        others.append(await make_bill(conn, owner, Line(storage_id, product.id, Decimal(1))))
    await client.delete(f"{LIST}/{bill.id}")
    assert await titles(client, "") == []
    for each in (bill, *others):
        answer = await client.get(f"{LIST}/{each.id}")
        assert (answer.status_code, answer.json()["meta"]) == (404, {"message": "Card not found."})


async def test_the_card_of_a_team_member_for_a_service_is_one_object(
    client: Client, conn: Connection, tenant: Tenant, bill: Bill
) -> None:
    """Show what the contract's example has (Q-221), and that without a card there is none (Q-223)."""
    service_id, other_service = await make_service(conn, tenant, "Balayage"), await make_service(conn, tenant, "Cut")
    member_id, other_member = await make_team_member(conn, tenant), await make_team_member(conn, tenant, "Noa Bell")
    await assign(conn, tenant, service_id, member_id, bill_id=bill.id)
    await assign(conn, tenant, other_service, member_id)
    default = f"/technological_cards/default_for_staff_and_service/{HARBOUR}"
    answer = await client.get(f"{default}/{member_id}/{service_id}")
    assert answer.json() == {"success": True, "data": card_of(bill, 0), "meta": []}
    for member, service in ((member_id, other_service), (other_member, service_id), (service_id, member_id + 99)):
        missing = await client.get(f"{default}/{member}/{service}")
        assert (missing.status_code, missing.json()["meta"]) == (404, {"message": "Card not found."})
    for table, id_ in (("services", service_id), ("team_members", member_id), ("bills_of_materials", bill.id)):
        await conn.execute(f"UPDATE {table} SET deleted_at = now() WHERE id = $1", id_)
        assert (await client.get(f"{default}/{member_id}/{service_id}")).status_code == 404
        await conn.execute(f"UPDATE {table} SET deleted_at = NULL WHERE id = $1", id_)
    assert (await client.get(f"{default}/{member_id}/{service_id}")).status_code == 200


@pytest.mark.parametrize(
    ("person", "location_id", "status"),
    [
        (NOBODY, HARBOUR, 401),
        (PARTNER, HARBOUR, 401),
        (WORKER, HARBOUR, 403),
        (SUPERVISOR, HARBOUR, 200),
        (NEIGHBOUR, HARBOUR, 403),
        (FOREIGNER, HARBOUR, 404),
        (FOREIGNER, ABROAD, 200),
    ],
)
async def test_who_sees_the_inventory_sees_cards(client: Client, person: Person, location_id: int, status: int) -> None:
    """Q-220."""
    assert (await client.by(person).get(f"/technological_cards/{location_id}")).status_code == status

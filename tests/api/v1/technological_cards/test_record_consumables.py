"""GET …/record_consumables/{location_id}/{record_id}, and how stock moves when clients arrive"""

from decimal import Decimal
from typing import Any

import pytest

from parlour.access.tenant import Tenant
from parlour.db.pool import Connection
from tests.support.client import Client
from tests.support.factories.appointments import add_service
from tests.support.factories.services import assign
from tests.support.people import ABROAD, FOREIGNER, HARBOUR, NEIGHBOUR, NOBODY, PARTNER, SUPERVISOR, Person
from tests.support.using import SHELF, Using, attend, on_hand, open_using

FULL, USED = ("1000", "100"), ("960", "97.5")


@pytest.fixture
async def using(conn: Connection, tenant: Tenant) -> Using:
    return await open_using(conn, tenant)


async def shown(client: Client, using: Using) -> list[dict[str, Any]]:
    response = await client.get(using.all_consumables)
    assert response.status_code == 200, response.text
    return list(response.json()["data"])


async def amounts(client: Client, using: Using) -> list[tuple[int, Any, bool]]:
    """The products of the first service, how much of each, and whether it was taken out."""
    rows = (await shown(client, using))[0]["consumables"]
    return [(row["good_id"], row["amount"], row["goods_transaction_id"] > 0) for row in rows]


async def transactions(conn: Connection, using: Using) -> list[tuple[Any, ...]]:
    rows = await conn.fetch("""
        SELECT t.product_id, t.amount, t.price, t.cost, t.service_id, t.client_id, t.team_member_id, d.team_member_id,
               d.user_id, d.deleted_at IS NOT NULL, d.occurred_at = a.starts_at AND t.occurred_at = a.starts_at
        FROM stock_transactions t JOIN stock_documents d ON d.id = t.document_id
        JOIN appointments a ON a.id = t.appointment_id
        WHERE t.deleted_at IS NULL AND t.kind = 'usage' ORDER BY t.id
    """)
    return [tuple(row) for row in rows]


async def test_a_service_shows_its_card_and_what_it_will_use_up(client: Client, using: Using) -> None:
    (row,) = await shown(client, using)
    argan, tint = (
        {"id": id_, "title": title, "unit": "ml"} for id_, title in ((using.argan, "Argan"), (using.tint, "Tint"))
    )
    items = row["technological_cards"][0].pop("technological_card_items")
    assert row == {
        "service_id": using.salon.colouring,
        "record_id": using.appointment,
        "technological_cards": [{"id": using.bill, "title": "Colouring"}],
        "consumables": [
            using.row(using.argan, 40, price=0.05, good=argan),
            using.row(using.tint, 2.5, price=0, good=tint),
        ],
    }
    assert [{name: item[name] for name in item if name != "id"} for item in items] == [
        {
            "technological_card_id": using.bill,
            "storage_id": SHELF,
            "good_id": using.argan,
            "amount": 40,
            "price": 0.05,
            "good": argan,
        },
        {
            "technological_card_id": using.bill,
            "storage_id": SHELF,
            "good_id": using.tint,
            "amount": 2.5,
            "price": 0,
            "good": tint,
        },
    ]


async def test_without_the_right_to_costs_there_are_no_prices(client: Client, using: Using) -> None:
    (row,) = await shown(client.by(SUPERVISOR), using)
    prices = [
        item["price"] for item in [*row["consumables"], *row["technological_cards"][0]["technological_card_items"]]
    ]
    assert prices == [None] * 4


async def test_who_arrives_uses_up_what_the_card_says(
    client: Client, conn: Connection, tenant: Tenant, using: Using
) -> None:
    """Q-349, Q-350."""
    assert await amounts(client, using) == [(using.argan, 40, False), (using.tint, 2.5, False)]
    assert (await attend(client, using, 2)).status_code == 201
    assert await on_hand(conn, tenant, using) == FULL
    assert (await attend(client, using)).status_code == 201
    assert await on_hand(conn, tenant, using) == USED
    shared = using.salon.colouring, using.client, using.salon.ana, using.salon.ana, 1, False, True
    assert await transactions(conn, using) == [
        (using.argan, -40, Decimal("0.05"), 2, *shared),
        (using.tint, Decimal("-2.5"), 0, 0, *shared),
    ]
    assert await conn.fetchval("SELECT count(*) FROM stock_documents WHERE kind = 'usage'") == 1
    assert await amounts(client, using) == [(using.argan, 40, True), (using.tint, 2.5, True)]


@pytest.mark.parametrize("attendance", [0, 2, -1])
async def test_who_has_not_come_after_all_gives_it_back(
    client: Client, conn: Connection, tenant: Tenant, using: Using, attendance: int
) -> None:
    await attend(client, using)
    assert (await attend(client, using, attendance)).status_code == 201
    assert await on_hand(conn, tenant, using) == FULL
    assert await transactions(conn, using) == []
    assert await conn.fetchval("SELECT count(*) FROM stock_documents WHERE kind = 'usage' AND deleted_at IS NULL") == 0
    await attend(client, using)
    assert await on_hand(conn, tenant, using) == USED


async def test_deleting_gives_it_back(client: Client, conn: Connection, tenant: Tenant, using: Using) -> None:
    await attend(client, using)
    assert (await client.delete(using.record)).status_code == 204
    assert await on_hand(conn, tenant, using) == FULL
    assert await amounts(client, using) == [(using.argan, 40, False), (using.tint, 2.5, False)]


async def test_an_appointment_made_for_who_has_come_uses_up_at_once(
    client: Client, conn: Connection, tenant: Tenant, using: Using
) -> None:
    body = using.booking(services=[{"id": using.salon.colouring, "amount": 3}, using.salon.haircut], attendance=1)
    assert (await client.post(f"/records/{HARBOUR}", body)).status_code == 201
    assert await on_hand(conn, tenant, using) == ("880", "92.5")


async def test_the_whole_visit_is_attended_at_once(
    client: Client, conn: Connection, tenant: Tenant, using: Using
) -> None:
    """Show that the other appointments of a visit use up, too."""
    made = (await client.post(f"/records/{HARBOUR}", using.booking(client={"id": using.client}))).json()["data"]
    visit = await conn.fetchval(
        "UPDATE appointments SET visit_id = $1 WHERE id = $2 RETURNING visit_id", made["visit_id"], using.appointment
    )
    body = {"attendance": 1, "comment": ""}
    response = await client.put(f"/visits/{visit}/{made['id']}", body)
    assert response.status_code == 200
    assert [len(each["consumables"]) for each in response.json()["data"]["records"]] == [2, 2]
    assert await on_hand(conn, tenant, using) == ("920", "95")
    assert (await client.put(f"/visits/{visit}/{made['id']}", {**body, "attendance": 0})).status_code == 200
    assert await on_hand(conn, tenant, using) == FULL


async def test_services_that_change_move_the_difference(
    client: Client, conn: Connection, tenant: Tenant, using: Using
) -> None:
    await attend(client, using)
    kept = await conn.fetch("SELECT id FROM stock_transactions WHERE kind = 'usage'")
    await client.put(using.record, {"services": [using.salon.colouring, using.salon.haircut], "save_if_busy": True})
    assert await conn.fetch("SELECT id FROM stock_transactions WHERE kind = 'usage'") == kept
    await client.put(using.record, {"services": [{"id": using.salon.colouring, "amount": 2}], "save_if_busy": True})
    assert await on_hand(conn, tenant, using) == ("920", "95")
    await client.put(using.record, {"services": [using.salon.haircut]})
    assert await on_hand(conn, tenant, using) == FULL


async def test_what_was_used_up_stays_when_the_card_changes(
    client: Client, conn: Connection, tenant: Tenant, using: Using
) -> None:
    """Q-349: also if the appointment is moved; another time is another date of the movement."""
    await attend(client, using)
    await conn.execute("UPDATE bill_lines SET amount = amount * 2")
    assert (await client.put(using.record, {"comment": "Blond", "datetime": "2026-02-02 15:00"})).status_code == 201
    assert await on_hand(conn, tenant, using) == USED
    assert [row[-1] for row in await transactions(conn, using)] == [True, True]
    await attend(client, using, 0)
    await attend(client, using)
    assert await on_hand(conn, tenant, using) == ("920", "95")


async def test_another_member_uses_their_own_card(
    client: Client, conn: Connection, tenant: Tenant, using: Using
) -> None:
    await assign(conn, tenant, using.salon.colouring, using.salon.ben)
    await attend(client, using)
    assert (await client.put(using.record, {"staff_id": using.salon.ben})).status_code == 201
    assert await on_hand(conn, tenant, using) == FULL


async def test_deleted_cards_and_products_are_not_used_up(
    client: Client, conn: Connection, tenant: Tenant, using: Using
) -> None:
    """Q-350."""
    await conn.execute("UPDATE products SET deleted_at = now() WHERE id = $1", using.tint)
    await attend(client, using)
    assert await on_hand(conn, tenant, using) == ("960", "100")
    await conn.execute("UPDATE products SET deleted_at = now() WHERE id = $1", using.argan)
    await attend(client, using, 0)
    assert await on_hand(conn, tenant, using) == FULL
    await conn.execute("UPDATE products SET deleted_at = NULL")
    await conn.execute("UPDATE bills_of_materials SET deleted_at = now()")
    await attend(client, using)
    assert await on_hand(conn, tenant, using) == FULL


async def test_services_are_rows_however_often_they_are_there(
    client: Client, conn: Connection, tenant: Tenant, using: Using
) -> None:
    await add_service(conn, tenant, using.appointment, using.salon.haircut, position=1)
    await add_service(conn, tenant, using.appointment, using.salon.colouring, position=2, amount=2)
    rows = await shown(client, using)
    assert [(row["service_id"], len(row["technological_cards"])) for row in rows] == [
        (using.salon.colouring, 1),
        (using.salon.haircut, 0),
    ]
    assert [[each["amount"] for each in row["consumables"]] for row in rows] == [[120, 7.5], []]


async def test_lists_show_what_was_used_up_if_they_are_asked(client: Client, using: Using) -> None:
    """Q-352."""
    await attend(client, using)
    for path in (f"/records/{HARBOUR}?", f"{using.record}?"):
        plain, full = [(await client.get(f"{path}include_consumables={number}")).json()["data"] for number in (0, 1)]
        without, with_them = (data[0] if isinstance(data, list) else data for data in (plain, full))
        assert without["consumables"] == []
        argan, tint = with_them["consumables"]
        assert (tint["good_id"], tint["amount"]) == (using.tint, -2.5)
        for name in ("id", "document_id"):
            assert argan.pop(name) > 0
        assert argan == {
            "type_id": 2, "company_id": HARBOUR, "good_id": using.argan, "amount": -40, "cost_per_unit": 0.05,
            "discount": 0, "cost": 2, "unit_id": 4, "operation_unit_type": 2, "storage_id": SHELF, "supplier_id": 0,
            "client_id": using.client, "master_id": using.salon.ana, "create_date": "2026-02-02T14:00:00-0500",
            "comment": "", "service_id": using.salon.colouring, "user_id": 1, "deleted": False, "pkg_amount": 0,
        }  # fmt: skip
    limited = (await client.by(SUPERVISOR).get(f"{using.record}?include_consumables=1")).json()["data"]["consumables"]
    assert [(row["cost_per_unit"], row["cost"]) for row in limited] == [(None, None)] * 2


async def test_the_history_of_the_client_shows_what_was_used_up(client: Client, using: Using) -> None:
    await attend(client, using)
    history = await client.post(f"/company/{HARBOUR}/clients/visits/search", {"client_id": using.client})
    (service,) = history.json()["data"]["records"][0]["services"]
    assert service["consumables"] == [
        {"title": "Argan", "amount": 40, "cost_per_unit": 0.05, "unit": "Millilitre"},
        {"title": "Tint", "amount": 2.5, "cost_per_unit": 0, "unit": "Millilitre"},
    ]


@pytest.mark.parametrize(
    ("person", "location_id", "status"),
    [
        (NOBODY, HARBOUR, 401),
        (PARTNER, HARBOUR, 401),
        (NEIGHBOUR, HARBOUR, 403),
        (SUPERVISOR, HARBOUR, 200),
        (FOREIGNER, HARBOUR, 404),
        (FOREIGNER, ABROAD, 404),
    ],
)
async def test_who_opens_appointments_sees_consumables(
    client: Client, using: Using, person: Person, location_id: int, status: int
) -> None:
    """Q-351."""
    path = using.all_consumables.replace(f"/{HARBOUR}/", f"/{location_id}/")
    assert (await client.by(person).get(path)).status_code == status

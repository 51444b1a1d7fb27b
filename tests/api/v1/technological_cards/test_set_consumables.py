"""PUT and DELETE below …/record_consumables: consumables that are set by hand, and cards that are taken away"""

from decimal import Decimal
from typing import Any

import httpx
import pytest

from parlour.access.tenant import Tenant
from parlour.db.pool import Connection
from tests.support.client import Client, faults_of
from tests.support.factories.stock import make_storage
from tests.support.factories.users import give_rights, make_member
from tests.support.people import NEIGHBOUR, NOBODY, PARTNER, SUPERVISOR, Person
from tests.support.using import Using, attend, on_hand, open_using

FULL, USED = ("1000", "100"), ("960", "97.5")


@pytest.fixture
async def using(conn: Connection, tenant: Tenant) -> Using:
    return await open_using(conn, tenant)


async def put(client: Client, using: Using, *rows: dict[str, Any]) -> httpx.Response:
    return await client.put(using.consumables, {"consumables": [*rows]})


async def consumables(client: Client, using: Using) -> list[dict[str, Any]]:
    """What the colouring uses up now, without what the products are called."""
    (row,) = (await client.get(using.all_consumables)).json()["data"]
    return [{name: each[name] for name in each if name != "good"} for each in row["consumables"]]


async def test_what_is_set_counts_instead_of_the_card(
    client: Client, conn: Connection, tenant: Tenant, using: Using
) -> None:
    response = await put(client, using, using.row(using.argan, 30, price=0.2))
    assert response.status_code == 200
    assert response.json()["data"] == (await client.get(using.all_consumables)).json()["data"]
    assert await consumables(client, using) == [using.row(using.argan, 30, price=0.2)]
    assert await on_hand(conn, tenant, using) == FULL
    await attend(client, using)
    assert await on_hand(conn, tenant, using) == ("970", "100")
    assert await conn.fetchval("SELECT price FROM stock_transactions WHERE kind = 'usage'") == Decimal("0.2")
    await attend(client, using, 0)
    assert await on_hand(conn, tenant, using) == FULL
    assert await consumables(client, using) == [using.row(using.argan, 30, price=0.2)]


async def test_after_the_client_came_a_change_moves_stock_at_once(
    client: Client, conn: Connection, tenant: Tenant, using: Using
) -> None:
    """Show that what stays the same keeps its transaction."""
    await attend(client, using)
    argan, tint = await consumables(client, using)
    response = await put(client, using, argan, {**tint, "amount": 5})
    assert response.status_code == 200, response.text
    after = await consumables(client, using)
    assert (after[0], after[1]["amount"]) == (argan, 5)
    assert after[1]["goods_transaction_id"] > argan["goods_transaction_id"]
    assert await on_hand(conn, tenant, using) == ("960", "95")
    assert (await put(client, using)).status_code == 200
    assert await on_hand(conn, tenant, using) == FULL
    assert await conn.fetchval("SELECT count(*) FROM stock_documents WHERE kind = 'usage' AND deleted_at IS NULL") == 0


async def test_a_price_that_is_null_stays_as_it_is(client: Client, conn: Connection, using: Using) -> None:
    await put(client, using, using.row(using.argan, 30, price=0.2))
    await put(client, using, using.row(using.argan, 20))
    assert await consumables(client, using) == [using.row(using.argan, 20, price=0.2)]
    await attend(client, using)
    (used,) = await consumables(client, using)
    await put(client, using, {**used, "price": None})
    assert await consumables(client, using) == [used]


async def test_what_was_set_is_forgotten_with_its_service(
    client: Client, conn: Connection, tenant: Tenant, using: Using
) -> None:
    await put(client, using)
    await client.put(using.record, {"services": [using.salon.haircut], "save_if_busy": True})
    await client.put(using.record, {"services": [using.salon.colouring], "save_if_busy": True})
    assert [each["amount"] for each in await consumables(client, using)] == [40, 2.5]


async def test_all_faults_are_reported(client: Client, conn: Connection, tenant: Tenant, using: Using) -> None:
    response = await put(
        client,
        using,
        using.row(using.tint, 2),
        using.row(using.argan, 1, record_id=using.appointment + 1, service_id=using.salon.haircut),
    )
    assert faults_of(response) == {
        "consumables[1].record_id": f"Must be {using.appointment}, as in the address.",
        "consumables[1].service_id": f"Must be {using.salon.colouring}, as in the address.",
    }
    response = await put(
        client,
        using,
        using.row(using.argan, 1, storage_id=99),
        using.row(99, 1, goods_transaction_id=99),
        using.row(using.tint, 1),
        using.row(using.tint, 2),
    )
    assert faults_of(response) == {
        "consumables[0].storage_id": "There is no such storage here.",
        "consumables[1].good_id": "There is no such product here.",
        "consumables[1].goods_transaction_id": "There is no such transaction of this service.",
        "consumables[3].good_id": "This product from this storage is in the list already.",
    }
    assert faults_of(await put(client, using, using.row(1, 0))) == {"consumables[0].amount": "Must be more than 0."}
    assert faults_of(await put(client, using, {})) == {
        f"consumables[0].{name}": "This field is missing." for name in using.row(1, 1)
    }
    assert await conn.fetchval("SELECT count(*) FROM appointment_usages") == 0


async def test_other_storages_than_the_users_are_out_of_reach(
    client: Client, conn: Connection, tenant: Tenant, using: Using
) -> None:
    """Show that what is there already may stay."""
    cellar = await make_storage(conn, tenant)
    limited = client.by(await make_member(conn, "limited", "manager", storages_ids=[cellar]))
    rows = await consumables(client, using)
    given = [{**row, "price": None} for row in rows]
    assert (await put(limited, using, *given)).status_code == 200
    fault = {"consumables[0].storage_id": "There is no such storage here."}
    assert faults_of(await put(limited, using, using.row(using.argan, 1, storage_id=2))) == fault
    assert (await put(limited, using, using.row(using.argan, 1, storage_id=cellar))).status_code == 200


async def test_a_price_needs_the_right_to_costs(client: Client, conn: Connection, using: Using) -> None:
    """Q-353."""
    limited = client.by(await make_member(conn, "limited", "manager", storages_goods_prime_cost_view_access=False))
    response = await put(limited, using, using.row(using.argan, 30, price=0.2))
    assert response.status_code == 403
    assert "storages_goods_prime_cost_view_access" in response.json()["meta"]["message"]
    response = await put(limited, using, using.row(using.argan, 30))
    assert response.status_code == 200
    assert response.json()["data"][0]["consumables"][0]["price"] is None


async def test_a_card_is_taken_away_and_its_products_stay(
    client: Client, conn: Connection, tenant: Tenant, using: Using
) -> None:
    """Q-354."""
    before = await consumables(client, using)
    response = await client.delete(using.card)
    assert response.status_code == 200
    assert response.json()["meta"] == {"count": 1}
    (row,) = response.json()["data"]
    assert row["technological_cards"] == []
    assert await consumables(client, using) == before
    await conn.execute("UPDATE bill_lines SET amount = 1")
    assert await consumables(client, using) == before
    assert (await client.delete(using.card)).status_code == 404
    await put(client, using, using.row(using.argan, 1))
    assert (await client.get(using.all_consumables)).json()["data"][0]["technological_cards"] == []


@pytest.mark.parametrize("attendance", [0, 1])
async def test_a_card_is_taken_away_with_its_products(
    client: Client, conn: Connection, tenant: Tenant, using: Using, attendance: int
) -> None:
    await attend(client, using, attendance)
    response = await client.delete(f"{using.card}?delete_consumables=1")
    place = {"service_id": using.salon.colouring, "record_id": using.appointment}
    assert response.json()["data"] == [{**place, "technological_cards": [], "consumables": []}]
    assert await on_hand(conn, tenant, using) == FULL
    await attend(client, using)
    assert await on_hand(conn, tenant, using) == FULL


async def test_after_the_client_came_a_card_leaves_what_was_used_up(
    client: Client, conn: Connection, tenant: Tenant, using: Using
) -> None:
    await attend(client, using)
    before = await consumables(client, using)
    assert (await client.delete(using.card)).status_code == 200
    assert await consumables(client, using) == before
    assert await on_hand(conn, tenant, using) == USED


async def test_other_appointments_and_services_are_not_found(client: Client, conn: Connection, using: Using) -> None:
    def at(path: str, *ids: int) -> str:
        return path.replace(f"/{using.appointment}/{using.salon.colouring}", "/" + "/".join(map(str, ids)))

    for ids, missing in (
        ((99, using.salon.colouring), "Appointment"),
        ((using.appointment, using.salon.haircut), "Service"),
    ):
        for response in (
            await client.put(at(using.consumables, *ids), {"consumables": []}),
            await client.delete(at(using.card, *ids)),
        ):
            assert (response.status_code, response.json()["meta"]["message"]) == (404, f"{missing} not found.")
    assert (await client.get(f"{using.all_consumables}9")).status_code == 404
    await client.delete(using.record)
    assert (await put(client, using)).status_code == 404


@pytest.mark.parametrize(("person", "status"), [(NOBODY, 401), (PARTNER, 401), (NEIGHBOUR, 403), (SUPERVISOR, 403)])
async def test_it_needs_the_right_to_consumables(
    client: Client, conn: Connection, using: Using, person: Person, status: int
) -> None:
    await give_rights(conn, SUPERVISOR, records_consumables_edit_access=False)
    assert (await client.by(person).put(using.consumables, {"consumables": []})).status_code == status
    assert (await client.by(person).delete(using.card)).status_code == status


async def test_old_appointments_are_out_of_reach(client: Client, conn: Connection, using: Using) -> None:
    limited = client.by(await make_member(conn, "limited", "manager", records_edit_last_days_count=3))
    message = "Your rights reach back 3 days here."
    for response in (await put(limited, using), await limited.delete(using.card)):
        assert (response.status_code, response.json()["meta"]["message"]) == (403, message)

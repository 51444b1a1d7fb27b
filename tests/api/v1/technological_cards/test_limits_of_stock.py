"""What keeps clients from arriving, or from not having arrived: a closed period, and stock that isn't there"""

from collections.abc import Awaitable, Callable

import httpx
import pytest

from parlour.access.tenant import Tenant
from parlour.db.pool import Connection
from tests.support.client import Client, faults_of
from tests.support.factories.users import make_member
from tests.support.people import HARBOUR
from tests.support.using import SHELF, Using, attend, on_hand, open_using

Act = Callable[[Client, Using], Awaitable[httpx.Response]]
CLOSED = "Stock is closed until 2026-02-28: documents up to this date can't change."
V2 = f"/api/v2/locations/{HARBOUR}"


@pytest.fixture
async def using(conn: Connection, tenant: Tenant) -> Using:
    return await open_using(conn, tenant)


async def close(conn: Connection) -> None:
    await conn.execute("UPDATE locations SET stock_closed_until = '2026-02-28'")


async def be_strict(conn: Connection) -> None:
    await conn.execute("UPDATE locations SET allows_negative_stock = false")


async def create(client: Client, using: Using) -> httpx.Response:
    return await client.post(f"/records/{HARBOUR}", using.booking(attendance=1))


async def visit(client: Client, using: Using) -> httpx.Response:
    visit_id = (await client.get(using.record)).json()["data"]["visit_id"]
    body = {"attendance": 1, "comment": "", "services": [{"id": using.salon.colouring, "amount": 2}]}
    return await client.put(f"/visits/{visit_id}/{using.appointment}", body)


async def arrive(client: Client, using: Using) -> httpx.Response:
    return await attend(client, using)


TAKING: tuple[Act, ...] = (create, visit, arrive)
GIVING_BACK: tuple[Act, ...] = (
    lambda client, using: attend(client, using, 0),
    lambda client, using: client.delete(using.record),
    lambda client, using: client.delete(using.record.replace("/record/", "/records/")),
    lambda client, using: client.delete(f"{V2}/appointments/{using.appointment}"),
    lambda client, using: client.post(f"{V2}/timetable/appointments/delete", {"recordId": using.appointment}),
    lambda client, using: client.put(using.consumables, {"consumables": []}),
    lambda client, using: client.delete(f"{using.card}?delete_consumables=1"),
)


@pytest.mark.parametrize("act", TAKING)
async def test_in_a_closed_period_nothing_is_used_up(
    client: Client, conn: Connection, tenant: Tenant, using: Using, act: Act
) -> None:
    await close(conn)
    response = await act(client, using)
    assert (response.status_code, response.json()["meta"]["message"]) == (409, CLOSED)
    assert await conn.fetchval("SELECT count(*) FROM appointments WHERE attendance <> 'waiting'") == 0


@pytest.mark.parametrize("act", GIVING_BACK)
async def test_in_a_closed_period_nothing_is_given_back(
    client: Client, conn: Connection, tenant: Tenant, using: Using, act: Act
) -> None:
    await attend(client, using)
    await close(conn)
    response = await act(client, using)
    assert response.status_code == 409
    assert CLOSED in response.text
    assert await on_hand(conn, tenant, using) == ("960", "97.5")


@pytest.mark.parametrize("change", [{"comment": "Late"}, {"attendance": 2}])
async def test_what_moves_no_stock_may_change(
    client: Client, conn: Connection, using: Using, change: dict[str, object]
) -> None:
    await close(conn)
    assert (await client.put(using.record, change)).status_code == 201
    await conn.execute("UPDATE service_team_members SET bill_id = NULL")
    assert (await attend(client, using)).status_code == 201


@pytest.mark.parametrize("act", TAKING)
async def test_what_is_not_there_can_not_be_used_up(
    client: Client, conn: Connection, tenant: Tenant, using: Using, act: Act
) -> None:
    await be_strict(conn)
    await conn.execute("UPDATE bill_lines SET amount = 1001 WHERE product_id = $1", using.argan)
    needed = 2002 if act is visit else 1001
    response = await act(client, using)
    assert faults_of(response) == {"attendance": f"Argan: Consumables has 1000 ml, {needed} would be taken out."}
    assert await on_hand(conn, tenant, using) == ("1000", "100")
    assert await conn.fetchval("SELECT count(*) FROM appointments WHERE attendance <> 'waiting'") == 0


async def test_more_of_a_service_is_at_fault_by_itself(client: Client, conn: Connection, using: Using) -> None:
    await attend(client, using)
    await be_strict(conn)
    services = [{"id": using.salon.colouring, "amount": 30}]
    assert faults_of(await client.put(using.record, {"services": services})) == {
        "services": "Argan: Consumables has 960 ml, 1160 would be taken out."
    }


async def test_where_too_much_was_used_less_may_be_used(
    client: Client, conn: Connection, tenant: Tenant, using: Using
) -> None:
    await attend(client, using)
    rows = [using.row(using.argan, 1005), using.row(using.tint, 1)]
    assert (await client.put(using.consumables, {"consumables": rows})).status_code == 200
    assert (await on_hand(conn, tenant, using))[0] == "-5"
    await be_strict(conn)
    rows = [using.row(using.argan, 1003), using.row(using.tint, 1)]
    assert (await client.put(using.consumables, {"consumables": rows})).status_code == 200
    assert (await on_hand(conn, tenant, using))[0] == "-3"


async def test_what_is_set_is_at_fault_by_its_row(client: Client, conn: Connection, using: Using) -> None:
    await attend(client, using)
    await be_strict(conn)
    rows = [using.row(using.tint, 1), using.row(using.argan, 1001)]
    assert faults_of(await client.put(using.consumables, {"consumables": rows})) == {
        "consumables[1].amount": "Argan: Consumables has 960 ml, 961 would be taken out."
    }
    rows = [using.row(using.tint, 1), using.row(using.argan, "9999999999", price="999999999999")]
    assert [*faults_of(await client.put(using.consumables, {"consumables": rows}))] == ["consumables[1].amount"]


async def test_without_rights_to_stock_clients_arrive_all_the_same(
    client: Client, conn: Connection, tenant: Tenant, using: Using
) -> None:
    """Q-351."""
    rights = {"storages_access": False, "storages_create_transactions_access": False, "storages_ids": [SHELF + 1]}
    desk = client.by(await make_member(conn, "desk", "manager", **rights))
    assert (await attend(desk, using)).status_code == 201
    assert await on_hand(conn, tenant, using) == ("960", "97.5")

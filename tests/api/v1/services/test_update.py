"""PUT and PATCH /services/{location_id}/{service_id}"""

import asyncio
from decimal import Decimal
from typing import Any

import pytest

from parlour.access.tenant import Tenant
from parlour.db.pool import Connection
from tests.api.v1.services.bodies import DEFAULTS, PATCHED, SERVICE, member
from tests.support.client import Client, faults_of
from tests.support.factories.services import assign, make_service, make_service_category
from tests.support.factories.team import make_team_member
from tests.support.factories.users import make_member
from tests.support.people import ABROAD, FOREIGNER, HARBOUR, HILLSIDE
from tests.support.waiting import wait_until_blocked

OF_CHAIN = "This service belongs to the chain: it can't be changed or deleted through a location."


@pytest.fixture
async def service_id(client: Client, conn: Connection, tenant: Tenant) -> int:
    """A service with everything set, whose category and member have the titles of the factories."""
    ana, category_id = await make_team_member(conn, tenant), await make_service_category(conn, tenant)
    sent = {**SERVICE, "category_id": category_id, "booking_title": "Cut", "staff": [{"id": ana, "price": {"min": 5}}]}
    found: int = (await client.post(f"/services/{HARBOUR}", sent)).json()["data"]["id"]
    return found


def address(service_id: int) -> str:
    return f"/services/{HARBOUR}/{service_id}"


async def read(client: Client, service_id: int) -> dict[str, Any]:
    (row,) = (await client.get(address(service_id))).json()["data"]
    return dict(row)


async def test_put_drops_all_that_it_documents_and_is_left_out(client: Client, service_id: int) -> None:
    """Show that links go as well; what only PATCH documents stays (Q-182)."""
    answer = await client.put(address(service_id), {"title": "Trim"})
    assert answer.status_code == 200
    assert answer.headers["ETag"] == '"2"'
    data = answer.json()["data"]
    kept = {"booking_title": "Cut", "title": "Trim"}
    assert data == {"id": service_id, "salon_service_id": service_id, **DEFAULTS, **kept}
    assert await read(client, service_id) == data


@pytest.mark.parametrize(("method", "sent"), [("PUT", {"title": "Trim"}), ("PATCH", PATCHED)])
async def test_a_member_is_named_once(client: Client, service_id: int, method: str, sent: dict[str, Any]) -> None:
    before = await read(client, service_id)
    (link,) = before["staff"]
    twice = {**sent, "category_id": before["category_id"], "staff": [{"id": link["id"]}, {"id": link["id"]}]}
    answer = await client.send(method, address(service_id), json=twice)
    assert faults_of(answer) == {"staff[1].id": "It is in the list already."}
    assert await read(client, service_id) == before


async def test_put_with_all_that_was_read_changes_nothing(client: Client, conn: Connection, service_id: int) -> None:
    """Show that a client may send back what it has read, as the vendor's own does."""
    before = await read(client, service_id)
    worker = await make_member(conn, "careful", services_edit=True, settings_services_access=True)
    answer = await client.by(worker).put(address(service_id), before)
    assert answer.status_code == 200, answer.text
    assert answer.json()["data"] == before


async def test_patch_touches_only_what_is_sent(client: Client, service_id: int) -> None:
    before = await read(client, service_id)
    sent = {**PATCHED, "title": "Trim", "category_id": before["category_id"], "vat_id": 3, "weight": 1}
    data = (await client.send("PATCH", address(service_id), json=sent)).json()["data"]
    assert data == {**before, "title": "Trim", "booking_title": "", "vat_id": 3, "weight": 1}
    assert await read(client, service_id) == data


async def test_patch_requires_what_the_contract_requires(client: Client, service_id: int) -> None:
    answer = await client.send("PATCH", address(service_id), json={"comment": "x"})
    assert faults_of(answer) == dict.fromkeys(PATCHED, "This field is missing.")


async def test_patch_replaces_links_only_if_they_are_sent(
    client: Client, conn: Connection, tenant: Tenant, service_id: int
) -> None:
    noa = await make_team_member(conn, tenant, "Noa Bell")
    (ana,) = (await read(client, service_id))["staff"]
    sent = {**PATCHED, "staff": [{"id": ana["id"], "seance_length": 900}, {"id": noa}]}
    data = (await client.send("PATCH", address(service_id), json=sent)).json()["data"]
    price = {"min": 5, "max": 5}
    assert data["staff"] == [member(ana["id"], 900, price=price), member(noa, 2700, "Noa Bell")]
    sent = {**PATCHED, "staff": [{"id": ana["id"], "price": None}]}
    data = (await client.send("PATCH", address(service_id), json=sent)).json()["data"]
    assert data["staff"] == [member(ana["id"], 900)]
    data = (await client.send("PATCH", address(service_id), json={**PATCHED, "staff": []})).json()["data"]
    assert data["staff"] == []


async def test_a_window_is_cleared_by_the_day_that_means_none(client: Client, service_id: int) -> None:
    days = {"date_from": "2026-12-01", "date_to": "2026-12-24"}
    for sent, shown in ((days, days), ({"date_to": "0000-00-00"}, {**days, "date_to": "0000-00-00"})):
        data = (await client.send("PATCH", address(service_id), json={**PATCHED, **sent})).json()["data"]
        assert {name: data[name] for name in days} == shown
    faults = faults_of(await client.send("PATCH", address(service_id), json={**PATCHED, "date_to": "2026-11-30"}))
    assert faults == {"date_to": "Must not be before the first day."}


@pytest.mark.parametrize("method", ["PUT", "PATCH"])
async def test_faults_are_named_and_nothing_changes(client: Client, service_id: int, method: str) -> None:
    before = await read(client, service_id)
    sent = {**PATCHED, "category_id": 999, "price_min": 50, "duration": 7, "staff": [{"id": 999}]}
    assert faults_of(await client.send(method, address(service_id), json=sent)) == {
        "duration": "Must be at least 300.",
        "category_id": "There is no such category here.",
        "price_max": "Must not be below the lowest price.",
        "staff[0].id": "There is no such team member here.",
    }
    assert await read(client, service_id) == before


async def test_prices_of_another_currency_may_be_sent_back(client: Client, conn: Connection, service_id: int) -> None:
    """Show that older amounts with more decimals stay (Q-141)."""
    await conn.execute("UPDATE services SET price_min = 1.2345, price_max = 2.5")
    sent = {**PATCHED, "price_min": 1.2345, "price_max": 2.5}
    assert (await client.send("PATCH", address(service_id), json=sent)).status_code == 200
    assert await conn.fetchval("SELECT price_min FROM services") == Decimal("1.2345")
    sent["price_min"] = 1.2346
    faults = faults_of(await client.send("PATCH", address(service_id), json=sent))
    assert faults == {"price_min": "1.2346 has more decimals than USD has (2)."}


RIGHTS = [
    ({"title": "Trim"}, "settings_services_edit_title_access"),
    ({"booking_title": "Trim"}, "settings_services_edit_title_access"),
    ({"category_id": 0}, "settings_services_relation_category_access"),
    ({"price_max": 40}, "settings_services_edit_price_access"),
    ({"discount": 0}, "settings_services_edit_price_access"),
    ({"active": 0}, "settings_services_edit_online_seance_date_time_access"),
    ({"date_from": "2026-01-01"}, "settings_services_edit_online_seance_date_time_access"),
    ({"seance_search_start": 3600}, "settings_services_edit_online_seance_date_time_access"),
    ({"staff": []}, "edit_master_service_and_duration"),
    ({"comment": "New", "weight": 1, "is_multi": True, "tax_variant": 1, "duration": 900, "api_id": ""}, None),
]


@pytest.mark.parametrize(("change", "right"), RIGHTS)
async def test_each_field_that_changes_needs_its_right(
    client: Client, conn: Connection, service_id: int, change: dict[str, Any], right: str | None
) -> None:
    before = await read(client, service_id)
    editor = await make_member(conn, "editor", services_edit=True)
    sent = {**{name: before[name] for name in PATCHED}, **change}
    answer = await client.by(editor).send("PATCH", address(service_id), json=sent)
    if right is None:
        assert answer.status_code == 200, answer.text
        return
    assert answer.status_code == 403
    assert answer.json()["meta"]["message"] == f"You lack the right {right} in this location."
    assert await read(client, service_id) == before


async def test_a_put_that_would_reset_a_price_needs_the_right_to_it(
    client: Client, conn: Connection, service_id: int
) -> None:
    before = await read(client, service_id)
    editor = await make_member(conn, "editor", services_edit=True)
    sent = {name: value for name, value in before.items() if not name.startswith("price")}
    assert (await client.by(editor).put(address(service_id), sent)).status_code == 403
    assert await read(client, service_id) == before


@pytest.mark.parametrize("method", ["PUT", "PATCH", "DELETE"])
async def test_a_service_of_the_chain_is_not_changed_through_a_location(
    client: Client, conn: Connection, chain: Tenant, method: str
) -> None:
    """Q-186."""
    service_id = await make_service(conn, chain)
    body = {} if method == "DELETE" else {"json": PATCHED}
    for location_id in (HARBOUR, HILLSIDE):
        answer = await client.send(method, f"/services/{location_id}/{service_id}", **body)
        assert answer.status_code == 403
        assert answer.json()["meta"]["message"] == OF_CHAIN
    assert await conn.fetchval("SELECT revision FROM services") == 1


@pytest.mark.parametrize("method", ["PUT", "PATCH", "DELETE"])
async def test_a_service_of_another_location_or_chain_is_like_none(
    client: Client, service_id: int, method: str
) -> None:
    body = {} if method == "DELETE" else {"json": PATCHED}
    for person, location_id in ((client, HILLSIDE), (client.by(FOREIGNER), ABROAD)):
        answer = await person.send(method, f"/services/{location_id}/{service_id}", **body)
        assert answer.status_code == 404
        assert answer.json()["meta"]["message"] == "Service not found."


@pytest.mark.parametrize("method", ["PUT", "PATCH", "DELETE"])
async def test_a_change_that_was_not_seen_is_not_overwritten(client: Client, service_id: int, method: str) -> None:
    body = {} if method == "DELETE" else {"json": PATCHED}
    await client.send("PATCH", address(service_id), json={**PATCHED, "title": "Trim"})
    stale = await client.send(method, address(service_id), headers={"If-Match": '"1"'}, **body)
    assert stale.status_code == 412
    assert (await read(client, service_id))["title"] == "Trim"
    fresh = await client.send(method, address(service_id), headers={"If-Match": '"2"'}, **body)
    assert fresh.status_code in (200, 204)


async def test_of_two_at_the_same_time_the_second_sees_the_first(
    client: Client, conn: Connection, tenant: Tenant, service_id: int
) -> None:
    noa = await make_team_member(conn, tenant, "Noa Bell")
    async with conn.transaction():
        await conn.execute("SELECT FROM services WHERE id = $1 FOR NO KEY UPDATE", service_id)
        request = asyncio.create_task(client.send("PATCH", address(service_id), json=PATCHED))
        await wait_until_blocked(conn, request)
        await assign(conn, tenant, service_id, noa, duration=600)
    data = (await request).json()["data"]
    assert data["staff"][1:] == [member(noa, 600, "Noa Bell")]


async def test_links_of_another_location_stay(
    client: Client, conn: Connection, tenant: Tenant, hillside: Tenant, chain: Tenant
) -> None:
    service_id = await make_service(conn, chain)
    here, there = await make_team_member(conn, tenant), await make_team_member(conn, hillside, "Noa Bell")
    await assign(conn, tenant, service_id, here)
    await assign(conn, hillside, service_id, there)
    sent = {"service_id": service_id, "team_member_settings": [], "resource_ids": [], "translations": []}
    assert (await client.post(f"/company/{HARBOUR}/services/links", sent)).status_code == 200
    (row,) = (await client.get(f"/services/{HILLSIDE}/{service_id}")).json()["data"]
    assert row["staff"] == [member(there, name="Noa Bell")]
    assert (await read(client, service_id))["staff"] == []


async def test_a_deleted_service_is_gone(client: Client, conn: Connection, service_id: int) -> None:
    answer = await client.delete(address(service_id))
    assert answer.status_code == 204
    assert (await client.get(f"/services/{HARBOUR}")).json()["data"] == []
    for method in ("GET", "DELETE"):
        assert (await client.send(method, address(service_id))).status_code == 404
    assert await conn.fetchval("SELECT count(*) FROM service_team_members") == 1

"""GET, PUT and DELETE /client/{location_id}/{id}"""

import asyncio
from decimal import Decimal
from typing import Any

import pytest

from parlour.access.tenant import Tenant
from parlour.areas.custom_fields.model.fields import Kind
from parlour.db.pool import Connection
from tests.support.client import Client, faults_of
from tests.support.factories.appointments import add_service, make_appointment
from tests.support.factories.clients import make_client
from tests.support.factories.custom_fields import make_field
from tests.support.factories.services import make_service
from tests.support.factories.tags import make_tag
from tests.support.factories.team import make_team_member
from tests.support.factories.users import make_member
from tests.support.people import FOREIGNER, HARBOUR, NEIGHBOUR, NOBODY, PARTNER, WORKER, Person
from tests.support.waiting import wait_until_blocked

CLIENT = f"/client/{HARBOUR}"
PHONE = "13155550175"
CONTACTS = ("clients_phones_access", "clients_card_phone_access", "clients_phones_email_access", "client_phones_access")


@pytest.fixture
async def maya(conn: Connection, tenant: Tenant) -> int:
    tag, field = await make_tag(conn, tenant), await make_field(conn, tenant, kind=Kind.CLIENT)
    given = {
        "surname": "Reyes",
        "middle_name": "Lu",
        "phone": PHONE,
        "email": "maya@example.com",
        "comment": "Mornings",
    }
    return await make_client(
        conn, tenant, "Maya", [tag.id], **given, custom_values=f'{{"{field.id}": "dry"}}', starting_sold=Decimal(10)
    )


async def shown(client: Client, client_id: int) -> dict[str, Any]:
    return (await client.get(f"{CLIENT}/{client_id}")).json()["data"]  # type: ignore[no-any-return] # JSON


async def limited_to(client: Client, conn: Connection, *denied: str, **rights: Any) -> Client:
    return client.by(await make_member(conn, "limited", "manager", **dict.fromkeys(denied, False), **rights))


async def test_what_is_sent_changes_and_what_is_left_out_stays(client: Client, maya: int) -> None:
    before = await shown(client, maya)
    answer = await client.put(f"{CLIENT}/{maya}", {"card": "L-1", "importance_id": 1})
    after = answer.json()["data"]
    assert (answer.status_code, answer.headers["ETag"]) == (200, '"2"')
    assert after.pop("last_change_date") >= before.pop("last_change_date")
    assert after == {**before, "card": "L-1", "importance_id": 1, "importance": "Bronze"}


async def test_a_whole_card_sent_back_changes_nothing(client: Client, maya: int) -> None:
    before = await shown(client, maya)
    after = (await client.put(f"{CLIENT}/{maya}", before)).json()["data"]
    assert {**after, "last_change_date": ""} == {**before, "last_change_date": ""}


async def test_texts_tags_and_values_are_cleared(client: Client, maya: int) -> None:
    """Q-252, Q-253."""
    empty = {"surname": "", "middle_name": "", "phone": "", "email": "", "comment": "", "birth_date": ""}
    after = (await client.put(f"{CLIENT}/{maya}", {**empty, "labels": [], "custom_fields": {"skin_type": ""}})).json()[
        "data"
    ]
    assert {name: after[name] for name in empty} == {**empty, "birth_date": None}
    assert (after["categories"], after["custom_fields"]) == ([], [])


@pytest.mark.parametrize("name", ["labels", "categories"])
async def test_tags_are_replaced(client: Client, conn: Connection, tenant: Tenant, maya: int, name: str) -> None:
    other = await make_tag(conn, tenant, "Other")
    before = await shown(client, maya)
    after = (await client.put(f"{CLIENT}/{maya}", {name: [other.id]})).json()["data"]
    assert [tag["title"] for tag in after["categories"]] == ["Other"]
    assert faults_of(await client.put(f"{CLIENT}/{maya}", {name: [before["categories"][0]["id"], 999_999]})) == {
        "labels[1]": "There is no such tag for clients in this location."
    }


async def test_amounts_are_shown_as_they_were_sent(client: Client, conn: Connection, tenant: Tenant, maya: int) -> None:
    """Q-256."""
    ana, service = await make_team_member(conn, tenant), await make_service(conn, tenant)
    came = await make_appointment(conn, tenant, ana, "2026-03-02 10:00", client_id=maya, attendance="arrived")
    await add_service(conn, tenant, came, service, "30.50")
    before = await shown(client, maya)
    assert (before["spent"], before["balance"], before["visits"]) == (40.5, -30.5, 1)

    after = (await client.put(f"{CLIENT}/{maya}", {"spent": 100, "balance": "7.25"})).json()["data"]

    assert (after["spent"], after["balance"]) == (100, 7.25)
    await conn.execute("UPDATE appointments SET attendance = 'no_show'")
    later = await shown(client, maya)
    assert (later["spent"], later["balance"]) == (69.5, 37.75)


async def test_a_number_that_another_client_has(client: Client, conn: Connection, tenant: Tenant, maya: int) -> None:
    """Q-254."""
    ben = await make_client(conn, tenant, "Ben", phone="13155550199")
    taken = {"phone": f"Client {ben} of this location has this phone number."}
    assert faults_of(await client.put(f"{CLIENT}/{maya}", {"phone": "315 555 0199"})) == taken
    async with conn.transaction():
        late_one = await make_client(conn, tenant, "Lea", phone="13155550111")
        late = asyncio.create_task(client.put(f"{CLIENT}/{maya}", {"phone": "13155550111"}))
        await wait_until_blocked(conn, late)
    assert faults_of(await late) == {"phone": f"Client {late_one} of this location has this phone number."}
    assert (await shown(client, maya))["phone"] == PHONE


async def test_without_the_right_contacts_are_masked_and_the_masks_change_nothing(
    client: Client, conn: Connection, maya: int
) -> None:
    """Q-257."""
    before = await shown(client, maya)
    limited = await limited_to(client, conn, "clients_card_phone_access")
    seen = await shown(limited, maya)
    assert (seen["phone"], seen["email"], seen["name"]) == ("1********75", "m***@***", "Maya")
    assert (await limited.put(f"{CLIENT}/{maya}", {**seen, "card": "L-2"})).status_code == 200
    after = await shown(client, maya)
    assert {**after, "last_change_date": ""} == {**before, "last_change_date": "", "card": "L-2"}
    assert (await limited.put(f"{CLIENT}/{maya}", {"phone": "13155550199"})).json()["data"]["phone"] == "1********99"


async def test_a_name_that_is_the_number_is_masked_too(client: Client, conn: Connection, maya: int) -> None:
    await conn.execute("UPDATE clients SET name = phone")
    limited = await limited_to(client, conn, "clients_phones_access")
    assert (await shown(limited, maya))["name"] == "1********75"
    await limited.put(f"{CLIENT}/{maya}", await shown(limited, maya))
    assert (await shown(client, maya))["name"] == PHONE


@pytest.mark.parametrize(
    ("right", "names"),
    [
        ("clients_surname_middle_name_access", ("surname", "middle_name")),
        ("clients_card_comment_access", ("comment",)),
        ("custom_fields_client_values_read_access", ("custom_fields",)),
    ],
)
async def test_what_a_user_may_not_see_is_empty_and_stays(
    client: Client, conn: Connection, maya: int, right: str, names: tuple[str, ...]
) -> None:
    """Q-255."""
    before = await shown(client, maya)
    limited = await limited_to(client, conn, right)
    seen = await shown(limited, maya)
    assert not any(seen[name] for name in names)
    await limited.put(f"{CLIENT}/{maya}", seen)
    after = await shown(client, maya)
    assert all(before[name] for name in names)
    assert {name: after[name] for name in names} == {name: before[name] for name in names}


async def test_what_a_user_may_not_change_stays(client: Client, conn: Connection, maya: int) -> None:
    """Q-255."""
    rights = ("clients_surname_middle_name_edit_access", "clients_card_comment_edit_access")
    limited = await limited_to(client, conn, *rights, "custom_fields_client_values_edit_access")
    before = await shown(client, maya)
    sent = {"surname": "X", "middle_name": "X", "comment": "X", "custom_fields": {"skin_type": "", "unknown": 1}}
    answer = await limited.put(f"{CLIENT}/{maya}", {**sent, "card": "L-3"})
    assert answer.status_code == 200
    assert {**answer.json()["data"], "last_change_date": ""} == {**before, "card": "L-3", "last_change_date": ""}


async def test_only_the_clients_of_one_member(client: Client, conn: Connection, tenant: Tenant, maya: int) -> None:
    ana = await make_team_member(conn, tenant)
    ben = await make_client(conn, tenant, "Ben")
    booked = await make_appointment(conn, tenant, ana, "2026-03-02 10:00", client_id=maya)
    limited = await limited_to(client, conn, clients_visit_master_id=ana)
    for client_id, status in ((maya, 200), (ben, 404)):
        for method, body in (("GET", None), ("PUT", {"card": "x"})):
            answer = await limited.send(method, f"{CLIENT}/{client_id}", json=body)
            assert (client_id, method, answer.status_code) == (client_id, method, status)
    await conn.execute("UPDATE appointments SET deleted_at = now() WHERE id = $1", booked)
    assert (await limited.get(f"{CLIENT}/{maya}")).status_code == 404


async def test_a_deleted_client_is_gone_and_stays_in_the_database(client: Client, conn: Connection, maya: int) -> None:
    answer = await client.delete(f"{CLIENT}/{maya}")
    assert (answer.status_code, answer.content) == (204, b"")
    for method in ("DELETE", "PUT", "GET"):
        gone = await client.send(method, f"{CLIENT}/{maya}", json={"card": "x"})
        assert (gone.status_code, gone.json()["meta"]) == (404, {"message": "Client not found."})
    assert (await client.get(f"/clients/{HARBOUR}")).json()["meta"]["total_count"] == 0
    assert await conn.fetchval("SELECT deleted_at IS NOT NULL FROM clients WHERE id = $1", maya)


async def test_who_has_read_an_older_card_changes_nothing(client: Client, maya: int) -> None:
    await client.put(f"{CLIENT}/{maya}", {"card": "L-1"})
    for method in ("PUT", "DELETE"):
        stale = await client.send(method, f"{CLIENT}/{maya}", json={}, headers={"If-Match": '"1"'})
        assert stale.status_code == 412
    assert (await client.put(f"{CLIENT}/{maya}", {}, headers={"If-Match": '"2"'})).headers["ETag"] == '"3"'


async def test_a_client_of_a_sister_location_or_of_another_chain_is_not_there(
    client: Client, conn: Connection, hillside: Tenant, abroad: Tenant
) -> None:
    for owner in (hillside, abroad):
        client_id = await make_client(conn, owner, "Lea")
        for method in ("GET", "PUT", "DELETE"):
            answer = await client.send(method, f"{CLIENT}/{client_id}", json={"name": "x"})
            assert (answer.status_code, answer.json()["meta"]) == (404, {"message": "Client not found."})
    assert {row["name"] for row in await conn.fetch("SELECT name FROM clients")} == {"Lea"}


@pytest.mark.parametrize(
    ("person", "status"), [(NOBODY, 401), (PARTNER, 401), (WORKER, 403), (NEIGHBOUR, 403), (FOREIGNER, 404)]
)
async def test_who_may_not_is_refused(client: Client, maya: int, person: Person, status: int) -> None:
    before = await shown(client, maya)
    for method in ("GET", "PUT", "DELETE"):
        assert (await client.by(person).send(method, f"{CLIENT}/{maya}", json={"name": "x"})).status_code == status
    assert await shown(client, maya) == before

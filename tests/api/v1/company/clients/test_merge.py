"""Finding and merging duplicates, and erasing a person: ours, beyond the contract."""

import asyncio
from datetime import date
from typing import Any

import pytest

from parlour.access.tenant import Tenant
from parlour.db.pool import Connection
from tests.clients.people import Cards, make_cards, state_of
from tests.support.client import Client, faults_of
from tests.support.factories.clients import make_client
from tests.support.factories.users import make_member
from tests.support.people import FOREIGNER, HARBOUR, MANAGER, NEIGHBOUR, NOBODY, OWNER, WORKER, Person
from tests.support.waiting import wait_until_blocked

CLIENTS = f"/company/{HARBOUR}/clients"
NOT_FOUND = "Client not found."
REFUSED = [(NOBODY, 401), (WORKER, 403), (NEIGHBOUR, 403), (FOREIGNER, 404)]


@pytest.fixture
async def cards(conn: Connection, tenant: Tenant) -> Cards:
    return await make_cards(conn, tenant)


def merge_of(cards: Cards) -> str:
    return f"{CLIENTS}/{cards.maya}/merge"


async def merge(client: Client, cards: Cards, **more: Any) -> dict[str, Any]:
    answer = await client.post(merge_of(cards), {"client_ids": [cards.other, cards.third], **more})
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()["data"]
    return found


async def test_duplicates_are_grouped(client: Client, conn: Connection, tenant: Tenant) -> None:
    fields: dict[str, Any] = {"birth_date": date(1990, 4, 17), "search_text": "maya"}
    first = await make_client(conn, tenant, "Maya", phone="13155550175", email="maya@example.com", **fields)
    second = await make_client(conn, tenant, "MAYA", surname="R", phone="3155550175", **fields)
    answer = await client.by(MANAGER).get(f"{CLIENTS}/duplicates")
    pair = [
        {
            "id": first,
            "name": "Maya",
            "surname": "",
            "phone": "13155550175",
            "email": "maya@example.com",
            "birth_date": "1990-04-17",
            "visits": 0,
            "last_visit_date": None,
        },
        {
            "id": second,
            "name": "MAYA",
            "surname": "R",
            "phone": "3155550175",
            "email": "",
            "birth_date": "1990-04-17",
            "visits": 0,
            "last_visit_date": None,
        },
    ]
    groups = [{"reason": "name_and_birthday", "clients": pair}, {"reason": "phone", "clients": pair}]
    assert answer.json() == {"success": True, "data": groups, "meta": {"count": 2}}
    limited = client.by(await make_member(conn, "limited", "manager", clients_phones_access=False))
    shown = (await limited.get(f"{CLIENTS}/duplicates")).json()["data"][0]["clients"][0]
    assert (shown["phone"], shown["email"]) == ("1********75", "m***@***")


@pytest.mark.parametrize(("person", "status"), REFUSED)
async def test_who_may_not_find_duplicates_is_refused(client: Client, person: Person, status: int) -> None:
    assert (await client.by(person).get(f"{CLIENTS}/duplicates")).status_code == status


async def test_cards_are_merged(client: Client, conn: Connection, cards: Cards) -> None:
    """Q-288."""
    would = await merge(client.by(MANAGER), cards, dry_run=True)
    assert would == {
        "id": None,
        "client_id": cards.maya,
        "client_ids": [cards.other, cards.third],
        "filled_fields": [
            *("name", "surname", "middle_name", "email", "gender", "importance", "discount", "birth_date", "comment"),
            *("refuses_mailings", "custom_values.2"),
        ],
        "visits": 2,
        "records": 2,
        "sales": 1,
        "comments": 1,
        "files": 1,
        "categories": 1,
        "spent": 20,
        "paid": 18,
        "balance": -2,
    }
    assert (await client.get(f"/client/{HARBOUR}/{cards.other}")).status_code == 200
    done = await merge(client.by(MANAGER), cards)
    assert done == {**would, "id": done["id"]}
    card = (await client.get(f"/client/{HARBOUR}/{cards.maya}")).json()["data"]
    assert (card["name"], card["surname"], card["visits"], card["spent"]) == ("Maya", "Reyes", 3, 180)
    for alias in (cards.other, cards.third):
        gone = await client.get(f"/client/{HARBOUR}/{alias}")
        assert gone.status_code == 404
        assert gone.json()["meta"] == {"message": NOT_FOUND, "merged_into": cards.maya}
        assert (await client.put(f"/client/{HARBOUR}/{alias}", {"name": "x"})).json()["meta"][
            "merged_into"
        ] == cards.maya
        again = await client.post(f"{CLIENTS}/{alias}/merge", {"client_ids": [cards.maya]})
        assert (again.status_code, again.json()["meta"]["merged_into"]) == (404, cards.maya)
    lines = await conn.fetch("SELECT entity, action, user_id FROM audit_log WHERE entity = 'client_merge'")
    assert [tuple(line) for line in lines] == [("client_merge", "created", MANAGER.id)]


async def test_an_alias_names_no_card_that_the_user_may_not_see(client: Client, conn: Connection, cards: Cards) -> None:
    await merge(client, cards)
    limited = await make_member(conn, "limited", "manager", clients_visit_master_id=999)
    gone = await client.by(limited).get(f"/client/{HARBOUR}/{cards.other}")
    assert gone.json()["meta"] == {"message": NOT_FOUND}
    await conn.execute("UPDATE clients SET deleted_at = now() WHERE id = $1", cards.maya)
    assert (await client.get(f"/client/{HARBOUR}/{cards.other}")).json()["meta"] == {"message": NOT_FOUND}


async def test_a_merge_is_undone(client: Client, conn: Connection, cards: Cards) -> None:
    before = [await state_of(conn, each) for each in (cards.maya, cards.other, cards.third)]
    done = await merge(client, cards)
    address = f"{merge_of(cards)}/{done['id']}"
    assert (await client.delete(f"{CLIENTS}/{cards.other}/merge/{done['id']}")).status_code == 404
    assert (await client.by(MANAGER).delete(address)).status_code == 204
    assert [await state_of(conn, each) for each in (cards.maya, cards.other, cards.third)] == before
    again = await client.delete(address)
    assert (again.status_code, again.json()["meta"]["message"]) == (404, "Merge not found.")


async def test_what_was_changed_since_keeps_a_merge(client: Client, conn: Connection, cards: Cards) -> None:
    done = await merge(client, cards)
    await client.put(f"/client/{HARBOUR}/{cards.maya}", {"email": "new@example.com"})
    refused = await client.delete(f"{merge_of(cards)}/{done['id']}")
    assert refused.status_code == 409
    assert refused.json()["meta"] == {
        "message": "The merge can't be undone, for this was changed since: email.",
        "conflict": True,
        "changed": {"fields": ["email"]},
    }


async def test_other_conflicts_are_named(client: Client, conn: Connection, tenant: Tenant, cards: Cards) -> None:
    done = await merge(client, cards)
    address = f"{merge_of(cards)}/{done['id']}"
    new = await make_client(conn, tenant, "New", phone="13155550101")
    refused = (await client.delete(address)).json()["meta"]["message"]
    assert refused == "The merge can't be undone: another client has the phone number of a merged card now."
    await conn.execute("UPDATE clients SET deleted_at = now() WHERE id = $1", new)
    await conn.execute("UPDATE clients SET erased_at = now() WHERE id = $1", cards.third)
    refused = (await client.delete(address)).json()["meta"]
    assert refused["client_ids"] == [cards.third]


FAULTS: list[tuple[Any, dict[str, str]]] = [
    ({}, {"client_ids": "This field is missing."}),
    ({"client_ids": []}, {"client_ids": "Must name at least one other client."}),
    ({"client_ids": [0]}, {"client_ids[0]": "Must be at least 1."}),
    ({"client_ids": [999_999]}, {"client_ids[0]": "There is no such client in this location."}),
    (
        {"client_ids": "x", "dry_run": "x"},
        {"client_ids": 'Expected a list, not "x".', "dry_run": 'Expected true or false, not "x".'},
    ),
]


async def test_every_fault_of_a_merge_is_named(client: Client, cards: Cards) -> None:
    for body, faults in FAULTS:
        assert faults_of(await client.post(merge_of(cards), body)) == faults, body
    twice = faults_of(await client.post(merge_of(cards), {"client_ids": [cards.maya]}))
    assert twice == {"client_ids[0]": "This card is the one that stays, or is in the list already."}


@pytest.mark.parametrize(("person", "status"), REFUSED)
async def test_who_may_not_merge_is_refused(
    client: Client, conn: Connection, cards: Cards, person: Person, status: int
) -> None:
    body = {"client_ids": [cards.other]}
    assert (await client.by(person).post(merge_of(cards), body)).status_code == status
    assert (await client.by(person).delete(f"{merge_of(cards)}/1")).status_code == status
    assert (await client.by(person).post(f"{CLIENTS}/{cards.other}/erase", {})).status_code == status
    assert await conn.fetchval("SELECT count(*) FROM clients WHERE deleted_at IS NULL") == 3


async def test_merging_also_needs_the_right_to_change_clients(client: Client, conn: Connection, cards: Cards) -> None:
    limited = client.by(await make_member(conn, "limited", "manager", clients_edit_access=False))
    answers = [
        await limited.post(merge_of(cards), {"client_ids": [cards.other]}),
        await limited.delete(f"{merge_of(cards)}/1"),
    ]
    for answer in answers:
        assert answer.json()["meta"]["message"] == "You lack the right clients_edit_access in this location."


async def test_of_two_merges_at_the_same_time_one_is_refused(client: Client, conn: Connection, cards: Cards) -> None:
    async with conn.transaction():
        await conn.execute("SELECT FROM clients WHERE id = $1 FOR UPDATE", cards.maya)
        late = [
            asyncio.create_task(client.post(f"{CLIENTS}/{card}/merge", {"client_ids": [other]}))
            for card, other in ((cards.maya, cards.other), (cards.other, cards.maya))
        ]
        await wait_until_blocked(conn)
    assert sorted([(await each).status_code for each in late]) in ([200, 404], [200, 422])


async def test_a_person_is_erased(client: Client, conn: Connection, cards: Cards) -> None:
    """Q-289."""
    answer = await client.by(MANAGER).post(f"{CLIENTS}/{cards.other}/erase", {})
    report = answer.json()["data"]
    assert report.pop("audit_lines") >= 5
    assert report == {
        "client_ids": [cards.other],
        "fields": 8,
        "custom_fields": 2,
        "categories": 2,
        "comments": 1,
        "files": 1,
        "records": 1,
        "sales": 1,
        "reviews": 0,
        "payments": 0,
    }
    assert (await client.get(f"/client/{HARBOUR}/{cards.other}")).status_code == 404
    again = await client.post(f"{CLIENTS}/{cards.other}/erase", {})
    assert (again.status_code, again.json()["meta"]) == (404, {"message": NOT_FOUND})
    state = await state_of(conn, cards.other)
    assert (state["card"]["visit_count"], state["card"]["email"]) == (1, "")
    log = (await client.get(f"/audit/{HARBOUR}", params={"entity": "client", "entity_id": cards.other})).json()["data"]
    assert [line["action"] for line in log] == ["deleted", "created"]
    assert log[0]["user"]["id"] == MANAGER.id if "user" in log[0] else True
    assert "maya@example.com" not in str(log)


async def test_an_alias_is_erased_by_the_card_that_it_became(client: Client, conn: Connection, cards: Cards) -> None:
    await merge(client, cards)
    refused = await client.post(f"{CLIENTS}/{cards.other}/erase", {})
    assert (refused.status_code, refused.json()["meta"]["merged_into"]) == (404, cards.maya)
    done = await client.post(f"{CLIENTS}/{cards.maya}/erase", {})
    assert done.json()["data"]["client_ids"] == [cards.maya, cards.other, cards.third]


async def test_the_whole_chain_needs_the_right_there(
    client: Client, conn: Connection, tenant: Tenant, hillside: Tenant
) -> None:
    here = await make_client(conn, tenant, phone="13155550175")
    there = await make_client(conn, hillside, phone="13155550175")
    refused = await client.by(MANAGER).post(f"{CLIENTS}/{here}/erase", {"chain": True})
    assert refused.status_code == 403
    assert "in the chain" in refused.json()["meta"]["message"]
    done = await client.by(OWNER).post(f"{CLIENTS}/{here}/erase", {"chain": True})
    assert done.json()["data"]["client_ids"] == [here, there]

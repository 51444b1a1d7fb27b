"""/booking/user, /booking/user/data, /booking/user/password and /booking/user/phone_confirmation"""

from typing import Any

import pytest

from parlour.access.tokens import hash_token
from parlour.db.pool import Connection
from tests.support.client import Client, faults_of
from tests.support.codes import code_sent, make_code, texts_sent
from tests.support.factories.client_accounts import make_account
from tests.support.people import ABROAD, CHAIN, HARBOUR, NOBODY, PARTNER, WORKER, Person

PHONE, OTHER = "13155550177", "13155550188"
PASSWORD, NEW = "maple river kettle 42", "seven quiet lanterns 19"
ACCEPTED = {"success": True, "data": None, "meta": {"message": "Accepted"}}


@pytest.fixture
async def maya(conn: Connection) -> Person:
    return await make_account(conn, PHONE, "Maya")


async def shown(client: Client, person: Person) -> dict[str, Any]:
    answer = await client.by(person).get("/booking/user/data")
    assert answer.status_code == 200
    data = answer.json()
    return {name: data[name] for name in ("name", "email", "phone")}


async def test_what_is_changed_is_read_and_the_rest_stays(client: Client, maya: Person) -> None:
    by = client.by(maya)
    for sent, expected in (
        ({"name": "Maya Lind"}, {"name": "Maya Lind", "email": "", "phone": PHONE}),
        ({"email": "Maya@Example.com"}, {"name": "Maya Lind", "email": "maya@example.com", "phone": PHONE}),
        ({"phone": f"+{PHONE}", "email": ""}, {"name": "Maya Lind", "email": "", "phone": PHONE}),
        ({}, {"name": "Maya Lind", "email": "", "phone": PHONE}),
    ):
        answer = await by.send("PUT", "/booking/user", json=sent)
        assert (answer.status_code, answer.json()) == (202, ACCEPTED)
        assert await shown(client, maya) == expected


async def test_a_new_number_needs_the_code_that_was_sent_to_it(client: Client, conn: Connection, maya: Person) -> None:
    by = client.by(maya)
    query = {"company_id": HARBOUR, "phone": "(315) 555-0188"}
    asked = await by.get("/booking/user/phone_confirmation", params=query)
    assert (asked.status_code, asked.json()) == (202, ACCEPTED)
    code = await code_sent(conn)
    assert [recipient for recipient, _ in await texts_sent(conn)] == [OTHER]
    changes = {"name": "M", "phone": OTHER}
    for wrong in ({}, {"confirmation_code": f"{(int(code) + 1) % 10000:04}"}):
        answer = await by.send("PUT", "/booking/user", json={**changes, **wrong})
        assert faults_of(answer) == {"confirmation_code": "The code is wrong, or no longer valid."}
        assert await shown(client, maya) == {"name": "Maya", "email": "", "phone": PHONE}
    assert (await by.send("PUT", "/booking/user", json={**changes, "confirmation_code": code})).status_code == 202
    assert await shown(client, maya) == {"name": "M", "email": "", "phone": OTHER}


async def test_the_number_of_another_account_stays_there(client: Client, conn: Connection, maya: Person) -> None:
    await make_account(conn, OTHER)
    await make_code(conn, OTHER, "1234")
    sent = {"phone": OTHER, "confirmation_code": "1234"}
    answer = await client.by(maya).send("PUT", "/booking/user", json=sent)
    assert faults_of(answer) == {"phone": "Another account has this number."}


async def test_a_code_is_sent_through_a_location_or_a_chain(client: Client, conn: Connection, maya: Person) -> None:
    """Q-400."""
    by = client.by(maya)
    path = "/booking/user/phone_confirmation"
    assert (await by.get(path, params={"group_id": CHAIN, "phone": OTHER})).status_code == 202
    again = await by.get(path, params={"company_id": HARBOUR, "phone": OTHER})
    assert again.status_code == 429
    assert faults_of(await by.get(path, params={"phone": OTHER})).keys() == {"company_id"}
    assert faults_of(await by.get(path, params={"company_id": HARBOUR, "phone": "12"})).keys() == {"phone"}
    await conn.execute("UPDATE locations SET closed_at = now() WHERE id = $1", ABROAD)
    for nowhere in ({"company_id": ABROAD}, {"company_id": 999}, {"group_id": 999}):
        assert (await by.get(path, params={**nowhere, "phone": "+13155550166"})).status_code == 404


async def test_a_new_password_ends_all_tokens_and_gives_a_new_one(client: Client, conn: Connection) -> None:
    maya = await make_account(conn, PHONE, "Maya", password=PASSWORD)
    sent = {"old_password": PASSWORD, "new_password": NEW}
    answer = await client.by(maya).send("PUT", "/booking/user/password", json=sent)
    assert answer.status_code == 200
    assert (await client.by(maya).get("/booking/user/data")).status_code == 401
    renewed = Person(0, "maya", user_token=answer.json()["data"]["user_token"])
    assert await shown(client, renewed) == {"name": "Maya", "email": "", "phone": PHONE}
    for password, status in ((PASSWORD, 401), (NEW, 201)):
        by_password = {"login": PHONE, "password": password}
        assert (await client.by(PARTNER).post("/user/auth", json=by_password)).status_code == status


async def test_the_first_password_needs_no_old_one(client: Client, maya: Person) -> None:
    """Q-399."""
    answer = await client.by(maya).send("PUT", "/booking/user/password", json={"new_password": NEW})
    assert answer.status_code == 200
    by_password = {"login": PHONE, "password": NEW}
    assert (await client.by(PARTNER).post("/booking/auth", json=by_password)).status_code == 201


async def test_the_old_password_is_guessed_only_so_often(client: Client, conn: Connection) -> None:
    maya = await make_account(conn, PHONE, password=PASSWORD)
    sent = {"old_password": "wrong", "new_password": NEW}
    for _ in range(5):
        answer = await client.by(maya).send("PUT", "/booking/user/password", json=sent)
        assert faults_of(answer) == {"old_password": "This is not your password."}
    right = {**sent, "old_password": PASSWORD}
    assert (await client.by(maya).send("PUT", "/booking/user/password", json=right)).status_code == 429
    assert (await client.by(maya).get("/booking/user/data")).status_code == 200


@pytest.mark.parametrize("password", ["short", "password123", PHONE, ""])
async def test_a_weak_password_is_refused(client: Client, maya: Person, password: str) -> None:
    answer = await client.by(maya).send("PUT", "/booking/user/password", json={"new_password": password})
    assert faults_of(answer).keys() == {"new_password"}
    assert (await client.by(maya).get("/booking/user/data")).status_code == 200


@pytest.mark.parametrize("person", [NOBODY, PARTNER, WORKER])
async def test_only_a_client_has_an_account(client: Client, person: Person) -> None:
    """Also no user: a token of another kind is none here."""
    by = client.by(person)
    query = {"company_id": HARBOUR, "phone": OTHER}
    for answer in (
        await by.get("/booking/user/data"),
        await by.send("PUT", "/booking/user", json={}),
        await by.send("PUT", "/booking/user/password", json={"new_password": NEW}),
        await by.get("/booking/user/phone_confirmation", params=query),
    ):
        assert answer.status_code == 401


async def test_a_token_belongs_to_its_integration(client: Client, conn: Connection, maya: Person) -> None:
    await conn.execute("INSERT INTO partners (title, token_hash) VALUES ('Other', $1)", hash_token("other"))
    elsewhere = Person(0, "maya", user_token=maya.user_token, partner_token="other")
    assert (await client.by(elsewhere).get("/booking/user/data")).status_code == 401
    await conn.execute("UPDATE partners SET revoked_at = now() WHERE id = 1")
    assert (await client.by(maya).get("/booking/user/data")).status_code == 401

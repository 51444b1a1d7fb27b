"""POST /auth"""

import re
from typing import Any

import msgspec

from parlour.access.tokens import hash_token
from parlour.db.pool import Connection
from tests.support.client import Client, faults_of
from tests.support.people import NOBODY, OWNER, PARTNER, PASSWORD

RIGHT = {"login": OWNER.email, "password": PASSWORD}


async def test_the_answer_is_the_user_with_a_new_token(client: Client) -> None:
    """Q-013, Q-019."""
    response = await client.by(PARTNER).post("/auth", RIGHT)
    assert response.status_code == 201
    body = response.json()
    assert re.fullmatch(r"[0-9a-f]{32,}", body["data"].pop("user_token"))
    assert body == {
        "success": True,
        "data": {
            "id": OWNER.id,
            "name": "owner",
            "phone": "13155550175",
            "login": "owner@example.com",
            "email": "owner@example.com",
            "avatar": "",
            "is_approved": True,
            "is_email_confirmed": True,
        },
        "meta": [],
    }


async def test_the_token_works_from_then_on(client: Client) -> None:
    token = (await client.by(PARTNER).post("/auth", RIGHT)).json()["data"]["user_token"]
    response = await client.by(msgspec.structs.replace(OWNER, user_token=token)).get("/goods/1")
    assert response.status_code == 200


async def test_each_sign_in_gives_another_token_and_leaves_the_earlier_ones_alone(client: Client) -> None:
    first, second = [(await client.by(PARTNER).post("/auth", RIGHT)).json()["data"]["user_token"] for _ in range(2)]
    assert first != second
    assert (await client.by(msgspec.structs.replace(OWNER, user_token=first)).get("/groups")).status_code == 200


async def test_a_user_token_works_only_with_the_partner_that_it_was_made_for(client: Client, conn: Connection) -> None:
    await conn.execute("INSERT INTO partners (title, token_hash) VALUES ('Other', $1)", hash_token("other-partner"))
    response = await client.by(msgspec.structs.replace(OWNER, partner_token="other-partner")).get("/groups")
    assert response.status_code == 401
    assert response.json()["meta"]["message"] == "The user token is unknown or revoked."


async def test_a_login_is_known_in_any_usual_writing(client: Client) -> None:
    writings = [
        "OWNER@Example.COM",
        "  owner@example.com ",
        "13155550175",
        "+1 (315) 555-01-75",
        "0013155550175",
        "００１３１５５５５０１７５",
        "＋１　（３１５）　５５５－０１－７５",
    ]
    for login in writings:
        response = await client.by(PARTNER).post("/auth", {"login": login, "password": PASSWORD})
        assert response.status_code == 201, login
        assert response.json()["data"]["id"] == OWNER.id


async def test_wrong_login_and_wrong_password_get_the_very_same_answer(client: Client) -> None:
    """Q-019."""
    wrong_login = await client.by(PARTNER).post("/auth", {**RIGHT, "login": "nobody@example.com"})
    wrong_password = await client.by(PARTNER).post("/auth", {**RIGHT, "password": "wrong"})
    assert wrong_login.status_code == 401
    assert wrong_login.content == wrong_password.content
    assert set(wrong_login.headers) == set(wrong_password.headers)


async def test_a_password_is_not_normalized(client: Client) -> None:
    """White space at the ends and case belong to it."""
    for password in (f" {PASSWORD}", f"{PASSWORD} ", PASSWORD.upper()):
        assert (await client.by(PARTNER).post("/auth", {**RIGHT, "password": password})).status_code == 401


async def test_signing_in_needs_a_valid_partner_token(client: Client) -> None:
    needs_partner = "The partner token is missing: send Authorization: Bearer <partner token>."
    for header, message in [
        ("", needs_partner),
        (f"User {OWNER.user_token}", needs_partner),
        ("Bearer unheard-of", "The partner token is unknown or revoked."),
    ]:
        response = await client.by(NOBODY).post("/auth", RIGHT, headers={"Authorization": header})
        assert response.status_code == 401
        assert response.json() == {"success": False, "data": None, "meta": {"message": message}}


async def test_a_revoked_partner_can_not_sign_users_in(client: Client, conn: Connection) -> None:
    await conn.execute("UPDATE partners SET revoked_at = now()")
    response = await client.by(PARTNER).post("/auth", RIGHT)
    assert response.status_code == 401
    assert response.json()["meta"]["message"] == "The partner token is unknown or revoked."


async def test_a_stale_user_token_beside_the_partner_token_does_not_hinder(client: Client) -> None:
    response = await client.by(msgspec.structs.replace(OWNER, user_token="long-gone")).post("/auth", RIGHT)
    assert response.status_code == 201


MISSING = "This field is missing."
FAULTS: list[tuple[Any, dict[str, str]]] = [
    ({}, {"login": MISSING, "password": MISSING}),
    ({"login": None, "password": None}, {"login": MISSING, "password": MISSING}),
    ({"login": " ", "password": PASSWORD}, {"login": "Must not be empty."}),
    ({"login": 13155550175, "password": PASSWORD}, {"login": "Expected a text, not 13155550175."}),
    ({**RIGHT, "login": "x" * 256}, {"login": "Must be at most 255 characters long."}),
    ({**RIGHT, "login": "own\u0000er"}, {"login": "Must not contain the character U+0000 (a control character)."}),
    ([], {"body": "Expected a JSON object."}),
]


async def test_every_fault_of_the_body_is_named(client: Client) -> None:
    for body, faults in FAULTS:
        assert faults_of(await client.by(PARTNER).post("/auth", body)) == faults


async def test_a_password_of_a_wrong_length_is_a_fault_of_its_field(client: Client) -> None:
    for password, fault in [("", "Must not be empty."), ("y" * 1001, "Must be at most 1000 characters long.")]:
        response = await client.by(PARTNER).post("/auth", {**RIGHT, "password": password})
        assert faults_of(response) == {"password": fault}


async def test_a_refused_password_is_not_repeated_in_the_answer(client: Client) -> None:
    for password in ("31415926" * 200, 31415926, ["31415926"]):
        response = await client.by(PARTNER).post("/auth", {**RIGHT, "password": password})
        assert response.status_code == 422
        assert "31415926" not in response.text


async def test_a_password_with_half_a_surrogate_pair_is_no_failure_of_the_server(client: Client) -> None:
    content = b'{"login": "owner@example.com", "password": "\\ud800"}'
    response = await client.by(PARTNER).post("/auth", content=content)
    assert response.status_code in (401, 422)


async def test_the_content_type_is_not_looked_at(client: Client) -> None:
    for headers in ({}, {"Content-Type": "application/json; charset=utf-8"}, {"Content-Type": "text/plain"}):
        response = await client.by(PARTNER).post("/auth", content=msgspec.json.encode(RIGHT), headers=headers)
        assert response.status_code == 201, headers


async def test_a_trailing_slash_makes_no_difference(client: Client) -> None:
    assert (await client.by(PARTNER).post("/auth/", RIGHT)).status_code == 201


async def test_a_user_not_yet_approved_is_refused_and_gets_no_session(client: Client, conn: Connection) -> None:
    await conn.execute("UPDATE users SET is_approved = false WHERE id = $1", OWNER.id)
    before = await conn.fetchval("SELECT count(*) FROM sessions")
    response = await client.by(PARTNER).post("/auth", RIGHT)
    assert response.status_code == 403
    assert response.json()["meta"]["message"] == "Your account is not approved yet."
    assert await conn.fetchval("SELECT count(*) FROM sessions") == before


async def test_only_the_right_password_shows_that_a_user_is_not_approved(client: Client, conn: Connection) -> None:
    await conn.execute("UPDATE users SET is_approved = false WHERE id = $1", OWNER.id)
    response = await client.by(PARTNER).post("/auth", {**RIGHT, "password": "wrong"})
    assert response.status_code == 401


async def test_neither_password_nor_token_is_stored_in_clear(client: Client, conn: Connection) -> None:
    token = (await client.by(PARTNER).post("/auth", RIGHT)).json()["data"]["user_token"]
    await client.by(PARTNER).post("/auth", {"login": "intruder@example.com", "password": "a guess of an intruder"})
    tables = await conn.fetch("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
    stored = "\n".join([row[0] for (table,) in tables for row in await conn.fetch(f"SELECT t::text FROM {table} t")])
    assert OWNER.email in stored
    hidden = [
        PASSWORD,
        "a guess of an intruder",
        "intruder@example.com",
        token,
        OWNER.user_token,
        PARTNER.partner_token,
    ]
    for secret in map(str, hidden):
        assert secret not in stored
        assert secret.encode().hex() not in stored

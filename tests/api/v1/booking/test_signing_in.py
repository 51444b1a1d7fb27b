"""POST /user/auth and POST /booking/auth"""

import asyncio
import re
from typing import Any

import httpx
import pytest

from parlour.areas.accounts.model import MAX_FAILURES_PER_LOGIN
from parlour.db.pool import Connection
from tests.support.client import Client, faults_of
from tests.support.codes import code_sent, make_code
from tests.support.factories.client_accounts import make_account
from tests.support.people import HARBOUR, NOBODY, OWNER, PARTNER, Person
from tests.support.people import PASSWORD as OF_USERS

PHONE = "13155550177"
PASSWORD = "maple river kettle 42"
BY_PASSWORD = {"login": f"+{PHONE}", "password": PASSWORD}
ADDRESSES = ("/user/auth", "/booking/auth")


def signed_in(answer: httpx.Response) -> Person:
    assert answer.status_code == 201
    return Person(0, "client", user_token=answer.json()["user_token"])


async def test_a_code_creates_the_account_and_opens_a_session(client: Client, conn: Connection) -> None:
    """Show that the answers have no envelope (Q-398)."""
    by = client.by(PARTNER)
    await by.post(f"/book_code/{HARBOUR}", json={"phone": PHONE})
    sent = {"phone": "+1 (315) 555-0177", "code": await code_sent(conn)}
    first = await by.post("/user/auth", json=sent)
    assert first.json().keys() == {"user_token"}
    account = (await by.post("/booking/auth", json=sent)).json()
    assert re.fullmatch(r"[0-9a-f]{48}", account["user_token"])
    shown = {"name": "", "phone": PHONE, "login": PHONE, "email": "", "avatar": ""}
    assert account == {**shown, "id": account["id"], "user_token": account["user_token"]}
    own = (await client.by(signed_in(first)).get("/booking/user/data")).json()
    token = first.json()["user_token"]
    assert own == {**account, "0": token, "user_token": token}
    assert await conn.fetchval("SELECT count(*) FROM client_accounts WHERE phone = $1", PHONE) == 1


@pytest.mark.parametrize("address", ADDRESSES)
@pytest.mark.parametrize("login", [PHONE, "+1 315 555 0177", "maya@example.com", "Maya@Example.com"])
async def test_a_password_opens_a_session(client: Client, conn: Connection, address: str, login: str) -> None:
    await make_account(conn, PHONE, "Maya", email="maya@example.com", password=PASSWORD)
    answer = await client.by(PARTNER).post(address, json={"login": login, "password": PASSWORD})
    assert (await client.by(signed_in(answer)).get("/booking/user/data")).json()["name"] == "Maya"


@pytest.mark.parametrize(
    "sent",
    [
        {"login": PHONE, "password": "wrong"},
        {"login": "13155550178", "password": PASSWORD},
        {"login": "13155550179", "password": PASSWORD},
        {"login": "two@example.com", "password": PASSWORD},
        {"login": "nobody@example.com", "password": PASSWORD},
    ],
)
async def test_what_is_wrong_with_a_password_is_not_told(
    client: Client, conn: Connection, sent: dict[str, str]
) -> None:
    """Neither that there is no such account, nor that it has no password, nor that two have the email."""
    await make_account(conn, PHONE, email="two@example.com", password=PASSWORD)
    await make_account(conn, "13155550178", email="two@example.com")
    answer = await client.by(PARTNER).post("/user/auth", json=sent)
    assert (answer.status_code, answer.json()["meta"]["message"]) == (401, "Login or password is wrong.")


@pytest.mark.parametrize("address", ADDRESSES)
async def test_both_addresses_refuse_alike(client: Client, conn: Connection, address: str) -> None:
    await make_account(conn, PHONE, password=PASSWORD)
    by = client.by(PARTNER)
    wrong = {**BY_PASSWORD, "password": "wrong"}
    statuses = [(await by.post(address, json=wrong)).status_code for _ in range(MAX_FAILURES_PER_LOGIN + 1)]
    assert statuses == [401] * MAX_FAILURES_PER_LOGIN + [429]
    by_code = await by.post(address, json={"phone": PHONE, "code": "0000"})
    assert (by_code.status_code, by_code.json()["meta"]["message"]) == (401, "The code is wrong, or no longer valid.")


async def test_a_user_of_a_location_is_no_client(client: Client) -> None:
    sent = {"login": OWNER.email, "password": OF_USERS}
    assert (await client.by(PARTNER).post("/user/auth", json=sent)).status_code == 401


async def test_passwords_are_guessed_only_so_often_also_in_parallel(client: Client, conn: Connection) -> None:
    await make_account(conn, PHONE, email="maya@example.com", password=PASSWORD)
    by = client.by(PARTNER)
    wrong = [{"login": login, "password": "wrong"} for login in (PHONE, "maya@example.com")] * 4
    answers = await asyncio.gather(*(by.post("/user/auth", json=each) for each in wrong))
    assert [each.status_code for each in answers].count(401) == MAX_FAILURES_PER_LOGIN
    late = await by.post("/user/auth", json=BY_PASSWORD)
    assert late.status_code == 429
    assert int(late.headers["retry-after"]) > 0


async def test_a_right_password_clears_what_failed_before(client: Client, conn: Connection) -> None:
    await make_account(conn, PHONE, password=PASSWORD)
    by = client.by(PARTNER)
    for _ in range(2):
        for _ in range(MAX_FAILURES_PER_LOGIN - 1):
            assert (await by.post("/user/auth", json={**BY_PASSWORD, "password": "wrong"})).status_code == 401
        assert (await by.post("/user/auth", json=BY_PASSWORD)).status_code == 201


async def test_a_wrong_code_counts_and_a_right_one_no_longer_helps(client: Client, conn: Connection) -> None:
    await make_code(conn, PHONE, "1234")
    by = client.by(PARTNER)
    for code in ("0000", "1111", "2222", "3333", 4444):
        answer = await by.post("/user/auth", json={"phone": PHONE, "code": code})
        assert (answer.status_code, answer.json()["meta"]["message"]) == (
            401,
            "The code is wrong, or no longer valid.",
        )
    assert (await by.post("/user/auth", json={"phone": PHONE, "code": "1234"})).status_code == 401
    assert await conn.fetchval("SELECT count(*) FROM client_accounts WHERE phone = $1", PHONE) == 0


@pytest.mark.parametrize(
    ("sent", "fields"),
    [
        ({}, {"login", "password"}),
        ({"phone": PHONE}, {"code"}),
        ({"code": "1234"}, {"phone"}),
        ({"login": PHONE}, {"password"}),
        ({"phone": "12", "code": "1234"}, {"phone"}),
    ],
)
async def test_what_is_missing_is_named(client: Client, sent: dict[str, Any], fields: set[str]) -> None:
    for address in ADDRESSES:
        assert faults_of(await client.by(PARTNER).post(address, json=sent)).keys() == fields


async def test_a_partner_is_needed(client: Client) -> None:
    for address in ADDRESSES:
        assert (await client.by(NOBODY).post(address, json=BY_PASSWORD)).status_code == 401

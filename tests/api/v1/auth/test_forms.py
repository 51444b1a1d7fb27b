"""POST /auth as clients send it that know no JSON: as a form, and in the query"""

import json
from typing import Any

import httpx
import pytest

from parlour.db.pool import Connection
from tests.support.client import Client, faults_of
from tests.support.logs import RECORDER
from tests.support.people import HARBOUR, OWNER, PARTNER, PASSWORD

RIGHT = {"login": OWNER.email, "password": PASSWORD}
SECRETS = {"login": OWNER.email, "password": "wrong-and-secret-4711"}


@pytest.fixture
def partner(client: Client) -> Client:
    return client.by(PARTNER)


@pytest.mark.parametrize(
    "sent",
    [
        {"params": RIGHT},
        {"params": RIGHT, "json": {}},
        {"params": RIGHT, "json": []},
        {"params": RIGHT, "content": b"null", "headers": {"Content-Type": "application/json"}},
        {"params": RIGHT, "headers": {"Content-Type": "application/x-www-form-urlencoded"}},
        {"data": RIGHT},
        {"data": RIGHT, "params": {"lang": "en"}},
        {"files": {name: (None, value) for name, value in RIGHT.items()}},
        {"content": json.dumps(RIGHT), "headers": {"Content-Type": "application/x-www-form-urlencoded"}},
    ],
    ids=str,
)
async def test_credentials_are_accepted_in_body_form_and_query(partner: Client, sent: dict[str, Any]) -> None:
    """Q-115."""
    signed_in = await partner.send("POST", "/auth", **sent)
    assert signed_in.status_code == 201, signed_in.text
    assert signed_in.json()["data"]["id"] == OWNER.id


async def test_a_body_wins_over_the_query(partner: Client) -> None:
    """Q-115."""
    refused = await partner.send("POST", "/auth", params=RIGHT, json={"login": OWNER.email})
    assert faults_of(refused) == {"password": "This field is missing."}


async def test_a_missing_field_is_reported_by_its_name(partner: Client) -> None:
    for sent in ({"params": {"login": OWNER.email, "password": ""}}, {"data": {"login": OWNER.email}}):
        assert faults_of(await partner.send("POST", "/auth", **sent)) == {"password": "This field is missing."}


async def test_a_query_about_something_else_is_no_body(partner: Client) -> None:
    refused = await partner.send("POST", "/auth", params={"lang": "en"})
    assert refused.status_code == 400


@pytest.mark.parametrize("where", ["params", "data", "json"])
async def test_credentials_are_in_no_log(partner: Client, conn: Connection, where: str) -> None:
    RECORDER.entries.clear()
    assert (await partner.send("POST", "/auth", **{where: SECRETS})).status_code == 401
    assert RECORDER.entries
    assert SECRETS["password"] not in str(RECORDER.entries)
    assert "login=" not in str(RECORDER.entries)
    kept = await conn.fetchval("SELECT coalesce(string_agg(l::text, ' '), '') FROM audit_log AS l")
    assert SECRETS["password"] not in kept


async def test_a_bug_does_not_write_the_query_to_the_log(
    partner: Client, http: httpx.AsyncClient, conn: Connection
) -> None:
    await conn.execute("ALTER TABLE users RENAME TO users_of_yore")
    RECORDER.entries.clear()
    assert (await http.post("/api/v1/auth", params=SECRETS, headers=PARTNER.headers)).status_code == 500
    assert SECRETS["password"] not in str(RECORDER.entries)


async def test_any_operation_takes_a_form(client: Client) -> None:
    """Q-115."""
    fields = {"title": "Oils & Cremes", "parent_category_id": "", "comment": "null"}
    made = await client.send("POST", f"/goods_categories/{HARBOUR}", data=fields)
    assert made.status_code == 201, made.text
    assert made.json()["data"]["title"] == "Oils & Cremes"
    category_id = made.json()["data"]["id"]
    changed = await client.send("PUT", f"/goods_categories/{HARBOUR}/{category_id}", params={"title": "Oils"})
    assert changed.json()["data"]["title"] == "Oils"


async def test_a_form_is_read_like_json_number_by_number(client: Client) -> None:
    category = (await client.post(f"/goods_categories/{HARBOUR}", {"title": "Oils"})).json()["data"]["id"]
    fields = {"title": "Oil", "categoryId": category, "sale_unit_id": "1", "service_unit_id": "null", "cost": "12,5"}
    refused = await client.send("POST", f"/goods/{HARBOUR}", data=fields)
    assert faults_of(refused) == {
        "cost": 'Expected a number, not "12,5".',
        "service_unit_id": "This field is missing.",
    }
    made = await client.send("POST", f"/goods/{HARBOUR}", data=fields | {"service_unit_id": "1", "cost": "12.5"})
    assert made.json()["data"]["cost"] == 12.5


async def test_lists_and_objects_in_a_form(client: Client) -> None:
    fields = {
        "title": "Pier",
        "phones[]": ["+13155550175", "+13155550176"],
        "social[instagram]": "https://instagram.example/pier",
    }
    changed = await client.send("PUT", f"/company/{HARBOUR}", data=fields)
    assert changed.status_code == 200, changed.text
    assert changed.json()["data"]["phones"] == ["+13155550175", "+13155550176"]
    assert changed.json()["data"]["social"]["instagram"] == "https://instagram.example/pier"


@pytest.mark.parametrize(
    "form",
    ["title=a&title[b]=1", "title[a][b][c][d][e]=1", "&".join(["a=1"] * 3000), "%ff=1"],
    ids=lambda form: form[:30],
)
async def test_an_unreadable_form_is_a_400(client: Client, form: str) -> None:
    headers = {"Content-Type": "application/x-www-form-urlencoded"}
    refused = await client.send("POST", f"/goods_categories/{HARBOUR}", content=form, headers=headers)
    assert refused.status_code == 400

"""POST /clients/{location_id}"""

import asyncio
from typing import Any

import pytest

from parlour.access.tenant import Tenant
from parlour.areas.custom_fields.model.fields import Kind
from parlour.areas.tags.model import Kind as TagKind
from parlour.db.pool import Connection
from tests.support.client import Client, faults_of
from tests.support.factories.clients import make_client
from tests.support.factories.custom_fields import make_field
from tests.support.factories.tags import make_tag
from tests.support.factories.users import make_member
from tests.support.people import FOREIGNER, HARBOUR, NEIGHBOUR, NOBODY, PARTNER, WORKER, Person
from tests.support.waiting import wait_until_blocked

CLIENTS = f"/clients/{HARBOUR}"
PHONE = "13155550175"
MAYA = {"name": "Maya", "phone": "+1 (315) 555-0175"}
NO_TAG = "There is no such tag for clients in this location."


async def created(client: Client, **fields: Any) -> dict[str, Any]:
    answer = await client.post(CLIENTS, {**MAYA, **fields})
    assert answer.status_code == 201, answer.text
    return answer.json()["data"]  # type: ignore[no-any-return] # JSON


async def test_a_card_with_every_field(client: Client, conn: Connection, tenant: Tenant) -> None:
    """Q-250."""
    tag = await make_tag(conn, tenant)
    await make_field(conn, tenant, kind=Kind.CLIENT)
    answer = await client.post(
        CLIENTS,
        {
            **MAYA,
            "surname": "Reyes",
            "middle_name": "Lu",
            "email": "Maya@Example.com",
            "gender_id": 2,
            "importance_id": 3,
            "discount": 5.5,
            "card": 1207,
            "birth_date": "1990-04-17",
            "comment": "Mornings",
            "spent": 350,
            "balance": -20,
            "sms_check": 1,
            "sms_not": 1,
            "categories": [tag.id],
            "custom_fields": {"skin_type": "dry"},
        },
    )
    assert (answer.status_code, answer.headers["ETag"]) == (201, '"1"')
    card = answer.json()["data"]
    assert card.pop("last_change_date").startswith("20")
    assert card == {
        "id": 1,
        "name": "Maya",
        "surname": "Reyes",
        "middle_name": "Lu",
        "phone": PHONE,
        "email": "maya@example.com",
        "categories": [{"id": tag.id, "title": tag.title, "color": tag.color}],
        "gender_id": 2,
        "gender": "Female",
        "discount": 5.5,
        "importance_id": 3,
        "importance": "Gold",
        "card": "1207",
        "birth_date": "1990-04-17",
        "comment": "Mornings",
        "sms_check": 1,
        "sms_not": 1,
        "sms_bot": 1,
        "spent": 350,
        "paid": 350,
        "balance": -20,
        "visits": 0,
        "custom_fields": {"skin_type": "dry"},
    }
    assert (await client.get(f"/client/{HARBOUR}/1")).json()["data"]["spent"] == 350


async def test_a_card_with_the_least(client: Client) -> None:
    card = await created(client, phone="")
    assert card.pop("last_change_date").startswith("20")
    assert card == {
        "id": 1,
        "name": "Maya",
        "surname": "",
        "middle_name": "",
        "phone": "",
        "email": "",
        "categories": [],
        "gender_id": 0,
        "gender": "Unknown",
        "discount": 0,
        "importance_id": 0,
        "importance": "None",
        "card": "",
        "birth_date": None,
        "comment": "",
        "sms_check": 0,
        "sms_not": 0,
        "sms_bot": 0,
        "spent": 0,
        "paid": 0,
        "balance": 0,
        "visits": 0,
        "custom_fields": [],
    }


@pytest.mark.parametrize(
    ("sent", "shown"),
    [
        ({"patronymic": "Lu"}, {"middle_name": "Lu"}),
        ({"sex_id": 1}, {"gender_id": 1}),
        ({"sms_bot": 1}, {"sms_not": 1}),
        ({"sms_check": True}, {"sms_check": 1}),
        ({"phone": 13155550175}, {"phone": PHONE}),
        ({"phone": "315 555 0175"}, {"phone": PHONE}),
        ({"gender_id": "2", "discount": "7.5"}, {"gender_id": 2, "discount": 7.5}),
        ({"birth_date": "640310400"}, {"birth_date": "1990-04-17"}),
        ({"birth_date": 640324800}, {"birth_date": "1990-04-17"}),  # midnight in New York
        ({"birth_date": "-315619200"}, {"birth_date": "1960-01-01"}),
        ({"birth_date": "17.4.1990"}, {"birth_date": "1990-04-17"}),
        ({"birth_date": ""}, {"birth_date": None}),
        ({"custom_fields": []}, {"custom_fields": []}),
    ],
)
async def test_other_spellings(client: Client, sent: dict[str, Any], shown: dict[str, Any]) -> None:
    """Q-251, Q-252."""
    card = await created(client, **sent)
    assert {name: card[name] for name in shown} == shown


@pytest.mark.parametrize("name", ["categories", "labels"])
async def test_tags_by_both_names_as_ids_or_as_cards_show_them(
    client: Client, conn: Connection, tenant: Tenant, name: str
) -> None:
    """Q-253."""
    common = await make_tag(conn, tenant, "All", kind=TagKind.COMMON)
    regular = await make_tag(conn, tenant)
    shown = await created(client, **{name: [{"id": regular.id, "title": "x", "color": "#fff"}, str(common.id)]})
    assert [tag["id"] for tag in shown["categories"]] == [common.id, regular.id]


async def test_tags_that_are_none_for_clients_of_the_location(
    client: Client, conn: Connection, tenant: Tenant, hillside: Tenant, abroad: Tenant
) -> None:
    mine = await make_tag(conn, tenant)
    others = [await make_tag(conn, owner) for owner in (hillside, abroad)]
    others.append(await make_tag(conn, tenant, kind=TagKind.APPOINTMENT))
    sent = [mine.id, *(tag.id for tag in others), 999_999]
    faults = faults_of(await client.post(CLIENTS, {**MAYA, "categories": sent}))
    assert faults == {f"categories[{place}]": NO_TAG for place in range(1, 5)}
    assert await conn.fetchval("SELECT count(*) FROM clients") == 0


@pytest.mark.parametrize(
    ("body", "faults"),
    [
        ({}, {"name": "This field is missing.", "phone": "This field is missing."}),
        ({"name": " ", "phone": "12"}, {
            "name": "Must not be empty.",
            "phone": "Expected a phone number of 9 to 15 digits with its country code, such as +13155550175."}),
        ({**MAYA, "email": "maya", "birth_date": "soon", "gender_id": 3, "importance_id": 4, "discount": 101}, {
            "email": "This is not an email address.",
            "birth_date": "Expected a date and time in ISO 8601, such as 2026-01-31T18:30:00+01:00.",
            "gender_id": "Must be at most 2.",
            "importance_id": "Must be at most 3.",
            "discount": "Must be at most 100."}),
        ({**MAYA, "birth_date": "1899-12-31", "spent": -1, "balance": 0.001}, {
            "birth_date": "Must be between the year 1900 and today.",
            "spent": "Must be at least 0.",
            "balance": "0.001 has more decimals than USD has (2)."}),
        ({**MAYA, "custom_fields": {"unknown": 1}, "categories": [0]}, {
            "custom_fields.unknown": "There is no such field.",
            "categories[0]": "Must be at least 1."}),
        ({**MAYA, "custom_fields": [1]}, {"custom_fields": "Expected an object."}),
    ],
)  # fmt: skip
async def test_faults_are_named(client: Client, conn: Connection, body: dict[str, Any], faults: dict[str, str]) -> None:
    assert faults_of(await client.post(CLIENTS, body)) == faults
    assert await conn.fetchval("SELECT count(*) FROM clients") == 0


async def test_a_field_that_needs_a_value(client: Client, conn: Connection, tenant: Tenant) -> None:
    await make_field(conn, tenant, kind=Kind.CLIENT, is_required=True)
    missing = {"custom_fields.skin_type": "This field is missing."}
    assert faults_of(await client.post(CLIENTS, MAYA)) == missing
    limited = client.by(await make_member(conn, "limited", "manager", custom_fields_client_values_edit_access=False))
    assert (await limited.post(CLIENTS, MAYA)).status_code == 201


async def test_a_number_that_another_client_has(client: Client, conn: Connection, tenant: Tenant) -> None:
    """Q-254."""
    maya = await make_client(conn, tenant, phone=PHONE)
    taken = {"phone": f"Client {maya} of this location has this phone number."}
    assert faults_of(await client.post(CLIENTS, {**MAYA, "email": "x"})) == {
        **taken,
        "email": "This is not an email address.",
    }
    await conn.execute("UPDATE clients SET deleted_at = now()")
    assert (await client.post(CLIENTS, MAYA)).status_code == 201


async def test_two_at_the_same_time_make_one_card(client: Client, conn: Connection, tenant: Tenant) -> None:
    async with conn.transaction():
        maya = await make_client(conn, tenant, phone=PHONE)
        late = asyncio.create_task(client.post(CLIENTS, MAYA))
        await wait_until_blocked(conn, late)
    assert faults_of(await late) == {"phone": f"Client {maya} of this location has this phone number."}


async def test_a_number_belongs_to_a_location(
    client: Client, conn: Connection, hillside: Tenant, abroad: Tenant
) -> None:
    for owner in (hillside, abroad):
        await make_client(conn, owner, phone=PHONE)
    assert (await client.post(CLIENTS, MAYA)).status_code == 201


async def test_without_the_rights_surname_note_and_fields_stay_empty(
    client: Client, conn: Connection, tenant: Tenant
) -> None:
    """Q-255."""
    await make_field(conn, tenant, kind=Kind.CLIENT)
    rights = ("clients_surname_middle_name_edit_access", "clients_card_comment_edit_access")
    denied = dict.fromkeys((*rights, "custom_fields_client_values_edit_access"), False)
    limited = client.by(await make_member(conn, "limited", "manager", **denied))
    sent = {**MAYA, "surname": "R", "middle_name": "L", "comment": "x", "custom_fields": {"skin_type": "dry"}}
    card = (await limited.post(CLIENTS, sent)).json()["data"]
    hidden = {name: card[name] for name in ("surname", "middle_name", "comment", "custom_fields")}
    assert hidden == {"surname": "", "middle_name": "", "comment": "", "custom_fields": []}


async def test_a_user_who_sees_one_members_clients_is_shown_the_new_one(client: Client, conn: Connection) -> None:
    limited = client.by(await make_member(conn, "limited", "manager", clients_visit_master_id=9))
    answer = await limited.post(CLIENTS, MAYA)
    assert (answer.status_code, answer.json()["data"]["name"]) == (201, "Maya")
    assert (await limited.get(f"/client/{HARBOUR}/{answer.json()['data']['id']}")).status_code == 404


@pytest.mark.parametrize(
    ("person", "status"), [(NOBODY, 401), (PARTNER, 401), (WORKER, 403), (NEIGHBOUR, 403), (FOREIGNER, 404)]
)
async def test_who_may_not_is_refused(client: Client, conn: Connection, person: Person, status: int) -> None:
    assert (await client.by(person).post(CLIENTS, MAYA)).status_code == status
    assert await conn.fetchval("SELECT count(*) FROM clients") == 0

"""/custom_fields/{field_category}/{location_id}"""

import asyncio
from typing import Any

import pytest

from parlour.access.tenant import Tenant
from parlour.areas.custom_fields.model.fields import Kind, ValueType
from parlour.areas.custom_fields.queries import find_field
from parlour.db.pool import Connection
from tests.support.client import Client, faults_of
from tests.support.factories.custom_fields import make_field
from tests.support.factories.users import make_member
from tests.support.people import (
    ACCOUNTANT,
    ADMINISTRATOR,
    FOREIGNER,
    HARBOUR,
    MANAGER,
    NEIGHBOUR,
    NOBODY,
    PARTNER,
    TRAINEE,
    WORKER,
    Person,
)
from tests.support.waiting import wait_until_blocked

RECORDS = f"/custom_fields/record/{HARBOUR}"
CLIENTS = f"/custom_fields/client/{HARBOUR}"
GOOD = {"type": "text", "code": "referral", "title": "Sent by", "user_can_edit": True, "show_in_ui": False}
MISSING = "This field is missing."
TAKEN = {"code": "There is a field of this kind with this code already."}
FIXED = "This can't be changed: delete the field and create another."


async def test_a_new_field_is_answered_as_one_object_and_listed(client: Client) -> None:
    """Show that `data` is an object, as in the contract's example (Q-175)."""
    answer = await client.by(MANAGER).post(RECORDS, GOOD)
    assert (answer.status_code, answer.headers["ETag"]) == (200, '"1"')
    data = answer.json()["data"]
    assert answer.json() == {
        "success": True,
        "data": {
            "id": data["id"],
            "salon_id": HARBOUR,
            "custom_field": {
                "id": data["id"],
                "code": "referral",
                "entity_type": "record",
                "show_in_ui": False,
                "title": "Sent by",
                "user_can_edit": True,
                "type": {"code": "text", "title": "Text"},
                "values": "",
                "is_required": False,
                "weight": 0,
            },
        },
        "meta": [],
    }
    assert (await client.get(RECORDS)).json() == {"success": True, "data": [data], "meta": []}
    assert (await client.get(CLIENTS)).json()["data"] == []
    found = await client.get(f"{RECORDS}/{data['id']}")
    assert (found.headers["ETag"], found.json()["data"]) == ('"1"', data)


async def test_appointments_have_an_older_name(client: Client, conn: Connection, tenant: Tenant) -> None:
    field = await make_field(conn, tenant)
    older = f"/custom_fields/appointment/{HARBOUR}"
    assert (await client.get(older)).json() == (await client.get(RECORDS)).json()
    assert (await client.post(older, GOOD)).json()["data"]["custom_field"]["entity_type"] == "record"
    assert (await client.delete(f"{older}/{field.id}")).status_code == 200


@pytest.mark.parametrize("kind", ["records", "clients", "1", "Client", "%20"])
async def test_an_unknown_kind_is_not_found(client: Client, kind: str) -> None:
    for method, path in (("GET", ""), ("POST", ""), ("GET", "/1"), ("PUT", "/1"), ("DELETE", "/1")):
        sent = GOOD if method in ("POST", "PUT") else None
        answer = await client.send(method, f"/custom_fields/{kind}/{HARBOUR}{path}", json=sent)
        assert (answer.status_code, answer.json()["meta"]) == (404, {"message": "Kind of field not found."})


async def test_choices_are_lines(client: Client) -> None:
    """Show that a text in `values` is what the contract's type says, also when it is read (Q-176)."""
    chosen = {**GOOD, "type": "list", "values": " dry\n\noily, mixed ", "is_required": 1, "weight": "5"}
    details = (await client.post(RECORDS, chosen)).json()["data"]["custom_field"]
    assert details["values"] == "dry\noily, mixed"
    assert (details["type"]["code"], details["is_required"], details["weight"]) == ("list", True, 5)


async def test_the_heaviest_comes_first(client: Client, conn: Connection, tenant: Tenant) -> None:
    made = [await make_field(conn, tenant, f"f{weight}-{n}", weight=weight) for n, weight in enumerate((0, 5, 0, -1))]
    listed = [row["id"] for row in (await client.get(RECORDS)).json()["data"]]
    assert listed == [made[position].id for position in (1, 0, 2, 3)]


FAULTS: list[tuple[Any, dict[str, str]]] = [
    ({}, dict.fromkeys(GOOD, MISSING)),
    ({**GOOD, "type": "colour"}, {"type": "Expected one of: text, number, select, list, date, datetime."}),
    ({**GOOD, "code": "Sent by"}, {"code": "Expected small letters of English, digits, - and _."}),
    ({**GOOD, "code": "yc_partner_public_key"}, {"code": "This code is reserved."}),
    ({**GOOD, "title": " ", "show_in_ui": "often"}, {
        "title": "Must not be empty.", "show_in_ui": 'Expected true or false, not "often".',
    }),
    ({**GOOD, "values": "a"}, {"values": "Fields of this type have no choices."}),
    ({**GOOD, "type": "select", "values": "a\na"}, {"values": "Each line must be different from all others."}),
    ({**GOOD, "weight": 2**31}, {"weight": "Must be at most 2147483647."}),
]  # fmt: skip


async def test_every_fault_of_the_body_is_named(client: Client, conn: Connection) -> None:
    for body, faults in FAULTS:
        assert faults_of(await client.post(RECORDS, body)) == faults, body
    assert await conn.fetchval("SELECT count(*) FROM custom_fields") == 0


async def test_a_code_exists_once_of_each_kind(
    client: Client, conn: Connection, tenant: Tenant, hillside: Tenant
) -> None:
    """Show that the code of a deleted field is free (Q-177)."""
    field = await make_field(conn, tenant, "referral")
    await make_field(conn, hillside, "referral")
    assert faults_of(await client.post(RECORDS, GOOD)) == TAKEN
    assert (await client.post(CLIENTS, GOOD)).status_code == 200
    await client.delete(f"{RECORDS}/{field.id}")
    assert (await client.post(RECORDS, GOOD)).status_code == 200


async def test_of_two_at_the_same_time_one_gets_the_code(client: Client, conn: Connection, tenant: Tenant) -> None:
    async with conn.transaction():
        await make_field(conn, tenant, "referral")
        late = asyncio.create_task(client.post(RECORDS, GOOD))
        await wait_until_blocked(conn, late)
    assert faults_of(await late) == TAKEN


async def test_a_change_is_answered_with_a_message_and_the_new_etag(
    client: Client, conn: Connection, tenant: Tenant
) -> None:
    field = await make_field(conn, tenant, is_required=True, weight=2)
    body = {"type": "select", "code": "skin_type", "title": "Skin", "user_can_edit": False, "show_in_ui": False}
    answer = await client.put(f"{RECORDS}/{field.id}", {**body, "values": "dry\nmixed"}, headers={"If-Match": '"1"'})
    assert (answer.status_code, answer.headers["ETag"]) == (202, '"2"')
    assert answer.json() == {"success": True, "data": None, "meta": {"message": "The field was changed."}}
    found = await find_field(conn, tenant, Kind.APPOINTMENT, field.id)
    assert found is not None
    assert (found.title, found.choices, found.is_visible, found.is_editable) == ("Skin", ["dry", "mixed"], False, False)
    assert (found.is_required, found.weight, found.revision) == (True, 2, 2)
    stale = await client.put(f"{RECORDS}/{field.id}", body, headers={"If-Match": '"1"'})
    assert stale.status_code == 412


async def test_code_and_type_are_fixed(client: Client, conn: Connection, tenant: Tenant) -> None:
    """Show the wire's names of the faults (Q-177)."""
    field = await make_field(conn, tenant)
    assert faults_of(await client.put(f"{RECORDS}/{field.id}", {**GOOD, "values": "a\na"})) == {
        "code": FIXED,
        "type": FIXED,
        "values": "Each line must be different from all others.",
    }
    assert await find_field(conn, tenant, Kind.APPOINTMENT, field.id) == field


async def test_a_change_gives_no_choices_to_a_text(client: Client, conn: Connection, tenant: Tenant) -> None:
    field = await make_field(conn, tenant, "referral", value_type=ValueType.TEXT, choices=[])
    answer = await client.put(f"{RECORDS}/{field.id}", {**GOOD, "values": "a"})
    assert faults_of(answer) == {"values": "Fields of this type have no choices."}
    assert await find_field(conn, tenant, Kind.APPOINTMENT, field.id) == field


async def test_a_deleted_field_is_gone_and_stays_in_the_database(
    client: Client, conn: Connection, tenant: Tenant
) -> None:
    field = await make_field(conn, tenant)
    answer = await client.delete(f"{RECORDS}/{field.id}")
    assert answer.status_code == 200
    assert answer.json() == {"success": True, "data": None, "meta": {"message": "The field was deleted."}}
    for method in ("GET", "PUT", "DELETE"):
        gone = await client.send(method, f"{RECORDS}/{field.id}", json=GOOD if method == "PUT" else None)
        assert (gone.status_code, gone.json()["meta"]) == (404, {"message": "Field not found."})
    actions = await conn.fetch("SELECT action FROM audit_log WHERE entity = 'custom_field' ORDER BY id")
    assert [line["action"] for line in actions] == ["created", "deleted"]


async def test_a_field_of_another_kind_location_or_chain_is_not_there(
    client: Client, conn: Connection, tenant: Tenant, hillside: Tenant, abroad: Tenant
) -> None:
    of_client = await make_field(conn, tenant, kind=Kind.CLIENT, value_type=ValueType.TEXT, choices=[])
    for field in (of_client, await make_field(conn, hillside), await make_field(conn, abroad)):
        for method in ("GET", "PUT", "DELETE"):
            sent = GOOD if method == "PUT" else None
            answer = await client.send(method, f"{RECORDS}/{field.id}", json=sent)
            assert (answer.status_code, answer.json()["meta"]) == (404, {"message": "Field not found."})
    assert await conn.fetchval("SELECT count(*) FROM custom_fields WHERE deleted_at IS NULL AND revision = 1") == 3


@pytest.mark.parametrize(
    ("person", "status"),
    [(NOBODY, 401), (PARTNER, 401), (WORKER, 403), (ADMINISTRATOR, 403), (NEIGHBOUR, 403), (FOREIGNER, 404)],
)
async def test_who_may_not_change_is_refused(
    client: Client, conn: Connection, tenant: Tenant, person: Person, status: int
) -> None:
    """Show that fields belong to the location (Q-174)."""
    field = await make_field(conn, tenant)
    caller = client.by(person)
    for method, path in (("POST", RECORDS), ("PUT", f"{RECORDS}/{field.id}"), ("DELETE", f"{RECORDS}/{field.id}")):
        assert (await caller.send(method, path, json=GOOD)).status_code == status, method
    assert await find_field(conn, tenant, Kind.APPOINTMENT, field.id) == field


@pytest.mark.parametrize(
    ("person", "status"),
    [(NOBODY, 401), (PARTNER, 401), (ADMINISTRATOR, 200), (TRAINEE, 403), (ACCOUNTANT, 403), (NEIGHBOUR, 403)],
)
async def test_who_sees_the_values_sees_the_fields(
    client: Client, conn: Connection, tenant: Tenant, person: Person, status: int
) -> None:
    field = await make_field(conn, tenant)
    for path in (RECORDS, f"{RECORDS}/{field.id}"):
        assert (await client.by(person).get(path)).status_code == status


async def test_each_kind_has_a_right_of_its_own(client: Client, conn: Connection) -> None:
    """Show that the right to change the location is enough (Q-174)."""
    rights = {"custom_fields_record_values_read_access": False, "custom_fields_client_values_read_access": True}
    caller = client.by(await make_member(conn, "of-clients", "worker", **rights))
    assert (await caller.get(CLIENTS)).status_code == 200
    refused = await caller.get(RECORDS)
    missing = "You lack the right custom_fields_record_values_read_access in this location."
    assert (refused.status_code, refused.json()["meta"]["message"]) == (403, missing)
    settler = client.by(await make_member(conn, "settler", "manager", **dict.fromkeys(rights, False)))
    assert [(await settler.get(path)).status_code for path in (CLIENTS, RECORDS)] == [200, 200]

"""POST /company/{location_id}/services/links"""

from typing import Any

import pytest

from parlour.access.tenant import Tenant
from parlour.db.pool import Connection
from tests.support.client import Client, faults_of
from tests.support.factories.rows import insert
from tests.support.factories.services import assign, make_service
from tests.support.factories.team import make_team_member
from tests.support.factories.users import make_member
from tests.support.people import HARBOUR, WORKER

LINKS = f"/company/{HARBOUR}/services/links"


@pytest.fixture
async def service_id(conn: Connection, tenant: Tenant) -> int:
    return await make_service(conn, tenant, comment="Kept", price_min=5, price_max=5)


@pytest.fixture
async def ana(conn: Connection, tenant: Tenant) -> int:
    return await make_team_member(conn, tenant)


@pytest.fixture
async def room(conn: Connection, tenant: Tenant) -> int:
    return await insert(conn, "resources", tenant, title="Room")


def body(service_id: int, **more: Any) -> dict[str, Any]:
    empty: dict[str, Any] = {"team_member_settings": [], "resource_ids": [], "translations": []}
    return {"service_id": service_id, **empty, **more}


def settings(member_id: int, hours: int, minutes: int, price: Any = None, card_id: int = 0) -> dict[str, Any]:
    return {"team_member_id": member_id, "tech_card_id": card_id, "hours": hours, "minutes": minutes, "price": price}


async def test_everything_is_set_at_once(
    client: Client, conn: Connection, tenant: Tenant, service_id: int, ana: int, room: int
) -> None:
    noa, card_id = (
        await make_team_member(conn, tenant, "Noa Bell"),
        await insert(conn, "bills_of_materials", tenant, title="Colour"),
    )
    members = [settings(ana, 1, 30, {"min": 10, "max": 12.5}, card_id), settings(noa, 0, 5, {"min": 7, "max": None})]
    translations = [{"language_id": 2, "translation": "Schnitt"}, {"language_id": 3, "translation": "Coupe"}]
    sent = body(service_id, team_member_settings=members, resource_ids=[room], translations=translations)
    answer = await client.post(LINKS, sent)
    assert (answer.status_code, answer.headers["ETag"]) == (200, '"2"')
    fixed = settings(noa, 0, 5, {"min": 7, "max": 7})
    assert answer.json() == {"success": True, "data": {**sent, "team_member_settings": [members[0], fixed]}, "meta": []}
    (row,) = (await client.get(f"/services/{HARBOUR}")).json()["data"]
    assert [(each["id"], each["seance_length"]) for each in row["staff"]] == [(ana, 5400), (noa, 300)]
    assert (row["resources"], row["comment"]) == ([{"id": room, "title": "Room"}], "Kept")


async def test_members_and_resources_are_replaced_and_translations_stay(
    client: Client, conn: Connection, tenant: Tenant, service_id: int, ana: int, room: int
) -> None:
    noa = await make_team_member(conn, tenant, "Noa Bell")
    await assign(conn, tenant, service_id, ana)
    await assign(conn, tenant, service_id, noa, duration=600, price_min=3, price_max=4)
    translations = [{"language_id": 2, "translation": "Schnitt"}, {"language_id": 3, "translation": "Coupe"}]
    await client.post(LINKS, body(service_id, resource_ids=[room], translations=translations,
                                  team_member_settings=[{"team_member_id": noa}]))  # fmt: skip
    cleared = [{"language_id": 3, "translation": ""}]
    answer = await client.post(LINKS, body(service_id, translations=cleared, team_member_settings=[{"staff_id": noa}]))
    data = answer.json()["data"]
    assert data["team_member_settings"] == [settings(noa, 0, 10, {"min": 3, "max": 4})]
    assert (data["resource_ids"], data["translations"]) == ([], translations[:1])


async def test_every_fault_is_named_and_nothing_is_changed(
    client: Client, conn: Connection, tenant: Tenant, hillside: Tenant, service_id: int, ana: int, room: int
) -> None:
    away, attic = await make_team_member(conn, hillside), await insert(conn, "resources", hillside, title="Attic")
    members = [settings(ana, 1, 0), settings(away, 1, 0), settings(ana, 1, 0), settings(999, 1, 0, card_id=999)]
    sent = body(
        service_id,
        team_member_settings=members,
        resource_ids=[room, attic, room],
        translations=[{"language_id": 2, "translation": "A"}, {"language_id": 2, "translation": "B"}],
    )
    twice, unknown = "It is in the list already.", "There is no such team member here."
    assert faults_of(await client.post(LINKS, sent)) == {
        "team_member_settings[1].team_member_id": unknown,
        "team_member_settings[2].team_member_id": twice,
        "team_member_settings[3].team_member_id": unknown,
        "team_member_settings[3].tech_card_id": "There is no such technological card here.",
        "resource_ids[1]": "There is no such resource here.",
        "resource_ids[2]": twice,
        "translations[1].language_id": twice,
    }
    for table in ("service_team_members", "service_resources", "service_translations"):
        assert await conn.fetchval(f"SELECT count(*) FROM {table}") == 0
    assert await conn.fetchval("SELECT revision FROM services") == 1


LENGTH = "Hours and minutes together must be from 5 minutes to 23 hours 55 minutes, in steps of 5 minutes."
MISSING = "This field is missing."


@pytest.mark.parametrize(
    ("sent", "faults"),
    [
        ({"hours": 0, "minutes": 0}, {"minutes": LENGTH}),
        ({"hours": 1, "minutes": 7}, {"minutes": LENGTH}),
        ({"hours": 24, "minutes": 0}, {"minutes": LENGTH}),
        ({"minutes": 7}, {"minutes": LENGTH}),
        ({"hours": 0, "minutes": 60}, {"minutes": "Must be at most 59."}),
        ({"price": {"max": 5}}, {"price.min": MISSING}),
        ({"price": {"min": 6, "max": 5}}, {"price.max": "Must not be below the lowest price."}),
        ({"price": {"min": 0.001}}, {"price.min": "0.001 has more decimals than USD has (2)."}),
        ({"team_member_id": None}, {"team_member_id": MISSING}),
    ],
)
async def test_faults_of_a_member(
    client: Client, service_id: int, ana: int, sent: dict[str, Any], faults: dict[str, str]
) -> None:
    whole = body(service_id, team_member_settings=[{"team_member_id": ana, **sent}])
    named = {f"team_member_settings[0].{field}": fault for field, fault in faults.items()}
    assert faults_of(await client.post(LINKS, whole)) == named


async def test_what_is_missing_is_named(client: Client, service_id: int) -> None:
    required = ("service_id", "team_member_settings", "resource_ids", "translations")
    assert faults_of(await client.post(LINKS, {})) == dict.fromkeys(required, MISSING)
    sent = body(service_id, translations=[{}])
    names = ("translations[0].language_id", "translations[0].translation")
    assert faults_of(await client.post(LINKS, sent)) == dict.fromkeys(names, MISSING)
    answer = await client.post(LINKS, body(999))
    assert (answer.status_code, answer.json()["meta"]["message"]) == (404, "Service not found.")


async def test_each_part_needs_its_right(
    client: Client, conn: Connection, service_id: int, ana: int, room: int
) -> None:
    editor = client.by(await make_member(conn, "editor", services_edit=True))
    for part, right in (
        ({"team_member_settings": [settings(ana, 1, 0)]}, "edit_master_service_and_duration"),
        ({"resource_ids": [room]}, "settings_services_edit_services_related_resource_access"),
        ({"translations": [{"language_id": 1, "translation": "A"}]}, "settings_services_edit_title_access"),
    ):
        refused = await editor.post(LINKS, body(service_id, **part))
        assert refused.status_code == 403
        assert refused.json()["meta"]["message"] == f"You lack the right {right} in this location."
    assert (await editor.post(LINKS, body(service_id))).status_code == 200
    assert (await client.by(WORKER).post(LINKS, body(service_id))).status_code == 403


async def test_a_service_of_the_chain_keeps_its_titles(
    client: Client, conn: Connection, chain: Tenant, ana: int, room: int
) -> None:
    service_id = await make_service(conn, chain)
    sent = body(service_id, team_member_settings=[settings(ana, 1, 0)], resource_ids=[room])
    assert (await client.post(LINKS, sent)).status_code == 200
    refused = await client.post(LINKS, {**sent, "translations": [{"language_id": 1, "translation": "A"}]})
    assert refused.status_code == 403
    assert refused.json()["meta"]["message"].startswith("This service belongs to the chain")


async def test_a_change_that_was_not_seen_is_not_overwritten(client: Client, service_id: int) -> None:
    for status in (200, 412):
        answer = await client.post(LINKS, body(service_id), headers={"If-Match": '"1"'})
        assert answer.status_code == status

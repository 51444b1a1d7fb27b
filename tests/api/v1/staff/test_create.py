"""POST /staff/{location_id}"""

from typing import Any

import pytest

from parlour.access.tenant import Tenant
from parlour.db.pool import Connection
from tests.support.client import Client, faults_of
from tests.support.factories.team import make_position, make_team_member
from tests.support.factories.users import make_member
from tests.support.people import FOREIGNER, HARBOUR, NEIGHBOUR, NOBODY, OWNER, PARTNER, WORKER, Person

STAFF = f"/staff/{HARBOUR}"
FULL = {
    "name": " Ana Lima ",
    "specialization": "Colour",
    "weight": 10,
    "information": "<p>Speaks Portuguese.</p>",
    "api_id": "E-17",
    "hidden": 1,
    "fired": 1,
    "user_id": WORKER.id,
    "has_access_timetable": True,
    "is_paid_staff": True,
    "is_included_in_payment_policy": False,
    "show_rating": 0,
    "prepaid": "required",
    "is_online_random_choice_allowed": False,
    "seance_search_start": 28800,
    "seance_search_finish": 72000,
    "seance_search_step": 1800,
    "is_available_as_assistant": True,
}


async def test_a_name_is_enough(client: Client) -> None:
    """Q-159."""
    answer = await client.post(STAFF, {"name": "Ana Lima"})
    assert (answer.status_code, answer.headers["ETag"]) == (201, '"1"')
    member_id = answer.json()["data"]["id"]
    assert answer.json() == {
        "success": True,
        "data": {
            "id": member_id,
            "api_id": "",
            "name": "Ana Lima",
            "company_id": HARBOUR,
            "specialization": "",
            "position_id": 0,
            "position": None,
            "avatar": "",
            "avatar_big": "",
            "fired": 0,
            "is_fired": False,
            "status": 0,
            "is_deleted": False,
            "hidden": 0,
            "is_online": True,
            "bookable": False,
            "is_bookable": False,
            "user_id": None,
            "user": None,
            "is_paid_staff": False,
            "is_included_in_payment_policy": True,
            "has_access_timetable": False,
            "is_available_as_assistant": False,
            "weight": 0,
            "information": "",
            "rating": 0,
            "show_rating": 1,
            "is_rating_shown": True,
            "votes_count": 0,
            "comments_count": 0,
            "prepaid": "forbidden",
            "is_online_random_choice_allowed": True,
            "seance_search_start": 0,
            "seance_search_finish": 86400,
            "seance_search_step": 900,
            "schedule_till": "",
            "services_links": [],
            "chain": {"id": 71, "title": "Lumen"},
        },
        "meta": [],
    }


async def test_every_field_is_kept(client: Client, conn: Connection, tenant: Tenant) -> None:
    """Q-161: what the contract has no field for can be set all the same; Q-166: one field has no effect."""
    position_id = await make_position(conn, tenant)
    created = (await client.post(STAFF, {**FULL, "position_id": position_id})).json()["data"]
    expected = {**FULL, "name": "Ana Lima", "is_included_in_payment_policy": True, "position_id": position_id}
    assert {name: created[name] for name in expected} == expected
    assert created["position"] == {"id": position_id, "title": "Stylist"}
    assert created["user"] == {"id": WORKER.id, "name": "worker"}
    assert (created["is_fired"], created["is_online"], created["is_rating_shown"]) == (True, False, False)
    found = (await client.get(f"/company/{HARBOUR}/staff/{created['id']}")).json()["data"]
    assert found == [created]


async def test_flags_may_be_true_or_false(client: Client) -> None:
    """Q-158."""
    created = await client.post(STAFF, {"name": "Ana", "hidden": True, "fired": False, "show_rating": "0"})
    shown = created.json()["data"]
    assert (shown["hidden"], shown["fired"], shown["show_rating"]) == (1, 0, 0)
    assert faults_of(await client.post(STAFF, {"name": "Ana", "hidden": 2, "fired": "yes"})) == {
        "hidden": "Must be at most 1.",
        "fired": 'Expected a whole number, not "yes".',
    }


@pytest.mark.parametrize(
    ("body", "faults"),
    [
        ({}, {"name": "This field is missing."}),
        ({"name": "", "weight": "x"}, {"name": "Must not be empty.", "weight": 'Expected a whole number, not "x".'}),
        ({"name": "x" * 256}, {"name": "Must be at most 255 characters long."}),
        ({"name": "Ana", "weight": 2**31}, {"weight": f"Must be at most {2**31 - 1}."}),
        ({"name": "Ana", "prepaid": "often"}, {"prepaid": 'Expected allowed or forbidden or required, not "often".'}),
        ({"name": "Ana", "seance_search_start": 90000}, {"seance_search_start": "Must be at most 86400."}),
        ({"name": "Ana", "seance_search_step": 299}, {"seance_search_step": "Must be at least 300."}),
        (
            {"name": "Ana", "seance_search_start": 3600, "seance_search_finish": 3599},
            {"seance_search_finish": "Must not be less than seance_search_start."},
        ),
        (
            {"position_id": 999_999, "user_id": 999_999, "hidden": 7},
            {
                "name": "This field is missing.",
                "hidden": "Must be at most 1.",
                "position_id": "There is no such position in this location.",
                "user_id": "There is no user with this id who has a role in this location.",
            },
        ),
    ],
)
async def test_all_faults_are_named_and_nothing_is_made(
    client: Client, conn: Connection, body: dict[str, Any], faults: dict[str, str]
) -> None:
    assert faults_of(await client.post(STAFF, body)) == faults
    assert await conn.fetchval("SELECT count(*) FROM team_members") == 0


async def test_a_position_or_a_user_of_somewhere_else_is_none(
    client: Client, conn: Connection, hillside: Tenant, abroad: Tenant
) -> None:
    """Q-165."""
    for owner, user in ((hillside, NEIGHBOUR), (abroad, FOREIGNER)):
        body = {"name": "Ana", "position_id": await make_position(conn, owner), "user_id": user.id}
        assert faults_of(await client.post(STAFF, body)).keys() == {"position_id", "user_id"}


async def test_a_user_is_linked_to_one_member(client: Client, conn: Connection, tenant: Tenant) -> None:
    linked = await make_team_member(conn, tenant, user_id=OWNER.id)
    taken = {"user_id": "Another team member of this location is linked to this user."}
    assert faults_of(await client.post(STAFF, {"name": "Ben", "user_id": OWNER.id})) == taken
    await client.delete(f"{STAFF}/{linked}")
    assert (await client.post(STAFF, {"name": "Ben", "user_id": OWNER.id})).status_code == 201


async def test_to_make_a_dismissed_one_needs_the_right_to_dismiss(client: Client, conn: Connection) -> None:
    limited = client.by(await make_member(conn, "limited", "manager", settings_master_dismiss_access=False))
    refused = await limited.post(STAFF, {"name": "Ana", "fired": 1})
    assert refused.status_code == 403
    assert refused.json()["meta"]["message"] == "You lack the right settings_master_dismiss_access in this location."
    assert (await limited.post(STAFF, {"name": "Ana", "fired": 0})).status_code == 201


@pytest.mark.parametrize(
    ("person", "status"), [(NOBODY, 401), (PARTNER, 401), (WORKER, 403), (NEIGHBOUR, 403), (FOREIGNER, 404)]
)
async def test_who_may_not_is_refused(client: Client, conn: Connection, person: Person, status: int) -> None:
    assert (await client.by(person).post(STAFF, {"name": "Ana"})).status_code == status
    assert await conn.fetchval("SELECT count(*) FROM team_members") == 0


async def test_a_new_member_is_in_the_audit_log(client: Client, conn: Connection) -> None:
    await client.post(STAFF, {"name": "Ana"})
    line = await conn.fetchrow("SELECT action, location_id, user_id FROM audit_log WHERE entity = 'team_member'")
    assert line is not None
    assert tuple(line) == ("created", HARBOUR, OWNER.id)

"""POST /company/{location_id}/staff/quick (Q-167)"""

from typing import Any

import pytest

from parlour.access.tenant import Tenant
from parlour.db.pool import Connection
from tests.support.client import Client, faults_of
from tests.support.factories.team import make_position, make_team_member
from tests.support.factories.users import make_member, make_user
from tests.support.people import HARBOUR, MANAGER, NEIGHBOUR, OWNER, WORKER, Person

QUICK = f"/company/{HARBOUR}/staff/quick"
INVITED = "SELECT u.id, u.email, u.phone, r.role, r.is_accepted FROM users u JOIN location_roles r ON r.user_id = u.id"
FULL: dict[str, Any] = {
    "name": "Anna Berg",
    "specialization": "Stylist",
    "position_id": None,
    "phone_number": None,
    "user_email": "",
    "user_phone": "",
    "is_user_invite": False,
}


async def test_a_name_is_enough(client: Client) -> None:
    for body in ({"name": "Anna Berg"}, {**FULL, "specialization": ""}):
        answer = await client.post(QUICK, body)
        assert (answer.status_code, answer.headers["ETag"]) == (201, '"1"')
        assert answer.json() == {
            "success": True,
            "data": {
                "id": answer.json()["data"]["id"],
                "name": "Anna Berg",
                "company_id": HARBOUR,
                "specialization": "",
                "avatar": "",
                "avatar_big": "",
                "position": None,
                "is_paid_staff": False,
                "user_id": None,
            },
            "meta": [],
        }


async def test_what_is_sent_is_kept(client: Client, conn: Connection, tenant: Tenant) -> None:
    position_id = await make_position(conn, tenant)
    sent = {**FULL, "position_id": position_id, "is_paid_staff": True}
    created = (await client.post(QUICK, sent)).json()["data"]
    assert created["position"] == {"id": position_id, "title": "Stylist"}
    assert (created["specialization"], created["is_paid_staff"]) == ("Stylist", True)
    assert (await client.get(f"/staff/{HARBOUR}")).json()["data"][0]["id"] == created["id"]


@pytest.mark.parametrize(
    "address",
    [
        {"user_email": "Worker@Example.com"},
        {"user_phone": "13155550199"},
        {"phone_number": "+13155550199"},
        {"user_email": "unknown@example.com", "phone_number": "13155550199"},
    ],
)
@pytest.mark.parametrize("is_user_invite", [True, False])
async def test_a_user_with_a_role_here_is_linked(
    client: Client, conn: Connection, address: dict[str, str], *, is_user_invite: bool
) -> None:
    await conn.execute("UPDATE users SET phone = '+13155550199' WHERE id = $1", WORKER.id)
    created = await client.post(QUICK, {**FULL, **address, "is_user_invite": is_user_invite})
    assert created.json()["data"]["user_id"] == WORKER.id
    assert await conn.fetchval("SELECT count(*) FROM invitations") == 0


@pytest.mark.parametrize("person", [None, NEIGHBOUR])
async def test_a_user_without_a_role_here_is_not_linked_unless_invited(
    client: Client, conn: Connection, person: Person | None
) -> None:
    """The answer doesn't show whether the server knows a user."""
    email = person.email if person else "anna@example.com"
    users = await conn.fetchval("SELECT count(*) FROM users")
    created = await client.post(QUICK, {**FULL, "user_email": email})
    assert created.json()["data"]["user_id"] is None
    assert await conn.fetchval("SELECT count(*) FROM users") == users


async def test_an_invited_user_is_linked_at_once_and_gets_a_letter(client: Client, conn: Connection) -> None:
    created = await client.post(QUICK, {**FULL, "user_email": "anna@example.com", "is_user_invite": True})
    user_id = created.json()["data"]["user_id"]
    row = await conn.fetchrow(f"{INVITED} WHERE u.id = $1", user_id)
    assert row is not None
    assert tuple(row) == (user_id, "anna@example.com", None, "worker", False)
    assert await conn.fetchval("SELECT name FROM invitations WHERE user_id = $1", user_id) == "Anna Berg"
    assert await conn.fetchval("SELECT count(*) FROM outbox") == 1
    (shown,) = (await client.get(f"/staff/{HARBOUR}")).json()["data"]
    assert shown["user"] == [{"id": user_id, "name": ""}]


async def test_one_who_works_elsewhere_can_be_invited(client: Client, conn: Connection) -> None:
    stranger = await make_user(conn, "stranger")
    created = await client.post(QUICK, {**FULL, "user_email": stranger.email, "is_user_invite": True})
    assert created.json()["data"]["user_id"] == stranger.id


async def test_without_an_email_the_invitation_goes_by_the_phone(client: Client, conn: Connection) -> None:
    created = await client.post(QUICK, {**FULL, "user_phone": "493023125107", "is_user_invite": True})
    row = await conn.fetchrow(f"{INVITED} WHERE u.id = $1", created.json()["data"]["user_id"])
    assert row is not None
    assert (row["phone"], row["email"]) == ("+493023125107", None)


@pytest.mark.parametrize(
    ("body", "faults"),
    [
        ({}, {"name": "This field is missing."}),
        ({"name": "Anna", "user_phone": "123", "phone_number": "1234567890123456"}, {
            "user_phone": "Expected a phone number of 9 to 15 digits with its country code.",
            "phone_number": "Expected a phone number of 9 to 15 digits with its country code."}),
        ({"name": "Anna", "user_email": "anna@", "user_phone": "999999999"}, {
            "user_email": "This is not an email address.",
            "user_phone": "'+999999999' is not a phone number; write it with the country code, such as +13155550175."}),
        ({"name": "Anna", "is_user_invite": True}, {"user_email": "An email address or phone is needed."}),
        ({"position_id": 999_999}, {
            "name": "This field is missing.", "position_id": "There is no such position in this location."}),
    ],
)  # fmt: skip
async def test_all_faults_are_named_and_nothing_is_made(
    client: Client, conn: Connection, body: dict[str, Any], faults: dict[str, str]
) -> None:
    assert faults_of(await client.post(QUICK, body)) == faults
    assert await conn.fetchval("SELECT count(*) FROM team_members") == 0


async def test_a_user_who_is_linked_already_is_refused_and_nobody_is_made(
    client: Client, conn: Connection, tenant: Tenant
) -> None:
    await make_team_member(conn, tenant, user_id=OWNER.id)
    faults = faults_of(await client.post(QUICK, {**FULL, "user_email": OWNER.email}))
    assert faults == {"user_email": "Another team member of this location is linked to this user."}
    assert await conn.fetchval("SELECT count(*) FROM team_members") == 1


async def test_to_invite_needs_the_right_to_invite(client: Client, conn: Connection) -> None:
    body = {**FULL, "user_email": "anna@example.com", "is_user_invite": True}
    refused = await client.by(MANAGER).post(QUICK, body)
    assert (refused.status_code, await conn.fetchval("SELECT count(*) FROM team_members")) == (403, 0)
    assert refused.json()["meta"]["message"] == "You lack the right create_users_access in this location."
    nobody = {**FULL, "is_user_invite": True}
    assert (await client.by(MANAGER).post(QUICK, nobody)).status_code == 403
    assert (await client.by(MANAGER).post(QUICK, {**body, "is_user_invite": False})).status_code == 201


async def test_nobody_invites_with_rights_that_they_lack(client: Client, conn: Connection) -> None:
    limited = await make_member(conn, "limited", "worker", master_create=True, create_users_access=True,
                                timetable_access=False)  # fmt: skip
    body = {**FULL, "user_email": "anna@example.com", "is_user_invite": True}
    refused = await client.by(limited).post(QUICK, body)
    assert refused.status_code == 403
    assert refused.json()["meta"]["message"] == "You can't grant rights that you don't have: timetable_access."
    assert await conn.fetchval("SELECT count(*) FROM users WHERE email = 'anna@example.com'") == 0


async def test_too_many_invitations_are_refused(client: Client, conn: Connection) -> None:
    body = {**FULL, "user_email": "anna@example.com", "is_user_invite": True}
    for _ in range(5):
        created = await client.post(QUICK, body)
        assert created.status_code == 201
        await client.delete(f"/company/{HARBOUR}/users/{created.json()['data']['user_id']}")
        await client.delete(f"/staff/{HARBOUR}/{created.json()['data']['id']}")
    assert (await client.post(QUICK, body)).status_code == 429
    assert await conn.fetchval("SELECT count(*) FROM team_members") == 5

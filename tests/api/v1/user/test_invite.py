"""POST /user/invite/{location_id}"""

import asyncio
import json
from typing import Any

import pytest

from parlour.db.pool import Connection
from tests.support.client import Client, faults_of
from tests.support.factories.users import make_member, make_user
from tests.support.invitations import link_sent_to
from tests.support.people import ABROAD, CHAIN, FOREIGNER, HARBOUR, MANAGER, OWNER, PARTNER, WORKER

INVITE = f"/user/invite/{HARBOUR}"
ANNA = "anna@example.com"
INVITED = """
    SELECT u.id, u.name, u.email, u.phone, u.is_approved, u.password_hash, lr.role, lr.rights::text AS rights,
           lr.position, lr.is_accepted
    FROM location_roles lr JOIN users u ON u.id = lr.user_id
    WHERE lr.location_id = $1 AND NOT lr.is_accepted ORDER BY u.id
"""


def invites(*searches: str, **fields: Any) -> dict[str, Any]:
    return {"invites": [{"search": search, **fields} for search in searches]}


async def waiting(conn: Connection) -> list[dict[str, Any]]:
    return [dict(row) for row in await conn.fetch(INVITED, HARBOUR)]


async def nothing_happened(conn: Connection) -> bool:
    counts = await conn.fetchrow("SELECT (SELECT count(*) FROM invitations), (SELECT count(*) FROM outbox)")
    return counts is not None and tuple(counts) == (0, 0) and await waiting(conn) == []


async def test_a_stranger_is_taken_in_without_any_access(client: Client, conn: Connection) -> None:
    answer = await client.post(INVITE, invites(" Anna@Example.com ", name="Anna Berg", position="Stylist"))
    assert answer.status_code == 202
    assert answer.json() == {
        "success": True,
        "data": None,
        "meta": {"message": "The invitations are being sent."},
    }
    (anna,) = await waiting(conn)
    assert {name: anna[name] for name in ("name", "email", "phone", "is_approved", "role", "position")} == {
        "name": "Anna Berg",
        "email": ANNA,
        "phone": None,
        "is_approved": False,
        "role": "worker",
        "position": "Stylist",
    }
    assert (anna["password_hash"], anna["rights"]) == ("!", "{}")


async def test_a_stranger_cannot_sign_in_before_accepting(client: Client) -> None:
    await client.post(INVITE, invites(ANNA))
    for password in ("!", "", "password"):
        answer = await client.by(PARTNER).post("/auth", {"login": ANNA, "password": password or "x"})
        assert answer.status_code == 401


async def test_a_phone_number_is_accepted_as_login(client: Client, conn: Connection) -> None:
    await client.post(INVITE, invites("00 1 315 555 0188"))
    (invited,) = await waiting(conn)
    assert (invited["phone"], invited["email"], invited["name"]) == ("+13155550188", None, "+13155550188")


async def test_an_existing_user_keeps_name_and_password(client: Client, conn: Connection) -> None:
    await client.post(INVITE, invites(FOREIGNER.email, name="Another name"))
    (invited,) = await waiting(conn)
    assert (invited["id"], invited["name"], invited["is_approved"]) == (FOREIGNER.id, "foreigner", True)
    assert (await client.by(FOREIGNER).get(f"/user/permissions/{ABROAD}")).status_code == 200
    assert (await client.by(FOREIGNER).get(f"/user/permissions/{HARBOUR}")).status_code == 404


async def test_role_and_rights_are_those_of_the_invitation(client: Client, conn: Connection) -> None:
    rights = [{"slug": "clients_delete_access", "value": True}, {"slug": "timetable_access", "value": "1"}]
    await client.post(INVITE, invites(ANNA, user_role="administrator", user_permissions=rights))
    (anna,) = await waiting(conn)
    assert (anna["role"], json.loads(anna["rights"])) == ("administrator", {"clients_delete_access": True})


async def test_missing_and_null_are_the_same(client: Client, conn: Connection) -> None:
    empty = {"position": None, "user_role": None, "user_permissions": None, "staff_id": None, "name": ""}
    await client.post(INVITE, invites(ANNA, **empty))
    (anna,) = await waiting(conn)
    assert (anna["role"], anna["rights"], anna["position"], anna["name"]) == ("worker", "{}", "", ANNA)


async def test_a_second_invitation_takes_the_place_of_the_first(client: Client, conn: Connection) -> None:
    await client.post(INVITE, invites(ANNA))
    first = await link_sent_to(conn, ANNA)
    await client.post(INVITE, invites(ANNA, user_role="accountant"))
    second = await link_sent_to(conn, ANNA)
    assert first != second
    (anna,) = await waiting(conn)
    assert anna["role"] == "accountant"
    open_ones = await conn.fetchval("SELECT count(*) FROM invitations WHERE revoked_at IS NULL")
    assert open_ones == 1


async def test_all_are_invited_or_none(client: Client, conn: Connection) -> None:
    form = invites(ANNA, WORKER.email, "no address", user_role="king")
    form["invites"][0]["user_role"] = "worker"
    form["invites"].append({})
    form["invites"].append({"search": "123"})
    found = faults_of(await client.post(INVITE, form))
    assert found.keys() == {
        "invites[1].user_role",
        "invites[2].user_role",
        "invites[2].search",
        "invites[3].search",
        "invites[4].search",
    }
    assert await nothing_happened(conn)


async def test_a_user_with_a_role_here_is_reported(client: Client, conn: Connection) -> None:
    for login in (WORKER.email, OWNER.email, OWNER.phone):
        answer = await client.post(INVITE, invites(ANNA, login))
        assert faults_of(answer) == {"invites[1].search": "This person has a role here already."}
    assert await nothing_happened(conn)


async def test_a_person_is_named_once(client: Client, conn: Connection) -> None:
    stranger = await make_user(conn, "stranger")
    await conn.execute("UPDATE users SET phone = '+13155550188' WHERE id = $1", stranger.id)
    for one, other in ((ANNA, "ANNA@example.com"), (stranger.email, "+1 315 555 0188")):
        assert faults_of(await client.post(INVITE, invites(one, other))).keys() == {"invites[1].search"}
    assert await nothing_happened(conn)


async def test_more_rights_than_the_callers_cannot_be_granted(client: Client, conn: Connection) -> None:
    inviter = await make_member(conn, "rita", "administrator", create_users_access=True)
    right = [{"slug": "billing_access", "value": True}]
    for fields in ({"user_role": "owner"}, {"user_role": "manager"}, {"user_permissions": right}):
        assert (await client.by(inviter).post(INVITE, invites(ANNA, **fields))).status_code == 403
    assert await nothing_happened(conn)
    assert (await client.by(inviter).post(INVITE, invites(ANNA))).status_code == 202


async def test_an_invitation_of_a_stronger_user_cannot_be_replaced(client: Client, conn: Connection) -> None:
    inviter = await make_member(conn, "rita", "administrator", create_users_access=True)
    await client.post(INVITE, invites(ANNA, user_role="manager"))
    assert (await client.by(inviter).post(INVITE, invites(ANNA))).status_code == 403
    (anna,) = await waiting(conn)
    assert anna["role"] == "manager"


async def test_inviting_needs_its_right(client: Client, conn: Connection) -> None:
    assert (await client.by(MANAGER).post(INVITE, invites(ANNA))).status_code == 403
    assert (await client.by(FOREIGNER).post(INVITE, invites(ANNA))).status_code == 404
    assert await nothing_happened(conn)


@pytest.mark.parametrize(
    ("sent", "field"),
    [
        ([], "invites"),
        ([{"search": "x@y.z"}] * 51, "invites"),
        (["x@y.z"], "invites[0]"),
        ([{"search": 5}], "invites[0].search"),
        ([{"search": "a b@c.d"}], "invites[0].search"),
        ([{"search": "x<y@z.w"}], "invites[0].search"),
        ([{"search": "a,b@c.d"}], "invites[0].search"),
        ([{"search": '"a b"@c.d'}], "invites[0].search"),
        ([{"search": "a@b@c"}], "invites[0].search"),
        ([{"search": "Anna <a@b.c>"}], "invites[0].search"),
        ([{"search": "a(b)@c.d"}], "invites[0].search"),
        ([{"search": "a@b.c\nd@e.f"}], "invites[0].search"),
        ([{"search": "änna@example.com"}], "invites[0].search"),
        ([{"search": "x@y.z", "staff_id": -1}], "invites[0].staff_id"),
        ([{"search": "x@y.z", "name": "n" * 256}], "invites[0].name"),
        ([{"search": "x@y.z", "user_permissions": [{}]}], "invites[0].user_permissions[0].slug"),
        ([{"search": "x@y.z", "user_permissions": ["x"]}], "invites[0].user_permissions[0]"),
    ],
)
async def test_bad_input_is_named(client: Client, conn: Connection, sent: Any, field: str) -> None:
    """Q-085."""
    assert faults_of(await client.post(INVITE, {"invites": sent})).keys() == {field}
    assert await nothing_happened(conn)


async def test_the_link_is_logged_once_and_not_stored(client: Client, conn: Connection) -> None:
    await client.post(INVITE, invites(ANNA, "+13155550188"))
    for login in (ANNA, "+13155550188"):
        path = await link_sent_to(conn, login)
        assert len(path.removeprefix("/invitations/")) == 48
        token = path.rpartition("/")[2]
        for table in ("outbox", "invitations", "audit_log"):
            rows = await conn.fetch(f"SELECT t::text FROM {table} t")
            assert not [row for row in rows if token in row[0]], table


async def test_two_locations_may_invite_the_same_stranger_at_once(client: Client, conn: Connection) -> None:
    logins = [f"anna-{number}@example.com" for number in range(10)]
    answers = await asyncio.gather(
        client.post(INVITE, invites(*logins)),
        client.by(FOREIGNER).post(f"/user/invite/{ABROAD}", invites(*reversed(logins))),
    )
    assert [answer.status_code for answer in answers] == [202, 202]
    assert await conn.fetchval("SELECT count(*) FROM users WHERE email LIKE 'anna-%'") == 10
    assert await conn.fetchval("SELECT count(*) FROM invitations") == 20


async def test_lookalike_domains_are_shown_in_punycode(client: Client, conn: Connection) -> None:
    """A letter that only looks like another makes another domain, and that can be seen (Q-085)."""
    await client.post(INVITE, invites("anna@exаmple.com", "ben@BÄR.de"))
    assert [invited["email"] for invited in await waiting(conn)] == ["anna@xn--exmple-4nf.com", "ben@xn--br-via.de"]
    assert {row[0] for row in await conn.fetch("SELECT subject FROM outbox")} == {
        f"chain:{CHAIN}/recipient:anna@xn--exmple-4nf.com",
        f"chain:{CHAIN}/recipient:ben@xn--br-via.de",
    }

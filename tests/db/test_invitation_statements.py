"""Statements on invitations, roles and links (`parlour.areas.users.queries.invitations`, `members`, `team_links`):
where everything has a neighbour, each changes what is meant alone."""

from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from typing import Any

import pytest

from parlour.access.identity import Identity
from parlour.access.tenant import Tenant, get_tenant
from parlour.access.tokens import hash_token
from parlour.areas.users.model.users import (
    INVITATION_LIFETIME,
    NO_PASSWORD,
    Contact,
    Invitation,
    LocationRole,
    NewInvitation,
)
from parlour.areas.users.queries import invitations, members, team_links
from parlour.db.pool import Connection
from tests.support.people import (
    ABROAD,
    ACCOUNTANT,
    ADMINISTRATOR,
    CHAIN,
    FOREIGNER,
    HARBOUR,
    HILLSIDE,
    MANAGER,
    OTHER_CHAIN,
    OWNER,
    WORKER,
)
from tests.support.user_world import ANNA, BEN, KEYS, WORLD, changes_between, rows_of


@pytest.fixture
async def world(conn: Connection) -> None:
    await conn.execute(WORLD)


@pytest.fixture
async def here(conn: Connection, world: None) -> Tenant:
    return await get_tenant(conn, Identity(1, OWNER.id, OWNER.id), HARBOUR)


async def invitation_of_anna(conn: Connection, location_id: int) -> Invitation:
    found = await invitations.find_invitation(conn, {HARBOUR: "d", HILLSIDE: "g"}[location_id])
    assert found
    return found


async def test_an_invitation_is_found_with_what_belongs_to_it(conn: Connection, world: None) -> None:
    ids = {row["name"]: row["id"] for row in await conn.fetch("SELECT id, name FROM invitations")}
    expected = {
        "a": (CHAIN, HARBOUR, OWNER.id, "Harbour", "manager", "worker", "boss@example.com", "Boss", True),
        "c": (CHAIN, HARBOUR, FOREIGNER.id, "Harbour", "owner", "manager", FOREIGNER.email, "My friend", True),
        "d": (CHAIN, HARBOUR, ANNA, "Harbour", None, "worker", "+13155550120", "A. here", False),
        "g": (CHAIN, HILLSIDE, ANNA, "Hillside", "neighbour", "accountant", "anna@example.com", "A. there", True),
        "h": (OTHER_CHAIN, ABROAD, ANNA, "Abroad", "foreigner", "manager", "anna@example.com", "A. abroad", True),
    }
    logins = {OWNER.id: OWNER.email, FOREIGNER.id: FOREIGNER.email, ANNA: "anna@example.com"}
    for token, (chain, location, user, title, inviter, role, sent_to, name, is_mailed) in expected.items():
        assert await invitations.find_invitation(conn, token) == Invitation(
            chain, ids[name], location, user, title, inviter, role, sent_to, name, is_mailed, logins[user],
            user == ANNA, datetime.fromisoformat("2100-01-01T00:00:00Z"), False, False, False,
        )  # fmt: skip
    for token, state in (("b", (False, True)), ("f", (True, False)), ("d", (False, False))):
        found = await invitations.find_invitation(conn, token)
        assert found
        assert (found.is_accepted, found.is_revoked) == state
    await conn.execute("UPDATE users SET email = NULL WHERE id = $1", ANNA)
    assert (await invitation_of_anna(conn, HARBOUR)).login == "+13155550120"
    await conn.execute("UPDATE locations SET closed_at = now() WHERE id = $1", HARBOUR)
    assert (await invitation_of_anna(conn, HARBOUR)).is_revoked
    assert not (await invitation_of_anna(conn, HILLSIDE)).is_revoked
    assert await invitations.find_invitation(conn, "z") is None


Act = Callable[[Connection, Tenant, Invitation], Awaitable[Any]]
ACTS: dict[str, tuple[Act, dict[str, Any]]] = {
    "update_role": (
        lambda conn, here, _: members.update_role(conn, here, LocationRole(3, "manager", '{"x": 1}', "other")),
        {"location_roles 1/3": {"role": "manager", "rights": '{"x": 1}'}},
    ),
    "delete_roles": (
        lambda conn, here, _: members.delete_roles(conn, here, [HARBOUR, ABROAD], ANNA),
        {"location_roles 1/20": None, "invitations A. here": None},
    ),
    "accept_role": (
        lambda conn, _, anna: invitations.accept_role(conn, anna),
        {"location_roles 1/20": {"is_accepted": True}},
    ),
    "activate_user": (
        lambda conn, *_: invitations.activate_user(conn, ANNA, "Anna Berg", "$hash"),
        {"users 20": {"name": "Anna Berg", "password_hash": "$hash", "is_approved": True}},
    ),
    "activate_user with a password": (lambda conn, *_: invitations.activate_user(conn, BEN, "Eve", "$hash"), {}),
    "confirm_email": (
        lambda conn, *_: invitations.confirm_email(conn, ANNA, "anna@example.com"),
        {"users 20": {"is_email_confirmed": True}},
    ),
    "confirm_email of another": (lambda conn, *_: invitations.confirm_email(conn, ANNA, "ben@example.com"), {}),
    "close_invitation": (
        lambda conn, _, anna: invitations.close_invitation(conn, anna),
        {"invitations A. here": {"accepted_at": "now"}},
    ),
    "revoke_invitations": (
        lambda conn, *_: invitations.revoke_invitations(conn, KEYS[HARBOUR], [WORKER.id, FOREIGNER.id, ANNA]),
        {"invitations My friend": {"revoked_at": "now"}, "invitations A. here": {"revoked_at": "now"}},
    ),
    "set a link": (
        lambda conn, *_: team_links.set_links(conn, KEYS[HARBOUR], {WORKER.id: 15}),
        {
            "team_members 11": {"user_id": None, "revision": 2, "changed_at": "now"},
            "team_members 15": {"user_id": WORKER.id, "revision": 2, "changed_at": "now"},
        },
    ),
    "set the link that is there": (
        lambda conn, *_: team_links.set_links(conn, KEYS[HARBOUR], {WORKER.id: 11}),
        {},
    ),
    "take links away": (
        lambda conn, *_: team_links.set_links(conn, KEYS[HARBOUR], {WORKER.id: None, MANAGER.id: None}),
        {"team_members 11": {"user_id": None, "revision": 2, "changed_at": "now"}},
    ),
    "set links of what is gone or elsewhere": (
        lambda conn, *_: team_links.set_links(conn, KEYS[HARBOUR], {MANAGER.id: 17, ADMINISTRATOR.id: 18}),
        {},
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", ACTS)
async def test_a_statement_changes_what_is_meant_alone(conn: Connection, here: Tenant, name: str) -> None:
    act, expected = ACTS[name]
    async with conn.transaction():
        anna = await invitation_of_anna(conn, HARBOUR)
        before = await rows_of(conn)
        await act(conn, here, anna)
        now = await conn.fetchval("SELECT now()")
        found = changes_between(before, await rows_of(conn))
    named = {
        f"invitations {row['id']}": f"invitations {row['name']}"
        for name, row in before.items()
        if "token_hash" in row and "name" in row
    }
    said = {
        named.get(key, key): value and {column: "now" if each == now else each for column, each in value.items()}
        for key, value in found.items()
    }
    assert said == expected


async def test_closing_succeeds_for_what_is_open(conn: Connection, world: None) -> None:
    for token, is_open in (("b", False), ("f", False), ("d", True), ("d", False)):
        found = await invitations.find_invitation(conn, token)
        assert found
        assert await invitations.close_invitation(conn, found) is is_open


async def test_activating_succeeds_without_a_password(conn: Connection, world: None) -> None:
    assert await invitations.activate_user(conn, BEN, "Eve", "$hash") is False
    assert await invitations.activate_user(conn, ANNA, "Anna", "$hash") is True


async def test_users_are_known_by_either_login(conn: Connection, world: None) -> None:
    found = await invitations.list_users_by_login(conn, ["+13155550120", OWNER.email, "z@example.com"])
    assert {(user.id, user.email, user.phone) for user in found} == {
        (OWNER.id, OWNER.email, OWNER.phone),
        (ANNA, "anna@example.com", "+13155550120"),
    }


async def test_new_users_are_returned_and_known_ones_are_left_alone(conn: Connection, world: None) -> None:
    new = [
        ("Zoe", Contact("zoe@example.com", None)),
        ("Phil", Contact(None, "+13155550199")),
        ("A", Contact("anna@example.com", None)),
    ]
    added = await invitations.add_invited_users(conn, new)
    assert {(user.email, user.phone) for user in added} == {("zoe@example.com", None), (None, "+13155550199")}
    rows = await conn.fetch(
        "SELECT name, email, phone, password_hash, is_approved FROM users"
        " WHERE name IN ('Zoe', 'Phil', 'A') ORDER BY name"
    )
    assert [tuple(row) for row in rows] == [
        ("Phil", None, "+13155550199", NO_PASSWORD, False),
        ("Zoe", "zoe@example.com", None, NO_PASSWORD, False),
    ]
    kept = await conn.fetchval("SELECT name FROM users WHERE id = $1", ANNA)
    assert kept == "Anna"


async def test_invitations_are_stored_as_they_are_given(conn: Connection, world: None) -> None:
    new = [
        NewInvitation(ADMINISTRATOR.id, "x@example.com", "X", True, "1" * 48),
        NewInvitation(ACCOUNTANT.id, "+13155550100", "Y", False, "2" * 48),
    ]
    async with conn.transaction():
        await invitations.create_invitations(conn, KEYS[HARBOUR], MANAGER.id, new)
        rows = await conn.fetch(
            "SELECT *, expires_at - now() AS lifetime FROM invitations WHERE user_id IN (6, 7) ORDER BY user_id"
        )
    assert timedelta(days=7) == INVITATION_LIFETIME
    for row, each in zip(rows, new, strict=True):
        assert (row["chain_id"], row["location_id"], row["invited_by"]) == (CHAIN, HARBOUR, MANAGER.id)
        assert (row["user_id"], row["sent_to"], row["name"]) == (each.user_id, each.sent_to, each.name)
        assert (row["is_mailed"], row["token_hash"]) == (each.is_mailed, hash_token(each.token))
        assert (row["lifetime"], row["accepted_at"], row["revoked_at"]) == (INVITATION_LIFETIME, None, None)


async def test_names_and_titles_are_those_of_one(conn: Connection, world: None) -> None:
    titles = {location: await invitations.find_location_title(conn, key) for location, key in KEYS.items()}
    assert titles == {HARBOUR: "Harbour", HILLSIDE: "Hillside", ABROAD: "Abroad"}
    assert [await invitations.find_user_name(conn, id_) for id_ in (OWNER.id, WORKER.id)] == ["owner", "worker"]

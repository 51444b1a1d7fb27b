"""Statements on accounts (`parlour.areas.accounts.queries.accounts` and `parlour.areas.accounts.operator`)
in a world where each user, partner and session has a neighbour."""

from datetime import UTC, datetime
from ipaddress import ip_address
from typing import LiteralString

import msgspec
import pytest

from parlour.access.identity import Identity
from parlour.access.tenant import Tenant, get_tenant
from parlour.areas.accounts import operator
from parlour.areas.accounts.model import Colleague, LastSignIn, SignInOrigin
from parlour.areas.accounts.operator import EndedSessions, NewUser, Partner, PasswordSet
from parlour.areas.accounts.queries import accounts
from parlour.db.pool import Connection
from parlour.errors import Conflict
from tests.support.people import (
    CHAIN,
    CHAIN_ROLES,
    HARBOUR,
    HILLSIDE,
    LOCATION_ROLES,
    MANAGER,
    NEIGHBOUR,
    OWNER,
    USERS,
    WORKER,
)
from tests.support.user_world import ANNA, BEN, WORLD, changes_between, rows_of

SESSIONS: LiteralString = """
    INSERT INTO partners (id, title, token_hash, answers_bare, revoked_at) OVERRIDING SYSTEM VALUE VALUES
        (2, 'Second', '\\x02', true, NULL), (3, 'Gone', '\\x03', false, '2025-01-05');
    DELETE FROM sessions WHERE user_id = 2;
    INSERT INTO sessions (
        id, user_id, partner_id, token_hash, device, ip, created_at, last_used_at, revoked_at)
        OVERRIDING SYSTEM VALUE VALUES
        (20, 3, 2, '\\x20', 'till', '203.0.113.7', '2025-01-01', '2025-02-01', NULL),
        (21, 3, 2, '\\x21', 'desk', '203.0.113.8', '2025-01-02', '2025-01-03', '2025-01-03'),
        (22, 1, 3, '\\x22', 'gone', NULL, '2025-01-04', '2025-01-04', NULL),
        (23, 3, 3, '\\x23', 'lost', NULL, '2024-01-04', '2024-01-04', NULL);
    SELECT setval(pg_get_serial_sequence('partners', 'id'), 3), setval(pg_get_serial_sequence('sessions', 'id'), 23);
    UPDATE sessions SET created_at = '2024-12-01', last_used_at = '2024-12-02' WHERE id < 20;
"""
ORIGIN = SignInOrigin(2, "phone", ip_address("192.0.2.9"))


def on(day: int, month: int = 1, year: int = 2025) -> datetime:
    return datetime(year, month, day, tzinfo=UTC)


@pytest.fixture(autouse=True)
async def world(conn: Connection) -> None:
    await conn.execute(WORLD)
    await conn.execute(SESSIONS)


async def tenant_of(conn: Connection, location_id: int) -> Tenant:
    return await get_tenant(conn, Identity(1, OWNER.id, OWNER.id), location_id)


async def test_users_are_found_by_either_login(conn: Connection) -> None:
    for login, user_id in ((OWNER.email, 1), (OWNER.phone, 1), ("anna@example.com", ANNA), ("+13155550120", ANNA)):
        found = await accounts.find_user_by_login(conn, login)
        assert found
        assert found.id == user_id
    assert await accounts.find_user_by_login(conn, "unknown@example.com") is None


async def test_own_sessions_are_open_ones_of_open_partners_the_one_used_last_first(conn: Connection) -> None:
    found = await accounts.list_sessions(conn, WORKER.id)
    assert [(session.id, session.partner_title, session.device) for session in found] == [
        (20, "Second", "till"),
        (3, "Tests", "tests"),
    ]
    assert (found[0].ip, found[0].created_at, found[0].last_used_at) == (ip_address("203.0.113.7"), on(1), on(1, 2))


async def test_a_session_is_made_for_the_password_that_was_checked(conn: Connection) -> None:
    user = await accounts.find_user_by_login(conn, WORKER.email)
    assert user
    before = await rows_of(conn)
    made = await accounts.create_session(conn, user, ORIGIN, b"new")
    row = changes_between(before, await rows_of(conn)).pop(f"sessions {made}")
    assert row == {
        **row, "user_id": WORKER.id, "partner_id": 2, "token_hash": b"new", "device": "phone", "ip": ORIGIN.ip,
        "revoked_at": None,
    }  # fmt: skip
    stale = msgspec.structs.replace(user, password_hash="$stale")
    assert await accounts.create_session(conn, stale, ORIGIN, b"newer") is None


async def test_the_last_sign_ins_are_those_of_who_works_in_the_location(conn: Connection) -> None:
    def tests(user_id: int, name: str, role: str) -> LastSignIn:
        return LastSignIn(user_id, name, role, on(1, 12, 2024), None, "tests", "Tests", 1)

    owner = LastSignIn(1, "owner", "owner", on(4), None, "gone", "Gone", 1)
    names = {user.id: user.name for user in USERS}
    here = [
        owner,
        LastSignIn(2, "manager", "manager", None, None, None, None, 0),
        LastSignIn(3, "worker", "worker", on(4, 1, 2024), None, "lost", "Gone", 2),
        *(tests(id_, names[id_], role) for _, location, id_, role in LOCATION_ROLES if id_ > 5 and location == HARBOUR),
        LastSignIn(BEN, "Ben", "worker", None, None, None, None, 0),
    ]
    there = [owner, msgspec.structs.replace(here[2], role="owner"), tests(4, "neighbour", "manager")]
    assert await accounts.list_last_sign_ins(conn, await tenant_of(conn, HARBOUR)) == here
    assert await accounts.list_last_sign_ins(conn, await tenant_of(conn, HILLSIDE)) == there


async def test_colleagues_work_in_the_location_or_its_chain(conn: Connection) -> None:
    chain = {user_id: role for chain_id, user_id, role in CHAIN_ROLES if chain_id == CHAIN}
    here = {user_id: role for _, location, user_id, role in LOCATION_ROLES if location == HARBOUR} | {BEN: "worker"}
    there = {NEIGHBOUR.id: "manager", WORKER.id: "owner"}
    for location, roles in ((HARBOUR, here), (HILLSIDE, there)):
        tenant = await tenant_of(conn, location)
        for user_id in (*range(1, 10), ANNA, BEN, 99):
            in_chain, in_location = chain.get(user_id), roles.get(user_id)
            expected = Colleague(user_id, in_chain, in_location) if in_chain or in_location else None
            assert await accounts.find_colleague(conn, tenant, user_id) == expected


async def test_ending_sessions_ends_what_is_open(conn: Connection) -> None:
    before = await rows_of(conn)
    await accounts.end_sessions(conn, WORKER.id)
    assert changes_between(before, await rows_of(conn)).keys() == {"sessions 3", "sessions 20", "sessions 23"}


@pytest.mark.parametrize(("session_id", "user_id", "is_ended"), [(20, 3, True), (21, 3, False), (20, 1, False)])
async def test_a_session_is_ended_once_by_its_user(
    conn: Connection, session_id: int, user_id: int, is_ended: bool
) -> None:
    before = await rows_of(conn)
    assert await accounts.revoke_session(conn, session_id, user_id) is is_ended
    assert changes_between(before, await rows_of(conn)).keys() == ({"sessions 20"} if is_ended else set())


async def test_partners_are_listed_by_id_and_revoked_once(conn: Connection) -> None:
    await operator.create_partner(conn, "New", b"new")
    found = await operator.list_partners(conn)
    created = found[0].created_at
    second = Partner(2, "Second", True, found[1].created_at, None)
    assert found[:3] == [
        Partner(1, "Tests", False, created, None),
        second,
        Partner(3, "Gone", False, found[2].created_at, on(5)),
    ]
    assert (found[3].title, found[3].answers_bare, found[3].revoked_at) == ("New", False, None)
    async with conn.transaction():
        revoked = await operator.revoke_partner(conn, 2)
        assert revoked == msgspec.structs.replace(second, revoked_at=await conn.fetchval("SELECT now()"))
    assert [await operator.revoke_partner(conn, id_) for id_ in (2, 3, 99)] == [None] * 3
    assert (await operator.list_partners(conn))[2].revoked_at == on(5)


async def test_users_are_listed_by_id_and_made_with_what_is_given(conn: Connection) -> None:
    new = NewUser("New", "new@example.com", "+13155550111", "$hash")
    made = await operator.create_user(conn, new)
    row = await conn.fetchrow("SELECT name, email, phone, password_hash FROM users WHERE id = $1", made)
    assert row is not None
    assert tuple(row) == msgspec.structs.astuple(new)
    listed = await operator.list_users(conn)
    assert [user.id for user in listed] == sorted([*range(1, 10), ANNA, BEN, made])
    by_id = {user.id: user for user in listed}
    assert (by_id[ANNA].name, by_id[ANNA].email, by_id[ANNA].phone, by_id[ANNA].is_approved) == (
        "Anna", "anna@example.com", "+13155550120", False,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("email", "phone", "message"),
    [
        (OWNER.email, None, "There is a user with this email already."),
        (None, OWNER.phone, "There is a user with this phone number already."),
    ],
)
async def test_a_login_that_another_has_is_refused(
    conn: Connection, email: str | None, phone: str | None, message: str
) -> None:
    with pytest.raises(Conflict, match=f"^{message}$"):
        await operator.create_user(conn, NewUser("New", email, phone, "$hash"))


async def test_sessions_of_all_and_of_one_are_listed_by_id(conn: Connection) -> None:
    await conn.execute("UPDATE users SET email = NULL, phone = '+13155550133' WHERE id = $1", WORKER.id)
    everybody = await operator.list_sessions(conn, None)
    assert [session.id for session in everybody] == [1, *range(3, 10), 20, 21, 22, 23]
    own = await operator.list_sessions(conn, WORKER.id)
    assert own == [session for session in everybody if session.user_id == WORKER.id]
    assert [session.id for session in own] == [3, 20, 21, 23]
    assert own[2] == operator.Session(
        21, WORKER.id, "+13155550133", 2, "Second", "desk", ip_address("203.0.113.8"), on(2), on(3), on(3)
    )
    assert {session.login for session in everybody if session.user_id == OWNER.id} == {OWNER.email}
    async with conn.transaction():
        revoked = await operator.revoke_session(conn, 20)
        now = await conn.fetchval("SELECT now()")
    assert revoked == msgspec.structs.replace(own[1], revoked_at=now)
    assert await operator.revoke_session(conn, 21) is None


async def test_as_many_sessions_end_as_were_open(conn: Connection) -> None:
    assert await operator.end_sessions(conn, WORKER.email) == EndedSessions(WORKER.id, 3)
    assert await operator.end_sessions(conn, WORKER.email) == EndedSessions(WORKER.id, 0)
    assert await operator.end_sessions(conn, OWNER.phone) == EndedSessions(OWNER.id, 2)
    assert await operator.end_sessions(conn, MANAGER.email) == EndedSessions(MANAGER.id, 0)
    assert await operator.end_sessions(conn, "unknown@example.com") is None


async def test_a_new_password_ends_what_was_open(conn: Connection) -> None:
    assert await operator.set_password(conn, WORKER.id, "$new") == PasswordSet(WORKER.id, 3)
    stored = await conn.fetch("SELECT id FROM users WHERE password_hash = '$new'")
    assert [row["id"] for row in stored] == [WORKER.id]

"""How signing in, verifying a password, and signing in as a client end, and what is written of each."""

import asyncio
from collections.abc import Callable, Coroutine, Iterator
from ipaddress import ip_address
from typing import Any, LiteralString

import pytest

from parlour.access.ip_allowlist import NOT_FROM_HERE
from parlour.access.passwords import Passwords
from parlour.areas.accounts import service
from parlour.areas.accounts.model import SignInOrigin
from parlour.areas.accounts.queries import attempts
from parlour.areas.accounts.queries.attempts import Attempt, hash_login
from parlour.db.locks import LockKind
from parlour.db.pool import Connection, Pool
from parlour.errors import Forbidden, ParlourError, TooManyAttempts, Unauthenticated, WrongCredentials
from tests.support.kept_database import KeptDatabase
from tests.support.passwords import Watched
from tests.support.people import CHAIN, HARBOUR, MANAGER, OWNER, PASSWORD
from tests.support.user_world import changes_between, rows_of
from tests.support.waiting import wait_until_blocked

HERE = ip_address("192.0.2.7")
ORIGIN = SignInOrigin(1, "till", HERE)
UNKNOWN = "unknown@example.com"
# Other failures, so that no attempt has the number of a user: of others from here, and of the same user from elsewhere.
OTHERS: LiteralString = """
    INSERT INTO sign_in_failures (login_hash, ip, is_settled)
    SELECT sha256('other'), '192.0.2.7'::cidr, true FROM generate_series(1, 12)
    UNION ALL SELECT sha256('manager@example.com'), '192.0.2.8', true
    UNION ALL SELECT sha256('manager@example.com'), '192.0.2.7', true
"""
RESTRICT: LiteralString = """
    UPDATE location_roles SET rights = '{"auth_enable_check_ip": true, "auth_list_allowed_ip": ["198.51.100.1"]}'
    WHERE user_id = 2
"""
UNAPPROVE: LiteralString = "UPDATE users SET is_approved = false WHERE id = 2"
REVOKE: LiteralString = "UPDATE partners SET revoked_at = now()"
NOT_APPROVED = "Your account is not approved yet."
Act = Callable[[Pool, Passwords, str, str], Coroutine[Any, Any, Any]]


@pytest.fixture
async def pool(kept_database: KeptDatabase, conn: Connection) -> Pool:
    await conn.execute(OTHERS)
    return await kept_database.pool()


@pytest.fixture
def passwords() -> Iterator[Watched]:
    made = Watched()
    yield made
    made.close()


async def sign_in(pool: Pool, passwords: Passwords, login: str, password: str) -> Any:
    return await service.sign_in(pool, passwords, login, password, ORIGIN)


async def verify(pool: Pool, passwords: Passwords, login: str, password: str) -> Any:
    return await service.verify_password(pool, passwords, login, password, HERE)


async def failures(conn: Connection, login: str) -> list[tuple[str, bool]]:
    """Return the networks of the failures of a login, and whether each is settled."""
    rows = await conn.fetch(
        "SELECT host(ip), is_settled FROM sign_in_failures WHERE login_hash = $1 ORDER BY id", hash_login(login)
    )
    return [(row[0], row[1]) for row in rows]


async def logged(conn: Connection) -> list[tuple[Any, ...]]:
    rows = await conn.fetch(
        "SELECT chain_id, location_id, origin, user_id, partner_id, host(ip), action, entity, entity_id,"
        " coalesce(before, after)->>'device' FROM audit_log WHERE origin = 'api' ORDER BY id"
    )
    return [tuple(row) for row in rows]


async def known_networks(conn: Connection) -> list[tuple[int, str]]:
    return [tuple(row) for row in await conn.fetch("SELECT user_id, host(network) FROM known_networks")]


ELSEWHERE = [("192.0.2.8", True)]
BEFORE = [*ELSEWHERE, ("192.0.2.7", True)]
FAILED = [*BEFORE, ("192.0.2.7", True)]


async def test_the_right_password_opens_a_session_and_forgives_this_network(
    pool: Pool, passwords: Watched, conn: Connection
) -> None:
    before = await rows_of(conn)
    signed_in = await sign_in(pool, passwords, MANAGER.email, PASSWORD)
    ((name, session),) = changes_between(before, await rows_of(conn)).items()
    assert name.startswith("sessions ")
    assert (session["user_id"], session["partner_id"], session["device"], session["ip"]) == (2, 1, "till", HERE)
    assert signed_in.user.id == MANAGER.id
    assert not passwords.is_taken
    assert await failures(conn, MANAGER.email) == ELSEWHERE
    assert len(await failures(conn, "other")) == 12
    assert await known_networks(conn) == [(MANAGER.id, str(HERE))]
    assert await logged(conn) == [
        (CHAIN, HARBOUR, "api", MANAGER.id, 1, str(HERE), "signed_in", "session", session["id"], "till")
    ]


async def test_verifying_forgives_this_network_and_opens_nothing(
    pool: Pool, passwords: Watched, conn: Connection
) -> None:
    before = await rows_of(conn)
    await verify(pool, passwords, MANAGER.email, PASSWORD)
    assert changes_between(before, await rows_of(conn)) == {}
    assert await failures(conn, MANAGER.email) == ELSEWHERE
    assert await known_networks(conn) == [(MANAGER.id, str(HERE))]
    assert await logged(conn) == []


REFUSED: list[tuple[LiteralString, str, type[ParlourError], str | None]] = [
    ("SELECT", "wrong", WrongCredentials, None),
    (UNAPPROVE, "wrong", WrongCredentials, None),
    (RESTRICT, "wrong", WrongCredentials, None),
    (REVOKE, "wrong", WrongCredentials, None),
    (UNAPPROVE, PASSWORD, Forbidden, NOT_APPROVED),
    (RESTRICT, PASSWORD, Forbidden, NOT_FROM_HERE),
    (REVOKE, PASSWORD, Unauthenticated, None),
    (f"{UNAPPROVE}; {REVOKE}; {RESTRICT}", PASSWORD, Forbidden, NOT_APPROVED),
    (f"{REVOKE}; {RESTRICT}", PASSWORD, Unauthenticated, None),
]


@pytest.mark.parametrize(("change", "password", "error", "message"), REFUSED)
@pytest.mark.parametrize(("act", "device", "partner"), [(sign_in, "till", 1), (verify, "", None)])
async def test_a_refusal_opens_nothing_and_counts_if_the_password_is_wrong(
    pool: Pool, passwords: Watched, conn: Connection, act: Act, device: str, partner: int | None,
    change: LiteralString, password: str, error: type[ParlourError], message: str | None,
) -> None:  # fmt: skip
    await conn.execute(change)
    before = await rows_of(conn)
    is_right, needs_partner = password == PASSWORD, message == NOT_FROM_HERE or error is Unauthenticated
    if act is verify and is_right and needs_partner:  # it opens nothing for a partner, nor to work from there
        await verify(pool, passwords, MANAGER.email, password)
    else:
        with pytest.raises(error, match=message):
            await act(pool, passwords, MANAGER.email, password)
    assert changes_between(before, await rows_of(conn)) == {}
    assert await failures(conn, MANAGER.email) == (ELSEWHERE if is_right else FAILED)
    assert await known_networks(conn) == ([(MANAGER.id, str(HERE))] if is_right else [])
    line = (CHAIN, HARBOUR, "api", None, partner, str(HERE), "sign_in_failed", "user", MANAGER.id, device)
    assert await logged(conn) == ([] if is_right else [line])


@pytest.mark.parametrize("act", [sign_in, verify])
async def test_an_unknown_login_counts_and_is_in_no_log(
    pool: Pool, passwords: Watched, conn: Connection, act: Act
) -> None:
    with pytest.raises(WrongCredentials):
        await act(pool, passwords, UNKNOWN, PASSWORD)
    assert await failures(conn, UNKNOWN) == [(str(HERE), True)]
    assert await logged(conn) == []


@pytest.mark.parametrize("act", [sign_in, verify])
async def test_a_password_that_changes_while_an_attempt_waits_to_be_counted_is_wrong(
    pool: Pool, passwords: Watched, conn: Connection, act: Act
) -> None:
    key = int.from_bytes(hash_login(MANAGER.email)[:4], signed=True)
    async with conn.transaction():
        await conn.execute("SELECT pg_advisory_xact_lock($1, $2)", int(LockKind.LOGIN), key)
        asked = asyncio.create_task(act(pool, passwords, MANAGER.email, PASSWORD))
        await wait_until_blocked(conn, asked)
        await conn.execute(
            "UPDATE users SET password_hash = (SELECT '$argon2id$' || password_hash FROM users WHERE id = 1)"
            " WHERE id = 2"
        )
    with pytest.raises(WrongCredentials):
        await asked


async def test_a_limit_says_how_long_to_wait(pool: Pool, passwords: Watched, conn: Connection) -> None:
    """As long as the oldest failure of those counts; a second if it is only to be decided."""
    add = """
        INSERT INTO sign_in_failures (login_hash, ip, is_settled, failed_at)
        SELECT $1, $2, $3, now() - interval '14 minutes' * $4 FROM generate_series(1, 5)
    """
    await conn.execute(add, hash_login(OWNER.email), HERE, True, 1)
    with pytest.raises(TooManyAttempts) as refused:
        await sign_in(pool, passwords, OWNER.email, PASSWORD)
    assert 30 < (refused.value.retry_after_s or 0) <= 60
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(service, "MAX_WAIT_S", 0.0)
        await conn.execute("DELETE FROM sign_in_failures")
        await conn.execute(add, hash_login(OWNER.email), HERE, False, 0)
        with pytest.raises(TooManyAttempts) as undecided:
            await sign_in(pool, passwords, OWNER.email, PASSWORD)
    assert undecided.value.retry_after_s == 1


@pytest.mark.parametrize("is_settled", [True, False])
async def test_an_attempt_asks_once_or_now_and_then_while_others_are_checked(
    pool: Pool, passwords: Watched, conn: Connection, monkeypatch: pytest.MonkeyPatch, is_settled: bool
) -> None:
    asked: list[str] = []
    reserve = attempts.reserve

    async def counted(conn: Connection, attempt: Attempt) -> attempts.Reservation:
        asked.append(attempt.login)
        return await reserve(conn, attempt)

    monkeypatch.setattr(attempts, "reserve", counted)
    monkeypatch.setattr(service, "MAX_WAIT_S", 0.1)
    await conn.execute(
        "INSERT INTO sign_in_failures (login_hash, ip, is_settled) SELECT $1, $2, $3 FROM generate_series(1, 5)",
        hash_login(OWNER.email),
        HERE,
        is_settled,
    )
    with pytest.raises(TooManyAttempts):
        await sign_in(pool, passwords, OWNER.email, PASSWORD)
    assert len(asked) <= (1 if is_settled else 0.1 / service.RETRY_INTERVAL_S + 2)


async def test_an_attempt_waits_for_the_outcome_of_others(
    pool: Pool, passwords: Watched, conn: Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    reserve = attempts.reserve

    async def decided(own: Connection, attempt: Attempt) -> attempts.Reservation:
        """Let the others turn out right once this one was refused."""
        found = await reserve(own, attempt)
        await conn.execute("DELETE FROM sign_in_failures WHERE NOT is_settled AND id IS DISTINCT FROM $1", found.id)
        return found

    monkeypatch.setattr(attempts, "reserve", decided)
    await conn.execute(
        "INSERT INTO sign_in_failures (login_hash, ip, is_settled) SELECT $1, $2, false FROM generate_series(1, 5)",
        hash_login(OWNER.email),
        HERE,
    )
    assert (await sign_in(pool, passwords, OWNER.email, PASSWORD)).user.id == OWNER.id


async def test_a_client_is_counted_apart_from_a_user_with_the_same_login(
    pool: Pool, passwords: Watched, conn: Connection
) -> None:
    password_hash = await conn.fetchval("SELECT password_hash FROM users WHERE id = 2")
    marked = f"client {MANAGER.email}"
    for stored, password, fits in (
        (password_hash, "wrong", False),
        (None, PASSWORD, False),
        (password_hash, PASSWORD, True),
    ):
        found = await service.matches_of_client(pool, passwords, MANAGER.email, stored, password, HERE)
        assert found is fits
        assert len(await failures(conn, marked)) == (0 if fits else 1 if stored else 2)
        assert all(is_settled for _, is_settled in await failures(conn, marked))
        assert await failures(conn, MANAGER.email) == BEFORE
    assert len(await failures(conn, "other")) == 12
    assert await known_networks(conn) == []

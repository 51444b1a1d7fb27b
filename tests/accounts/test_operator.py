"""What the operator does to one account leaves all others as they are."""

from collections.abc import Awaitable, Callable

import pytest

from parlour.areas.accounts import operator
from parlour.db.pool import Connection
from tests.support.people import MANAGER, OWNER

SECOND_SESSIONS = """
    INSERT INTO partners (title, token_hash) VALUES ('Second', decode(repeat('02', 32), 'hex'));
    INSERT INTO sessions (user_id, partner_id, token_hash, device)
    SELECT user_id, 2, sha256(token_hash), 'second' FROM sessions ORDER BY id;
"""
LIST_OPEN = "SELECT id, user_id, partner_id FROM sessions WHERE revoked_at IS NULL ORDER BY id"
LIST_STATE = """
    SELECT 'user', id, md5(password_hash), NULL FROM users
    UNION ALL SELECT 'partner', id, NULL, revoked_at::text FROM partners
    UNION ALL SELECT 'session', id, NULL, revoked_at::text FROM sessions
"""
Act = Callable[[Connection], Awaitable[object]]


@pytest.fixture(autouse=True)
async def sessions(conn: Connection) -> None:
    await conn.execute(SECOND_SESSIONS)


@pytest.mark.parametrize(
    ("act", "changed"),
    [
        (lambda conn: operator.revoke_partner(conn, 2), {("partner", 2)}),
        (lambda conn: operator.revoke_session(conn, 2), {("session", 2)}),
        (lambda conn: operator.end_sessions(conn, str(MANAGER.email)), {("session", 2), ("session", 11)}),
        (lambda conn: operator.end_sessions(conn, str(OWNER.phone)), {("session", 1), ("session", 10)}),
        (lambda conn: operator.set_password(conn, 2, "new"), {("user", 2), ("session", 2), ("session", 11)}),
        (lambda conn: operator.revoke_partner(conn, 99), set()),
        (lambda conn: operator.revoke_session(conn, 99), set()),
        (lambda conn: operator.end_sessions(conn, "nobody@example.com"), set()),
    ],
)
async def test_only_the_meant_rows_change(conn: Connection, act: Act, changed: set[tuple[str, int]]) -> None:
    before = set(map(tuple, await conn.fetch(LIST_STATE)))
    await act(conn)
    after = set(map(tuple, await conn.fetch(LIST_STATE)))
    assert {(kind, id_) for kind, id_, *_ in after - before} == changed


async def test_a_session_is_revoked_once_and_returned(conn: Connection) -> None:
    revoked = await operator.revoke_session(conn, 11)
    assert revoked is not None
    assert (revoked.id, revoked.user_id, revoked.partner_title) == (11, MANAGER.id, "Second")
    assert (revoked.login, revoked.device) == (MANAGER.email, "second")
    assert await operator.revoke_session(conn, 11) is None

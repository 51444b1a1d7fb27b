"""A new password ends the open sessions of its user: `revoke_sessions_of_user`, called by `users_password`."""

import pytest

from parlour.db.pool import Connection
from tests.support.people import MANAGER, OWNER

OPEN = """
    INSERT INTO sessions (user_id, partner_id, device, token_hash, revoked_at)
    SELECT id, 1, 'tests', sha256(id::text::bytea || n::text::bytea), CASE n WHEN 2 THEN '2026-01-01'::timestamptz END
    FROM unnest($1::bigint[]) AS id, generate_series(1, 2) AS n
"""
REVOKED = "SELECT user_id, revoked_at = '2026-01-01', revoked_at IS NOT NULL FROM sessions ORDER BY user_id, id"


@pytest.mark.parametrize("change", ["password_hash = 'new'", "password_hash = password_hash", "phone = ''"])
async def test_a_new_password_ends_the_open_sessions_of_its_user(conn: Connection, change: str) -> None:
    await conn.execute("DELETE FROM sessions")
    await conn.execute(OPEN, [OWNER.id, MANAGER.id])
    await conn.execute(f"UPDATE users SET {change} WHERE id = $1", OWNER.id)
    is_new = change == "password_hash = 'new'"
    assert [tuple(row) for row in await conn.fetch(REVOKED)] == sorted(
        [
            (OWNER.id, False if is_new else None, is_new),
            (OWNER.id, True, True),
            (MANAGER.id, None, False),
            (MANAGER.id, True, True),
        ],
        key=lambda row: row[0],
    )

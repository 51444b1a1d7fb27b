"""Which transaction changed access last: while that stays the same, COMMIT asks no further (`confirm_access`)."""

from collections.abc import AsyncIterator

import asyncpg
import pytest

from parlour.db.pool import ACCESS_CHANGED, PREPARE_CONFIRM_ACCESS, Connection, DirectConnection
from tests.support.people import CHAIN, FOREIGNER, HARBOUR, HILLSIDE, MANAGER, OTHER_CHAIN, OWNER, WORKER

VERSION = "SELECT changed_in FROM access_version"
# A session that isn't there: whether the six tables are looked into is seen by the error.
CONFIRM = "EXECUTE confirm_access({version}, 999, NULL, '', '')"
NEW_ROLE = f"""
    INSERT INTO location_roles (chain_id, location_id, user_id, role)
    VALUES ({CHAIN}, {HILLSIDE}, {MANAGER.id}, 'manager')
"""
CHANGES = [
    f"UPDATE sessions SET revoked_at = now() WHERE user_id = {OWNER.id}",
    f"UPDATE sessions SET user_id = {MANAGER.id} WHERE user_id = {OWNER.id}",
    "UPDATE sessions SET partner_id = 2",
    f"DELETE FROM sessions WHERE user_id = {OWNER.id}",
    f"UPDATE users SET is_approved = false WHERE id = {OWNER.id}",
    "DELETE FROM users WHERE name = 'Unused'",
    "UPDATE partners SET revoked_at = now() WHERE id = 1",
    "DELETE FROM partners WHERE id = 2",
    f"UPDATE locations SET closed_at = now() WHERE id = {HARBOUR}",
    "DELETE FROM locations WHERE title = 'Unused'",
    f"UPDATE locations SET chain_id = {OTHER_CHAIN} WHERE title = 'Unused'",
    f"INSERT INTO chain_roles (chain_id, user_id, role) VALUES ({CHAIN}, {FOREIGNER.id}, 'owner')",
    f"UPDATE chain_roles SET role = 'other' WHERE user_id = {OWNER.id}",
    f"DELETE FROM chain_roles WHERE user_id = {OWNER.id}",
    NEW_ROLE,
    f"UPDATE location_roles SET is_accepted = false WHERE user_id = {WORKER.id}",
    f"DELETE FROM location_roles WHERE user_id = {WORKER.id}",
]
OTHERS = [
    "UPDATE sessions SET last_used_at = now()",
    f"INSERT INTO sessions (token_hash, user_id, partner_id, device) VALUES ('another', {OWNER.id}, 1, '')",
    "UPDATE users SET name = 'Renamed'",
    "UPDATE partners SET title = 'Renamed'",
    "UPDATE locations SET title = 'Renamed'",
    "UPDATE chains SET title = 'Renamed'",
    # Triggers of statements would count these.
    "UPDATE sessions SET revoked_at = now() WHERE false",
    "DELETE FROM location_roles WHERE false",
]


@pytest.fixture(autouse=True)
async def unused(conn: Connection) -> None:
    """Rows that nothing refers to, and one more integration."""
    await conn.execute(f"""
        INSERT INTO partners (id, title, token_hash) OVERRIDING SYSTEM VALUE VALUES (2, 'Another', 'another');
        INSERT INTO users (name, email, password_hash) VALUES ('Unused', 'unused@example.com', '');
        INSERT INTO locations OVERRIDING SYSTEM VALUE
        SELECT (jsonb_populate_record(l, '{{"id": 99, "title": "Unused"}}')).* FROM locations l WHERE l.id = {HARBOUR};
    """)


@pytest.fixture
async def another(database_url: str) -> AsyncIterator[DirectConnection]:
    connection = await asyncpg.connect(database_url)
    yield connection
    await connection.close()


@pytest.mark.parametrize("role", ["origin", "replica"])
@pytest.mark.parametrize("change", CHANGES)
async def test_what_may_end_access_is_recorded(conn: Connection, change: str, role: str) -> None:
    """Also in a session that switches triggers off."""
    await conn.execute(f"SET session_replication_role = {role}")
    async with conn.transaction():
        assert not (await conn.execute(change)).endswith(" 0")
        transaction = int(await conn.fetchval("SELECT pg_current_xact_id()::text"))
    await conn.execute("RESET session_replication_role")
    assert await conn.fetchval(VERSION) == transaction


@pytest.mark.parametrize("change", OTHERS)
async def test_nothing_else_is_recorded(conn: Connection, change: str) -> None:
    before = await conn.fetchval(VERSION)
    await conn.execute(change)
    assert await conn.fetchval(VERSION) == before


async def test_a_transaction_is_recorded_once_and_with_what_it_changed(
    conn: Connection, another: DirectConnection
) -> None:
    before = await conn.fetchval(VERSION)
    place = "SELECT ctid::text FROM access_version"
    async with conn.transaction():
        await conn.execute(CHANGES[0])
        await conn.execute("SET CONSTRAINTS ALL IMMEDIATE")
        written = await conn.fetchval(place)
        await conn.execute(CHANGES[4])
        assert await conn.fetchval(place) == written
        assert await another.fetchval(VERSION) == before
    assert await another.fetchval(VERSION) > before


async def test_changes_of_access_do_not_wait_for_each_other(conn: Connection, another: DirectConnection) -> None:
    await another.execute("SET lock_timeout = '5s'")
    async with conn.transaction():
        await conn.execute(CHANGES[0])
        await another.execute(CHANGES[10])
        recorded = await another.fetchval(VERSION)
    assert await conn.fetchval(VERSION) != recorded


async def test_access_is_looked_into_only_after_a_change(another: DirectConnection) -> None:
    await another.execute(PREPARE_CONFIRM_ACCESS)
    version = await another.fetchval(VERSION)
    await another.execute(CONFIRM.format(version=version))
    for other in (0, version - 1, version + 1):
        with pytest.raises(asyncpg.PostgresError, match="access changed") as refused:
            await another.execute(CONFIRM.format(version=other))
        assert refused.value.sqlstate == ACCESS_CHANGED


async def test_without_a_version_access_is_always_looked_into(another: DirectConnection) -> None:
    await another.execute(PREPARE_CONFIRM_ACCESS)
    version = await another.fetchval(VERSION)
    await another.execute("DELETE FROM access_version")
    for known in (0, version):
        with pytest.raises(asyncpg.PostgresError, match="access changed"):
            await another.execute(CONFIRM.format(version=known))
    session = await another.fetchval("SELECT id FROM sessions WHERE user_id = $1", OWNER.id)
    await another.execute(f"EXECUTE confirm_access(0, {session:d}, NULL, '', '')")


async def test_there_is_one_version(another: DirectConnection) -> None:
    for second in ("true", "false"):
        with pytest.raises(asyncpg.IntegrityConstraintViolationError):
            await another.execute(f"INSERT INTO access_version (is_only, changed_in) VALUES ({second}, 1)")

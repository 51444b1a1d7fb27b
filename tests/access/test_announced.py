"""Operations that change what access rests on say so (`changes_access`), and the database announces exactly those."""

import asyncio

import asyncpg
import httpx
import msgspec
import pytest
from litestar import Litestar

from parlour.access.cache import AccessCache
from parlour.access.tenant import Tenant
from parlour.db.pool import Connection
from tests.access.test_authority import attempts
from tests.support.operations import operations
from tests.support.people import OWNER, WORKER
from tests.support.requests import Ids, name_of
from tests.support.world import settle_in

MARK = "mark"
# They write to rows that access is read from, and change nothing of what it rests on.
MORE = {
    "create_user_invitation",
    "update_appointment_calendar_settings",
    "update_online_booking_settings",
    "update_stock_settings",
    "update_timeslot_settings",
}
# What the database announces, for any user: no rows are needed to see that.
STATEMENTS = [
    *(f"UPDATE {column} WHERE false" for column in (
        "chain_roles SET role = role",
        "location_roles SET rights = rights",
        "locations SET closed_at = closed_at",
        "partners SET revoked_at = revoked_at",
        "partners SET token_hash = token_hash",
        "sessions SET revoked_at = revoked_at",
        "sessions SET token_hash = token_hash",
        "users SET is_approved = is_approved",
        "users SET password_hash = password_hash",
    )),
    *(f"DELETE FROM {table} WHERE false" for table in (
        "chain_roles", "location_roles", "locations", "partners", "sessions", "users",
    )),
    "INSERT INTO chain_roles SELECT * FROM chain_roles WHERE false",
    "INSERT INTO location_roles SELECT * FROM location_roles WHERE false",
]  # fmt: skip
# All others need what these end.
LAST = ("delete_location", "sign_out")
KEPT = """
    INSERT INTO location_roles OVERRIDING SYSTEM VALUE
    SELECT (jsonb_populate_record(NULL::location_roles, $1::jsonb)).* ON CONFLICT DO NOTHING
"""
# Two operations link the same team member, to different users.
UNLINKED = "UPDATE team_members SET user_id = NULL"


@pytest.fixture
async def ids(conn: Connection, tenant: Tenant) -> Ids:
    sessions = await conn.fetch("SELECT id FROM sessions WHERE user_id = $1 ORDER BY id", OWNER.id)
    settled = await settle_in(conn, tenant)
    another = await conn.fetchval(
        "INSERT INTO sessions (token_hash, user_id, partner_id, device)"
        " SELECT sha256('another'), user_id, partner_id, device FROM sessions WHERE id = $1 RETURNING id",
        sessions[0]["id"],
    )
    return msgspec.structs.replace(settled, user_id=WORKER.id, session_id=another)


class Ear:
    """Hears whether anything was announced between two marks."""

    def __init__(self, conn: Connection) -> None:
        self._conn = conn
        self._heard: list[str] = []
        self._marked = asyncio.Event()

    def hear(self, *said: object) -> None:
        self._heard.append(str(said[-1]))
        if said[-1] == MARK:
            self._marked.set()

    async def has_heard(self) -> bool:
        self._marked.clear()
        await self._conn.execute(f"NOTIFY {AccessCache.channel}, '{MARK}'")
        async with asyncio.timeout(60):
            await self._marked.wait()
        heard, self._heard = self._heard, []
        return heard != [MARK]


async def test_each_operation_that_changes_access_says_so(
    http: httpx.AsyncClient, litestar: Litestar, conn: Connection, ids: Ids, database_url: str
) -> None:
    marked = {name_of(handler) for _, _, handler in operations(litestar) if handler.changes_access}
    role = await conn.fetchval("SELECT to_jsonb(r)::text FROM location_roles r WHERE user_id = $1", WORKER.id)
    listening = await asyncpg.connect(database_url)
    ear = Ear(listening)
    await listening.add_listener(AccessCache.channel, ear.hear)
    announced: set[str] = set()
    done: set[str] = set()
    for attempt in sorted(
        attempts(litestar, http, ids), key=lambda each: LAST.index(each.name) + 1 if each.name in LAST else 0
    ):
        await conn.execute(KEPT, role)
        await conn.execute(UNLINKED)
        await ear.has_heard()
        if (await attempt.send(http)).is_success:
            done.add(attempt.name)
        if await ear.has_heard():
            announced.add(attempt.name)
    await listening.close()
    assert marked <= done
    assert announced == marked | MORE


async def test_each_statement_that_may_change_access_is_announced(conn: Connection, database_url: str) -> None:
    listening = await asyncpg.connect(database_url)
    ear = Ear(listening)
    await listening.add_listener(AccessCache.channel, ear.hear)
    silent = []
    for statement in STATEMENTS:
        await conn.execute(statement)
        if not await ear.has_heard():
            silent.append(statement)
    await conn.execute("UPDATE users SET name = name WHERE false")
    assert not await ear.has_heard()
    await listening.close()
    assert silent == []

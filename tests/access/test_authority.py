"""Authority is true when something is written: an operation that began before it ended changes nothing after.

Every operation that writes is tried, by walking all of them: once with its body held back, once while it waits for a
lock; each time the caller's access ends meanwhile. Silently, too: without the announcement that workers listen for.
"""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator

import asyncpg
import httpx
import msgspec
import pytest
from litestar import Litestar

from parlour.access.cache import AccessCache
from parlour.access.permissions import Entry
from parlour.access.tokens import PARTNER_UNKNOWN
from parlour.db.pool import Connection
from parlour.http.context import Reading
from parlour.http.media_type import MEDIA_TYPE
from parlour.http.operation import Operation
from parlour.http.services import Access, Services
from tests.support.operations import operations
from tests.support.people import ACCOUNTANT, HARBOUR, OWNER, PARTNER, PASSWORD, WORKER
from tests.support.requests import Ids, address, body, name_of
from tests.support.waiting import BLOCKS_SOMETHING, wait_until_blocked
from tests.support.world import everything


class Change(msgspec.Struct, frozen=True):
    """What ends or lowers the owner's access, how it is undone, and what the owner is answered."""

    done: str
    undone: str
    status: int
    is_of_place: bool = False
    """It touches only operations in a location."""


CHANGES = {
    "session ended": Change(
        f"UPDATE sessions SET revoked_at = now() WHERE user_id = {OWNER.id}",
        f"UPDATE sessions SET revoked_at = NULL WHERE user_id = {OWNER.id}",
        401,
    ),
    "user closed": Change(
        f"UPDATE users SET is_approved = false WHERE id = {OWNER.id}",
        f"UPDATE users SET is_approved = true WHERE id = {OWNER.id}",
        401,
    ),
    "partner revoked": Change("UPDATE partners SET revoked_at = now()", "UPDATE partners SET revoked_at = NULL", 401),
    "role taken": Change(
        f"UPDATE chain_roles SET user_id = {ACCOUNTANT.id} WHERE user_id = {OWNER.id}",
        f"UPDATE chain_roles SET user_id = {OWNER.id} WHERE user_id = {ACCOUNTANT.id}",
        404,
        is_of_place=True,
    ),
    "role lowered": Change(
        f"UPDATE chain_roles SET role = 'free_readonly' WHERE user_id = {OWNER.id}",
        f"UPDATE chain_roles SET role = 'owner' WHERE user_id = {OWNER.id}",
        403,
        is_of_place=True,
    ),
    "location closed": Change(
        f"UPDATE locations SET closed_at = now() WHERE id = {HARBOUR}",
        f"UPDATE locations SET closed_at = NULL WHERE id = {HARBOUR}",
        404,
        is_of_place=True,
    ),
}
# They concern the user alone, wherever they work.
WITHOUT_PLACE = {"create_location", "sign_out", "delete_session"}


class Attempt(msgspec.Struct, frozen=True):
    """One operation as the owner would do it."""

    name: str
    method: str
    url: str
    headers: dict[str, str]
    content: bytes

    async def send(
        self, http: httpx.AsyncClient, content: AsyncIterator[bytes] | bytes | None = None
    ) -> httpx.Response:
        return await http.request(self.method, self.url, headers=self.headers, content=content or self.content)


def attempts(litestar: Litestar, http: httpx.AsyncClient, ids: Ids) -> Iterator[Attempt]:
    for method, path, handler in operations(litestar):
        # Searches by POST read, as GET does. What clients do rests on no rights (test_clients_token.py).
        is_by_user = handler.needs not in (Entry.PARTNER, Entry.CLIENT)
        if method != "get" and is_by_user and handler.arguments.context is not Reading:
            yield _attempt(http, method, path, handler, ids)


def attempts_without_users(
    litestar: Litestar, http: httpx.AsyncClient, ids: Ids
) -> Iterator[tuple[Operation, Attempt]]:
    """Those of integrations, and of people who book: whose token is the owner's here."""
    for method, path, handler in operations(litestar):
        is_by_partner = handler.needs in (Entry.PARTNER, Entry.CLIENT)
        is_writing = method != "get" and handler.arguments.context is not Reading
        if (
            is_by_partner and is_writing and not handler.tag.startswith("Authentication")
        ):  # they have tests of their own
            yield handler, _attempt(http, method, path, handler, ids)


def _attempt(http: httpx.AsyncClient, method: str, path: str, handler: Operation, ids: Ids) -> Attempt:
    where = address(path, ids)
    whole = where if where.startswith("/api/") else f"/api/v1{where}"
    request = http.build_request(method, whole, json=body(handler, ids))
    headers = {"Accept": MEDIA_TYPE, **OWNER.headers}
    kind = {"content-type": request.headers["content-type"]} if "content-type" in request.headers else {}
    return Attempt(name_of(handler), method, str(request.url), {**headers, **kind}, request.read())


@pytest.fixture
def ids(settled: Ids) -> Ids:
    return msgspec.structs.replace(settled, user_id=WORKER.id)


@pytest.fixture(params=["announced", "silent"])
async def changing(request: pytest.FixtureRequest, database_url: str) -> AsyncIterator[Connection]:
    """A connection that changes access; silently where no trigger speaks up."""
    connection = await asyncpg.connect(database_url)
    if request.param == "silent":
        await connection.execute("SET session_replication_role = replica")
    yield connection
    await connection.close()


async def _rows(conn: Connection) -> dict[str, list[str]]:
    return {table: rows for table, rows in (await everything(conn)).items() if table != "audit_log"}


def _cache(litestar: Litestar) -> AccessCache[Access]:
    services: Services = litestar.state.services
    return services.access_cache


async def _until_announced(litestar: Litestar, generation: int) -> None:
    """Wait until the application knows of a change since."""
    async with asyncio.timeout(20):
        while _cache(litestar).generation == generation:  # noqa: ASYNC110 - there is no event for it
            await asyncio.sleep(0.005)


async def _hold_back(content: bytes, change: Callable[[], Awaitable[object]]) -> AsyncIterator[bytes]:
    """The body, once the server asks for it and access has changed."""
    await change()
    yield content


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
async def test_a_body_that_comes_late_changes_nothing(
    http: httpx.AsyncClient, litestar: Litestar, conn: Connection, changing: Connection, ids: Ids, change: Change
) -> None:
    before = await _rows(conn)
    tried = [each for each in attempts(litestar, http, ids) if each.content]
    for attempt in tried:
        if change.is_of_place and attempt.name in WITHOUT_PLACE:
            continue
        _cache(litestar).clear()
        held = _hold_back(attempt.content, lambda: changing.execute(change.done))
        refused = await attempt.send(http, held)
        await changing.execute(change.undone)
        assert refused.status_code == change.status, (attempt.name, refused.text)
        assert await _rows(conn) == before, attempt.name
    assert len(tried) > 10


@pytest.mark.parametrize("change", [CHANGES["partner revoked"], CHANGES["location closed"]])
async def test_integrations_and_places_are_open_when_something_is_written(
    http: httpx.AsyncClient, litestar: Litestar, conn: Connection, changing: Connection, ids: Ids, change: Change
) -> None:
    """Show it for operations without a user: with a body that comes late, and behind a lock."""
    before = await _rows(conn)
    tables = ", ".join(before.keys() - {"outbox"})
    tried = 0
    for operation, attempt in attempts_without_users(litestar, http, ids):
        if change.is_of_place and "location_id" not in operation.path_parts:
            continue
        services: Services = litestar.state.services
        services.clear_access()
        if attempt.content:
            held = _hold_back(attempt.content, lambda: changing.execute(change.done))
            late = await attempt.send(http, held)
            await changing.execute(change.undone)
            assert late.status_code == change.status, (attempt.name, late.text)
        services.clear_access()
        async with changing.transaction():
            await changing.execute(f"LOCK TABLE {tables} IN EXCLUSIVE MODE")
            waiting = asyncio.create_task(attempt.send(http))
            if not await _is_blocked(changing, waiting):
                continue  # refused without a write: such as a wrong code
            await changing.execute(change.done)
        refused = await waiting
        await changing.execute(change.undone)
        assert refused.status_code == change.status, (attempt.name, refused.text)
        assert await _rows(conn) == before, attempt.name
        tried += 1
    assert tried > 1


async def _is_blocked(conn: Connection, request: asyncio.Task[httpx.Response]) -> bool:
    """Wait until a request is blocked, or answered."""
    async with asyncio.timeout(20):
        while not await conn.fetchval(BLOCKS_SOMETHING):
            if request.done():
                return False
            await asyncio.sleep(0.005)
    return True


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
async def test_waiting_for_a_lock_does_not_keep_rights_alive(
    http: httpx.AsyncClient, litestar: Litestar, conn: Connection, changing: Connection, ids: Ids, change: Change
) -> None:
    before = await _rows(conn)
    tables = ", ".join(before.keys() - {"outbox"})  # a task of the server's own writes there
    tried = list(attempts(litestar, http, ids))
    for attempt in tried:
        if change.is_of_place and attempt.name in WITHOUT_PLACE:
            continue
        _cache(litestar).clear()
        async with changing.transaction():
            await changing.execute(f"LOCK TABLE {tables} IN EXCLUSIVE MODE")  # which lets others read
            waiting = asyncio.create_task(attempt.send(http))
            async with asyncio.timeout(20):
                await wait_until_blocked(changing)
            await changing.execute(change.done)
        refused = await waiting
        await changing.execute(change.undone)
        assert refused.status_code == change.status, (attempt.name, refused.text)
        assert await _rows(conn) == before, attempt.name
    assert len(tried) > 20


async def test_rights_that_changed_and_still_allow_it_are_to_be_tried_again(
    http: httpx.AsyncClient, litestar: Litestar, conn: Connection, changing: Connection, ids: Ids
) -> None:
    """What was decided by the old rights is not written; what the new ones allow is, the next time."""
    attempt = next(each for each in attempts(litestar, http, ids) if each.name == "create_product")
    async with changing.transaction():
        await changing.execute("LOCK TABLE products IN EXCLUSIVE MODE")
        waiting = asyncio.create_task(attempt.send(http))
        async with asyncio.timeout(20):
            await wait_until_blocked(changing)
        await changing.execute(f"UPDATE chain_roles SET role = 'manager' WHERE user_id = {OWNER.id}")
    refused = await waiting
    assert (refused.status_code, refused.headers["retry-after"]) == (503, "2")
    assert refused.json()["meta"]["message"].startswith("Your rights changed during the request")
    assert (await attempt.send(http)).status_code == 201


async def test_faults_of_a_late_body_are_hidden_once_access_is_lost(
    http: httpx.AsyncClient, litestar: Litestar, conn: Connection, ids: Ids
) -> None:
    attempt = next(each for each in attempts(litestar, http, ids) if each.name == "create_product")
    generation = _cache(litestar).generation

    async def end_session() -> None:
        await conn.execute(CHANGES["session ended"].done)
        await _until_announced(litestar, generation)

    refused = await attempt.send(http, _hold_back(b"{}", end_session))
    assert refused.status_code == 401


async def test_a_partner_that_is_revoked_meanwhile_opens_no_session(http: httpx.AsyncClient, conn: Connection) -> None:
    sent = b'{"login": "owner@example.com", "password": "%s"}' % PASSWORD.encode()
    before = await conn.fetchval("SELECT count(*) FROM sessions")
    held = _hold_back(sent, lambda: conn.execute(CHANGES["partner revoked"].done))
    headers = {**PARTNER.headers, "content-type": "application/json"}
    refused = await http.post("/api/v1/auth", headers=headers, content=held)
    assert (refused.status_code, refused.json()["meta"]["message"]) == (401, PARTNER_UNKNOWN)
    assert await conn.fetchval("SELECT count(*) FROM sessions") == before


async def test_what_was_read_before_a_change_is_not_trusted_after_it(
    http: httpx.AsyncClient, litestar: Litestar, conn: Connection, database_url: str
) -> None:
    """The session is read, then ends, while the same look-up still waits for the location."""
    _cache(litestar).clear()
    generation = _cache(litestar).generation
    reading = await asyncpg.connect(database_url)
    async with reading.transaction():
        await reading.execute("LOCK TABLE locations IN ACCESS EXCLUSIVE MODE")
        waiting = asyncio.create_task(http.get(f"/api/v1/goods/{HARBOUR}", headers=OWNER.headers))
        async with asyncio.timeout(20):
            await wait_until_blocked(reading)
        await conn.execute("SET session_replication_role = replica")  # other triggers read the locations
        await conn.execute(CHANGES["session ended"].done)
        await conn.execute("SELECT pg_notify('parlour_access', '')")
        await _until_announced(litestar, generation)
    await reading.close()
    assert (await waiting).status_code == 401
    assert (await http.get(f"/api/v1/goods/{HARBOUR}", headers=OWNER.headers)).status_code == 401

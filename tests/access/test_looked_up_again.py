"""The access of one request, step by step: when it is looked up, and when it is looked up again.

Access is changed silently, without the announcement: a test says itself when a worker hears of it.
"""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any, LiteralString

import asyncpg
import pytest
from litestar import Litestar, Request

from parlour.access.identity import Identity, Partner
from parlour.access.permissions import Entry, Permission
from parlour.access.tenant import Tenant
from parlour.currencies import currency_by_code
from parlour.db.pool import Connection
from parlour.errors import AccessChanged, Forbidden, NotFound, ParlourError, Unauthenticated
from parlour.http.authority import Authority
from parlour.http.context import Context, Detached, Reading, Retrying, Writing, actor_of
from parlour.http.partner_authority import PartnerAuthority
from parlour.http.services import Services
from tests.support.factories.client_accounts import make_account
from tests.support.people import HARBOUR, MANAGER, OWNER, PARTNER, Person
from tests.support.waiting import wait_until_blocked
from tests.unit.http.scopes import request_to

SEE, CHANGE = Permission.INVENTORY_VIEW, Permission.PRODUCTS_CREATE
SIGN_OUT: LiteralString = "UPDATE sessions SET revoked_at = now() WHERE user_id = 1"
LOWER: LiteralString = "UPDATE chain_roles SET role = 'free_readonly_admin' WHERE user_id = 1"
REVOKE: LiteralString = "UPDATE partners SET revoked_at = now()"
CLOSE: LiteralString = "UPDATE locations SET closed_at = now() WHERE id = 1"
END_CLIENT: LiteralString = "UPDATE client_sessions SET revoked_at = now()"


@pytest.fixture
async def silent(conn: Connection) -> Connection:
    """A connection whose changes are not announced."""
    await conn.execute("SET session_replication_role = replica")
    return conn


def authority(
    services: Services, *, by: Person = OWNER, location_id: int | None = HARBOUR, needs: Any = SEE, **more: Any
) -> Authority:
    header = by.headers["Authorization"]
    confirmed = more.get("is_confirmed_by_handler", False)
    return Authority(services, header, location_id, needs, "192.0.2.1", is_confirmed_by_handler=confirmed)


def partner_authority(
    services: Services, by: Person = PARTNER, location_id: int | None = HARBOUR, *, is_client: bool = False
) -> PartnerAuthority:
    return PartnerAuthority(services, by.headers["Authorization"], location_id, is_client=is_client)


Again = Callable[[Any, Services, Connection], Awaitable[None]]


async def refresh(access: Any, _: Services, conn: Connection) -> None:
    await access.refresh(conn)


async def refresh_without(access: Any, services: Services, _: Connection) -> None:
    await access.refresh_without(services.pool)


@pytest.mark.parametrize("again", [refresh, refresh_without])
@pytest.mark.parametrize("is_cached", [False, True])
async def test_a_user_is_looked_up_again_after_an_announcement_only(
    services: Services, silent: Connection, again: Again, is_cached: bool
) -> None:
    if is_cached:
        await authority(services).look_up()
    access = authority(services)
    await access.look_up()
    await silent.execute(SIGN_OUT)
    await again(access, services, silent)
    await authority(services).look_up()
    services.access_cache.announced()
    with pytest.raises(Unauthenticated):
        await again(access, services, silent)
    with pytest.raises(Unauthenticated):
        await authority(services).look_up()


async def test_rights_that_stayed_may_be_used_further(services: Services, conn: Connection) -> None:
    access = authority(services)
    await access.look_up()
    before = access.tenant
    services.access_cache.announced()
    await access.refresh(conn)
    await access.refresh(conn)
    assert access.tenant == before


@pytest.mark.parametrize(
    ("used", "needs", "expected"),
    [(True, SEE, AccessChanged), (False, SEE, None), (True, CHANGE, Forbidden), (False, CHANGE, Forbidden)],
)
async def test_rights_that_changed_end_a_request_that_used_them(
    services: Services, silent: Connection, used: bool, needs: Permission, expected: type[ParlourError] | None
) -> None:
    access = authority(services, needs=needs)
    await access.look_up()
    assert access.currency == currency_by_code("USD"), "which is no use of rights"
    if used:
        assert CHANGE in access.tenant.permissions
    await silent.execute(LOWER)
    services.access_cache.announced()
    if expected is not None:
        with pytest.raises(expected):
            await access.refresh(silent)
    else:
        await access.refresh(silent)
        assert CHANGE not in access.tenant.permissions


async def test_a_commit_checks_the_session_and_the_versions_of_the_roles(services: Services, conn: Connection) -> None:
    xmin = "SELECT xmin::text FROM {} WHERE user_id = $1"
    chain = await conn.fetchval(xmin.format("chain_roles"), OWNER.id)
    place = await conn.fetchval(xmin.format("location_roles"), MANAGER.id)
    version = await conn.fetchval("SELECT changed_in FROM access_version")
    statements = []
    cases: list[tuple[Person, dict[str, Any]]] = [
        (OWNER, {}),
        (MANAGER, {}),
        (OWNER, {"location_id": None, "needs": Entry.USER}),
        (OWNER, {"is_confirmed_by_handler": True}),
    ]
    for by, more in cases:
        access = authority(services, by=by, **more)
        await access.look_up()
        statements.append(access.statement)
        assert (access.currency is None) == (more.get("location_id", HARBOUR) is None)
    assert statements == [
        f"EXECUTE confirm_access({version}, {OWNER.id}, {HARBOUR}, '{chain}', '')",
        f"EXECUTE confirm_access({version}, {MANAGER.id}, {HARBOUR}, '', '{place}')",
        f"EXECUTE confirm_access({version}, {OWNER.id}, NULL, '', '')",
        None,
    ]


async def change_while_it_reads(
    conn: Connection, table: LiteralString, look_up: Awaitable[Any], announced: Callable[[], None]
) -> None:
    """Announce a change after a look-up has begun, and before it has read anything."""
    async with conn.transaction():
        await conn.execute(f"LOCK TABLE {table} IN ACCESS EXCLUSIVE MODE")
        reading = asyncio.ensure_future(look_up)
        await wait_until_blocked(conn, reading)
        announced()
    await reading


async def test_a_change_during_a_look_up_is_one_since_it(services: Services, conn: Connection) -> None:
    """The roles are read after it, so the rights are the new ones; but the commit can't know, and has to look."""
    access = authority(services)
    async with conn.transaction():
        await conn.execute("LOCK TABLE chain_roles IN ACCESS EXCLUSIVE MODE")
        reading = asyncio.ensure_future(access.look_up())
        await wait_until_blocked(conn, reading)
        await conn.execute(LOWER)
    await reading
    assert CHANGE not in access.tenant.permissions
    assert access.identity.access_version < await conn.fetchval("SELECT changed_in FROM access_version")


async def test_what_was_read_before_an_announcement_is_not_remembered(services: Services, silent: Connection) -> None:
    access = authority(services)
    await change_while_it_reads(silent, "partners", access.look_up(), services.access_cache.announced)
    await silent.execute(SIGN_OUT)
    for again in (access.refresh(silent), authority(services).look_up()):
        with pytest.raises(Unauthenticated):
            await again


async def test_a_partner_that_was_read_before_an_announcement_is_not_remembered(
    services: Services, silent: Connection
) -> None:
    access = partner_authority(services)
    await change_while_it_reads(silent, "partners", access.look_up(), services.partners.announced)
    await silent.execute(REVOKE)
    for again in (access.refresh(silent), partner_authority(services).look_up()):
        with pytest.raises(Unauthenticated):
            await again


async def test_a_place_that_was_read_before_an_announcement_is_not_remembered(
    services: Services, litestar: Litestar, silent: Connection, database_url: str
) -> None:
    reader = await asyncpg.connect(database_url)
    ctx = Reading[Any](request_to(litestar, "/"), services, reader)
    try:
        await change_while_it_reads(silent, "locations", ctx.public_tenant(HARBOUR), services.places.announced)
        await silent.execute(CLOSE)
        with pytest.raises(NotFound):
            await ctx.public_tenant(HARBOUR)
    finally:
        await reader.close()


@pytest.mark.parametrize("is_cached", [False, True])
async def test_a_partner_is_looked_up_again_after_an_announcement_only(
    services: Services, silent: Connection, is_cached: bool
) -> None:
    if is_cached:
        await partner_authority(services).look_up()
    access = partner_authority(services)
    await access.look_up()
    await silent.execute(REVOKE)
    await access.refresh(silent)
    await partner_authority(services).look_up()
    services.partners.announced()
    with pytest.raises(Unauthenticated):
        await access.refresh(silent)
    with pytest.raises(Unauthenticated):
        await partner_authority(services).look_up()


async def test_a_client_is_looked_up_again_each_time(services: Services, silent: Connection) -> None:
    maya = await make_account(silent, "13155550177")
    await partner_authority(services).look_up()
    access = partner_authority(services, maya, is_client=True)
    await access.look_up()
    assert access.client is not None
    assert (access.client.account_id, access.partner.partner_id) == (maya.id, 1)
    await access.refresh(silent)
    await silent.execute(END_CLIENT)
    with pytest.raises(Unauthenticated):
        await access.refresh(silent)
    with pytest.raises(Unauthenticated):
        await partner_authority(services, maya, is_client=True).look_up()


@pytest.mark.parametrize(
    ("changes", "location_id", "expected"),
    [
        ([], HARBOUR, None),
        ([CLOSE], HARBOUR, NotFound),
        ([CLOSE], None, None),
        ([REVOKE], None, Unauthenticated),
        ([REVOKE, CLOSE], HARBOUR, Unauthenticated),
    ],
)
async def test_a_refused_commit_of_a_partner_is_explained(
    services: Services, silent: Connection, changes: list[LiteralString], location_id: int | None, expected: Any
) -> None:
    access = partner_authority(services, location_id=location_id)
    await access.look_up()
    for change in changes:
        await silent.execute(change)
    if expected is None:
        await access.explain(silent)
    else:
        with pytest.raises(expected):
            await access.explain(silent)


async def test_a_person_is_found_by_a_token_that_is_not_required(services: Services, silent: Connection) -> None:
    maya = await make_account(silent, "13155550177")
    session_id = await silent.fetchval("SELECT id FROM client_sessions WHERE account_id = $1", maya.id)
    for by in (PARTNER, MANAGER):
        access = partner_authority(services, by, None)
        await access.look_up()
        assert await access.find_client(silent) is None
        assert access.statement == "SELECT confirm_partner(1, NULL, NULL)"
    access = partner_authority(services, maya)
    await access.look_up()
    assert access.statement == f"SELECT confirm_partner(1, NULL, {HARBOUR})"
    found = await access.find_client(silent)
    assert found is not None
    assert (found.account_id, found.session_id) == (maya.id, session_id)
    assert access.statement == f"SELECT confirm_partner(1, {session_id}, {HARBOUR})"
    await silent.execute(END_CLIENT)
    assert await access.find_client(silent) is None
    assert access.statement == f"SELECT confirm_partner(1, NULL, {HARBOUR})"


@pytest.mark.parametrize("kind", [Reading, Writing, Retrying, Detached])
async def test_no_handler_begins_after_access_has_ended(
    services: Services, litestar: Litestar, silent: Connection, kind: type[Context[Tenant]]
) -> None:
    """Each context checks access before its block; a writer does before its work."""
    access = authority(services)
    await access.look_up()
    request = request_to(litestar, "/", state={"authority": access})
    async with kind.opened(request) as ctx:
        assert ctx.tenant.location_id == HARBOUR
    await silent.execute(SIGN_OUT)
    services.access_cache.announced()
    begun = False
    with pytest.raises(Unauthenticated):
        async with kind.opened(request):
            begun = True
    assert not begun


async def test_a_public_place_is_open_when_a_handler_begins(
    services: Services, litestar: Litestar, silent: Connection
) -> None:
    request = request_to(litestar, "/", state={"public_place": HARBOUR})
    async with Reading[Tenant].opened(request) as ctx:
        assert (ctx.tenant.location_id, ctx.tenant.permissions) == (HARBOUR, frozenset())
    await silent.execute(CLOSE)
    services.places.announced()
    with pytest.raises(NotFound):
        async with Reading[Tenant].opened(request):
            pytest.fail("It began.")


def test_the_author_of_a_change_is_the_caller(services: Services, litestar: Litestar) -> None:
    access, partner = authority(services), partner_authority(services)
    access.identity, partner.partner = (
        Identity(partner_id=11, user_id=12, session_id=13),
        Partner(14, answers_bare=False),
    )
    request: Request[Any, Any, Any]
    expected: dict[str, Any]
    for state, expected in (
        (
            {"authority": access, "partner": partner},
            {"user_id": 12, "partner_id": 11, "session_id": 13, "claim": access},
        ),
        ({"partner": partner}, {"user_id": None, "partner_id": 14, "session_id": None, "claim": partner}),
        ({}, {"user_id": None, "partner_id": None, "session_id": None, "claim": None}),
    ):
        request = request_to(litestar, "/", state=state)
        actor = actor_of(request)
        assert {name: getattr(actor, name) for name in expected} == expected
        assert (actor.origin, actor.ip) == ("api", "192.0.2.1")
        assert Detached[Any](request, services).actor == actor

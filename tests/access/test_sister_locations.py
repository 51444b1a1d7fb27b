"""What belongs to one location of a chain looks, to every operation in another of the same chain, like nothing at all.

The caller owns the chain: it is not the right that is missing.
"""

import msgspec
import pytest
from litestar import Litestar

from parlour.access.identity import Identity
from parlour.access.tenant import get_tenant
from parlour.db.pool import Connection
from tests.access.test_walls import with_ids, with_one
from tests.support.client import Client
from tests.support.factories.users import give_role, make_user
from tests.support.operations import operations
from tests.support.people import HARBOUR, HILLSIDE, NEIGHBOUR, OWNER, Person
from tests.support.requests import Ids, address, body, ids_in_query, name_of, names_location, things_in_body
from tests.support.world import NOTHING, everything, outcome, refuses, settle_in, shows_nothing

# What says by itself of which location it is; an owner of the chain may name that of any.
NAMING_LOCATIONS = {"location_id", "chain_id", "image_id"}


@pytest.fixture
def here(settled: Ids) -> Ids:
    """What is in HARBOUR."""
    return settled


@pytest.fixture
async def sister(conn: Connection, here: Ids) -> Ids:
    """The same in HILLSIDE, and somebody who works there only."""
    ids = await settle_in(conn, await get_tenant(conn, Identity(1, OWNER.id, OWNER.id), HILLSIDE))
    return msgspec.structs.replace(ids, user_id=NEIGHBOUR.id)


@pytest.fixture
async def local_owner(conn: Connection) -> Person:
    """Owner of HARBOUR, without any role in HILLSIDE."""
    return await give_role(conn, await make_user(conn, "local"), "owner", HARBOUR)


async def test_what_an_address_names_is_of_its_location(
    client: Client, conn: Connection, litestar: Litestar, here: Ids, sister: Ids
) -> None:
    before = await everything(conn)
    smuggled, made_up = [msgspec.structs.replace(ids, location_id=HARBOUR) for ids in (sister, NOTHING)]
    tried = [each for each in with_ids(litestar) if names_location(each[2]) and len(each[2].ids) > 1]
    for method, path, handler in tried:
        of_sister, of_unknown = [
            await client.send(method, address(path, ids), json=body(handler, here)) for ids in (smuggled, made_up)
        ]
        assert of_sister.status_code == 404, name_of(handler)
        assert outcome(of_sister) == outcome(of_unknown), name_of(handler)
    assert len(tried) > 15
    assert await everything(conn) == before


async def test_what_a_body_names_is_of_the_location(
    client: Client, conn: Connection, litestar: Litestar, here: Ids, sister: Ids
) -> None:
    before = await everything(conn)
    tried = 0
    for method, path, handler in operations(litestar):
        for name in things_in_body(handler) - NAMING_LOCATIONS:
            of_sister, of_unknown = [
                await client.send(method, address(path, here), json=body(handler, with_one(here, name, ids)))
                for ids in (sister, NOTHING)
            ]
            assert refuses(of_sister, 404, 422), (name_of(handler), name)
            assert outcome(of_sister) == outcome(of_unknown), (name_of(handler), name)
            tried += 1
    assert tried > 10
    assert await everything(conn) == before


async def test_who_owns_one_location_does_nothing_in_another(
    client: Client, conn: Connection, litestar: Litestar, here: Ids, sister: Ids, local_owner: Person
) -> None:
    """Neither by the address nor by a body; the chain itself is the user's own, so the answer is 403."""
    before = await everything(conn)
    caller = client.by(local_owner)
    for method, path, handler in with_ids(litestar):
        if names_location(handler) and handler.needs != "partner or user":
            response = await caller.send(method, address(path, sister), json=body(handler, sister))
            allowed = (200,) if method == "get" and handler.needs in ("open", "partner") else (403, 404)
            assert response.status_code in allowed, name_of(handler)
    for method, path, handler in operations(litestar):
        if things_in_body(handler):
            response = await caller.send(method, address(path, here), json=body(handler, sister))
            assert refuses(response, 403, 404, 422), name_of(handler)
    assert await everything(conn) == before


# Their answers have a mark where the query leads to nothing.
SHOW_ALL = {"get_event_search_filters"}


async def test_a_query_names_only_what_is_of_the_location(
    client: Client, litestar: Litestar, here: Ids, sister: Ids
) -> None:
    tried = 0
    for method, path, handler in with_ids(litestar):
        for parameter, name in ids_in_query(handler).items() if names_location(handler) else ():
            of_sister, of_unknown = [
                await client.send(method, address(path, here), params={parameter: getattr(ids, name)})
                for ids in (sister, NOTHING)
            ]
            assert outcome(of_sister) == outcome(of_unknown), (name_of(handler), parameter)
            assert shows_nothing(of_sister) or name_of(handler) in SHOW_ALL, (name_of(handler), parameter)
            tried += 1
    assert tried > 8


async def test_what_is_made_in_a_sister_location_changes_no_answer_of_this_one(
    client: Client, conn: Connection, litestar: Litestar, here: Ids
) -> None:
    """The audit log tells of a position as well: it is the chain's, whichever location uses it."""
    read = [each for each in with_ids(litestar) if each[0] == "get" and names_location(each[2])]

    async def answers() -> dict[str, tuple[int, str]]:
        return {name_of(handler): outcome(await client.get(address(path, here))) for _, path, handler in read}

    async def changes() -> set[int]:
        return {line["id"] for line in (await client.get(f"/audit/{HARBOUR}?count=100")).json()["data"]}

    before, changes_before = await answers(), await changes()
    await settle_in(conn, await get_tenant(conn, Identity(1, OWNER.id, OWNER.id), HILLSIDE))
    after, new = await answers(), sorted(await changes() - changes_before)
    assert {**after, "list_changes": None} == {**before, "list_changes": None}
    entities = await conn.fetch("SELECT entity FROM audit_log WHERE id = ANY ($1) ORDER BY id", new)
    assert [row["entity"] for row in entities] == ["position"]
    assert len(read) > 20

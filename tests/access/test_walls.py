"""The wall between tenants: what belongs to others looks, to every operation, like what doesn't exist."""

import msgspec
import pytest
from litestar import Litestar

from parlour.access.identity import Identity
from parlour.access.tenant import get_tenant
from parlour.db.pool import Connection
from parlour.http.operation import Operation
from tests.support.client import Client
from tests.support.operations import operations
from tests.support.people import ABROAD, FOREIGNER, HARBOUR, OTHER_CHAIN, OWNER
from tests.support.requests import (
    Ids,
    address,
    body,
    ids_in_query,
    is_public,
    name_of,
    names_location,
    things_in_body,
)
from tests.support.world import NOTHING, everything, outcome, refuses, settle_in, shows_nothing


@pytest.fixture
def theirs(settled: Ids) -> Ids:
    """What the owner has in HARBOUR."""
    return settled


@pytest.fixture
async def own(conn: Connection, theirs: Ids) -> Ids:
    """What the foreigner has in ABROAD, where a price may have decimals; made last, so that no id is the same."""
    await conn.execute("UPDATE locations SET currency = 'USD' WHERE id = $1", ABROAD)
    return await settle_in(conn, await get_tenant(conn, Identity(1, FOREIGNER.id, FOREIGNER.id), ABROAD))


@pytest.fixture
def foreigner(client: Client) -> Client:
    return client.by(FOREIGNER)


def with_ids(litestar: Litestar) -> list[tuple[str, str, Operation]]:
    return [each for each in operations(litestar) if each[2].ids and not is_public(each[2])]


def with_one(own: Ids, name: str, ids: Ids) -> Ids:
    """What is one's own, save for one thing, so that another fault doesn't hide that one's."""
    return msgspec.structs.replace(own, **{name: getattr(ids, name)})


async def test_a_location_of_others_is_like_none_to_every_operation(
    foreigner: Client, conn: Connection, litestar: Litestar, theirs: Ids
) -> None:
    before = await everything(conn)
    nowhere = msgspec.structs.replace(theirs, location_id=NOTHING.location_id)
    tried = [each for each in with_ids(litestar) if names_location(each[2])]
    for method, path, handler in tried:
        of_others, of_unknown = [
            await foreigner.send(method, address(path, ids), json=body(handler, ids)) for ids in (theirs, nowhere)
        ]
        assert of_others.status_code == 404, name_of(handler)
        assert outcome(of_others) == outcome(of_unknown), name_of(handler)
    assert len(tried) > 10
    assert await everything(conn) == before


async def test_a_thing_of_others_is_like_none_to_every_operation_in_the_own_location(
    foreigner: Client, conn: Connection, litestar: Litestar, theirs: Ids, own: Ids
) -> None:
    before = await everything(conn)
    smuggled = msgspec.structs.replace(theirs, location_id=own.location_id)
    made_up = msgspec.structs.replace(NOTHING, location_id=own.location_id)
    tried = [each for each in with_ids(litestar) if len(each[2].ids) > names_location(each[2])]
    for method, path, handler in tried:
        of_others, of_unknown = [
            await foreigner.send(method, address(path, ids), json=body(handler, own)) for ids in (smuggled, made_up)
        ]
        assert of_others.status_code == 404, name_of(handler)
        assert outcome(of_others) == outcome(of_unknown), name_of(handler)
    assert len(tried) > 5
    assert await everything(conn) == before


async def test_a_thing_of_others_named_in_a_body_is_like_none(
    foreigner: Client, conn: Connection, litestar: Litestar, theirs: Ids, own: Ids
) -> None:
    before = await everything(conn)
    tried = 0
    for method, path, handler in operations(litestar):
        for name in things_in_body(handler):
            of_others, of_unknown = [
                await foreigner.send(method, address(path, own), json=body(handler, with_one(own, name, ids)))
                for ids in (theirs, NOTHING)
            ]
            assert refuses(of_others, 404, 422), (name_of(handler), name)
            assert outcome(of_others) == outcome(of_unknown), (name_of(handler), name)
            tried += 1
    assert tried > 15
    assert await everything(conn) == before


async def test_a_thing_of_others_named_in_a_query_is_like_none(
    foreigner: Client, litestar: Litestar, theirs: Ids, own: Ids
) -> None:
    tried = 0
    for method, path, handler in operations(litestar):
        for parameter, name in ids_in_query(handler).items():
            if name_of(handler) == "get_city_list":
                continue  # the directory of locations is public, and so is the country of each
            of_others, of_unknown = [
                await foreigner.send(method, address(path, own), params={parameter: getattr(ids, name)})
                for ids in (theirs, NOTHING)
            ]
            assert outcome(of_others) == outcome(of_unknown), (name_of(handler), parameter)
            if not is_public(handler) and name_of(handler) != "get_event_search_filters":  # which names all filters
                assert shows_nothing(of_others), (name_of(handler), parameter)
            tried += 1
    assert tried > 10


async def test_a_closed_chain_of_others_is_not_listed(foreigner: Client, theirs: Ids) -> None:
    listing = "/companies?my=1&show_deleted=1&group_id="
    of_others, of_unknown = [await foreigner.get(f"{listing}{ids.chain_id}") for ids in (theirs, NOTHING)]
    assert of_others.json()["data"] == []
    assert outcome(of_others) == outcome(of_unknown)


async def test_lists_and_searches_show_each_tenant_only_its_own_although_all_is_named_alike(
    client: Client, theirs: Ids, own: Ids
) -> None:
    for person, ids in ((OWNER, theirs), (FOREIGNER, own)):
        caller = client.by(person)
        goods = (await caller.get(f"/goods/{ids.location_id}")).json()["data"]
        assert [row["good_id"] for row in goods] == [ids.product_id]
        for term, found in {
            "argan": [(0, ids.product_id)],
            "a-1": [(0, ids.product_id)],
            "4006381333931": [(0, ids.product_id)],
            "shelf": [(ids.shelf_id, 0)],
        }.items():
            nodes = (await caller.get(f"/goods/search/{ids.location_id}?term={term}")).json()["data"]
            assert [(node["category_id"], node["item_id"]) for node in nodes] == found
            listed = (await caller.get(f"/goods/{ids.location_id}?term={term}")).json()["data"]
            assert [row["good_id"] for row in listed] == [item_id for _, item_id in found if item_id]
        for listing, listed in (
            (f"/goods_categories/multiple/{ids.location_id}", [ids.shelf_id, ids.category_id]),
            (f"/goods_categories/{ids.location_id}/0", [ids.shelf_id]),
        ):
            rows = (await caller.get(listing)).json()["data"]
            assert [row["id"] for row in rows] == listed


async def test_nothing_that_a_tenant_may_read_shows_others(
    foreigner: Client, conn: Connection, litestar: Litestar, theirs: Ids, own: Ids
) -> None:
    await conn.execute("UPDATE products SET comment = 'Lumen' WHERE id = $1", theirs.product_id)
    read = [each for each in operations(litestar) if each[0] == "get"]
    for _, path, handler in read:
        response = await foreigner.get(address(path, own))
        assert response.status_code == handler.status, name_of(handler)
        for word in ("Lumen", "Harbour", "Hillside", OWNER.email, f'name":"{OWNER.name}"'):
            assert word not in response.text, name_of(handler)
    assert len(read) > 8


async def test_one_person_in_two_chains_cannot_carry_things_from_one_into_the_other(
    client: Client, conn: Connection, theirs: Ids, own: Ids
) -> None:
    await conn.execute(
        "INSERT INTO chain_roles (chain_id, user_id, role) VALUES ($1, $2, 'owner')", OTHER_CHAIN, OWNER.id
    )
    for location_id, other in ((HARBOUR, own), (ABROAD, theirs)):
        assert (await client.get(f"/goods/{location_id}")).status_code == 200
        assert (await client.get(f"/goods/{location_id}/{other.product_id}")).status_code == 404
        assert (await client.delete(f"/goods_categories/{location_id}/{other.category_id}")).status_code == 404
        body_ = {"title": "Carried", "parent_category_id": other.shelf_id}
        assert (await client.post(f"/goods_categories/{location_id}", body_)).status_code == 404

"""DELETE /company/{location_id}"""

import asyncio

from parlour.access.tenant import Tenant
from parlour.db.pool import Connection
from tests.support.client import Client
from tests.support.factories.catalogue import make_category, make_product
from tests.support.factories.stock import levels_of, put_in, storages_of
from tests.support.people import (
    ADMINISTRATOR,
    CHAIN,
    FOREIGNER,
    HARBOUR,
    HILLSIDE,
    MANAGER,
    NEIGHBOUR,
    NOBODY,
    OWNER,
    PARTNER,
    WORKER,
)
from tests.support.world import everything

PATH = f"/company/{HARBOUR}"


async def test_a_closed_location_leaves_every_list_and_cannot_be_used(client: Client) -> None:
    """Q-028."""
    response = await client.delete(PATH)
    assert (response.status_code, response.content) == (202, b"")
    for person in (OWNER, MANAGER, PARTNER):
        assert (await client.by(person).get(PATH)).status_code == 404
    assert [row["id"] for row in (await client.get("/companies")).json()["data"]] == [HILLSIDE]
    (group,) = (await client.get("/groups")).json()["data"]
    assert [company["id"] for company in group["companies"]] == [HILLSIDE]
    assert (await client.get(f"/goods/{HARBOUR}")).status_code == 404
    assert (await client.put(PATH, {"title": "Again"})).status_code == 404
    assert (await client.delete(PATH)).status_code == 404


async def test_what_it_held_is_still_there(client: Client, conn: Connection) -> None:
    """Q-028."""
    await conn.execute(
        "INSERT INTO categories (chain_id, location_id, title, search_text) VALUES ($1, $2, 'A', 'a')", CHAIN, HARBOUR
    )
    before = await everything(conn)
    await client.delete(PATH)
    after = await everything(conn)
    assert {name for name in after if after[name] != before[name]} <= {"locations", "audit_log"}
    assert len(after["locations"]) == len(before["locations"])


async def test_a_closed_location_keeps_its_stock(client: Client, conn: Connection, tenant: Tenant) -> None:
    """Closing asks for no `force` (Q-107)."""
    product = await make_product(conn, tenant, await make_category(conn, tenant), "Argan")
    (storage, _) = await storages_of(conn, tenant)
    await put_in(conn, tenant, product.id, storage, 20)
    assert (await client.delete(PATH)).status_code == 202
    assert await levels_of(conn, tenant, product.id) == {storage: 20}


async def test_an_owner_of_the_location_alone_may_close_it(client: Client, conn: Connection) -> None:
    await conn.execute("UPDATE location_roles SET role = 'owner' WHERE user_id = $1", MANAGER.id)
    assert (await client.by(MANAGER).delete(PATH)).status_code == 202


async def test_only_an_owner_closes_a_location(client: Client, conn: Connection) -> None:
    """Q-028."""
    before = await everything(conn)
    for person, message in (
        (MANAGER, "Only an owner may close a location."),
        (ADMINISTRATOR, "Only an owner may close a location."),
        (WORKER, "Only an owner may close a location."),
        (NEIGHBOUR, "You have no access to this location."),
    ):
        response = await client.by(person).delete(PATH)
        assert (response.status_code, response.json()["meta"]["message"]) == (403, message)
    for person in (NOBODY, PARTNER):
        response = await client.by(person).delete(PATH)
        assert (response.status_code, response.json()["errors"]["code"]) == (401, 401)
    assert await everything(conn) == before


async def test_a_location_of_another_chain_is_not_found(client: Client, conn: Connection) -> None:
    before = await everything(conn)
    answers = [await client.by(FOREIGNER).delete(f"/company/{id_}") for id_ in (HARBOUR, 999_999)]
    assert [answer.status_code for answer in answers] == [404, 404]
    assert answers[0].json() == answers[1].json()
    assert answers[0].json()["errors"] == {"code": 404, "message": "Location not found."}
    assert await everything(conn) == before


async def test_the_last_one_of_a_chain_may_be_closed_and_another_opened(client: Client) -> None:
    for location_id in (HARBOUR, HILLSIDE):
        assert (await client.delete(f"/company/{location_id}")).status_code == 202
    assert (await client.get("/companies")).json()["data"] == []
    reopened = await client.post("/companies", {"title": "Anew", "country_id": 276, "chain_id": CHAIN})
    assert reopened.status_code == 201


async def test_of_two_concurrent_requests_one_closes_it(client: Client) -> None:
    answers = await asyncio.gather(client.delete(PATH), client.delete(PATH))
    assert sorted(answer.status_code for answer in answers) == [202, 404]

"""A role that waits for its user to accept opens nothing, although another role of the same user counts next door."""

import pytest
from litestar import Litestar

from parlour.access.permissions import Entry, Permission
from parlour.db.pool import Connection
from parlour.http.operation import Operation
from tests.support.client import Client
from tests.support.factories.users import give_role, make_user
from tests.support.operations import operations
from tests.support.people import ABROAD, CHAIN, HARBOUR, HILLSIDE, NEIGHBOUR, OTHER_CHAIN, OWNER, Person
from tests.support.requests import Ids, address, body, is_public, name_of, names_location, thing_in, things_in_body
from tests.support.world import everything

# What is of no location.
OF_THE_USER = {"session_id", "user_id", "chain_id"}


def finds_location(operation: Operation) -> bool:
    """Whether the operation finds its location by what it names, in the address or in the body."""
    named = things_in_body(operation) | {thing_in(operation.path, name) for name in operation.ids}
    return not names_location(operation) and named - OF_THE_USER != set()


@pytest.fixture
def there(settled: Ids) -> Ids:
    """What is in HARBOUR."""
    return settled


@pytest.fixture
async def invited(conn: Connection, there: Ids) -> Person:
    """Owner of HILLSIDE, and owner-to-be of HARBOUR."""
    person = await give_role(conn, await make_user(conn, "invited"), "owner", HILLSIDE)
    await give_role(conn, person, "owner", HARBOUR)
    await conn.execute(
        "UPDATE location_roles SET is_accepted = false WHERE user_id = $1 AND location_id = $2", person.id, HARBOUR
    )
    return person


async def test_a_pending_role_lets_no_operation_through(
    client: Client, conn: Connection, litestar: Litestar, there: Ids, invited: Person
) -> None:
    before = await everything(conn)
    guarded = [
        (method, path, handler)
        for method, path, handler in operations(litestar)
        if isinstance(handler.needs, Permission)
        or handler.needs is Entry.MEMBER
        or (finds_location(handler) and not is_public(handler))
    ]
    for method, path, handler in guarded:
        response = await client.by(invited).send(method, address(path, there), json=body(handler, there))
        assert response.status_code == 403, name_of(handler)
    assert len(guarded) > 20
    assert await everything(conn) == before


async def test_once_accepted_the_same_role_counts(client: Client, conn: Connection, invited: Person) -> None:
    assert (await client.by(invited).get(f"/goods/{HARBOUR}")).status_code == 403
    await conn.execute("UPDATE location_roles SET is_accepted = true WHERE user_id = $1", invited.id)
    assert (await client.by(invited).get(f"/goods/{HARBOUR}")).status_code == 200


async def test_a_role_pending_in_another_chain_opens_nothing_of_that_chain(
    client: Client, conn: Connection, there: Ids
) -> None:
    """Somebody of one chain who was only invited into the other is a stranger there."""
    await conn.execute(
        "INSERT INTO location_roles (chain_id, location_id, user_id, role, is_accepted)"
        " VALUES ($1, $2, $3, 'owner', false)",
        OTHER_CHAIN,
        ABROAD,
        NEIGHBOUR.id,
    )
    caller = client.by(NEIGHBOUR)
    assert (await caller.get(f"/goods/{ABROAD}")).status_code == 404
    assert (await caller.get(f"/company/{ABROAD}")).status_code == 404
    assert [row["id"] for row in (await caller.get("/groups")).json()["data"]] == [CHAIN]
    assert [row["id"] for row in (await caller.get("/companies?my=1")).json()["data"]] == [HILLSIDE]
    refused = await caller.post("/companies", {"title": "New", "country_id": 840, "group_id": OTHER_CHAIN})
    assert refused.status_code in (403, 404, 422)


async def test_a_pending_colleague_has_no_sessions_that_could_be_seen_or_ended(
    client: Client, invited: Person, there: Ids
) -> None:
    listed = await client.get(f"/company/{HARBOUR}/users/sessions")
    assert listed.status_code == 200
    assert invited.name not in listed.text
    assert (await client.delete(f"/company/{HARBOUR}/users/{invited.id}/sessions")).status_code == 404
    assert (await client.by(invited).get(f"/goods/{HILLSIDE}")).status_code == 200


async def test_a_pending_owner_is_not_the_owner_that_a_location_keeps(
    client: Client, conn: Connection, invited: Person, there: Ids
) -> None:
    """The last owner who has accepted can't go while another is only invited."""
    await conn.execute("DELETE FROM chain_roles WHERE chain_id = $1", CHAIN)
    await give_role(conn, OWNER, "owner", HARBOUR)
    gone = f"/company/{HARBOUR}/users/{OWNER.id}"
    assert (await client.delete(gone)).status_code == 409
    await conn.execute("UPDATE location_roles SET is_accepted = true WHERE user_id = $1", invited.id)
    assert (await client.delete(gone)).status_code == 204

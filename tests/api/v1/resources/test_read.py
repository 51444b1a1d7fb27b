"""GET /resources/{location_id} and /resources/{location_id}/{resource_id}"""

import pytest

from parlour.access.tenant import Tenant
from parlour.db.pool import Connection
from tests.support.client import Client
from tests.support.factories.resources import make_resource
from tests.support.people import ABROAD, FOREIGNER, HARBOUR, NEIGHBOUR, NOBODY, PARTNER, TRAINEE, Person

LIST = f"/resources/{HARBOUR}"


async def test_a_list_has_every_kind_with_its_instances_and_a_count(
    client: Client, conn: Connection, tenant: Tenant
) -> None:
    rooms = await make_resource(conn, tenant, "Massage room", "Room B", "Room A")
    lasers = await make_resource(conn, tenant, "Laser")
    first, second = rooms.instances
    answer = await client.get(LIST)
    assert answer.status_code == 200
    assert answer.json() == {
        "success": True,
        "data": [
            {
                "id": rooms.id,
                "title": "Massage room",
                "instances": [
                    {"id": first.id, "title": "Room B", "resource_id": rooms.id},
                    {"id": second.id, "title": "Room A", "resource_id": rooms.id},
                ],
            },
            {"id": lasers.id, "title": "Laser", "instances": []},
        ],
        "meta": {"count": 2},
    }


async def test_a_location_without_resources_has_an_empty_list(client: Client) -> None:
    assert (await client.get(f"{LIST}/")).json() == {"success": True, "data": [], "meta": {"count": 0}}


async def test_one_of_them_comes_with_its_etag(client: Client, conn: Connection, tenant: Tenant) -> None:
    rooms = await make_resource(conn, tenant, "Massage room", "Room 1")
    answer = await client.get(f"{LIST}/{rooms.id}")
    assert (answer.status_code, answer.headers["ETag"]) == (200, '"1"')
    assert answer.json() == {"success": True, "data": (await client.get(LIST)).json()["data"][0], "meta": []}


async def test_deleted_ones_and_those_of_others_are_not_there(
    client: Client, conn: Connection, tenant: Tenant, hillside: Tenant, abroad: Tenant
) -> None:
    of_others = [await make_resource(conn, owner, "Room", "Room 1") for owner in (hillside, abroad)]
    gone = await make_resource(conn, tenant, "Room", "Room 1")
    await client.delete(f"{LIST}/{gone.id}")
    assert (await client.get(LIST)).json()["data"] == []
    for resource in (*of_others, gone):
        answer = await client.get(f"{LIST}/{resource.id}")
        assert (answer.status_code, answer.json()["meta"]) == (404, {"message": "Resource not found."})


@pytest.mark.parametrize(
    ("person", "location_id", "status"),
    [
        (NOBODY, HARBOUR, 401),
        (PARTNER, HARBOUR, 401),
        (TRAINEE, HARBOUR, 200),
        (NEIGHBOUR, HARBOUR, 403),
        (FOREIGNER, HARBOUR, 404),
        (FOREIGNER, ABROAD, 200),
    ],
)
async def test_everybody_who_works_there_sees_them(
    client: Client, person: Person, location_id: int, status: int
) -> None:
    """Show that no right is needed (Q-170)."""
    assert (await client.by(person).get(f"/resources/{location_id}")).status_code == status

"""GET /storages/{location_id}"""

from parlour.access.tenant import Tenant
from parlour.db.pool import Connection
from tests.support.client import Client
from tests.support.factories.stock import make_storage
from tests.support.factories.users import make_member
from tests.support.people import HARBOUR, NEIGHBOUR


async def test_a_location_has_its_storages(client: Client) -> None:
    """Q-060."""
    response = await client.get(f"/storages/{HARBOUR}")
    blank = {"comment": "", "weight": 0}
    assert response.json() == {
        "success": True,
        "data": [
            {"id": 1, "title": "Consumables", "for_services": 1, "for_service": 1, "for_sale": 0, **blank},
            {"id": 2, "title": "Products", "for_services": 0, "for_service": 0, "for_sale": 1, **blank},
        ],
        "meta": [],
    }


async def test_the_smallest_weight_comes_first_and_serves_its_kind(
    client: Client, conn: Connection, tenant: Tenant
) -> None:
    """Q-060."""
    cellar = await make_storage(conn, tenant, "Cellar", comment="Key at the desk", weight=-1)
    attic = await make_storage(conn, tenant, "Attic", weight=5)
    storages = (await client.get(f"/storages/{HARBOUR}")).json()["data"]
    assert [(storage["id"], storage["for_sale"]) for storage in storages] == [(cellar, 1), (1, 0), (2, 0), (attic, 0)]
    assert storages[0] == {**storages[0], "title": "Cellar", "comment": "Key at the desk", "weight": -1}


async def test_hidden_storages_are_left_out(client: Client, conn: Connection) -> None:
    limited = await make_member(conn, "limited", "manager", storages_ids=[2])
    response = await client.by(limited).get(f"/storages/{HARBOUR}")
    assert [storage["id"] for storage in response.json()["data"]] == [2]


async def test_another_location_has_its_own(client: Client) -> None:
    response = await client.by(NEIGHBOUR).get("/storages/2")
    assert [storage["id"] for storage in response.json()["data"]] == [3, 4]

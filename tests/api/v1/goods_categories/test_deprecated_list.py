"""GET /goods_categories/{location_id}/{category_id}, the older address of GET /company/…/goods_categories/…"""

from parlour.access.tenant import Tenant
from parlour.db.pool import Connection
from tests.support.client import Client
from tests.support.factories.catalogue import make_category
from tests.support.people import HARBOUR


async def test_it_answers_as_the_newer_address_does(
    client: Client, conn: Connection, tenant: Tenant, chain: Tenant
) -> None:
    care = await make_category(conn, chain, "Care")
    await make_category(conn, tenant, "Hair", parent_id=care.id)
    for parent in (0, care.id, 999_999):
        older = await client.get(f"/goods_categories/{HARBOUR}/{parent}")
        newer = await client.get(f"/company/{HARBOUR}/goods_categories/{parent}")
        assert older.status_code == newer.status_code
        assert older.json() == newer.json()

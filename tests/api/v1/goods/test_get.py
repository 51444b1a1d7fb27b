"""GET /goods/{location_id}/{product_id}"""

from decimal import Decimal

from parlour.access.tenant import Tenant
from parlour.db.pool import Connection
from tests.support.client import Client
from tests.support.factories.catalogue import make_category, make_product
from tests.support.people import HARBOUR


async def test_a_product_is_shown_whole(client: Client, conn: Connection, tenant: Tenant) -> None:
    category = await make_category(conn, tenant, "Shampoos")
    product = await make_product(conn, tenant, category, "Argan", article="A-1", cost_price=Decimal("3510"))
    response = await client.get(f"/goods/{HARBOUR}/{product.id}")
    assert response.status_code == 200
    assert response.json()["data"]["label"] == "Argan (A-1)"

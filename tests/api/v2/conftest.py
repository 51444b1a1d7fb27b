"""What tests of API v2 share: the client, other tenants, and a product with what lies where."""

import pytest

from parlour.access.identity import Identity
from parlour.access.tenant import Tenant, get_tenant
from parlour.areas.categories.model import Category
from parlour.areas.products.model.products import Product
from parlour.db.pool import Connection
from parlour.http.apis import B2B_V2
from tests.support.client import Client
from tests.support.factories.catalogue import BOTTLE, MILLILITRE, for_chain, make_category, make_product
from tests.support.people import ABROAD, FOREIGNER, HILLSIDE, OWNER


@pytest.fixture
def v2(client: Client) -> Client:
    """Speaks to /api/v2 as the owner, and names the media type."""
    return client.to(B2B_V2)


@pytest.fixture
def chain(tenant: Tenant) -> Tenant:
    """What is made by it belongs to the chain of HARBOUR and HILLSIDE."""
    return for_chain(tenant)


@pytest.fixture
async def hillside(conn: Connection) -> Tenant:
    """The owner in HILLSIDE."""
    return await get_tenant(conn, Identity(1, OWNER.id, OWNER.id), HILLSIDE)


@pytest.fixture
async def abroad(conn: Connection) -> Tenant:
    """The owner of the other chain in ABROAD."""
    return await get_tenant(conn, Identity(1, FOREIGNER.id, FOREIGNER.id), ABROAD)


@pytest.fixture
async def shampoos(conn: Connection, tenant: Tenant) -> Category:
    """A category of HARBOUR."""
    return await make_category(conn, tenant, "Shampoos")


@pytest.fixture
async def argan(conn: Connection, tenant: Tenant, shampoos: Category) -> Product:
    """A product in it, of which nothing has moved: three millilitres to a bottle."""
    units = {"sale_unit_id": BOTTLE, "write_off_unit_id": MILLILITRE, "unit_ratio": 3}
    return await make_product(conn, tenant, shampoos, "Argan", price="24.9", cost_price=11, article="AR-250", **units)

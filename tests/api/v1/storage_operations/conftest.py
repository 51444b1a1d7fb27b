"""A product whose stock is moved, and what is asked about it."""

import pytest

from parlour.access.tenant import Tenant
from parlour.areas.products.model.products import Product
from parlour.db.pool import Connection
from tests.api.v1.storage_operations.stock import Stock
from tests.support.client import Client
from tests.support.factories.catalogue import BOTTLE, MILLILITRE, make_category, make_product


@pytest.fixture
async def argan(conn: Connection, tenant: Tenant) -> Product:
    """Sold in bottles of 250 ml."""
    return await make_product(
        conn,
        tenant,
        await make_category(conn, tenant),
        "Argan Repair Shampoo",
        sale_unit_id=BOTTLE,
        write_off_unit_id=MILLILITRE,
        unit_ratio=250,
        price=25,
    )


@pytest.fixture
async def lotion(conn: Connection, tenant: Tenant) -> Product:
    """Sold and used up by the piece."""
    return await make_product(conn, tenant, await make_category(conn, tenant), "Lotion", price=10)


@pytest.fixture
def stock(client: Client, conn: Connection) -> Stock:
    """The owner, working with the stock of HARBOUR."""
    return Stock(client, conn)

"""A product whose stock has moved."""

import pytest

from parlour.access.tenant import Tenant
from parlour.areas.products.model.products import Product
from parlour.db.pool import Connection
from tests.api.v1.storages.movements import Movements
from tests.support.factories.catalogue import BOTTLE, MILLILITRE, make_category, make_product


@pytest.fixture
async def argan(conn: Connection, tenant: Tenant) -> Product:
    """Sold in bottles of 250 ml."""
    return await make_product(
        conn,
        tenant,
        await make_category(conn, tenant),
        "Argan Repair Shampoo",
        article="AR-250",
        sale_unit_id=BOTTLE,
        write_off_unit_id=MILLILITRE,
        unit_ratio=250,
    )


@pytest.fixture
def moved(conn: Connection, tenant: Tenant, argan: Product) -> Movements:
    return Movements(conn, tenant, argan)

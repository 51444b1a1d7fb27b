"""Fixtures for tests of products."""

from decimal import Decimal
from typing import Any

import pytest

from parlour.access.tenant import Tenant
from parlour.areas.categories.model import Category
from parlour.areas.products.model.products import Product
from parlour.db.pool import Connection
from tests.support.factories.catalogue import BOTTLE, MILLILITRE, make_category, make_product


@pytest.fixture
async def shampoos(conn: Connection, tenant: Tenant) -> Category:
    """A category of HARBOUR."""
    return await make_category(conn, tenant, "Shampoos")


@pytest.fixture
async def argan(conn: Connection, tenant: Tenant, shampoos: Category) -> Product:
    """A product of HARBOUR."""
    return await make_product(conn, tenant, shampoos, "Argan")


@pytest.fixture
async def shared(conn: Connection, chain: Tenant) -> Category:
    """A category of the chain."""
    return await make_category(conn, chain, "Shared")


@pytest.fixture
async def silk(conn: Connection, tenant: Tenant, shampoos: Category) -> Product:
    """A bottle of 250 ml."""
    units: dict[str, Any] = {"sale_unit_id": BOTTLE, "write_off_unit_id": MILLILITRE, "unit_ratio": Decimal(250)}
    return await make_product(conn, tenant, shampoos, "Silk", **units)

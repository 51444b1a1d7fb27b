"""Fixtures for tests of products."""

import pytest

from parlour.access.tenant import Tenant
from parlour.areas.categories.model import Category
from parlour.db.pool import Connection
from tests.support.factories.catalogue import make_category


@pytest.fixture
async def shampoos(conn: Connection, tenant: Tenant) -> Category:
    """A category of HARBOUR."""
    return await make_category(conn, tenant, "Shampoos")

"""The studio that all tests of events of API v2 have."""

import pytest

from parlour.access.tenant import Tenant
from parlour.db.pool import Connection
from tests.support.studio import Studio, open_studio


@pytest.fixture
async def studio(conn: Connection, tenant: Tenant) -> Studio:
    return await open_studio(conn, tenant)

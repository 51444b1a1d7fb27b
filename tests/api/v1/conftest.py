"""The tenants that tests of the catalogue act as, beside the owner in HARBOUR."""

import pytest

from parlour.access.identity import Identity
from parlour.access.tenant import Tenant, get_tenant
from parlour.db.pool import Connection
from tests.support.factories.catalogue import for_chain
from tests.support.people import ABROAD, FOREIGNER, HILLSIDE, OWNER
from tests.support.salon import Salon, open_salon


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
async def salon(conn: Connection, tenant: Tenant) -> Salon:
    """What appointments in HARBOUR are made of."""
    return await open_salon(conn, tenant)

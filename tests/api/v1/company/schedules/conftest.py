"""The course that all tests of schedules of events have."""

import pytest

from parlour.access.tenant import Tenant
from parlour.db.pool import Connection
from tests.support.series import Course, open_course


@pytest.fixture
async def course(conn: Connection, tenant: Tenant) -> Course:
    return await open_course(conn, tenant)

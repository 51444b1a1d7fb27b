"""Resources for tests, with their instances."""

from parlour.access.tenant import Tenant
from parlour.areas.resources import service
from parlour.areas.resources.model import Resource
from parlour.db.pool import Connection


async def make_resource(conn: Connection, tenant: Tenant, title: str = "Massage room", *instances: str) -> Resource:
    return await service.create_resource(conn, tenant, title, [*instances])

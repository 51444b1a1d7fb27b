"""Bills of materials for tests."""

from parlour.access.tenant import Tenant
from parlour.areas.bills_of_materials import service
from parlour.areas.bills_of_materials.model import Bill, Line
from parlour.db.pool import Connection


async def make_bill(conn: Connection, tenant: Tenant, *lines: Line, title: str = "Colouring") -> Bill:
    return await service.create_bill(conn, tenant, title, lines)

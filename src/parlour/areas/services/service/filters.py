"""What lists are asked for and doesn't exist."""

import msgspec

from parlour.access.tenant import Tenant
from parlour.areas.services.model.services import ServiceFilter
from parlour.areas.services.queries.references import find_missing
from parlour.db.pool import Connection
from parlour.errors import NotFound

THINGS = {"service": "Service", "team_member": "Team member", "category": "Category"}


async def require(conn: Connection, tenant: Tenant, filter_: ServiceFilter) -> None:
    """Raise `NotFound` with everything that the filter names and the location doesn't see."""
    if filter_ == ServiceFilter():
        return
    missing = msgspec.structs.asdict(await find_missing(conn, tenant, filter_))
    if any(missing.values()):
        raise NotFound(*(THINGS[name] for name, is_missing in missing.items() if is_missing))

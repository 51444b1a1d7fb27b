"""Health checks for load balancers and supervisors: is the process alive, and can it work? Needs no token."""

import asyncio
from typing import Any

import msgspec
from litestar import Request, Response, Router, get

from parlour.db.migrate import MigrationError, list_pending
from parlour.db.monitoring import is_storage_full
from parlour.db.pool import connection
from parlour.errors import StorageFull, Unavailable
from parlour.http.services import services_of

# Less than load balancers usually wait.
PATIENCE_S = 1.0


class Health(msgspec.Struct, frozen=True):
    """The state of the server in one word, with a reason if it isn't ready."""

    status: str
    reason: str = ""


@get("/live", sync_to_thread=False)
def live() -> Health:
    """Answer that the process is alive."""
    return Health("alive")


@get("/ready")
async def ready(request: Request[Any, Any, Any]) -> Response[Health]:
    """Check that the database answers, has every migration of this version, and can store data."""
    services = services_of(request)
    try:
        async with asyncio.timeout(PATIENCE_S), connection(services.pool) as conn:
            pending = await list_pending(conn)
            is_full = services.monitor.is_full or await is_storage_full(conn)
    except (Unavailable, TimeoutError) as error:
        return _not_ready(error.message if isinstance(error, Unavailable) else Unavailable().message)
    except MigrationError as error:
        return _not_ready(str(error))
    if is_full:
        return _not_ready(StorageFull().message)
    return _not_ready("Migrations are pending: run parlour migrate.") if pending else Response(Health("ready"))


def _not_ready(reason: str) -> Response[Health]:
    return Response(Health("not ready", reason), status_code=503, headers={"Retry-After": "2"})


ROUTER = Router("/health", route_handlers=[live, ready], include_in_schema=False)

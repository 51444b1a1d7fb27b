"""Is the process alive, and can it do its work? For load balancers and supervisors; needs no token."""

from typing import Any

import msgspec
from litestar import Request, Response, Router, get

from parlour.db.migrate import MigrationError, list_pending
from parlour.db.pool import connection
from parlour.errors import Unavailable
from parlour.http.services import services_of


class Health(msgspec.Struct, frozen=True):
    """The state of the server in one word, with a reason when it isn't ready."""

    status: str
    reason: str = ""


@get("/live", sync_to_thread=False)
def live() -> Health:
    """The process answers."""
    return Health("alive")


@get("/ready")
async def ready(request: Request[Any, Any, Any]) -> Response[Health]:
    """The database answers and has every migration of this version."""
    try:
        async with connection(services_of(request).pool) as conn:
            pending = await list_pending(conn)
    except Unavailable as error:
        return _not_ready(error.message)
    except MigrationError as error:
        return _not_ready(str(error))
    return _not_ready("Migrations are pending: run parlour migrate.") if pending else Response(Health("ready"))


def _not_ready(reason: str) -> Response[Health]:
    return Response(Health("not ready", reason), status_code=503, headers={"Retry-After": "2"})


ROUTER = Router("/health", route_handlers=[live, ready], include_in_schema=False)

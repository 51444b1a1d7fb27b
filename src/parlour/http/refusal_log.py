"""Recording attempts to write without the required right, before the refusal is answered."""

from typing import Any

import asyncpg
import structlog
from litestar import Request
from litestar.types import Scope

from parlour.access.refused_requests import RefusedRequest, record_refused_request
from parlour.db.actor import Actor
from parlour.db.pool import Pool, connection
from parlour.errors import Forbidden, Unavailable, reason_of
from parlour.http.context import actor_of
from parlour.http.declared import operation_of
from parlour.http.services import services_of

READING = frozenset({"GET", "HEAD", "OPTIONS"})
log = structlog.get_logger()


class RefusalLog:
    """Hook that Litestar calls with every error of a request, after its transaction was rolled back."""

    def __init__(self) -> None:
        self._writing: set[tuple[int, RefusedRequest]] = set()

    async def __call__(self, error: Exception, scope: Scope) -> None:
        forbidden = _forbidden_in(error)
        operation = operation_of(scope)
        if forbidden is None or operation is None:
            return
        request: Request[Any, Any, Any] = Request(scope)
        actor = actor_of(request)
        refused = RefusedRequest(
            forbidden.location_id or (None if forbidden.chain_id else operation.location_in(request.path_params)),
            forbidden.chain_id,
            operation.unique_id,
            forbidden.rights,
            forbidden.message,
        )
        if request.method not in READING and actor.user_id is not None:
            await self._record(services_of(request).pool, actor.user_id, actor, refused)

    async def _record(self, pool: Pool, user_id: int, actor: Actor, refused: RefusedRequest) -> None:
        """Record the request; of equal ones at the same time only one, because they would not see each other."""
        attempt = user_id, refused
        if attempt in self._writing:
            return
        self._writing.add(attempt)
        try:
            async with connection(pool) as conn:
                await record_refused_request(conn, actor, refused)
        except (Unavailable, asyncpg.PostgresError) as failed:
            log.warning("refused attempt not recorded", operation=refused.operation, reason=reason_of(failed))
        finally:
            self._writing.discard(attempt)


def _forbidden_in(error: BaseException | None) -> Forbidden | None:
    """Return the refusal, also if rolling back the transaction failed as well."""
    if isinstance(error, ExceptionGroup):
        return _forbidden_in(error.__cause__)
    return error if isinstance(error, Forbidden) else None

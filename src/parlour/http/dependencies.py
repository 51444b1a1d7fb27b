"""What a handler may ask for by name: `conn`, `tenant`, `identity` or `partner`; to sign in `pool` and `passwords`."""

from collections.abc import AsyncGenerator
from typing import Any

from litestar import Request
from litestar.di import NamedDependency, Provide

from parlour.access.identity import Identity, Partner
from parlour.access.passwords import Passwords
from parlour.access.tenant import Tenant
from parlour.db import pool as db
from parlour.db.pool import Connection, Pool
from parlour.http.services import services_of

AnyRequest = Request[Any, Any, Any]
READING = frozenset({"GET", "HEAD", "OPTIONS"})


async def provide_conn(request: AnyRequest) -> AsyncGenerator[Connection, None]:
    """A connection for the request: reading ones run each statement by itself, all others share one transaction.

    The transaction commits after the handler and before the answer is sent; a failed commit becomes an error answer.
    """
    services = services_of(request)
    opened = db.connection if request.method in READING else db.transaction
    async with opened(services.pool) as conn:
        yield conn
    if request.route_handler.opt.get("changes_access"):
        # The announcement comes a moment after the commit; whoever asks this worker next mustn't be ahead of it.
        services.memory.forget()


# These two take `conn` and don't use it: a dependency that waits for another is resolved after it. Two that wait for
# nothing are resolved side by side in a task group, which costs more than all the rest of a request's plumbing.


def provide_tenant(request: AnyRequest, conn: NamedDependency[Connection]) -> Tenant:  # noqa: ARG001 - see above
    tenant: Tenant = request.scope["state"]["tenant"]
    return tenant


def provide_identity(request: AnyRequest, conn: NamedDependency[Connection]) -> Identity | None:  # noqa: ARG001 - see above
    """Who asks; None where a partner alone may ask and no user was named."""
    identity: Identity | None = request.scope["state"]["identity"]
    return identity


def provide_partner(request: AnyRequest) -> Partner:
    """The integration, on routes that ask for nothing else."""
    partner: Partner = request.scope["state"]["partner"]
    return partner


def provide_pool(request: AnyRequest) -> Pool:
    """For the few operations that must not hold a connection all the time; they open their own transactions."""
    return services_of(request).pool


def provide_passwords(request: AnyRequest) -> Passwords:
    return services_of(request).passwords


DEPENDENCIES = {
    "conn": Provide(provide_conn),
    "tenant": Provide(provide_tenant, sync_to_thread=False),
    "identity": Provide(provide_identity, sync_to_thread=False),
    "partner": Provide(provide_partner, sync_to_thread=False),
    "pool": Provide(provide_pool, sync_to_thread=False),
    "passwords": Provide(provide_passwords, sync_to_thread=False),
}

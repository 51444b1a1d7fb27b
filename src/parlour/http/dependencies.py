"""Dependencies that a handler may ask for by name: `conn`, `tenant`, `identity` or `partner`; `pool` and what goes with
it, for operations that may not hold a connection all the time; `writer` and `place`, for transactions that may be
repeated.
"""

from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import AsyncExitStack
from typing import Any
from urllib.parse import parse_qsl

import msgspec
from litestar import Request
from litestar.di import NamedDependency, Provide

from parlour.access.identity import Identity, Partner
from parlour.access.passwords import Passwords
from parlour.access.tenant import Tenant
from parlour.confined.pool import ConfinedPool
from parlour.db import pool as db
from parlour.db.actor import Actor
from parlour.db.pool import Connection, Pool
from parlour.db.retrying import RetryingWriter
from parlour.files import FileStore
from parlour.http.addresses import address_of
from parlour.http.aliases import query_names
from parlour.http.authority import Authority
from parlour.http.idempotency import retryable_of
from parlour.http.pages import Pages
from parlour.http.services import services_of

AnyRequest = Request[Any, Any, Any]
READING = frozenset({"GET", "HEAD", "OPTIONS"})


async def provide_conn(request: AnyRequest) -> AsyncGenerator[Connection, None]:
    """Yield a connection for the request: GETs run each statement by itself, all others run in one transaction.

    The transaction commits after the handler and before the answer is sent; a failed commit becomes an error answer.
    """
    services = services_of(request)
    if request.method in READING:
        async with db.connection(services.pool) as conn:
            if (authority := _authority_of(request)) is not None:
                await authority.refresh(conn)
            yield conn
        return
    retryable = retryable_of(request)
    async with db.transaction(services.pool, provide_actor(request)) as conn:
        if retryable is None:  # the usual case: a context around nothing would slow down every request
            yield conn
        else:
            async with retryable.during(conn):
                yield conn
    if request.route_handler.opt.get("changes_access"):
        # The announcement arrives shortly after the commit; the next request to this worker must not come before it.
        services.access_cache.clear()


def provide_actor(request: AnyRequest) -> Actor:
    """Return the author of a change, as far as the operation identifies the caller; for operations that take `pool`."""
    ip = str(address_of(request))
    authority = _authority_of(request)
    if authority is not None:
        identity = authority.identity
        return Actor("api", identity.user_id, identity.partner_id, identity.session_id, ip, authority)
    partner: Partner | None = request.scope["state"].get("partner")
    return Actor("api", partner_id=partner.partner_id if partner else None, ip=ip)


def _authority_of(request: AnyRequest) -> Authority | None:
    """Return the access of the user; None if a partner or anyone may call the operation."""
    authority: Authority | None = request.scope["state"].get("authority")
    return authority


# These take `conn` without using it, because a dependency that waits for another one is resolved after it. Two that
# wait for nothing are resolved in parallel in a task group, which costs more than the rest of the request handling.


def provide_tenant(request: AnyRequest, conn: NamedDependency[Connection]) -> Tenant:  # noqa: ARG001 - see above
    authority: Authority = request.scope["state"]["authority"]
    return authority.tenant


def provide_identity(request: AnyRequest, conn: NamedDependency[Connection]) -> Identity | None:  # noqa: ARG001 - see above
    """Return the caller; None if a partner alone may call the operation and no user was named."""
    authority = _authority_of(request)
    return authority.identity if authority else None


def provide_pages(request: AnyRequest, conn: NamedDependency[Connection]) -> Pages:  # noqa: ARG001 - see above
    """Return the requested page of a list."""
    handler = request.route_handler
    pairs = parse_qsl(request.scope["query_string"].decode("latin-1"))
    return Pages.of(request, str(handler.operation_id), None, pairs, query_names(handler)[0])


def provide_partner(request: AnyRequest) -> Partner:
    """Return the integration, on routes that require nothing else."""
    partner: Partner = request.scope["state"]["partner"]
    return partner


def provide_pool(request: AnyRequest) -> Pool:
    """Return the pool, for the few operations that may not hold a connection all the time and open transactions."""
    return services_of(request).pool


def provide_caller(request: AnyRequest) -> Identity:
    """Return the caller of an operation that requires a user; takes no connection."""
    authority: Authority = request.scope["state"]["authority"]
    return authority.identity


async def provide_writer(request: AnyRequest) -> AsyncGenerator[RetryingWriter, None]:
    """Yield a writer, for transactions that may be repeated; a request with a key ends after its answer is made."""
    services = services_of(request)
    writer = RetryingWriter(services.pool, provide_actor(request), services.writer_slots)
    retryable = retryable_of(request)
    if retryable is None:
        yield writer
        return
    async with AsyncExitStack() as until_answered:
        yield msgspec.structs.replace(writer, around=retryable.during, until=until_answered)


async def provide_place(request: AnyRequest) -> Tenant:
    """Return the tenant, for operations that open their own transactions; takes no connection."""
    authority: Authority = request.scope["state"]["authority"]
    await authority.refresh_without(services_of(request).pool)
    return authority.tenant


def provide_authority(request: AnyRequest) -> Authority:
    """Return the caller's access, for operations that send for a long time."""
    authority: Authority = request.scope["state"]["authority"]
    return authority


def provide_files(request: AnyRequest) -> FileStore:
    return services_of(request).files


def provide_decoders(request: AnyRequest) -> ConfinedPool:
    """Return the few processes in which images are decoded; uploads wait while all are busy."""
    return services_of(request).decoders


def provide_gone(request: AnyRequest) -> Callable[[], Awaitable[None]]:
    """Return a function that waits until the client has disconnected, for long operations that have read their body."""

    async def gone() -> None:
        while (await request.receive())["type"] != "http.disconnect":
            pass

    return gone


def provide_base_url(request: AnyRequest) -> str:
    """Return the address where clients reach this server, for links in answers."""
    return services_of(request).settings.base_url


def provide_passwords(request: AnyRequest) -> Passwords:
    return services_of(request).passwords


DEPENDENCIES = {
    "conn": Provide(provide_conn),
    "tenant": Provide(provide_tenant, sync_to_thread=False),
    "identity": Provide(provide_identity, sync_to_thread=False),
    "partner": Provide(provide_partner, sync_to_thread=False),
    "pool": Provide(provide_pool, sync_to_thread=False),
    "actor": Provide(provide_actor, sync_to_thread=False),
    "passwords": Provide(provide_passwords, sync_to_thread=False),
    "caller": Provide(provide_caller, sync_to_thread=False),
    "writer": Provide(provide_writer),
    "place": Provide(provide_place),
    "authority": Provide(provide_authority, sync_to_thread=False),
    "files": Provide(provide_files, sync_to_thread=False),
    "decoders": Provide(provide_decoders, sync_to_thread=False),
    "gone": Provide(provide_gone, sync_to_thread=False),
    "pages": Provide(provide_pages, sync_to_thread=False),
    "base_url": Provide(provide_base_url, sync_to_thread=False),
}

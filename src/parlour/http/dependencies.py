"""What a handler may ask for by name: `conn`, `tenant`, `identity` or `partner`; `pool`, and what goes with it, where
no connection may be held all the time; `writer` and `place`, where a transaction may have to begin anew.
"""

from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import AsyncExitStack
from typing import Any

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
from parlour.db.writing import Writer
from parlour.files import FileStore
from parlour.http.addresses import address_of
from parlour.http.authority import Authority
from parlour.http.idempotency import retryable_of
from parlour.http.pages import Pages
from parlour.http.services import services_of

AnyRequest = Request[Any, Any, Any]
READING = frozenset({"GET", "HEAD", "OPTIONS"})


async def provide_conn(request: AnyRequest) -> AsyncGenerator[Connection, None]:
    """A connection for the request: reading ones run each statement by itself, all others share one transaction.

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
        if retryable is None:  # as nearly always: a context around nothing would cost each of them
            yield conn
        else:
            async with retryable.during(conn):
                yield conn
    if request.route_handler.opt.get("changes_access"):
        # The announcement comes a moment after the commit; whoever asks this worker next mustn't be ahead of it.
        services.memory.forget()


def provide_actor(request: AnyRequest) -> Actor:
    """Whose change it will be, as far as the operation asks who they are; for those that take `pool`."""
    ip = str(address_of(request))
    authority = _authority_of(request)
    if authority is not None:
        identity = authority.identity
        return Actor("api", identity.user_id, identity.partner_id, identity.session_id, ip, authority)
    partner: Partner | None = request.scope["state"].get("partner")
    return Actor("api", partner_id=partner.partner_id if partner else None, ip=ip)


def _authority_of(request: AnyRequest) -> Authority | None:
    """The access of the user who asks; None where a partner or anybody may."""
    authority: Authority | None = request.scope["state"].get("authority")
    return authority


# These take `conn` and don't use it: a dependency that waits for another is resolved after it. Two that wait for
# nothing are resolved side by side in a task group, which costs more than all the rest of a request's plumbing.


def provide_tenant(request: AnyRequest, conn: NamedDependency[Connection]) -> Tenant:  # noqa: ARG001 - see above
    authority: Authority = request.scope["state"]["authority"]
    return authority.tenant


def provide_identity(request: AnyRequest, conn: NamedDependency[Connection]) -> Identity | None:  # noqa: ARG001 - see above
    """Who asks; None where a partner alone may ask and no user was named."""
    authority = _authority_of(request)
    return authority.identity if authority else None


def provide_pages(request: AnyRequest, conn: NamedDependency[Connection]) -> Pages:  # noqa: ARG001 - see above
    """Which page of a list is asked for."""
    return Pages(request)


def provide_partner(request: AnyRequest) -> Partner:
    """The integration, on routes that ask for nothing else."""
    partner: Partner = request.scope["state"]["partner"]
    return partner


def provide_pool(request: AnyRequest) -> Pool:
    """For the few operations that must not hold a connection all the time; they open their own transactions."""
    return services_of(request).pool


def provide_caller(request: AnyRequest) -> Identity:
    """Who asks, where a user must; takes no connection."""
    authority: Authority = request.scope["state"]["authority"]
    return authority.identity


async def provide_writer(request: AnyRequest) -> AsyncGenerator[Writer, None]:
    """For operations whose transaction may have to begin anew; one with a key ends after the answer is made."""
    services = services_of(request)
    writer = Writer(services.pool, provide_actor(request), services.turns)
    retryable = retryable_of(request)
    if retryable is None:
        yield writer
        return
    async with AsyncExitStack() as until_answered:
        yield msgspec.structs.replace(writer, around=retryable.during, until=until_answered)


async def provide_place(request: AnyRequest) -> Tenant:
    """The tenant, for operations that open their own transactions; holds no connection."""
    authority: Authority = request.scope["state"]["authority"]
    await authority.refresh_without(services_of(request).pool)
    return authority.tenant


def provide_authority(request: AnyRequest) -> Authority:
    """The caller's access, for operations that send for long."""
    authority: Authority = request.scope["state"]["authority"]
    return authority


def provide_files(request: AnyRequest) -> FileStore:
    return services_of(request).files


def provide_decoders(request: AnyRequest) -> ConfinedPool:
    """The few processes in which pictures are decoded; uploads wait while all are busy."""
    return services_of(request).decoders


def provide_gone(request: AnyRequest) -> Callable[[], Awaitable[None]]:
    """For operations that take long: what returns when the client has closed the connection, after the body is read."""

    async def gone() -> None:
        while (await request.receive())["type"] != "http.disconnect":
            pass

    return gone


def provide_base_url(request: AnyRequest) -> str:
    """Where clients reach this server, for addresses in answers."""
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

"""What a handler works with, in one argument: the caller, and a connection if the operation says so.

The type of the argument says which connection: `Reading`, `Writing`, `Retrying`, or none (`Detached`). Its parameter
says who calls: `Reading` alone is for a location (`ctx.tenant`), `Reading[Identity]` for a user wherever they work
(`ctx.user`), `Reading[Identity | None]` for a partner that may name a user, `Detached[Partner]` for a partner,
`Detached[Client]` for a person who books online.
"""

import contextlib
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AbstractAsyncContextManager, AsyncExitStack
from typing import Any, Generic, Self

import msgspec
from litestar import Request
from typing_extensions import TypeVar

from parlour.access.identity import Client, Identity, Partner
from parlour.access.networks import IpAddress
from parlour.access.tenant import Tenant, get_public_tenant
from parlour.db import pool as db
from parlour.db.actor import Actor
from parlour.db.pool import Connection, Pool
from parlour.db.retrying import RetryingWriter
from parlour.http.addresses import address_of
from parlour.http.authority import Authority
from parlour.http.idempotency import retryable_of
from parlour.http.partner_authority import PartnerAuthority
from parlour.http.services import Services, services_of

AnyRequest = Request[Any, Any, Any]
Caller = TypeVar("Caller", bound=Tenant | Identity | Partner | Client | None, default=Tenant)
User = TypeVar("User", bound=Identity | None)


def actor_of(request: AnyRequest) -> Actor:
    """Return the author of a change, as far as the operation identifies the caller."""
    ip = str(address_of(request))
    state = request.scope["state"]
    authority: Authority | None = state.get("authority")
    if authority is not None:
        identity = authority.identity
        return Actor("api", identity.user_id, identity.partner_id, identity.session_id, ip, authority)
    partner: PartnerAuthority | None = state.get("partner")
    return Actor("api", partner_id=partner.partner.partner_id if partner else None, ip=ip, claim=partner)


class Context(Generic[Caller]):
    """The caller and the server's parts, for one request."""

    __slots__ = ("_request", "services")

    def __init__(self, request: AnyRequest, services: Services) -> None:
        self._request = request
        self.services = services

    @classmethod
    def opened(cls, request: AnyRequest) -> AbstractAsyncContextManager[Self]:
        """Provide the context for the duration of a block."""
        raise NotImplementedError

    @property
    def tenant(self: "Context[Tenant]") -> Tenant:
        """Return the location, with the caller's rights there: none for a partner who may read it alone."""
        public: Tenant | None = self._request.scope["state"].get("public_tenant")
        return self._authority.tenant if public is None else public

    @property
    def user(self: "Context[User]") -> User:
        """Return the user who calls; None if a partner may call alone and named no user."""
        authority: Authority | None = self._request.scope["state"].get("authority")
        return authority.identity if authority else None  # type: ignore[return-value] # None is for such partners only

    @property
    def partner(self: "Context[Partner]") -> Partner:
        """Return the integration that calls, on operations that require nothing else."""
        authority: PartnerAuthority = self._request.scope["state"]["partner"]
        return authority.partner

    @property
    def client(self: "Context[Client]") -> Client:
        """Return the person who books online, on operations that require one."""
        authority: PartnerAuthority = self._request.scope["state"]["partner"]
        assert authority.client is not None  # noqa: S101 - such operations require one
        return authority.client

    async def find_client(self: "Context[Partner]", conn: Connection) -> Client | None:
        """Return the person who books online, if the user token that was sent with the partner's is theirs."""
        authority: PartnerAuthority = self._request.scope["state"]["partner"]
        return await authority.find_client(conn)

    @property
    def address(self) -> IpAddress:
        """Return the caller's IP address."""
        return address_of(self._request)

    @property
    def accept_language(self) -> str:
        """Return the languages that the caller reads, as the request says (Accept-Language); empty without any."""
        return self._request.headers.get("accept-language", "")

    @property
    def _authority(self) -> Authority:
        authority: Authority = self._request.scope["state"]["authority"]
        return authority


class Reading(Context[Caller]):
    """For operations that read: a connection on which each statement is a transaction of its own."""

    __slots__ = ("conn",)

    def __init__(self, request: AnyRequest, services: Services, conn: Connection) -> None:
        super().__init__(request, services)
        self.conn = conn

    @classmethod
    @contextlib.asynccontextmanager
    async def opened(cls, request: AnyRequest) -> AsyncIterator[Self]:
        """Lend a connection for the duration of the block, with the caller's access as it is now."""
        services = services_of(request)
        authority: Authority | None = request.scope["state"].get("authority")
        async with db.connection(services.pool) as conn:
            if authority is not None:
                await authority.refresh(conn)
            ctx = cls(request, services, conn)
            state = request.scope["state"]
            if "public_place" in state:
                state["public_tenant"] = await ctx.public_tenant(state["public_place"])
            yield ctx

    async def public_tenant(self, location_id: int) -> Tenant:
        """Return an open location, with no right at all, for what partners may read of each. Raise `NotFound`."""
        places = self.services.places
        generation = places.generation
        found = places.get(location_id)
        if found is None:
            found = await get_public_tenant(self.conn, location_id)
            places.store(location_id, found, generation)
        return found


class Writing(Reading[Caller]):
    """For operations that write: a connection in a transaction, which commits when the answer is made."""

    __slots__ = ()

    @classmethod
    @contextlib.asynccontextmanager
    async def opened(cls, request: AnyRequest) -> AsyncIterator[Self]:
        """Open a transaction for the duration of the block. A failed commit becomes an error answer."""
        services = services_of(request)
        retryable = retryable_of(request)
        async with db.transaction(services.pool, actor_of(request)) as conn:
            if retryable is None:  # the usual case: a context around nothing would slow down every request
                yield cls(request, services, conn)
            else:
                async with retryable.during(conn):
                    yield cls(request, services, conn)


class Detached(Context[Caller]):
    """For operations that may not hold a connection all the time: they open their own."""

    __slots__ = ()

    @classmethod
    @contextlib.asynccontextmanager
    async def opened(cls, request: AnyRequest) -> AsyncIterator[Self]:
        """Check the caller's access as it is now, without holding a connection."""
        services = services_of(request)
        authority: Authority | None = request.scope["state"].get("authority")
        if authority is not None:
            await authority.refresh_without(services.pool)
        yield cls(request, services)

    @property
    def pool(self) -> Pool:
        return self.services.pool

    @property
    def actor(self) -> Actor:
        """Return the author of changes, for transactions that the operation opens."""
        return actor_of(self._request)

    @property
    def refresh_access(self) -> Callable[[Connection], Awaitable[None]]:
        """Return a function that checks the caller's access again, for operations that send for a long time."""
        return self._authority.refresh

    @property
    def device(self) -> str:
        """Return the client's name for itself (User-Agent), as far as it can be displayed."""
        name = self._request.headers.get("user-agent", "")
        return "".join(character for character in name if character.isprintable())[:255]

    async def disconnected(self) -> None:
        """Wait until the client has disconnected, for long operations that have read their body."""
        while (await self._request.receive())["type"] != "http.disconnect":
            pass


class Retrying(Detached[Caller]):
    """For operations that write rows which others may be writing, too: a writer that repeats a transaction."""

    __slots__ = ("writer",)
    writer: RetryingWriter

    @classmethod
    @contextlib.asynccontextmanager
    async def opened(cls, request: AnyRequest) -> AsyncIterator[Self]:
        """Provide a writer; a request with a key ends its transaction after its answer is made."""
        async with super().opened(request) as ctx:
            services = ctx.services
            ctx.writer = RetryingWriter(services.pool, actor_of(request), services.writer_slots)
            retryable = retryable_of(request)
            if retryable is None:
                yield ctx
                return
            async with AsyncExitStack() as until_answered:
                ctx.writer = msgspec.structs.replace(ctx.writer, around=retryable.during, until=until_answered)
                yield ctx

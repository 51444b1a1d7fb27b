"""The access of a request: looked up when its head arrives, and still valid whenever something is written or sent.

A body may arrive minutes after its head, a transaction may wait for a lock, and a download may take an hour. So a
request checks again once it has a connection (`refresh`, which costs nothing unless a change was announced), and a
transaction has the database check together with its COMMIT (`statement`). See docs/decisions/0016.
"""

import hashlib

from parlour.access.identity import Identity
from parlour.access.ip_allowlist import require_allowed
from parlour.access.permissions import Entry, Permission
from parlour.access.tenant import Tenant, get_tenant
from parlour.access.tokens import get_identity
from parlour.currencies import Currency, currency_by_code
from parlour.db.pool import Connection, Pool, connection
from parlour.errors import AccessChanged
from parlour.http.addresses import parse_address
from parlour.http.credentials import parse_authorization
from parlour.http.services import Services


class Authority:
    """The access of one request whose caller must be a user. A `Claim` for the transactions that rely on it."""

    def __init__(
        self,
        services: Services,
        header: str,
        location_id: int | None,
        needs: Permission | Entry,
        host: str,
        *,
        is_confirmed_by_handler: bool,
    ) -> None:
        self._services = services
        self._header = header
        self._location_id = location_id
        self._needs = needs
        self._host = host
        self._is_confirmed_by_handler = is_confirmed_by_handler
        self._is_tenant_in_use = False
        self._tenant: Tenant | None = None
        self._generation: int
        self.identity: Identity

    async def look_up(self) -> None:
        """Find the user and the location, and check the right; use the cache if it has them.

        Raise `Unauthenticated`, `Forbidden` or `NotFound`.
        """
        cache = self._services.access_cache
        generation = cache.generation
        cached = cache.get(self._key)
        if cached is None:
            async with connection(self._services.pool) as conn:
                await self._read(conn)
        else:
            self.identity, self._tenant = cached
            self._generation = generation
            self._require()

    async def refresh(self, conn: Connection) -> None:
        """Look up again if a change was announced since the last time, or if announcements don't arrive.

        Raise what `look_up` raises, and `AccessChanged` if the old rights have been used already and differ now.
        """
        if not self._services.access_cache.is_current(self._generation):
            await self._read(conn)

    async def refresh_without(self, pool: Pool) -> None:
        """Do the same for an operation that holds no connection yet."""
        if not self._services.access_cache.is_current(self._generation):
            async with connection(pool) as conn:
                await self._read(conn)

    async def explain(self, conn: Connection) -> None:
        """Look up again. Raise what `refresh` raises."""
        await self._read(conn)

    @property
    def tenant(self) -> Tenant:
        """Return the requested location, with the rights as of the last look-up."""
        self._is_tenant_in_use = True
        assert self._tenant is not None  # noqa: S101 - used only by operations that name a location
        return self._tenant

    @property
    def currency(self) -> Currency | None:
        """Return the location's currency; None if no location was requested. Reading it is no use of rights."""
        return None if self._tenant is None else currency_by_code(self._tenant.currency)

    @property
    def statement(self) -> str | None:
        """Return the SQL check that is sent together with COMMIT. It contains no values but numbers."""
        if self._is_confirmed_by_handler:
            return None
        session_id, version = self.identity.session_id, self.identity.access_version
        if self._tenant is None:
            return f"EXECUTE confirm_access({version:d}, {session_id:d}, NULL, '', '')"
        access = self._tenant.access
        versions = ", ".join(
            f"'{int(xmin)}'" if xmin else "''" for xmin in (access.chain_version, access.location_version)
        )
        return f"EXECUTE confirm_access({version:d}, {session_id:d}, {access.location_id:d}, {versions})"

    @property
    def _key(self) -> object:
        return hashlib.sha256(self._header.encode()).digest(), self._location_id

    async def _read(self, conn: Connection) -> None:
        cache = self._services.access_cache
        generation = cache.generation
        tokens = parse_authorization(self._header).need_pair()
        self.identity = identity = await get_identity(conn, *tokens)  # it also records a refusal
        tenant = None if self._location_id is None else await get_tenant(conn, identity, self._location_id)
        is_outdated = self._is_tenant_in_use and tenant != self._tenant
        self._tenant, self._generation = tenant, generation
        cache.store(self._key, (identity, tenant), generation)
        self._require()
        if is_outdated:
            raise AccessChanged

    def _require(self) -> None:
        allowlists = self.identity.allowlists if self._tenant is None else self._tenant.allowlists
        if allowlists:
            require_allowed(parse_address(self._host), allowlists)
        if self._tenant is not None and isinstance(self._needs, Permission):
            self._tenant.require(self._needs)

"""The access of a request without a user: of an integration, perhaps for a person who books online.

Like the access of users (`authority`), it is looked up when the head of a request arrives, and still valid whenever
something is written.
"""

import contextlib

from parlour.access.identity import Client, Partner
from parlour.access.tenant import get_public_tenant
from parlour.access.tokens import get_client, get_partner, hash_token
from parlour.db.pool import Connection, connection
from parlour.errors import Unauthenticated
from parlour.http.credentials import parse_authorization
from parlour.http.services import Services


class PartnerAuthority:
    """The access of one request. A `Claim` for the transactions that rely on it."""

    def __init__(self, services: Services, header: str, location_id: int | None, *, is_client: bool) -> None:
        self._services = services
        self._credentials = parse_authorization(header)
        self._location_id = location_id
        self._is_client = is_client
        self.client: Client | None = None
        self._generation: int
        self.partner: Partner

    async def look_up(self) -> None:
        """Find the integration, and the person if one is needed. Raise `Unauthenticated`."""
        if self._is_client:
            self._credentials.need_pair()
        token = self._credentials.need_partner()
        partners = self._services.partners
        generation, partner = partners.generation, partners.get(hash_token(token))
        if partner is None or self._is_client:
            async with connection(self._services.pool) as conn:
                await self._read(conn)
        else:
            self.partner, self._generation = partner, generation

    async def find_client(self, conn: Connection) -> Client | None:
        """Find the person by the user token, where one isn't needed; their session then has to last to the commit."""
        self.client = None
        if self._credentials.user_token is not None:
            with contextlib.suppress(Unauthenticated):  # the token of a user, which people who book needn't have
                self.client = await get_client(conn, *self._credentials.need_pair())
        return self.client

    async def refresh(self, conn: Connection) -> None:
        """Look up again if a change was announced since; sessions of clients aren't announced. Raise as `explain`."""
        if self._is_client or not self._services.partners.is_current(self._generation):
            await self._read(conn)

    async def explain(self, conn: Connection) -> None:
        """Look up again. Raise `Unauthenticated`, or `NotFound` for a location that was closed."""
        await self._read(conn)
        if self._location_id is not None:
            await get_public_tenant(conn, self._location_id)

    @property
    def statement(self) -> str:
        """Return the SQL check that is sent together with COMMIT. It contains no values but numbers."""
        session = "NULL" if self.client is None else f"{self.client.session_id:d}"
        place = "NULL" if self._location_id is None else f"{self._location_id:d}"
        return f"SELECT confirm_partner({self.partner.partner_id:d}, {session}, {place})"

    async def _read(self, conn: Connection) -> None:
        partners = self._services.partners
        generation = partners.generation
        if self._is_client:
            self.client = await get_client(conn, *self._credentials.need_pair())
            self.partner = self.client.partner
        else:
            self.partner = await get_partner(conn, self._credentials.need_partner())
        self._generation = generation
        partners.store(hash_token(self._credentials.need_partner()), self.partner, generation)

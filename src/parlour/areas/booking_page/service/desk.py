"""What serving visitors takes of the server."""

import asyncio

import msgspec

from parlour.access.networks import IpAddress, Network, network_of
from parlour.access.open_location import OpenLocation
from parlour.access.tenant import Tenant
from parlour.db.actor import Actor
from parlour.db.pool import Pool
from parlour.db.retrying import RetryingWriter


class Desk(msgspec.Struct, frozen=True):
    """The database, and who asks."""

    pool: Pool
    writer_slots: asyncio.Semaphore
    ip: IpAddress
    is_mobile: bool
    codes_per_hour: int
    """How many codes by SMS a location sends within an hour."""

    @property
    def network(self) -> Network:
        return network_of(self.ip)

    def actor_in(self, tenant: Tenant) -> Actor:
        """Return the author of changes in a location, which must still be open when they are committed."""
        return Actor("api", ip=str(self.ip), claim=OpenLocation(tenant.location_id))

    def writer_in(self, tenant: Tenant) -> RetryingWriter:
        return RetryingWriter(self.pool, self.actor_in(tenant), self.writer_slots)

"""What serving visitors takes of the server."""

import asyncio

import msgspec

from parlour.access.networks import IpAddress, Network, network_of
from parlour.db.actor import Actor
from parlour.db.pool import Pool
from parlour.db.retrying import RetryingWriter


class Desk(msgspec.Struct, frozen=True):
    """The database, and who asks."""

    pool: Pool
    writer_slots: asyncio.Semaphore
    ip: IpAddress
    is_mobile: bool

    @property
    def actor(self) -> Actor:
        return Actor("api", ip=str(self.ip))

    @property
    def network(self) -> Network:
        return network_of(self.ip)

    @property
    def writer(self) -> RetryingWriter:
        return RetryingWriter(self.pool, self.actor, self.writer_slots)

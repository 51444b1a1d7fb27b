"""What serving visitors takes of the server."""

import asyncio

import msgspec

from parlour.db.actor import Actor
from parlour.db.pool import Pool
from parlour.db.retrying import RetryingWriter


class Desk(msgspec.Struct, frozen=True):
    """The database, and who asks."""

    pool: Pool
    writer_slots: asyncio.Semaphore
    ip: str
    is_mobile: bool

    @property
    def actor(self) -> Actor:
        return Actor("api", ip=self.ip)

    @property
    def writer(self) -> RetryingWriter:
        return RetryingWriter(self.pool, self.actor, self.writer_slots)

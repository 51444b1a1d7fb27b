"""Entries of the outbox, what delivers them, and the schedule of attempts."""

from datetime import timedelta
from typing import Protocol

import msgspec

MAX_ATTEMPTS = 10
FIRST_PAUSE = timedelta(seconds=10)
LONGEST_PAUSE = timedelta(hours=1)
# How long a delivery may take.
DELIVERY_TIMEOUT = timedelta(seconds=60)
# How long an entry belongs to the worker that took it. What is left after the delivery is for storing its result.
LEASE = timedelta(seconds=90)
# How long an entry that was done or given up is kept.
RETENTION = timedelta(days=30)


class NewEntry(msgspec.Struct, frozen=True, kw_only=True):
    """Something to be delivered."""

    kind: str
    subject: str
    """What it is about, such as `chain:7/product:501`: entries of one subject are delivered in their order.

    An entry that fails delays the others, so a subject belongs to one chain.
    """
    payload: msgspec.Struct
    """What the handler of the kind receives, as JSON."""
    chain_id: int | None = None
    is_secret: bool = False
    """Whether the payload is erased as soon as it was delivered or given up."""


class TakenEntry(msgspec.Struct, frozen=True):
    """An entry that this worker examined. `attempts` counts this one."""

    id: int
    payload: str
    attempts: int
    is_held_back: bool
    """Whether it was not taken, because it waits for an entry of its subject."""

    @property
    def is_last_attempt(self) -> bool:
        return self.attempts >= MAX_ATTEMPTS


class Undeliverable(Exception):
    """The entry can't be delivered, however often it is tried. The message is stored and logged."""


class Handler(Protocol):
    """Delivers entries of one kind."""

    @property
    def kind(self) -> str: ...

    async def deliver(self, payload: str) -> None:
        """Deliver a payload, which is JSON. The same one may come again: after a crash the result is unknown.

        Raise `Undeliverable` to give up at once; after any other error it is tried again.
        """


def pause_after(attempts: int) -> timedelta:
    """Return how long to wait after so many failed attempts: 10 s, 30 s, 90 s, … up to an hour."""
    factor: int = 3 ** min(attempts - 1, 10)
    return min(FIRST_PAUSE * factor, LONGEST_PAUSE)

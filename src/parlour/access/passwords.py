"""Passwords: argon2id, off the event loop, a few at a time."""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from concurrent.futures import ThreadPoolExecutor

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

# Each check takes 64 MiB and most of a core for some 50 ms, so more at once would only slow everything else.
AT_ONCE = 2
# Checked when a login is unknown, so that the answer takes as long as for a wrong password. A test keeps its cost
# that of new hashes.
NOBODYS_HASH = "$argon2id$v=19$m=65536,t=3,p=4$srE9kj731qFGUZ05Santww$gmDwD1xWZL4T47slBbh9hJtSb7FAAWfYwkNIkIYDGkI"


class Passwords:
    """Hashes and checks passwords. `turn` queues callers, so that a flood of attempts waits instead of piling up."""

    def __init__(self) -> None:
        self._hasher = PasswordHasher()
        self._turns = asyncio.Semaphore(AT_ONCE)
        self._threads = ThreadPoolExecutor(AT_ONCE, thread_name_prefix="passwords")

    @contextlib.asynccontextmanager
    async def turn(self) -> AsyncIterator[None]:
        """Waits until one of the few checks at a time is ours."""
        async with self._turns:
            yield

    def hash(self, password: str) -> str:
        """The argon2id hash; takes some 50 ms of the calling thread."""
        return self._hasher.hash(password)

    async def matches(self, password_hash: str | None, password: str) -> bool:
        """Whether the password fits; takes as long, and says no, when there is no hash to fit."""
        # An invited user has a mark in the place of a hash, and must not be told from others by a faster answer.
        known = password_hash if password_hash and password_hash.startswith("$") else None
        checking = self._threads.submit(self._verify, known or NOBODYS_HASH, password)
        fits = await asyncio.wrap_future(checking)
        return fits and known is not None

    def close(self) -> None:
        self._threads.shutdown(wait=False)

    def _verify(self, password_hash: str, password: str) -> bool:
        try:
            return self._hasher.verify(password_hash, password)
        except (VerificationError, InvalidHashError):
            return False

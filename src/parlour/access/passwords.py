"""Passwords: argon2id, off the event loop, a few at a time."""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from concurrent.futures import ThreadPoolExecutor

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

# Each check takes 64 MiB and most of a core for some 50 ms, so more at once would only slow everything else down.
MAX_CONCURRENT = 2
# Checked when a login is unknown, so that the response takes as long as for a wrong password. A test keeps its cost
# equal to the cost of new hashes.
DUMMY_HASH = "$argon2id$v=19$m=65536,t=3,p=4$srE9kj731qFGUZ05Santww$gmDwD1xWZL4T47slBbh9hJtSb7FAAWfYwkNIkIYDGkI"


class Passwords:
    """Hashes and checks passwords. `slot` queues callers, so that a flood of attempts waits instead of piling up."""

    def __init__(self) -> None:
        self._hasher = PasswordHasher()
        self._slots = asyncio.Semaphore(MAX_CONCURRENT)
        self._threads = ThreadPoolExecutor(MAX_CONCURRENT, thread_name_prefix="passwords")

    @contextlib.asynccontextmanager
    async def slot(self) -> AsyncIterator[None]:
        """Wait for one of the few slots for checks, and hold it for the duration of the block."""
        async with self._slots:
            yield

    def hash(self, password: str) -> str:
        """Return the argon2id hash; takes some 50 ms in a thread."""
        return self._hasher.hash(password)

    async def matches(self, password_hash: str | None, password: str) -> bool:
        """Return whether the password is right. Without a hash, return False after the same time."""
        # An invited user has a marker instead of a hash, and must not be recognizable by a faster response.
        known = password_hash if password_hash and password_hash.startswith("$") else None
        checking = self._threads.submit(self._verify, known or DUMMY_HASH, password)
        fits = await asyncio.wrap_future(checking)
        return fits and known is not None

    def close(self) -> None:
        self._threads.shutdown(wait=False)

    def _verify(self, password_hash: str, password: str) -> bool:
        try:
            return self._hasher.verify(password_hash, password)
        except (VerificationError, InvalidHashError):
            return False

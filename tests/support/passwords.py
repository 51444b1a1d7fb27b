"""Passwords that take little time: to check one takes 50 ms by design, and a run of the tests does it 1,500 times.

Servers that tests start hash as they always do; the hashes in the tests' databases are quick to check there, too.
"""

import contextlib
from collections.abc import AsyncIterator
from functools import partial

import pytest
from argon2 import PasswordHasher

from parlour.access.passwords import Passwords

quick_hasher = partial(PasswordHasher, time_cost=1, memory_cost=8, parallelism=1)
"""Makes what hashes with the least effort that argon2 knows."""


def hash_quickly(patch: pytest.MonkeyPatch) -> None:
    """Let this process hash with the least effort, and check unknown logins as quickly as known ones."""
    patch.setattr("parlour.access.passwords.PasswordHasher", quick_hasher)
    patch.setattr("parlour.access.passwords.DUMMY_HASH", quick_hasher().hash("any"))


class Watched(Passwords):
    """Hash and check passwords in one of the few slots only."""

    is_taken = False

    @contextlib.asynccontextmanager
    async def slot(self) -> AsyncIterator[None]:
        async with super().slot():
            self.is_taken = True
            yield
            self.is_taken = False

    def hash(self, password: str) -> str:
        assert self.is_taken
        return super().hash(password)

    async def matches(self, password_hash: str | None, password: str) -> bool:
        assert self.is_taken
        return await super().matches(password_hash, password)

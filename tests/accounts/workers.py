"""Workers that check passwords, each with a pool and threads of its own as processes have them; a gate to hold them."""

import asyncio
import contextlib
import threading
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from ipaddress import ip_address
from typing import Any

import pytest

from parlour.access import passwords
from parlour.access.passwords import Passwords
from parlour.areas.accounts import service
from parlour.areas.accounts.model import SignInOrigin
from parlour.db.pool import Pool, create_pool
from parlour.errors import ParlourError, TooManyAttempts, Unavailable, WrongCredentials

HERE = "192.0.2.1"
WAITED_S = 60


class Gate:
    """Counts the checks of passwords, and holds them until it is opened."""

    def __init__(self) -> None:
        self.hashes: list[str] = []
        self._open = threading.Event()

    def install(self, monkeypatch: pytest.MonkeyPatch) -> "Gate":
        verify = Passwords._verify

        def held(hasher: Passwords, password_hash: str, password: str) -> bool:
            self.hashes.append(password_hash)
            assert self._open.wait(WAITED_S)
            return verify(hasher, password_hash, password)

        monkeypatch.setattr(Passwords, "_verify", held)
        return self

    def open(self) -> None:
        self._open.set()

    async def wait_for(self, checks: int) -> None:
        deadline = time.monotonic() + WAITED_S
        while len(self.hashes) < checks:
            assert time.monotonic() < deadline, f"{len(self.hashes)} checks"
            await asyncio.sleep(0.01)


class Worker:
    """Signs in as the server's handlers do."""

    def __init__(self, pool: Pool, hasher: Passwords) -> None:
        self.pool = pool
        self.hasher = hasher

    async def sign_in(self, login: str, password: str, address: str = HERE) -> str:
        client = SignInOrigin(1, "tests", ip_address(address))
        return await outcome(lambda: service.sign_in(self.pool, self.hasher, login, password, client))

    async def prove(self, login: str, password: str, address: str = HERE) -> str:
        ip = ip_address(address)
        return await outcome(lambda: service.verify_password(self.pool, self.hasher, login, password, ip))


async def outcome(work: Callable[[], Awaitable[Any]]) -> str:
    """How it ends. Who waited too long for the lock, on a busy machine, does as told and comes again."""
    while True:
        try:
            await work()
        except WrongCredentials:
            return "wrong"
        except TooManyAttempts:
            return "too many"
        except Unavailable:
            continue
        except ParlourError as error:
            return type(error).__name__
        return "right"


@contextlib.asynccontextmanager
async def two_workers(url: str, monkeypatch: pytest.MonkeyPatch, at_once: int) -> AsyncIterator[list[Worker]]:
    monkeypatch.setattr(passwords, "MAX_CONCURRENT", at_once)
    async with create_pool(url, at_once) as one, create_pool(url, at_once) as other:
        hashers = [Passwords(), Passwords()]
        try:
            yield [Worker(one, hashers[0]), Worker(other, hashers[1])]
        finally:
            for hasher in hashers:
                hasher.close()

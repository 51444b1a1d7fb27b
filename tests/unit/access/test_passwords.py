"""Passwords"""

import asyncio
import threading
import time
from collections.abc import Iterator

import pytest
from argon2 import PasswordHasher, extract_parameters

from parlour.access.passwords import DUMMY_HASH, Passwords
from parlour.areas.users.model.users import NO_PASSWORD


@pytest.fixture
def passwords(monkeypatch: pytest.MonkeyPatch) -> Iterator[Passwords]:
    """Those of a server, which take their time."""
    monkeypatch.setattr("parlour.access.passwords.PasswordHasher", PasswordHasher)
    monkeypatch.setattr("parlour.access.passwords.DUMMY_HASH", DUMMY_HASH)
    hasher = Passwords()
    yield hasher
    hasher.close()


async def test_only_the_right_password_matches(passwords: Passwords) -> None:
    password_hash = passwords.hash("correct horse")
    assert password_hash.startswith("$argon2id$")
    assert "correct horse" not in password_hash
    assert await passwords.matches(password_hash, "correct horse")
    assert not await passwords.matches(password_hash, "correct Horse")


async def test_no_password_matches_without_a_hash(passwords: Passwords) -> None:
    for password in ("", "nobody's password"):
        assert not await passwords.matches(None, password)


async def test_no_password_matches_a_broken_hash(passwords: Passwords) -> None:
    for broken in ("", "new", "$argon2id$v=19$"):
        assert not await passwords.matches(broken, "")


async def test_not_even_the_dummys_password_matches_without_a_hash(
    passwords: Passwords, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("parlour.access.passwords.DUMMY_HASH", passwords.hash("dummy"))
    assert not await passwords.matches(None, "dummy")


async def test_two_are_checked_at_once_and_others_wait(passwords: Passwords) -> None:
    async with passwords.slot(), passwords.slot():
        third = asyncio.create_task(wait_for_slot(passwords))
        for _ in range(10):
            await asyncio.sleep(0)
        assert not third.done()
    await asyncio.wait_for(third, 10)


async def wait_for_slot(passwords: Passwords) -> None:
    async with passwords.slot():
        pass


async def test_closing_waits_for_no_check_and_ends_the_threads(passwords: Passwords) -> None:
    finish = threading.Event()
    begun = passwords._threads.submit(finish.wait, 5)
    passwords.close()
    assert not begun.done()
    finish.set()
    with pytest.raises(RuntimeError, match="shutdown"):
        await passwords.matches(None, "late")


def test_the_dummy_hash_costs_as_much_as_a_real_one(passwords: Passwords) -> None:
    assert extract_parameters(DUMMY_HASH) == extract_parameters(passwords.hash("any"))


async def test_an_invited_user_is_checked_as_slowly_as_others(passwords: Passwords) -> None:
    async def cost(password_hash: str | None) -> float:
        started = time.perf_counter()
        assert not await passwords.matches(password_hash, "a guess")
        return time.perf_counter() - started

    assert await cost(NO_PASSWORD) > await cost(None) / 4

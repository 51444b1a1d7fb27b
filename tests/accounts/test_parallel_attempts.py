"""Attempts at the same time, on several workers: what is checked never exceeds the limit."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator
from ipaddress import ip_address

import httpx
import pytest

from parlour.areas.accounts import service
from parlour.areas.accounts.queries import attempts
from parlour.areas.accounts.queries.attempts import Attempt
from parlour.db.actor import OPERATOR
from parlour.db.pool import Connection, transaction
from tests.accounts.workers import HERE, Gate, Worker, two_workers
from tests.support.people import OWNER, PARTNER, PASSWORD
from tests.support.retrying import post_until_ready
from tests.support.server import serving

NOBODY = "nobody@example.com"
MANY = 16


@pytest.fixture
def gate(monkeypatch: pytest.MonkeyPatch) -> Gate:
    return Gate().install(monkeypatch)


@pytest.fixture
async def workers(database_url: str, monkeypatch: pytest.MonkeyPatch, gate: Gate) -> AsyncIterator[list[Worker]]:
    """Two, each with room for more checks at a time than are needed: nothing but the limit is in the way."""
    async with two_workers(database_url, monkeypatch, at_once=MANY) as made:
        yield made
        gate.open()


async def settled(gate: Gate, tasks: list[asyncio.Task[str]], checks: int) -> Counter[str]:
    """How all of them end, once as many as may are being checked."""
    await gate.wait_for(checks)
    gate.open()
    return Counter(await asyncio.gather(*tasks))


@pytest.mark.parametrize("login", [OWNER.email, NOBODY])
async def test_of_sixteen_guesses_at_once_from_one_network_five_are_checked(
    workers: list[Worker], gate: Gate, login: str
) -> None:
    tasks = [asyncio.create_task(workers[n % 2].sign_in(login, "wrong")) for n in range(MANY)]
    assert await settled(gate, tasks, 5) == {"wrong": 5, "too many": MANY - 5}
    assert len(gate.hashes) == 5


async def test_of_sixteen_strangers_at_once_ten_are_checked(workers: list[Worker], gate: Gate) -> None:
    tasks = [asyncio.create_task(workers[n % 2].sign_in(OWNER.email, "wrong", f"10.0.0.{n}")) for n in range(MANY)]
    assert await settled(gate, tasks, 10) == {"wrong": 10, "too many": MANY - 10}
    assert len(gate.hashes) == 10


async def test_of_many_logins_at_once_from_one_network_twenty_are_checked(workers: list[Worker], gate: Gate) -> None:
    tasks = [asyncio.create_task(workers[n % 2].sign_in(f"u{n}@example.com", "wrong")) for n in range(2 * MANY)]
    assert await settled(gate, tasks, 20) == {"wrong": 20, "too many": 2 * MANY - 20}
    assert len(gate.hashes) == 20


async def test_the_password_of_an_invited_user_is_guessed_no_more_often(workers: list[Worker], gate: Gate) -> None:
    tasks = [
        asyncio.create_task(worker.prove(OWNER.email, "wrong") if n % 2 else worker.sign_in(OWNER.email, "wrong"))
        for n in range(MANY)
        for worker in [workers[n // 2 % 2]]
    ]
    assert await settled(gate, tasks, 5) == {"wrong": 5, "too many": MANY - 5}
    assert len(gate.hashes) == 5


async def test_right_passwords_at_once_wait_for_each_other(
    workers: list[Worker], gate: Gate, conn: Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    """More than the limit are under way; each gives its place back."""
    monkeypatch.setattr(service, "MAX_WAIT_S", 100.0)
    tasks = [asyncio.create_task(workers[n % 2].sign_in(OWNER.email, PASSWORD)) for n in range(MANY)]
    assert await settled(gate, tasks, 5) == {"right": MANY}
    assert await conn.fetchval("SELECT count(*) FROM sign_in_failures") == 0


async def test_waiting_for_an_undecided_attempt_times_out(
    workers: list[Worker], gate: Gate, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(service, "MAX_WAIT_S", 0.2)
    tasks = [asyncio.create_task(workers[0].sign_in(OWNER.email, PASSWORD)) for _ in range(5)]
    await gate.wait_for(5)
    assert await workers[1].sign_in(OWNER.email, PASSWORD) == "too many"
    gate.open()
    assert set(await asyncio.gather(*tasks)) == {"right"}


async def test_an_attempt_whose_process_died_counts_as_a_failure_until_its_time_is_over(
    workers: list[Worker], gate: Gate, conn: Connection
) -> None:
    gate.open()
    add = (
        "INSERT INTO sign_in_failures (login_hash, ip, is_settled, failed_at)"
        " SELECT sha256($1::bytea), '192.0.2.1', false, now() - interval '31 seconds' FROM generate_series(1, 5)"
    )
    await conn.execute(add, OWNER.email.encode())
    assert await workers[0].sign_in(OWNER.email, PASSWORD) == "too many"
    assert gate.hashes == [], "it was checked"
    await conn.execute("UPDATE sign_in_failures SET failed_at = failed_at - interval '15 minutes'")
    assert await workers[0].sign_in(OWNER.email, PASSWORD) == "right"


async def test_a_cancelled_attempt_counts(workers: list[Worker], gate: Gate, conn: Connection) -> None:
    task = asyncio.create_task(workers[0].sign_in(OWNER.email, "wrong"))
    await gate.wait_for(1)
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
    assert await conn.fetchval("SELECT count(*) FROM sign_in_failures") == 1


async def test_a_right_password_clears_no_undecided_attempt(workers: list[Worker], conn: Connection) -> None:
    attempt = Attempt.of(OWNER.email, ip_address(HERE), "")
    ids = []
    for _ in range(3):
        async with transaction(workers[0].pool, OPERATOR) as own:
            ids.append((await attempts.reserve(own, attempt)).id or 0)
    wrong, undecided, right = ids
    async with transaction(workers[0].pool, OPERATOR) as own:
        await attempts.mark_failed(own, wrong)
        await attempts.clear_failures(own, attempt, right, OWNER.id)
    rows = await conn.fetch("SELECT id, is_settled FROM sign_in_failures")
    assert [tuple(row) for row in rows] == [(undecided, False)]


async def test_two_processes_count_together(database_url: str) -> None:
    """The same with real ones, over sockets."""
    body = {"login": OWNER.email, "password": "wrong"}
    with serving(database_url, "--workers", "2") as server:
        limits = httpx.Limits(max_connections=MANY, max_keepalive_connections=0)
        async with httpx.AsyncClient(base_url=server.base_url, timeout=60, limits=limits) as client:
            asked = [post_until_ready(client, "/api/v1/auth", json=body, headers=PARTNER.headers) for _ in range(MANY)]
            found = Counter(answer.status_code for answer in await asyncio.gather(*asked))
    assert found == {401: 5, 429: MANY - 5}

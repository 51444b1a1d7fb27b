"""Processes that misbehave are ended, and the pool goes on."""

import asyncio
import contextlib
import os
import signal
import sys
import weakref
from collections.abc import AsyncIterator, Callable

import pytest

from parlour.confined.pool import ConfinedPool, TooMuchWork
from parlour.confined.turns import Room
from parlour.errors import Abandoned, Busy, Unavailable
from tests.support.processes import is_running

MODULE = "tests.support.confined"
MEBIBYTE = 1024 * 1024
ROOM = Room(at_once=1, memory=200 * MEBIBYTE, waiting=2, waiting_bytes=1000, wait_s=60)


async def never() -> None:
    await asyncio.Event().wait()


@pytest.fixture
async def pool() -> AsyncIterator[ConfinedPool]:
    found = ConfinedPool(MODULE, ROOM)
    yield found
    await found.close()


async def ask(pool: ConfinedPool, request: str, memory: int = 0) -> str:
    return (await pool.ask(request.encode(), memory, never)).decode()


async def until(condition: Callable[[], bool]) -> None:
    async with asyncio.timeout(60):
        while not condition():  # noqa: ASYNC110 - another process can't set an event
            await asyncio.sleep(0.01)


async def test_one_process_answers_one_request_after_the_other(pool: ConfinedPool) -> None:
    assert await ask(pool, "who") == await ask(pool, "who")


@pytest.mark.parametrize("request_", ["spin", "crash", "leave", "unknown"])
async def test_a_process_that_ends_takes_only_its_own_request_with_it(pool: ConfinedPool, request_: str) -> None:
    before = await ask(pool, "who")
    with pytest.raises(TooMuchWork):
        await ask(pool, request_)
    assert await ask(pool, "who") != before


async def test_a_process_over_its_deadline_is_killed() -> None:
    pool = ConfinedPool(MODULE, ROOM, deadline_s=1)
    pid = int(await ask(pool, "who"))
    async with asyncio.timeout(15):  # the usual deadline is later
        with pytest.raises(TooMuchWork):
            await ask(pool, "sleep")
    assert not is_running(pid)
    await pool.close()


async def test_memory_is_bounded_request_by_request(pool: ConfinedPool) -> None:
    before = await ask(pool, "who")
    size = 100 * MEBIBYTE
    with pytest.raises(TooMuchWork):
        await ask(pool, f"hold {size}")
    assert await ask(pool, f"hold {size}", 2 * size) == str(size)
    with pytest.raises(TooMuchWork):
        await ask(pool, f"hold {size}")
    assert await ask(pool, "who") == before


async def test_a_process_knows_nothing_of_the_server(pool: ConfinedPool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PARLOUR_DATABASE_URL", "postgresql://u:secret@localhost/x")
    names = set((await ask(pool, "environment")).split())
    assert names <= {"PYTHONPATH", "LC_CTYPE", "__CF_USER_TEXT_ENCODING"}
    assert int(await ask(pool, "files")) == 4  # the three streams, and the folder it reads


async def test_the_decoder_imports_nothing_of_the_application() -> None:
    code = "import sys, parlour.areas.images.service.decoder; print(*sys.modules)"
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-c",
        code,
        stdout=asyncio.subprocess.PIPE,
    )
    output, _ = await process.communicate()
    modules = set(output.decode().split())
    own = {name for name in modules if name.startswith("parlour.") and not name.startswith("parlour.areas.images")}
    assert own == {"parlour.areas", "parlour.confined", "parlour.confined.inside"}
    assert modules.isdisjoint({"litestar", "asyncpg", "asyncio", "uvicorn"})


async def test_a_process_without_work_leaves() -> None:
    pool = ConfinedPool(MODULE, ROOM, idle_s=0.05)
    pid = int(await ask(pool, "who"))
    await until(lambda: not is_running(pid))
    assert int(await ask(pool, "who")) != pid
    await pool.close()


async def test_a_process_that_was_killed_without_work_is_replaced(pool: ConfinedPool) -> None:
    pid = int(await ask(pool, "who"))
    os.kill(pid, signal.SIGKILL)
    await until(lambda: not is_running(pid))
    await asyncio.sleep(0)
    process = next(iter(pool._all))
    await process.wait()
    assert int(await ask(pool, "who")) != pid


async def test_closing_ends_every_process() -> None:
    pool = ConfinedPool(MODULE, ROOM)
    pid = int(await ask(pool, "who"))
    await pool.close()
    assert not is_running(pid)


async def test_signals_that_end_a_server_do_not_end_work_under_way(pool: ConfinedPool) -> None:
    pid = int(await ask(pool, "who"))
    os.kill(pid, signal.SIGTERM)
    os.kill(pid, signal.SIGINT)
    assert int(await ask(pool, "who")) == pid


async def test_a_module_that_does_not_start_is_no_fault_of_the_request() -> None:
    pool = ConfinedPool("tests.support.not_there", ROOM)
    with pytest.raises(Unavailable):
        await ask(pool, "who")


async def test_a_cancelled_caller_frees_its_slot_and_ends_its_process(pool: ConfinedPool) -> None:
    pid = int(await ask(pool, "who"))
    left = asyncio.Event()

    async def gone() -> None:
        await left.wait()

    working = asyncio.ensure_future(pool.ask(b"sleep", 0, gone))
    behind = asyncio.ensure_future(pool.ask(b"say next", 0, never))
    await asyncio.sleep(0.1)
    assert not behind.done()
    left.set()
    with pytest.raises(Abandoned):
        await working
    assert await behind == b"next"
    assert not is_running(pid)


async def test_a_caller_that_is_cancelled_while_waiting_leaves_the_queue(pool: ConfinedPool) -> None:
    async def at_once() -> None:
        return

    working = asyncio.ensure_future(ask(pool, "sleep"))
    await asyncio.sleep(0)
    for _ in range(10):  # more than may wait
        with pytest.raises(Abandoned):
            await pool.ask(b"say x", 0, at_once)
    working.cancel()
    assert await ask(pool, "say y") == "y"


@pytest.mark.parametrize("requests", [["say x"] * 3, ["say " + "x" * 600] * 2])
async def test_requests_beyond_the_queue_are_refused_at_once(pool: ConfinedPool, requests: list[str]) -> None:
    working = asyncio.ensure_future(ask(pool, "sleep"))
    await asyncio.sleep(0)
    waiting = [asyncio.ensure_future(ask(pool, request)) for request in requests[:-1]]
    await asyncio.sleep(0)
    with pytest.raises(Busy):
        await ask(pool, requests[-1])
    assert not any(task.done() for task in waiting)
    working.cancel()
    assert await asyncio.gather(*waiting) == [request.split()[1] for request in requests[:-1]]


async def test_a_refused_request_is_freed_without_the_collector(pool: ConfinedPool) -> None:
    class Client:
        """What the caller waits with, which holds its request."""

        async def gone(self) -> None:
            await never()

    working = asyncio.ensure_future(ask(pool, "sleep"))
    await asyncio.sleep(0)
    client = Client()
    is_freed = weakref.ref(client)
    with contextlib.suppress(Busy):
        await pool.ask(b"say " + b"x" * 2000, 0, client.gone)
    del client
    await asyncio.sleep(0)
    is_kept = is_freed() is not None
    working.cancel()
    await asyncio.wait([working])
    assert not is_kept

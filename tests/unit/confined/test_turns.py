"""Who may begin, and when."""

import asyncio
from contextlib import AsyncExitStack

import pytest

from parlour.confined.turns import Room, Turns
from parlour.errors import Busy

ROOM = Room(at_once=2, memory=100, waiting=9, waiting_bytes=1000, wait_s=60)


async def settle() -> None:
    """Let every task go as far as it can."""
    for _ in range(5):
        await asyncio.sleep(0)


class Worker:
    """Takes a turn, and keeps it until `end` is called."""

    def __init__(self, turns: Turns, memory: int) -> None:
        self.has_begun = False
        self.may_end = asyncio.Event()
        self.task = asyncio.ensure_future(self._work(turns, memory))

    async def _work(self, turns: Turns, memory: int) -> None:
        async with turns.one(memory, 1):
            self.has_begun = True
            await self.may_end.wait()

    async def end(self) -> None:
        self.may_end.set()
        await self.task
        await settle()


async def begun(*workers: Worker) -> list[bool]:
    await settle()
    return [worker.has_begun for worker in workers]


async def test_so_many_work_at_once_and_the_others_follow_in_their_order() -> None:
    turns = Turns(ROOM)
    workers = [Worker(turns, 1) for _ in range(4)]
    assert await begun(*workers) == [True, True, False, False]
    await workers[1].end()
    assert await begun(*workers) == [True, True, True, False]
    for worker in workers:
        await worker.end()


async def test_small_work_does_not_overtake_large_work() -> None:
    turns = Turns(ROOM)
    small, large, other = Worker(turns, 60), Worker(turns, 60), Worker(turns, 1)
    assert await begun(small, large, other) == [True, False, False]
    await small.end()
    assert await begun(large, other) == [True, True]
    await large.end()
    await other.end()


async def test_work_that_exceeds_the_memory_runs_alone() -> None:
    turns = Turns(ROOM)
    large, other = Worker(turns, 500), Worker(turns, 1)
    assert await begun(large, other) == [True, False]
    await large.end()
    await other.end()


async def test_a_cancelled_waiter_does_not_block_others() -> None:
    turns = Turns(ROOM)
    first, large, other = Worker(turns, 60), Worker(turns, 60), Worker(turns, 1)
    await settle()
    large.task.cancel()
    assert await begun(first, large, other) == [True, False, True]
    first.task.cancel()
    await settle()
    again = Worker(turns, 99)
    assert await begun(again) == [True]
    await other.end()
    await again.end()


async def test_waiting_ends_after_some_time() -> None:
    turns = Turns(Room(at_once=1, memory=1, waiting=9, waiting_bytes=9, wait_s=0.01))
    async with AsyncExitStack() as stack:
        await stack.enter_async_context(turns.one(1, 1))
        with pytest.raises(Busy):
            async with turns.one(1, 1):
                pass
    async with turns.one(1, 1):
        pass


async def test_a_deadline_of_the_work_is_not_mistaken_for_waiting() -> None:
    with pytest.raises(TimeoutError):
        async with Turns(ROOM).one(1, 1):
            raise TimeoutError

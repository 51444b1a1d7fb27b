"""A queue served in order, with limits on how many work, how many wait, and for how long."""

import asyncio
import contextlib
from collections import deque
from collections.abc import AsyncIterator

import msgspec

from parlour.errors import Busy


class Room(msgspec.Struct, frozen=True):
    """The limits of a queue. Memory is for the work, bytes are for the requests that wait for it."""

    at_once: int
    memory: int
    waiting: int
    waiting_bytes: int
    wait_s: float


class _Turn(msgspec.Struct, eq=False):
    memory: int
    size: int
    begins: asyncio.Future[None]


class Turns:
    """A queue that lets work begin while there is room for it."""

    def __init__(self, room: Room) -> None:
        self._room = room
        self._line: deque[_Turn] = deque()
        self._working = 0
        self._memory = 0

    @contextlib.asynccontextmanager
    async def one(self, memory: int, size: int) -> AsyncIterator[None]:
        """Wait for a turn and hold it for the duration of the block. Raise `Busy` when too much waits already."""
        turn = _Turn(memory, size, asyncio.get_running_loop().create_future())
        self._line.append(turn)
        self._begin()
        try:
            self._refuse_overflow(turn)
            async with asyncio.timeout(self._room.wait_s):
                await turn.begins
            yield
        except TimeoutError:
            if turn.begins.cancelled():
                raise Busy from None
            raise
        finally:
            self._end(turn)

    def _refuse_overflow(self, turn: _Turn) -> None:
        waiting = sum(each.size for each in self._line)
        if not turn.begins.done() and (len(self._line) > self._room.waiting or waiting > self._room.waiting_bytes):
            raise Busy

    def _begin(self) -> None:
        """Let the first in the queue begin. No overtaking, so that work which needs much memory gets its turn, too."""
        while self._line and self._has_room_for(self._line[0]):
            turn = self._line.popleft()
            if not turn.begins.done():
                self._working += 1
                self._memory += turn.memory
                turn.begins.set_result(None)

    def _has_room_for(self, turn: _Turn) -> bool:
        fits = self._memory + turn.memory <= self._room.memory or not self._working
        return turn.begins.done() or (self._working < self._room.at_once and fits)

    def _end(self, turn: _Turn) -> None:
        """Give the turn back, or leave the queue."""
        if turn.begins.done() and not turn.begins.cancelled():
            self._working -= 1
            self._memory -= turn.memory
        else:
            turn.begins.cancel()
            with contextlib.suppress(ValueError):
                self._line.remove(turn)
        self._begin()

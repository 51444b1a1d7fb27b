"""Confined processes from the server's side: started when needed, kept for later requests, killed after a deadline."""

import asyncio
import contextlib
import os
import sys
from asyncio.subprocess import DEVNULL, PIPE, Process
from collections.abc import Awaitable, Callable

import structlog

from parlour.confined.inside import ANSWER_HEAD, OUT_OF_MEMORY, READY, REQUEST_HEAD
from parlour.confined.turns import Room, Turns
from parlour.errors import Abandoned, Unavailable

START_S = 30.0
DEADLINE_S = 20.0
IDLE_S = 60.0
# More than any answer needs; a process that sends more is broken.
MAX_ANSWER = 64 * 1024 * 1024

log = structlog.get_logger()


class TooMuchWork(Exception):
    """The process took too much time or memory, or crashed."""


class ConfinedPool:
    """Processes that run one module and answer requests, a few at a time. The first starts with the first request."""

    def __init__(self, module: str, room: Room, *, deadline_s: float = DEADLINE_S, idle_s: float = IDLE_S) -> None:
        self._module = module
        self._turns = Turns(room)
        self._deadline_s = deadline_s
        self._idle_s = idle_s
        self._idle: dict[Process, asyncio.TimerHandle] = {}
        self._all: set[Process] = set()

    async def ask(self, request: bytes, memory: int, gone: Callable[[], Awaitable[None]]) -> bytes:
        """Return the answer of a process that may take this much memory for it.

        `gone` returns when the caller no longer waits; that frees the slot. Raise `TooMuchWork`, `Busy`, `Abandoned`,
        and `Unavailable` when no process can be started.
        """
        answering = asyncio.ensure_future(self._answer(request, memory))
        leaving = asyncio.ensure_future(gone())
        try:
            await asyncio.wait((answering, leaving), return_when=asyncio.FIRST_COMPLETED)
            if not answering.done():
                raise Abandoned
            return answering.result()
        finally:
            for task in (answering, leaving):
                task.cancel()
            await asyncio.gather(answering, leaving, return_exceptions=True)
            # An error refers to this frame, and a task to the error: the collector would have to free the request.
            del answering, leaving, task

    async def close(self) -> None:
        """End every process."""
        for process in list(self._all):
            await self._end(process)

    async def _answer(self, request: bytes, memory: int) -> bytes:
        async with self._turns.one(memory, len(request)):
            process = self._take() or await self._start()
            try:
                answer = await self._exchange(process, REQUEST_HEAD.pack(len(request), memory), request)
            except BaseException:
                await self._end(process)
                raise
            self._keep(process)
        if answer == OUT_OF_MEMORY:
            raise TooMuchWork
        return answer

    async def _exchange(self, process: Process, *request: bytes) -> bytes:
        assert process.stdin  # noqa: S101 - both are pipes
        assert process.stdout  # noqa: S101
        try:
            async with asyncio.timeout(self._deadline_s):
                process.stdin.writelines(request)
                await process.stdin.drain()
                (length,) = ANSWER_HEAD.unpack(await process.stdout.readexactly(ANSWER_HEAD.size))
                if length > MAX_ANSWER:
                    raise TooMuchWork
                return await process.stdout.readexactly(length)
        except (TimeoutError, OSError, asyncio.IncompleteReadError) as error:
            await self._end(process)
            log.warning("confined process ended", module=self._module, code=process.returncode, reason=repr(error))
            raise TooMuchWork from None

    def _take(self) -> Process | None:
        """Return an idle process, None if there is none; skip those that have died meanwhile."""
        while self._idle:
            process, timer = self._idle.popitem()
            timer.cancel()
            if process.returncode is None:
                return process
            self._all.discard(process)
        return None

    async def _start(self) -> Process:
        """Start a process. It gets nothing of the server's: no environment but `PYTHONPATH`, no files, no signals."""
        environment = {"PYTHONPATH": os.pathsep.join(sys.path)}
        command = (sys.executable, "-P", "-m", self._module)
        process = None
        try:
            async with asyncio.timeout(START_S):
                process = await asyncio.create_subprocess_exec(
                    *command, stdin=PIPE, stdout=PIPE, stderr=DEVNULL, env=environment, start_new_session=True
                )
                self._all.add(process)
                assert process.stdout  # noqa: S101 - it is a pipe
                await process.stdout.readexactly(len(READY))
        except BaseException as error:
            if process is not None:
                await self._end(process)
            if isinstance(error, (TimeoutError, OSError, asyncio.IncompleteReadError)):
                raise Unavailable("process for this work") from error
            raise
        return process

    def _keep(self, process: Process) -> None:
        loop = asyncio.get_running_loop()
        self._idle[process] = loop.call_later(self._idle_s, self._retire, process)

    def _retire(self, process: Process) -> None:
        """End a process that had no work for some time: it exits when its input ends."""
        self._idle.pop(process, None)
        self._all.discard(process)
        if process.stdin:
            process.stdin.close()

    async def _end(self, process: Process) -> None:
        if timer := self._idle.pop(process, None):
            timer.cancel()
        self._all.discard(process)
        with contextlib.suppress(ProcessLookupError):
            process.kill()
        await process.wait()

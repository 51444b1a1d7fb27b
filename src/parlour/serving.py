"""Running the server: its processes, and an orderly shutdown."""

import asyncio
import contextlib
import functools
import multiprocessing
import os
import signal
import socket
import threading
import time
from collections.abc import Callable, Iterator
from types import FrameType

import asyncpg
import msgspec
import uvicorn
from litestar.types import ASGIApp
from uvicorn.supervisors import Multiprocess

from parlour.app import create_app
from parlour.database import NotServable, refuse_pending
from parlour.http.logs import configure_logging
from parlour.http.protocol import Connection as HttpConnection
from parlour.http.protocol import Gate, is_somebody_waiting, limits_of, raise_file_limit, refuse_newcomers
from parlour.settings import Settings

# How long the server, when it stops, keeps accepting clients that have connected already, or are about to. A packet of
# theirs that gets lost is sent again after a second.
ACCEPT_S = 3.0
ACCEPT_PAUSE_S = 0.01
# How long a worker may take to start, or to report that it is alive, on a busy machine.
WORKER_START_S = 30


async def _check(url: str) -> None:
    conn = await asyncpg.connect(url, timeout=10)
    try:
        await refuse_pending(conn)
    finally:
        await conn.close()


def serve(settings: Settings, on_ready: Callable[[Settings], None]) -> None:
    """Serve requests until SIGINT or SIGTERM; `on_ready` is called once the server listens.

    Raise `NotServable` when the address is in use or the database isn't migrated.
    """
    assert settings.database_url is not None  # noqa: S101 - see `database`
    configure_logging(settings)  # for this process: with several workers it serves no requests, but supervises them
    asyncio.run(_check(settings.database_url))
    with contextlib.closing(_listen(settings)) as listener:
        settings = msgspec.structs.replace(settings, port=listener.getsockname()[1])
        gate = Gate(limits_of(settings, raise_file_limit()))
        config = uvicorn.Config(
            functools.partial(_worker, settings, gate),
            factory=True,
            workers=settings.workers,
            log_config=None,
            access_log=False,
            server_header=False,
            date_header=True,
            proxy_headers=False,  # see http/neighbours.py
            timeout_graceful_shutdown=int(settings.stop_grace_s),
            timeout_worker_healthcheck=WORKER_START_S,
            lifespan="on",
            http=functools.partial(HttpConnection, gate),  # type: ignore[arg-type] # only its call is used
            ws="none",
        )
        with _signals_end_quietly():
            if settings.workers == 1:
                _Server(config, functools.partial(on_ready, settings)).run(sockets=[listener])
            else:
                _Supervisor(config, functools.partial(on_ready, settings), listener).run()


def _worker(settings: Settings, gate: Gate) -> ASGIApp:
    """Return the application of a process that serves; one of several ends with the process that started them.

    If that one were killed, its workers would keep the address without supervision.
    """
    if (supervisor := multiprocessing.parent_process()) is not None:
        threading.Thread(target=_end_after, args=(supervisor,), daemon=True).start()
    _drain_on(signal.SIGTERM, gate)
    _drain_on(signal.SIGINT, gate)
    return create_app(settings)


def _drain_on(number: signal.Signals, gate: Gate) -> None:
    """After the signal, close connections with their next response, also those that uvicorn doesn't know yet."""
    stop = signal.getsignal(number)

    def drain(received: int, frame: FrameType | None) -> None:
        gate.drain()
        if callable(stop):
            stop(received, frame)

    signal.signal(number, drain)


def _end_after(supervisor: multiprocessing.process.BaseProcess) -> None:
    supervisor.join()
    os.kill(os.getpid(), signal.SIGTERM)


class _Server(uvicorn.Server):
    """A single process, which reports when it is ready."""

    def __init__(self, config: uvicorn.Config, on_ready: Callable[[], None]) -> None:
        super().__init__(config)
        self._on_ready = on_ready

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        if self.started:
            self._on_ready()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        for listener in sockets or []:
            refuse_newcomers(listener)
            until = time.monotonic() + ACCEPT_S
            while is_somebody_waiting(listener) and time.monotonic() < until:  # noqa: ASYNC110 - there is no event
                await asyncio.sleep(ACCEPT_PAUSE_S)  # meanwhile the loop accepts connections
        await super().shutdown(sockets)


class _Supervisor(Multiprocess):
    """Several processes on one listening socket; reports when all of them are ready."""

    def __init__(self, config: uvicorn.Config, on_ready: Callable[[], None], listener: socket.socket) -> None:
        super().__init__(config, [listener])
        self._on_ready = on_ready

    def init_processes(self) -> None:
        super().init_processes()
        if all(process.wait_until_ready(WORKER_START_S, self.should_exit) for process in self.processes):
            self._on_ready()

    def terminate_all(self) -> None:
        """Let the workers accept waiting connections, then end them: closing the listener would reset those."""
        for listener in self.sockets:
            refuse_newcomers(listener)
            until = time.monotonic() + ACCEPT_S
            while is_somebody_waiting(listener) and time.monotonic() < until:
                time.sleep(ACCEPT_PAUSE_S)
            listener.close()
        super().terminate_all()


def _listen(settings: Settings) -> socket.socket:
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((settings.host, settings.port))
    except OSError as error:
        listener.close()
        raise NotServable(f"Can't listen on {settings.host}:{settings.port}: {error.strerror}.") from None
    listener.listen(2048)
    listener.set_inheritable(True)
    return listener


@contextlib.contextmanager
def _signals_end_quietly() -> Iterator[None]:
    """Exit normally on the signal that uvicorn raises again after it has stopped."""

    def leave(*_: object) -> None:
        raise SystemExit(0)

    before = {number: signal.signal(number, leave) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield
    except SystemExit as exit_:
        if exit_.code not in (0, None):
            raise NotServable("The server could not start; its log says why.") from None
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)

"""Floods of a started server: half-open requests, stalled uploads, huge heads, noise. Newcomers are served."""

import contextlib
import random
import resource
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from tests.server.test_clients import port_of
from tests.support.people import HARBOUR, OWNER
from tests.support.server import Server, get, serving
from tests.support.sockets import Peer, ask

MIB = 1024 * 1024
GET = (
    f"GET /api/v1/goods/{HARBOUR} HTTP/1.1\r\nHost: parlour.test\r\nAuthorization: {OWNER.headers['Authorization']}\r\n"
)


@pytest.fixture(autouse=True)
def many_files() -> Iterator[None]:
    """Let this process open as many connections as an attack needs."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = 8192
    if hard != resource.RLIM_INFINITY and hard < wanted:
        pytest.skip("The limit of open files is too low for an attack.")
    resource.setrlimit(resource.RLIMIT_NOFILE, (max(soft, wanted), hard))
    yield
    resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))


def memory_of(server: Server) -> float:
    """The resident memory of the server's process, in MiB."""
    for line in Path(f"/proc/{server.process.pid}/status").read_text().splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) / 1024
    raise LookupError


def is_newcomer_served(server: Server, source: str = "127.0.0.2") -> bool:
    with Peer(port_of(server), source) as peer:
        peer.send(f"{GET}Connection: close\r\n\r\n".encode())
        return peer.read().statuses == [200]


@pytest.mark.parametrize("sent", [b"", b"GET /", b"POST / HTTP/1.1\r\nContent-Length: 9\r\n\r\n"])
def test_2300_half_open_connections_keep_no_newcomer_out(sent: bytes, database_url: str) -> None:
    with serving(database_url, open_files=1024) as server, contextlib.ExitStack() as stack:
        port = port_of(server)
        for number in range(2300):
            peer = stack.enter_context(Peer(port))
            with contextlib.suppress(ConnectionError):  # refused before it could say anything
                peer.send(sent)
            if number % 200 == 0:
                assert is_newcomer_served(server)
        assert is_newcomer_served(server)
        assert sum("too many connections" in line for line in server.lines) <= 2
    assert not any("Traceback" in line for line in server.lines)


def test_many_addresses_leave_room_for_one_more(database_url: str) -> None:
    with serving(database_url, open_files=1024) as server, contextlib.ExitStack() as stack:
        port = port_of(server)
        for number in range(2300):
            peer = stack.enter_context(Peer(port, f"127.0.1.{number % 20 + 1}"))
            with contextlib.suppress(ConnectionError):
                peer.send(b"GET /")
        assert is_newcomer_served(server)
        assert memory_of(server) < 300


def test_60_stalled_uploads_hold_little_memory_and_no_small_request(database_url: str) -> None:
    size = 10 * MIB
    with serving(database_url) as server, contextlib.ExitStack() as stack:
        assert is_newcomer_served(server)
        before = memory_of(server)
        head = (
            "POST /api/v1/images/good HTTP/1.1\r\nHost: parlour.test\r\n"
            "Content-Type: multipart/form-data; boundary=x\r\n"
            f"Authorization: {OWNER.headers['Authorization']}\r\nContent-Length: {size}\r\n\r\n"
        ).encode()
        peers = [stack.enter_context(Peer(port_of(server))) for _ in range(60)]
        for peer in peers:
            peer.send(head + b"x" * (size - 1))
        assert sum(" 503 " in peer.read(0.01).raw.decode() for peer in peers) >= 50
        assert memory_of(server) - before < 150
        assert is_newcomer_served(server)
        small = httpx.post(
            f"{server.base_url}/api/v1/goods_categories/{HARBOUR}", json={"title": "Skin"}, headers=OWNER.headers
        )
        assert small.status_code == 201


@pytest.mark.parametrize("unit", [b"a" * 65536, b"X: y\r\n" * 10_000])
def test_a_head_without_end_takes_no_memory(unit: bytes, database_url: str) -> None:
    with serving(database_url) as server:
        assert is_newcomer_served(server)
        before = memory_of(server)
        for _ in range(20):
            answers = ask(port_of(server), f"{GET}X: y".encode() + unit * 80)
            assert answers.statuses == [431]
        assert memory_of(server) - before < 40


def test_noise_breaks_nothing(database_url: str) -> None:
    seeded = random.Random(20)  # noqa: S311 - no secret
    words = [GET.encode(), b"\r\n", b"\r\n\r\n", b"Upgrade: h2c\r\nConnection: upgrade\r\n", b"\0", b"\n", b"0\r\n\r\n"]
    words += [
        b"Transfer-Encoding: chunked\r\n",
        b"Content-Length: 3\r\n",
        b"5\r\nhello\r\n",
        b"POST /api/v1 HTTP/1.1\r\n",
    ]
    with serving(database_url, "--head-timeout-s", "1", "--stall-timeout-s", "1", "--idle-timeout-s", "1") as server:
        port = port_of(server)
        for _ in range(500):
            noise = b"".join(seeded.choices(words, k=seeded.randrange(1, 12)))
            with Peer(port) as peer, contextlib.suppress(ConnectionError):
                peer.send(noise)
                assert 500 not in peer.read(0.02).statuses, noise
        assert get(server, "/health/ready", {}).status_code == 200
        until = time.monotonic() + 30
        while not is_newcomer_served(server):
            assert time.monotonic() < until
        assert not any("Traceback" in line for line in server.lines)

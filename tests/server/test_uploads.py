"""Pictures sent to a started server: who is refused before the body, and what becomes of the decoders."""

import os
import signal
import socket
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from itertools import count
from urllib.parse import urlsplit

import httpx
import pytest

from tests.support.factories.images import picture, png
from tests.support.people import HARBOUR, NOBODY, OWNER, PARTNER, WORKER, Person
from tests.support.processes import children_of, command_of, is_running, memory_of, processor_time_of
from tests.support.server import Server, Shared, serving
from tests.support.waiting import wait_until

PROMPT_S = 20  # a machine that runs other tests beside this one
MEBIBYTE = 1024 * 1024
FORM = (
    b'--x\r\nContent-Disposition: form-data; name="company_id"\r\n\r\n1\r\n'
    b'--x\r\nContent-Disposition: form-data; name="image"; filename="a"\r\n\r\n%b\r\n--x--\r\n'
)


@pytest.fixture
def server(database_url: str) -> Iterator[Server]:
    with serving(database_url) as found:
        yield found


def connect(server: Server) -> socket.socket:
    address = urlsplit(server.base_url)
    return socket.create_connection((address.hostname, address.port), timeout=PROMPT_S)


def head_of_upload(person: Person, length: int) -> bytes:
    """A request of which only the head is sent."""
    lines = [
        "POST /api/v1/images/company HTTP/1.1",
        "Host: parlour.test",
        "Content-Type: multipart/form-data; boundary=x",
        f"Content-Length: {length}",
        *(f"{name}: {value}" for name, value in person.headers.items()),
    ]
    return "\r\n".join([*lines, "", ""]).encode()


def upload(server: Server, content: bytes) -> httpx.Response:
    return httpx.post(
        f"{server.base_url}/api/v1/images/company",
        headers=OWNER.headers,
        files={"image": ("picture", content)},
        data={"company_id": str(HARBOUR)},
        timeout=120,
    )


def decoders_of(server: Server) -> list[int]:
    return [pid for pid in children_of(server.process.pid) if "images.service.decoder" in command_of(pid)]


@pytest.mark.parametrize(("person", "status"), [(NOBODY, 401), (PARTNER, 401), (WORKER, 403)])
def test_a_user_who_may_not_upload_is_refused_before_the_body(
    shared_server: Shared, person: Person, status: int
) -> None:
    """Q-092."""
    with closing(connect(shared_server.server)) as connection:
        connection.sendall(head_of_upload(person, 10_000_000))
        assert connection.recv(1024).startswith(b"HTTP/1.1 %d " % status)


def test_decoders_start_with_the_first_picture_and_end_with_the_server(server: Server) -> None:
    assert server.base_url
    assert decoders_of(server) == []
    assert upload(server, picture()).status_code == 200
    (decoder,) = decoders_of(server)
    server.stop()
    assert not is_running(decoder)


@pytest.mark.parametrize("is_busy", [False, True])
def test_decoders_end_when_the_server_is_killed(server: Server, *, is_busy: bool) -> None:
    assert upload(server, picture()).status_code == 200
    (decoder,) = decoders_of(server)
    if is_busy:
        os.kill(decoder, signal.SIGSTOP)  # so that it can't see the end of its input
    server.process.kill()
    server.process.wait()
    wait_until(lambda: not is_running(decoder))


def test_a_disconnected_client_ends_its_decoder(server: Server) -> None:
    assert upload(server, picture()).status_code == 200
    (decoder,) = decoders_of(server)
    os.kill(decoder, signal.SIGSTOP)
    body = FORM % picture()
    with closing(connect(server)) as connection:
        connection.sendall(head_of_upload(OWNER, len(body)) + body)
        time.sleep(0.5)
        assert is_running(decoder)
    wait_until(lambda: not is_running(decoder))
    assert upload(server, picture()).status_code == 200


def test_memory_stays_small_and_reads_are_answered_while_pictures_are_decoded(server: Server) -> None:
    """Six pictures that take 140 MiB each to decode, at once."""
    heavy = png((6000, 6000), colour=6, rows=6000)
    assert len(heavy) < 200_000
    slowest = 0.0
    most: dict[int, int] = {}
    used = processor_time_of(server.process.pid) if server.base_url else 0.0
    with ThreadPoolExecutor(6) as threads, httpx.Client(base_url=server.base_url, timeout=PROMPT_S) as client:
        uploads = [threads.submit(upload, server, heavy) for _ in range(6)]
        for turn in count():
            if all(each.done() for each in uploads):
                break
            if turn % 20 == 0:  # seldom enough to take the server no time that counts, however long the decoders need
                before = time.monotonic()
                assert client.get("/health/live").status_code == 200
                slowest = max(slowest, time.monotonic() - before)
            time.sleep(0.005)
            for pid in (server.process.pid, *decoders_of(server)):
                most[pid] = max(most.get(pid, 0), memory_of(pid))
    assert {each.result().status_code for each in uploads} == {200}
    assert len(most) <= 3  # the server and two decoders
    assert max(most.values()) < 300 * MEBIBYTE
    assert sum(most.values()) < 450 * MEBIBYTE
    assert slowest < PROMPT_S
    # Nothing is decoded in the server, so it can't keep anything else from being answered.
    spent = sum(processor_time_of(pid) for pid in decoders_of(server))
    assert processor_time_of(server.process.pid) - used < spent / 4

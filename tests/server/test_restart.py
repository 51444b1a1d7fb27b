"""Clients that go on while the server stops or starts its workers again: no request gets lost."""

import http.client
import signal
import threading
from typing import Any
from urllib.parse import urlsplit

import pytest

from tests.server.test_workers import workers_of
from tests.support.handshakes import half_open, see_answers
from tests.support.people import HARBOUR, OWNER
from tests.support.server import Server, get, serving
from tests.support.waiting import wait_until

CLIENTS = 8


class Client(threading.Thread):
    """Asks on one connection until the server closes it, then on the next."""

    def __init__(self, server: Server) -> None:
        super().__init__(daemon=True)
        self.address = urlsplit(server.base_url)
        self.is_ended = threading.Event()
        self.answered = 0
        self.faults: list[str] = []

    def run(self) -> None:
        while not self.is_ended.is_set():
            connection = http.client.HTTPConnection("127.0.0.1", self.address.port or 80, timeout=60)
            try:
                connection.connect()
            except ConnectionRefusedError:  # it has stopped, and says so
                return
            try:
                self._ask(connection)
            except (OSError, http.client.HTTPException) as fault:
                self.faults.append(repr(fault))
            finally:
                connection.close()

    def _ask(self, connection: http.client.HTTPConnection) -> None:
        connection.auto_open = 0
        while not self.is_ended.is_set():
            connection.request("GET", f"/api/v1/goods/{HARBOUR}", headers=OWNER.headers)
            answer = connection.getresponse()
            answer.read()
            if answer.status != 200:
                self.faults.append(str(answer.status))
            self.answered += 1
            if answer.will_close:
                return


def started(server: Server) -> list[Client]:
    """Clients, each of which has been answered."""
    clients = [Client(server) for _ in range(CLIENTS)]
    for client in clients:
        client.start()
    until_more(clients)
    return clients


def until_more(clients: list[Client]) -> None:
    """Return when each client has been answered some more times."""
    wanted = [client.answered + 5 for client in clients]
    wait_until(
        lambda: all(client.answered >= count for client, count in zip(clients, wanted, strict=True)),
        message=lambda: [client.faults for client in clients],
    )


def faults_of(clients: list[Client]) -> list[Any]:
    for client in clients:
        client.join(60)
        assert not client.is_alive()
    return [fault for client in clients for fault in client.faults]


@pytest.mark.parametrize("workers", ["1", "2"])
def test_no_client_is_reset_when_the_server_stops(workers: str, database_url: str) -> None:
    with serving(database_url, "--workers", workers) as server:
        clients = started(server)
        server.process.send_signal(signal.SIGTERM)
        assert faults_of(clients) == []
        assert server.process.wait(30) == 0


@pytest.mark.parametrize("workers", ["1", "2"])
def test_a_client_that_is_just_connecting_is_answered(workers: str, database_url: str) -> None:
    """Over a slow network, a handshake may begin before the server stops, and end after."""
    with serving(database_url, "--workers", workers) as server:
        address = urlsplit(server.base_url)
        with half_open(("127.0.0.1", address.port or 80)) as client:
            server.process.send_signal(signal.SIGTERM)
            see_answers(client)
            client.sendall(b"GET /health/live HTTP/1.1\r\nHost: parlour.test\r\n\r\n")
            answer = client.recv(100)
        assert answer.startswith(b"HTTP/1.1 200 ")
        assert server.process.wait(30) == 0


def test_a_rolling_restart_has_no_failed_request(database_url: str) -> None:
    with serving(database_url, "--workers", "2") as server:
        assert get(server, "/health/ready", {}).status_code == 200
        before = workers_of(server)
        clients = started(server)
        server.process.send_signal(signal.SIGHUP)
        wait_until(
            lambda: not before & workers_of(server),
            within_s=90,
            message=lambda: "".join(line for line in server.lines if '"request"' not in line),
        )
        until_more(clients)
        for client in clients:
            client.is_ended.set()
        assert faults_of(clients) == []

"""Closing a listening socket: who waits is served first."""

import socket
from pathlib import Path

import pytest

from parlour.http.protocol import listener as module
from parlour.http.protocol.listener import is_somebody_waiting, refuse_newcomers
from tests.support.handshakes import drop_packets, half_open, see_answers

FIN, SYN, RST, PSH, ACK, URG, ECE, CWR = (1 << bit for bit in range(8))


def create_listener(host: str = "127.0.0.1") -> socket.socket:
    return socket.create_server((host, 0), family=socket.AF_INET6 if ":" in host else socket.AF_INET)


def connected(listener: socket.socket) -> socket.socket:
    return socket.create_connection(listener.getsockname(), 5)


def is_connected(client: socket.socket) -> bool:
    try:
        client.getpeername()
    except OSError:
        return False
    return True


@pytest.fixture
def _filters_work() -> None:
    with socket.socket() as some:
        drop_packets(some)


@pytest.mark.usefixtures("_filters_work")
def test_a_listener_that_closes_finishes_with_those_who_wait_and_takes_no_others() -> None:
    with create_listener() as listener:
        assert not is_somebody_waiting(listener)
        with connected(listener) as early:
            assert is_somebody_waiting(listener)
            refuse_newcomers(listener)
            late = socket.socket()
            late.settimeout(0.1)
            with late:
                late.connect_ex(listener.getsockname())
                assert not is_connected(late)  # Linux sends the first packet again after a second
            taken, _ = listener.accept()
            with taken:
                taken.sendall(b"hello")
                assert early.recv(5) == b"hello"
            assert not is_somebody_waiting(listener)


@pytest.mark.parametrize("host", ["127.0.0.1", "::1"])
def test_a_handshake_that_has_begun_can_be_finished(host: str) -> None:
    """Its client may send its request before the listener is closed: dropped, it would be answered by a reset."""
    with create_listener(host) as listener, half_open(listener.getsockname()[:2]) as client:
        refuse_newcomers(listener)
        assert is_somebody_waiting(listener)
        see_answers(client)
        listener.settimeout(30)
        taken, _ = listener.accept()
        with taken:
            client.sendall(b"hello")
            assert taken.recv(5) == b"hello"
        assert not is_somebody_waiting(listener)


@pytest.mark.usefixtures("_filters_work")
@pytest.mark.parametrize("flags", [0, ACK, PSH | ACK, FIN | ACK, RST, RST | ACK, URG | ACK, 0xFF & ~SYN])
@pytest.mark.parametrize("first", [0, SYN])
def test_only_what_begins_a_handshake_is_dropped(flags: int, first: int) -> None:
    """The system gives a filter of TCP their header; of messages between processes, what they say."""
    sender, receiver = socket.socketpair(socket.AF_UNIX, socket.SOCK_DGRAM)
    header = b"\xff" * 13 + bytes([flags | first]) + b"\xff" * 6
    with sender, receiver:
        refuse_newcomers(receiver)
        receiver.setblocking(False)
        sender.send(header)
        if first:
            with pytest.raises(BlockingIOError):
                receiver.recv(100)
        else:
            assert receiver.recv(100) == header


def test_only_handshakes_with_this_listener_count() -> None:
    with create_listener() as listener, create_listener() as other, half_open(other.getsockname()):
        assert not is_somebody_waiting(listener)
        assert is_somebody_waiting(other)


def test_where_the_system_does_not_list_handshakes_connections_still_count(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "TABLES", {socket.AF_INET: Path("/proc/no/such/table")})
    with create_listener() as listener:
        assert not is_somebody_waiting(listener)
        with connected(listener):
            assert is_somebody_waiting(listener)


def test_where_newcomers_can_not_be_blocked_the_listener_just_goes_on() -> None:
    listener = create_listener()
    listener.close()
    refuse_newcomers(listener)

"""Closing a listening socket: who waits is served first."""

import os
import socket

import pytest

from parlour.http.protocol.listener import is_somebody_waiting, refuse_newcomers


def connected(listener: socket.socket) -> socket.socket:
    return socket.create_connection(listener.getsockname(), 5)


def is_connected(client: socket.socket) -> bool:
    try:
        client.getpeername()
    except OSError:
        return False
    return True


def test_a_listener_that_closes_finishes_with_those_who_wait_and_takes_no_others() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        assert not is_somebody_waiting(listener)
        with connected(listener) as early:
            assert is_somebody_waiting(listener)
            refuse_newcomers(listener)
            late = socket.socket()
            late.settimeout(0.1)
            with late:
                if late.connect_ex(listener.getsockname()) == 0 and os.geteuid() != 0:
                    pytest.skip("this system lets only root block a port")
                assert not is_connected(late)  # Linux sends the first packet again after a second
            taken, _ = listener.accept()
            with taken:
                taken.sendall(b"hello")
                assert early.recv(5) == b"hello"
            assert not is_somebody_waiting(listener)


def test_where_newcomers_can_not_be_blocked_the_listener_just_goes_on() -> None:
    listener = socket.create_server(("127.0.0.1", 0))
    listener.close()
    refuse_newcomers(listener)

"""A client whose handshake stays open for as long as a test likes, as if its network were slow."""

import contextlib
import ctypes
import socket
import struct
from collections.abc import Iterator

import pytest

from parlour.http.protocol.listener import DROP, RETURN, SO_ATTACH_FILTER

SO_DETACH_FILTER = 27


def drop_packets(client: socket.socket) -> None:
    """Let no packet reach a socket. Skip the test where the system lets only root do that."""
    program = ctypes.create_string_buffer(struct.pack("HBBI", RETURN, 0, 0, DROP))
    try:
        client.setsockopt(socket.SOL_SOCKET, SO_ATTACH_FILTER, struct.pack("HL", 1, ctypes.addressof(program)))
    except OSError:
        pytest.skip("this system lets only root filter packets, or none")


@contextlib.contextmanager
def half_open(address: tuple[str, int]) -> Iterator[socket.socket]:
    """Begin a handshake, and drop what the server answers until `see_answers`."""
    with socket.socket(socket.AF_INET6 if ":" in address[0] else socket.AF_INET) as client:
        drop_packets(client)
        client.setblocking(False)
        with contextlib.suppress(BlockingIOError):
            client.connect(address)
        client.settimeout(30)
        yield client


def see_answers(client: socket.socket) -> None:
    """Let the handshake go on. The server sends its answer again after a second."""
    client.setsockopt(socket.SOL_SOCKET, SO_DETACH_FILTER, 0)

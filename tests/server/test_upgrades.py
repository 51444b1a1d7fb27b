"""A client may offer to go on in another protocol; it is answered in the one that it came with."""

import json
import socket
import time
from typing import BinaryIO
from urllib.parse import urlsplit

import pytest

from tests.support.people import HARBOUR, OWNER
from tests.support.server import Server, Shared

BODY = json.dumps({"title": "Upgrade: h2c", "comment": "upgrade: h2c\r\n\r\nupgrade: h2c"}).encode()
# As Java's HttpClient begins, unless it is set to HTTP/1.1.
OFFER = ["Connection: Upgrade, HTTP2-Settings", "HTTP2-Settings: AAEAAEAAAAIAAAAB", "Upgrade: h2c"]


def request(offer: list[str]) -> bytes:
    lines = [
        f"POST /api/v1/goods_categories/{HARBOUR} HTTP/1.1",
        "Host: parlour.test",
        *offer,
        f"Authorization: {OWNER.headers['Authorization']}",
        f"Content-Length: {len(BODY)}",
    ]
    return "\r\n".join([*lines, "", ""]).encode() + BODY


def answers(server: Server, *requests: list[bytes]) -> list[int]:
    """The statuses of requests, each sent in its pieces, one after the other on one connection."""
    address = urlsplit(server.base_url)
    with socket.create_connection((str(address.hostname), address.port or 80), timeout=60) as connection:
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        answer = connection.makefile("rb")
        statuses = []
        for pieces in requests:
            for piece in pieces:
                connection.sendall(piece)
                time.sleep(0.02)
            statuses.append(_status(answer))
        return statuses


def _status(answer: BinaryIO) -> int:
    status = int(answer.readline().split()[1])
    length = 0
    while line := answer.readline().strip():
        name, _, value = line.partition(b": ")
        if name.lower() == b"content-length":
            length = int(value)
    answer.read(length)
    return status


@pytest.mark.parametrize(
    "offer", [OFFER, ["Connection: upgrade", "upgrade: h2c"], ["Connection: Upgrade", "Upgrade: websocket"]]
)
def test_an_offer_is_passed_over_and_the_body_is_read(shared_server: Shared, offer: list[str]) -> None:
    """Q-023."""
    server = shared_server.server
    logged = len(server.lines)
    assert answers(server, [request(offer)]) == [201]
    assert not any("Invalid HTTP" in line or "WebSocket" in line for line in server.lines[logged:])


def test_each_request_of_a_connection_may_offer_it_also_in_pieces(shared_server: Shared) -> None:
    whole = request(OFFER)
    head = whole[: -len(BODY)]
    at = head.index(b"Authorization")
    pieces = [head[:at], head[at:], BODY[:9], BODY[9:]]
    assert answers(shared_server.server, [whole], [whole], [head, BODY], pieces) == [201] * 4

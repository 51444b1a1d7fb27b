"""Requests that only a socket can send: the parser refuses them, or the application answers, and never with a 500."""

import socket
from urllib.parse import urlsplit

import pytest

from tests.support.people import HARBOUR, OWNER
from tests.support.server import Shared, get

TARGETS = [
    *(
        b"http://[",
        b"http://[::1",
        b"http://a:b:c/",
        b"http://a:99999999/x",
        b"//[",
        b"//a/b",
        b"*",
        b"a:1",
        b"?",
        b"#",
    ),
    *(b"/\xff", b"/api/v1/goods/\xe2\x80\xae", b"/docs/\x80", b"/%", b"/%zz", b"/%ff", b"/docs/assets/x/" + b"x" * 300),
    *(
        b"/api/v1/goods/1?term=\xff",
        b"/api/v1/goods/1?term=%00",
        b"/api/v1/goods/1?\xff=\xff",
        b"/docs/search?q=\xed\xa0\x80",
    ),
    *(b"/\x7f", b"/a b", b"/a\tb", b"/..", b"/../../etc/passwd", b"/docs/..%2f..%2fapp.py", b"/%2e%2e/%2e%2e"),
]
METHODS = [b"GET", b"POST", b"OPTIONS", b"CONNECT", b"TRACE", b"HEAD", b"get", b"PROPFIND", b"\xff"]
HEADERS = [
    *(b"Content-Length: -1", b"Content-Length: 1e5", b"Content-Length: 99999999999999999999", b"Content-Length: 0\xb2"),
    *(
        b"Transfer-Encoding: x",
        b"Content-Type: \xff",
        b"Cookie: \xff=\xff; lang",
        b"Host: [",
        b"Host: \xff",
        b"X: \x00",
    ),
    *(
        b"Accept-Language: \xff;q=\xb2",
        b"Authorization: Bearer \xff, User \x80",
        b'If-Match: "\xff"',
        b": x",
        b"Expect: \xff",
    ),
]
TOKENS = b"Authorization: " + OWNER.headers["Authorization"].encode()


def statuses(base_url: str, request: bytes) -> list[bytes]:
    """The status of each answer to what is sent on a connection of its own."""
    address = urlsplit(base_url)
    assert address.hostname is not None
    with socket.create_connection((address.hostname, address.port), timeout=20) as sock:
        sock.sendall(request)
        sock.shutdown(socket.SHUT_WR)
        received = b""
        while piece := sock.recv(65536):
            received += piece
    return [line.split(b" ", 2)[1] for line in received.split(b"\r\n") if line.startswith(b"HTTP/1.1 ")]


@pytest.mark.timeout(200)
def test_nothing_on_the_wire_is_a_fault_of_the_server(shared_server: Shared) -> None:
    requests = [
        *(b"GET %s HTTP/1.1\r\nHost: x\r\n%s\r\nConnection: close\r\n\r\n" % (target, TOKENS) for target in TARGETS),
        *(b"%s /api/v1/countries HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n" % method for method in METHODS),
        *(b"POST /api/v1/auth HTTP/1.1\r\nHost: x\r\n%s\r\nConnection: close\r\n\r\n{}" % header for header in HEADERS),
    ]
    server = shared_server.server
    answers = {request: statuses(server.base_url, request) for request in requests}
    assert {request: found for request, found in answers.items() if any(code >= b"500" for code in found)} == {}
    # Most are answered, some only by closing; and the server still works.
    assert sum(1 for found in answers.values() if found) > len(requests) // 2
    assert get(server, f"/api/v1/goods/{HARBOUR}", OWNER.headers).status_code == 200
    assert "Traceback" not in "".join(server.lines)

"""The client's address of a request, and an answer that is sent again."""

from ipaddress import ip_address
from typing import Any

import pytest
from litestar import Request

from parlour.http.addresses import NOWHERE, address_of, host_of, parse_address
from parlour.http.encoded_answer import EncodedAnswer


@pytest.mark.parametrize(
    ("host", "expected"),
    [
        ("192.0.2.1", "192.0.2.1"),
        ("::ffff:192.0.2.1", "192.0.2.1"),
        ("2001:db8::1", "2001:db8::1"),
        ("fe80::1%eth0", "fe80::1"),
        ("unknown", "::"),
        ("", "::"),
    ],
)
def test_an_address_is_read_in_each_form(host: str, expected: str) -> None:
    assert parse_address(host) == ip_address(expected)
    scope: Any = {"type": "http", "client": (host, 4711)}
    assert (host_of(scope), address_of(Request(scope))) == (host, ip_address(expected))


@pytest.mark.parametrize("scope", [{"type": "http"}, {"type": "http", "client": None}])
def test_a_connection_without_an_address_comes_from_nowhere(scope: Any) -> None:
    assert (host_of(scope), address_of(Request(scope))) == ("", NOWHERE)


async def test_an_encoded_answer_is_sent_each_time_in_the_same_way() -> None:
    sent: list[Any] = []

    async def send(message: Any) -> None:
        sent.append(message)

    answer = EncodedAnswer(b"{}", 201, {b"etag": b'"1"', b"content-length": b"2"})
    scope: Any = {}
    for _ in range(2):
        await answer(scope, send, send)  # type: ignore[arg-type] # it receives nothing
    headers = [(b"etag", b'"1"'), (b"content-length", b"2")]
    start = {"type": "http.response.start", "status": 201, "headers": headers}
    assert sent == [start, {"type": "http.response.body", "body": b"{}", "more_body": False}] * 2
    assert (answer.body, answer.status_code, answer.encode_headers()) == (b"{}", 201, headers)

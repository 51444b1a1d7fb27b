"""Which answers are compressed, to the byte, and what becomes of their parts."""

import asyncio
from types import SimpleNamespace
from typing import Any, cast

import pytest

from parlour.access.permissions import Entry
from parlour.http.apis import B2B_V1
from parlour.http.codings import coding_for, weights_in
from parlour.http.compression import Compressing
from parlour.http.context import Detached
from parlour.http.declared import DECLARED
from parlour.http.operations import Operations
from tests.support.codings import DECODERS

SMALLEST = 1400
AT_ONCE = 32 * 1024
LONG = b"x" * SMALLEST
HTML = (b"Content-Type", b"text/html; charset=utf-8")
Headers = list[tuple[bytes, bytes]]


async def compressed(
    headers: Headers, *parts: bytes, status: int = 200, coding: str = "gzip", scope: Any = None
) -> tuple[Headers, list[bytes]]:
    """The headers and parts that are sent of an answer of these parts."""
    sent: list[Any] = []

    async def send(message: Any) -> None:
        sent.append(message)

    asked: Any = scope or {}
    compressing = Compressing(coding, asked, send)
    await compressing({"type": "http.response.start", "status": status, "headers": headers})
    for number, part in enumerate(parts, 1):
        message: Any = {"type": "http.response.body", "body": part, "more_body": number < len(parts)}
        await compressing(message)
    start, *rest = sent
    assert (start["type"], start["status"]) == ("http.response.start", status)
    assert {message["type"] for message in rest} == {"http.response.body"}
    assert [message["more_body"] for message in rest] == [number < len(parts) for number in range(1, len(parts) + 1)]
    return start["headers"], [message["body"] for message in rest]


@pytest.mark.parametrize(
    ("status", "headers", "parts", "is_compressed"),
    [
        (200, [HTML], [LONG], True),
        (200, [HTML], [LONG[1:]], False),
        (200, [HTML], [b"", b"short"], True),  # how long it gets isn't known
        (404, [HTML], [LONG], True),
        (204, [HTML], [LONG], False),
        (205, [HTML], [LONG], True),
        (304, [HTML], [LONG], False),
        (305, [HTML], [LONG], True),
        (200, [HTML, (b"Content-Encoding", b"br")], [LONG], False),
        (200, [(b"content-encoding", b"br"), HTML], [LONG], False),
        (200, [HTML, (b"Cache-Control", b"private, no-transform")], [LONG], False),
        (200, [HTML, (b"cache-control", b"no-store")], [LONG], True),
        (200, [(b"x-other", b"no-transform"), HTML], [LONG], True),
        (200, [], [LONG], False),
        (200, [(b"x-type", b"text/html")], [LONG], False),
        (200, [(b"content-type", b"application/json")], [LONG], True),
        (200, [(b"content-type", b"application/yaml")], [LONG], True),
        (200, [(b"content-type", b"application/javascript")], [LONG], True),
        (200, [(b"content-type", b"image/svg+xml")], [LONG], True),
        (200, [(b"content-type", b"image/webp")], [LONG], False),
        (200, [(b"content-type", b"application/pdf")], [LONG, LONG], False),
    ],
)
async def test_what_is_worth_it_is_compressed(
    status: int, headers: Headers, parts: list[bytes], is_compressed: bool
) -> None:
    length = (b"Content-Length", b"%d" % sum(map(len, parts)))
    said, sent = await compressed([length, *headers], *parts, status=status)
    if not is_compressed:
        assert (said, sent) == ([length, *headers], parts)
        return
    assert said[: len(headers)] == headers
    own = [(b"content-encoding", b"gzip"), (b"vary", b"Accept-Encoding")]
    assert said[len(headers) :] == own + ([(b"content-length", b"%d" % len(sent[0]))] if len(parts) == 1 else [])
    assert DECODERS["gzip"](b"".join(sent)) == b"".join(parts)


operations = Operations(B2B_V1, "Things")


@operations.get("/api/v1/things", "list_things", Entry.OPEN)
async def list_things(ctx: Detached[None]) -> None: ...


@operations.get("/api/v1/tokens", "list_tokens", Entry.OPEN, answers_secret=True)
async def list_tokens(ctx: Detached[None]) -> None: ...


@pytest.mark.parametrize(("operation", "is_compressed"), [*zip(operations, [True, False], strict=True)])
async def test_an_answer_with_a_secret_is_not_compressed(operation: Any, is_compressed: bool) -> None:
    """Its length would say how much of the secret is the same as what the caller sent beside it."""
    scope = {"route_handler": SimpleNamespace(opt={DECLARED: operation})}
    for parts in ([LONG], [LONG, LONG]):
        _, sent = await compressed([HTML], *parts, scope=scope)
        assert (sent != parts) is is_compressed


@pytest.mark.parametrize("coding", DECODERS)
async def test_parts_are_sent_as_they_come(coding: str) -> None:
    parts = [b"first", b"", b"second", b"x" * AT_ONCE, b""]
    _, sent = await compressed([HTML], *parts, coding=coding)
    assert [bool(part) for part in sent] == [True, False, True, True, True]
    assert DECODERS[coding](b"".join(sent)) == b"".join(parts)


async def test_a_message_that_says_nothing_of_further_ones_is_the_last() -> None:
    sent: list[Any] = []

    async def send(message: Any) -> None:
        sent.append(message)

    compressing = Compressing("gzip", cast("Any", {}), send)
    await compressing({"type": "http.response.start", "status": 200, "headers": [HTML]})
    await compressing(cast("Any", {"type": "http.response.body"}))
    assert sent[1:] == [{"type": "http.response.body", "body": b"", "more_body": False}]


@pytest.mark.parametrize(("size", "in_thread"), [(AT_ONCE - 1, []), (AT_ONCE, []), (AT_ONCE + 1, [AT_ONCE + 1])])
async def test_what_is_long_is_compressed_in_a_thread(
    size: int, in_thread: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    sizes: list[int] = []
    really = asyncio.to_thread

    async def noted(function: Any, part: bytes) -> Any:
        sizes.append(len(part))
        return await really(function, part)

    monkeypatch.setattr("parlour.http.compression.asyncio.to_thread", noted)
    _, sent = await compressed([HTML], b"x" * size)
    assert (sizes, len(DECODERS["gzip"](sent[0]))) == (in_thread, size)


@pytest.mark.parametrize(
    ("accepted", "coding"),
    [
        ("gzip, br;q=1.0", "br"),  # who says nothing means 1
        ("gzip;q=0.5", "gzip"),
        ("gzip;q=0, gzip", None),  # the first counts
        ("x-gzip;q=0, gzip", None),
        ("br;q=0.5;q=0.6, gzip;q=0.1", "br"),
        ("br;level=4, gzip;q=0.1", "gzip"),
        ("br;q=0.5;level=4, gzip;q=0.1", "gzip"),
        (";q=1, br", "br"),
        ("identity;q=0", None),
        ("identity;q=0, *;q=0.5", "zstd"),
        ("*;q=0", None),
        ("br;q=1.001, gzip", "gzip"),
        ("br;q=0.0001, gzip;q=0.001", "gzip"),
    ],
)
def test_the_coding_is_the_one_with_the_greatest_weight(accepted: str, coding: str | None) -> None:
    assert coding_for(accepted.encode()) == coding


def test_weights_are_those_that_can_be_read() -> None:
    assert weights_in("GZip;q=0.25, br ; Q = 1.000, zstd;q=x, *;q=0") == {"gzip": 0.25, "br": 1.0, "*": 0.0}

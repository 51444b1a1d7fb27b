"""Answers as they are sent: headers and content."""

from collections.abc import AsyncIterator
from decimal import Decimal
from typing import Any

import msgspec
import pytest
from litestar import Request, Response

from parlour.http.bare import BARE
from parlour.http.csv_answer import CSVAnswer
from parlour.http.cursors import NEXT_PAGE
from parlour.http.encoded_answer import EncodedAnswer
from parlour.http.json import JSONAnswer, WithETag, encode_answer
from parlour.http.workbook_answer import WorkbookAnswer

JSON = (b"content-type", b"application/json")


class Answer(msgspec.Struct):
    data: Any
    success: bool = True


class Noting:
    """Takes the place of a request that may be sent again."""

    def __init__(self) -> None:
        self.noted: list[Any] = []

    def note(self, answer: EncodedAnswer) -> None:
        self.noted.append(answer)


def request_with(**state: Any) -> Request[Any, Any, Any]:
    scope: Any = {"type": "http", "method": "GET", "path": "/api/v1/goods", "headers": [], "state": state}
    return Request(scope)


async def sent(app: Any) -> tuple[int, dict[bytes, bytes], bytes]:
    """Status, headers and content of an answer."""
    messages: list[Any] = []

    async def send(message: Any) -> None:
        messages.append(message)

    async def receive() -> Any:
        return {"type": "http.disconnect"}

    await app(request_with().scope, receive, send)
    start, *bodies = messages
    content = b"".join(each.get("body", b"") for each in bodies)
    return start["status"], dict(start["headers"]), content


@pytest.mark.parametrize(
    ("content", "status", "headers", "body"),
    [
        (Answer(Decimal("1.50")), 200, [JSON, (b"content-length", b"28")], b'{"data":1.50,"success":true}'),
        (WithETag({"id": 7}, 3), 201, [JSON, (b"content-length", b"8"), (b"etag", b'"3"')], b'{"id":7}'),
        (WithETag({"id": 7}, 0), 200, [JSON, (b"content-length", b"8"), (b"etag", b'"0"')], b'{"id":7}'),
        (WithETag([], None), 200, [JSON, (b"content-length", b"2")], b"[]"),
        (None, 202, [JSON, (b"content-length", b"0")], b""),
        (None, 204, [], b""),
        (WithETag(None, 3), 204, [(b"etag", b'"3"')], b""),
    ],
)
async def test_an_answer_is_sent_with_its_headers(
    content: Any, status: int, headers: list[tuple[bytes, bytes]], body: bytes
) -> None:
    assert await sent(encode_answer(request_with(), content, status)) == (status, dict(headers), body)


async def test_a_page_links_to_the_next() -> None:
    answer = encode_answer(request_with(**{NEXT_PAGE: '</x?page=2>; rel="next"'}), [], 200)
    _, headers, _ = await sent(answer)
    assert headers[b"link"] == b'</x?page=2>; rel="next"'


async def test_for_some_partners_it_is_bare() -> None:
    assert (await sent(encode_answer(request_with(**{BARE: True}), Answer([1]), 200)))[2] == b"[1]"
    assert (await sent(encode_answer(request_with(), Answer([1]), 200)))[2] == b'{"data":[1],"success":true}'


def test_a_request_with_a_key_keeps_its_answer() -> None:
    retryable = Noting()
    answer = encode_answer(request_with(retryable=retryable), Answer([1]), 201)
    assert retryable.noted == [answer]


async def test_an_answer_of_the_frameworks_kind_is_sent_as_it_is() -> None:
    answer = encode_answer(request_with(), Response(b"abc", media_type="text/plain", status_code=203), 200)
    status, headers, content = await sent(answer)
    assert (status, headers[b"content-type"], content) == (203, b"text/plain; charset=utf-8", b"abc")


async def test_refusals_are_encoded_alike() -> None:
    answer = JSONAnswer({"limit": Decimal("1.50")}, media_type="application/json")
    _, _, content = await sent(answer.to_asgi_response(app=None, request=request_with()))
    assert content == b'{"limit":1.50}'


@pytest.mark.parametrize(
    ("kind", "media_type"),
    [
        (CSVAnswer, b"text/csv; charset=utf-8"),
        (WorkbookAnswer, b"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    ],
)
async def test_a_table_is_a_download_with_a_name(kind: Any, media_type: bytes) -> None:
    async def parts() -> AsyncIterator[bytes]:
        yield b"a,b\r\n"
        yield b"1,2\r\n"

    answer = encode_answer(request_with(), kind(parts(), "goods.x"), 200)
    status, headers, content = await sent(answer)
    assert (status, content) == (200, b"a,b\r\n1,2\r\n")
    assert headers[b"content-type"] == media_type
    assert headers[b"content-disposition"] == b'attachment; filename="goods.x"'

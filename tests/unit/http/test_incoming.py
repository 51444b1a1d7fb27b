"""Where the fields of an operation's body are read from: JSON, a form, a packed body, or the query in its place."""

import gzip
from types import SimpleNamespace
from typing import Any, cast

import httpx
import msgspec
import pytest
from litestar import Litestar, Request, post
from msgspec import UNSET, UnsetType

from parlour.access.permissions import Entry
from parlour.errors import Invalid, Malformed, Overloaded, UnknownEncoding
from parlour.http.authority import Authority
from parlour.http.fields import Money
from parlour.http.forms import FORM_EXPECTED
from parlour.http.incoming import JSON_EXPECTED, IncomingRequest, read_body
from parlour.http.protocol.limits import TAKE_MEMORY

FORM = "application/x-www-form-urlencoded"
JSON = "application/json"
LIMIT = 60_000


class Thing(msgspec.Struct):
    title: str = "none"
    count: int = 0


async def outcome(request: Request[Any, Any, Any], *, is_form: bool) -> str:
    try:
        thing = (await read_body(request, Thing, is_form=is_form)).accept()
        assert await request.body() == await request.body()
    except Invalid:
        return "Invalid"
    except Malformed as fault:
        return str(fault)
    except (UnknownEncoding, Overloaded) as fault:
        return type(fault).__name__
    return f"{thing.title} {thing.count}"


@post("/json", request_max_body_size=LIMIT)
async def for_json(request: Request[Any, Any, Any]) -> str:
    return await outcome(request, is_form=False)


@post("/form", request_max_body_size=LIMIT)
async def for_form(request: Request[Any, Any, Any]) -> str:
    return await outcome(request, is_form=True)


class Priced(msgspec.Struct):
    price: Money | UnsetType = UNSET


@post("/price")
async def for_price(request: Request[Any, Any, Any]) -> str:
    if (currency := request.headers.get("x-currency")) is not None:
        authority = Authority(
            cast("Any", None), header="", location_id=7, needs=Entry.OPEN, host="", is_confirmed_by_handler=False
        )
        authority._tenant = cast("Any", SimpleNamespace(currency=currency) if currency else None)
        request.scope["state"]["authority"] = authority
    body = await read_body(request, Priced, is_form=False)
    return ", ".join(body.too_fine) or str(body.accept().price)


APP = Litestar([for_json, for_form, for_price], request_class=IncomingRequest, openapi_config=None, logging_config=None)


async def send(target: str, body: bytes, content_type: str | None = None, **headers: str) -> httpx.Response:
    taken: list[int] = []

    def take(size: int) -> bool:
        taken.append(size)
        return sum(taken) <= int(headers["x-room"])

    async def counting(scope: Any, receive: Any, send: Any) -> None:
        if "x-room" in headers:
            scope[TAKE_MEMORY] = take
        await APP(scope, receive, send)

    if content_type:
        headers["content-type"] = content_type
    transport = httpx.ASGITransport(cast("Any", counting))
    async with httpx.AsyncClient(transport=transport, base_url="http://parlour.test") as client:
        return await client.post(target, content=body, headers=headers)


QUERY = "?title=Oil&count=3"
FILLED = b'{"title": "Wax"}'


@pytest.mark.parametrize(
    ("target", "body", "content_type", "expected"),
    [
        # The query counts where a library has sent nothing.
        *[(f"/json{QUERY}", empty, JSON, "Oil 3") for empty in (b"", b"{}", b"[]", b"null", b'""', b" {} \n")],
        (f"/json{QUERY}", b"{}".ljust(16), JSON, "Oil 3"),
        (f"/form{QUERY}", b"", FORM, "Oil 3"),
        (f"/json{QUERY}", b"{}".ljust(17), JSON, "none 0"),
        (f"/json{QUERY}", FILLED, JSON, "Wax 0"),
        (f"/json{QUERY}", b'{"count":1}', JSON, "none 1"),
        ("/json?other=1", b"{}", JSON, "none 0"),
        ("/json?other=1", b"", JSON, JSON_EXPECTED),
        ("/json?title=null&title=undefined&title=", b"{}", JSON, "none 0"),
        ("/json?title=null&count=3", b"{}", JSON, "none 3"),
        ("/json?title=Oil&count=undefined", b"{}", JSON, "Oil 0"),
        ("/json?title=%ff&count=2", b"{}", JSON, "Invalid"),
        ("/json?title=%D0%9C", b"{}", JSON, "\u041c 0"),
        ("/json", b"title=%D0%9C", FORM, "\u041c 0"),
        ("/json?%ff=1&title=Oil", b"{}", JSON, "none 0"),  # not readable
        ("/json?" + "&".join(["title=Oil"] * 2001), b"{}", JSON, "none 0"),
        ("/json?" + "&".join(["title=Oil"] * 2000), b"{}", JSON, "Oil 0"),
        # Nothing at all.
        ("/json", b"", None, JSON_EXPECTED),
        ("/form", b"", None, FORM_EXPECTED),
        ("/json", b"{}", None, "none 0"),
        # JSON, whatever it is called; and a form in its place, if it is called one.
        ("/json", FILLED, None, "Wax 0"),
        ("/json", FILLED, FORM, "Wax 0"),
        ("/json", b" \n" + FILLED, FORM, "Wax 0"),
        ("/json", b"[1]", FORM, "Invalid"),
        ("/json", b'"title=1"', FORM, "Invalid"),
        ("/json", b"title=Wax&count=2", FORM, "Wax 2"),
        ("/json", b"title=Wax&count=2", JSON, "malformed"),
        ("/json", b"title=Wax&count=2", None, "malformed"),
        ("/json", b"&".join([b"title=Wax"] * 2000), FORM, "Wax 0"),
        ("/json", b"&".join([b"title=Wax"] * 2001), FORM, "The form can't be read."),
        ("/form", b"title=Wax&count=2", FORM, "Wax 2"),
        ("/form", FILLED, JSON, FORM_EXPECTED),
        ("/form", b"&".join([b"title=Wax"] * 50), FORM, "Wax 0"),
        ("/form", b"&".join([b"title=Wax"] * 51), FORM, "The form can't be read."),
    ],
)  # fmt: skip
async def test_fields_are_read_where_they_are(
    target: str, body: bytes, content_type: str | None, expected: str
) -> None:
    answer = await send(target, body, content_type)
    assert answer.status_code == 201, answer.text
    if expected == "malformed":
        assert answer.text not in (JSON_EXPECTED, FORM_EXPECTED, "Wax 2")
    else:
        assert answer.text == expected


@pytest.mark.parametrize(
    ("currency", "price", "expected"),
    [
        ("JPY", b"1500", "1500"),
        ("JPY", b"1.5", "price"),
        ("EUR", b"1.55", "1.55"),
        ("EUR", b"1.555", "price"),
        ("KWD", b"1.555", "1.555"),
        ("", b"1.55", "1.55"),  # a user without a location
        ("", b"1.555", "price"),
        (None, b"1.55", "1.55"),  # no user at all
        (None, b"1.555", "price"),
    ],
)
async def test_money_has_the_decimals_of_the_locations_currency(
    currency: str | None, price: bytes, expected: str
) -> None:
    headers = {} if currency is None else {"x-currency": currency}
    assert (await send("/price", b'{"price": %s}' % price, JSON, **headers)).text == expected


@pytest.mark.parametrize(
    ("coding", "body", "expected"),
    [
        ("gzip", gzip.compress(FILLED, mtime=0), "Wax 0"),
        ("identity", FILLED, "Wax 0"),
        ("br", FILLED, "UnknownEncoding"),
        ("gzip", FILLED, "The body can't be unpacked: it is no gzip, or cut off."),
        ("gzip", gzip.compress(FILLED.ljust(LIMIT), mtime=0), "Wax 0"),
    ],
)
async def test_a_packed_body_is_read_as_what_is_in_it(coding: str, body: bytes, expected: str) -> None:
    assert (await send("/json", body, JSON, **{"content-encoding": coding})).text == expected


async def test_a_packed_body_has_the_limit_of_its_operation() -> None:
    packed = gzip.compress(FILLED.ljust(LIMIT + 1))
    assert (await send("/json", packed, JSON, **{"content-encoding": "gzip"})).status_code == 413
    assert (await send("/json", FILLED.ljust(LIMIT + 1), JSON)).status_code == 413


@pytest.mark.parametrize(("room", "expected"), [(16, "Wax 0"), (15, "Overloaded")])
async def test_a_packed_body_takes_memory_for_what_is_in_it(room: int, expected: str) -> None:
    answer = await send(
        "/json", gzip.compress(FILLED, mtime=0), JSON, **{"content-encoding": "gzip", "x-room": str(room)}
    )
    assert answer.text == expected

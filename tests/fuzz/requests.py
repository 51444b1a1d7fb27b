"""Requests that are nearly good, for one operation: its path, query, headers or body changed."""

from collections.abc import Mapping
from functools import cache
from typing import Any
from urllib.parse import quote, quote_from_bytes

import msgspec
from hypothesis import strategies as st

from parlour.http.operation import Operation
from parlour.http.query import Query
from tests.fuzz.documents import ODD_NUMBERS, ODD_TEXTS, damaged, near_documents
from tests.fuzz.exchange import Raw
from tests.support.client import Form
from tests.support.operations import query_parameters

BOUNDARY = "parlour-fuzz"
ODD_PARTS = [
    *(
        b"%00",
        b"%",
        b"%zz",
        b"%ff%fe",
        b"%ed%a0%80",
        b"%c0%ae%c0%ae",
        b"%E2%80%AE",
        b"%0d%0aX:1",
        b"+",
        b"%2B",
        b"%2e%2e",
    ),
    *(b"%F0%9F%92%A9", b"%20", b"%09", b"%3Cb%3E", b"%5B", b"%E0%A5%A7", b"%EF%BC%91", b"x" * 300, b"1" * 5000, b"%2F"),
    *(b"0", b"-1", b"01", b"1.0", b"1e5", b"9223372036854775808", b"9007199254740992", b"999999999999999999999999"),
]
ODD_HEADERS = [
    b"",
    b" ",
    b"\xff\xfe",
    b"\xe2\x80\xae",
    b"a" * 3000,
    b"*",
    b'"',
    b'W/"',
    b'"3"',
    b'"1", "2"',
    b"\xb2",
    b'"\xb2"',
]
HEADERS: Mapping[bytes, list[bytes]] = {
    b"if-match": [
        b'"999999999999999999"',
        b'"9999999999999999999999"',
        '"١"'.encode(),
        b'W/"1"',
        b'"1",,"2"',
        b"1",
        b'"\x80"',
    ],
    b"accept": [
        b"application/vnd.api.v2+json;q=0",
        b"*/*",
        b"application/vnd.api.v2+json;q=\xff",
        b";;;,,,",
        b"a/b;q=1e999",
    ],
    b"accept-language": [
        b"de;q=1e999",
        b"de;q=nan",
        b"x" * 300,
        b"de;q=-inf, en",
        b"*-*;q=0x1",
        b"de;q=" + b"1" * 5000,
    ],
    b"accept-encoding": [b"gzip;q=nan", b"*;q=", b"br;q=1e9"],
    b"if-none-match": [b"W/", b'"\x80"', b",,,"],
    b"cookie": [b"lang=\xff", b"lang=de; lang", b'lang="\\777"', b"=;=;;", b"\x80=\x80", b"lang=" + b"x" * 3000],
    b"prefer": [
        b"code=404",
        b"code=999",
        b"dynamic=true",
        b"dynamic=true, seed=\xff",
        b'example="\\"',
        b"delay=\xb2",
        b"code=\xb9\xb2\xb3",
    ],
    b"authorization": [
        b"Bearer \xff, User \xfe",
        b"Bearer",
        b"Bearer a, Bearer b, User c",
        b"User \x85",
        b"Basic Og==",
    ],
    b"content-type": [
        *(
            b"application/json; charset=utf-16",
            b"application/json; charset=nonsense",
            b"text/plain",
            b"\xff/\xff",
            b";",
            b"=",
        ),
        *(
            b"multipart/form-data",
            b"multipart/form-data; boundary=",
            b'multipart/form-data; boundary="',
            b"application/x-www-form-urlencoded",
        ),
        *(
            b"multipart/form-data; boundary=" + b"b" * 300,
            b"multipart/form-data; boundary=\xff",
            b"application/x-msgpack",
            b"application/yaml",
        ),
    ],
    b"x-forwarded-for": [b"unknown", b"::ffff:1.2.3.4%eth0", b"999.1.1.1", b"\xff"],
    b"x-request-id": [b"\xff" * 10, b"a" * 65],
    b"range": [b"bytes=9-1", b"bytes=\xb2-"],
    b"origin": [b"null", b"http://["],
}


class Good(msgspec.Struct, frozen=True):
    """A request that an operation takes."""

    method: str
    handler: Operation
    path: str
    query: str
    headers: dict[str, str]
    body: Any


KINDS = ["query", "headers", "path"]
CHANGED_WITHOUT_BODY = st.lists(st.sampled_from(KINDS), min_size=1, max_size=2, unique=True)
CHANGED = st.lists(st.sampled_from([*KINDS, *["body"] * 9]), min_size=1, max_size=2, unique=True)


@st.composite
def near_requests(draw: st.DrawFn, good: Good) -> Raw:
    """The request with one part changed, at times two."""
    changed = draw(CHANGED_WITHOUT_BODY if good.body is None else CHANGED)
    headers = {name.lower().encode(): value.encode() for name, value in good.headers.items()}
    body = b""
    if good.body is not None:
        kind, body = draw(bodies(good, is_changed="body" in changed))
        headers[b"content-type"] = kind
    if "headers" in changed:
        name, value = draw(near_headers())
        headers[name] = value
    path = draw(near_paths(good.path)) if "path" in changed else quote(good.path).encode()
    query = draw(near_queries(good)) if "query" in changed else good.query.encode()
    return Raw(good.method.upper(), path, query, tuple(headers.items()), body)


# Strategies are made once: to make and check one takes as long as ten draws.
HEADER_NAMES = st.sampled_from(list(HEADERS))
HEADER_VALUES = {
    name: st.sampled_from([*known, *ODD_HEADERS]) | st.binary(max_size=12) for name, known in HEADERS.items()
}
PATH_PARTS = st.sampled_from(ODD_PARTS) | st.binary(max_size=6).map(lambda raw: quote_from_bytes(raw).encode())
# Some are not encoded well.
QUERY_VALUES = (
    st.sampled_from(ODD_PARTS)
    | st.sampled_from([quote(text, errors="surrogatepass").encode()[:6000] for text in (*ODD_TEXTS, *ODD_NUMBERS)])
    | st.binary(max_size=8)
)
FORM_TEXTS = st.sampled_from([text.encode(errors="surrogatepass") for text in ODD_TEXTS]) | st.binary(max_size=30)


@st.composite
def near_headers(draw: st.DrawFn) -> tuple[bytes, bytes]:
    """A header that the application reads, with an odd value."""
    name = draw(HEADER_NAMES)
    return name, draw(HEADER_VALUES[name])


@st.composite
def near_paths(draw: st.DrawFn, good: str) -> bytes:
    """A path with something odd in one of its parts."""
    parts = [quote(part).encode() for part in good.split("/")]
    place = draw(st.integers(1, len(parts) - 1))
    parts[place] = draw(PATH_PARTS) if draw(st.integers(0, 3)) else parts[place] + draw(PATH_PARTS)
    return b"/".join(parts)


@cache
def query_pairs(handler: Operation) -> st.SearchStrategy[list[tuple[str, bytes]]]:
    """Names that an operation knows, and unknown ones, with odd values."""
    own = query_parameters(handler)
    known = [*own, *(f"{name}[]" for name in own), *(handler.arguments.query or Query).OTHER_NAMES]
    names = st.sampled_from([*known, *known, "x", "", "ids[0]", "%00", "\ud800"]) | st.text(max_size=4)
    return st.lists(st.tuples(names, QUERY_VALUES), min_size=1, max_size=4)


@st.composite
def near_queries(draw: st.DrawFn, good: Good) -> bytes:
    """A query of known and unknown names with odd values, some not encoded well."""
    pairs = draw(query_pairs(good.handler))
    return b"&".join(quote(name, safe="[]", errors="surrogatepass").encode() + b"=" + value for name, value in pairs)


@st.composite
def bodies(draw: st.DrawFn, good: Good, *, is_changed: bool) -> tuple[bytes, bytes]:
    """The media type of a body, and the body."""
    if not isinstance(good.body, Form):
        kind = good.handler.arguments.body
        names = [field.encode_name for field in msgspec.structs.fields(kind)] if kind else []
        document = near_documents(good.body, names) if is_changed else st.just(msgspec.json.encode(good.body))
        return b"application/json", draw(document)
    parts = dict(good.body)
    if is_changed:
        name = draw(st.sampled_from([*parts, "x", "\x00"]))
        parts[name] = draw(FORM_TEXTS)
        if draw(st.booleans()):
            del parts[draw(st.sampled_from(list(parts)))]
    content = multipart(parts)
    return f"multipart/form-data; boundary={BOUNDARY}".encode(), draw(damaged(content)) if is_changed else content


def multipart(parts: Mapping[str, Any]) -> bytes:
    """A form as bytes."""
    pieces = []
    for name, value in parts.items():
        content = value if isinstance(value, bytes) else str(value).encode()
        file = b'; filename="picture.jpg"' if isinstance(value, bytes) else b""
        head = b'Content-Disposition: form-data; name="' + name.encode(errors="surrogatepass") + b'"' + file
        pieces.append(b"--" + BOUNDARY.encode() + b"\r\n" + head + b"\r\n\r\n" + content + b"\r\n")
    return b"".join(pieces) + b"--" + BOUNDARY.encode() + b"--\r\n"

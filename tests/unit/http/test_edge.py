"""What the edge does with every request and answer, around an application that answers what the test wants."""

from types import SimpleNamespace
from typing import Any

import pytest
import structlog

from parlour.http.edge import Edge
from parlour.http.sections import Section, Sections

SECTIONS = Sections(
    [
        Section("/letters/", has_secret_addresses=True),
        Section("/pictures/", is_embeddable=True),
        Section("/windows/", is_framed=True),
    ]
)
TEXT = (b"content-type", b"application/json")
Headers = list[tuple[bytes, bytes]]


class Answering:
    """An application that notes what it was asked and answers."""

    def __init__(self, status: int = 200, headers: Headers | None = None, body: bytes = b"{}") -> None:
        self.answer = status, headers or [], body
        self.asked: list[Any] = []
        self.context: list[Any] = []

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        self.asked.append(scope)
        self.context.append(structlog.contextvars.get_contextvars())
        await receive()
        status, headers, body = self.answer
        await send({"type": "http.response.start", "status": status, "headers": headers})
        await send({"type": "http.response.body", "body": body, "more_body": False})


def edge_of(app: Any, origins: tuple[str, ...] = ()) -> Edge:
    """The edge around any application, which has sections as ours has."""
    app.state = {"sections": SECTIONS}
    return Edge(app, origins)


async def ask(
    app: Any, path: str = "/nothing", method: str = "GET", headers: Headers | None = None, origins: tuple[str, ...] = ()
) -> tuple[Any, list[Any]]:
    """The start of the answer, with its headers as a list, and the parts of its body."""
    sent: list[Any] = []

    async def receive() -> Any:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: Any) -> None:
        sent.append(message)

    scope: Any = {"type": "http", "path": path, "method": method, "headers": headers or [], "client": ("192.0.2.1", 1)}
    await edge_of(app, origins)(scope, receive, send)
    start, *parts = sent
    return start, parts


def values(start: Any, wanted: bytes) -> list[bytes]:
    return [value for name, value in start["headers"] if name == wanted]


async def test_what_is_no_request_is_passed_on_as_it_is() -> None:
    passed: list[Any] = []

    async def app(*what: Any) -> None:
        passed.extend(what)

    edge = edge_of(app)
    scope, receive, send = {"type": "lifespan"}, object(), object()
    with structlog.testing.capture_logs() as lines:
        await edge(scope, receive, send)  # type: ignore[arg-type]
    assert (passed, lines) == ([scope, receive, send], [])


LONGEST = b"x" * 64


@pytest.mark.parametrize(
    ("headers", "kept"),
    [
        ([], None),
        ([(b"x-request-id", b"Trace-0._9")], b"Trace-0._9"),
        ([(b"x-request-id", b"1234567")], None),
        ([(b"x-request-id", b"12345678")], b"12345678"),
        ([(b"x-request-id", LONGEST)], LONGEST),
        ([(b"x-request-id", LONGEST + b"x")], None),
        ([(b"x-request-id", b"12345678\n")], None),
        ([(b"x-request-id", b"12345678"), (b"x-request-id", b"87654321")], b"12345678"),
        ([(b"x-request-id", b"odd one!!"), (b"x-request-id", b"87654321")], b"87654321"),
        ([(b"x-trace", b"12345678")], None),
        ([(b"accept-encoding", b"identity"), (b"origin", b"12345678")], None),
    ],
)
async def test_a_request_has_one_well_formed_id(
    headers: Headers, kept: bytes | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("parlour.http.edge.random", SimpleNamespace(getrandbits=lambda bits: (1 << bits) - 2))
    app = Answering()
    start, _ = await ask(app, headers=headers)
    expected = kept or b"fffffffffffffffe"
    assert values(start, b"x-request-id") == [expected]
    assert app.context == [{"request_id": expected.decode()}]  # so all lines of the log have it
    assert structlog.contextvars.get_contextvars() == {}


@pytest.mark.parametrize(
    ("path", "logged"), [("/letters/secret", "/letters/…"), ("/nothing", "/nothing"), ("/a\0b\0", "/a\ufffdb\ufffd")]
)
@pytest.mark.parametrize("client", [("192.0.2.1", 1), None])
async def test_each_request_is_logged_in_one_line(
    path: str, logged: str, client: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("parlour.http.edge.time", SimpleNamespace(perf_counter=iter((7.0, 7.12368)).__next__))
    app = Answering(418)
    edge = edge_of(app)

    async def nothing(*_: Any) -> Any:
        return {}

    scope: Any = {"type": "http", "path": path, "method": "PUT", "headers": [], "client": client}
    with structlog.testing.capture_logs() as lines:
        await edge(scope, nothing, nothing)
    address = client[0] if client else ""
    said = {"event": "request", "log_level": "info", "method": "PUT", "path": logged, "status": 418, "ms": 123.7}
    assert lines == [{**said, "client": address}]
    assert app.asked[0]["path"] == (logged if "\0" in path else path)


async def test_a_failed_request_leaves_nothing_to_the_next() -> None:
    async def failing(*_: Any) -> None:
        raise KeyError

    with pytest.raises(KeyError):
        await ask(failing)
    assert structlog.contextvars.get_contextvars() == {}


async def test_head_is_a_get_whose_body_is_not_sent() -> None:
    app = Answering(headers=[(b"content-length", b"2")])
    start, parts = await ask(app, method="HEAD")
    assert app.asked[0]["method"] == "GET"
    assert values(start, b"content-length") == [b"2"]
    assert parts == [{"type": "http.response.body", "body": b"", "more_body": False}]


@pytest.mark.parametrize(
    ("path", "headers", "coding"),
    [
        ("/nothing", [(b"accept-encoding", b"br")], b"br"),
        ("/letters/x", [(b"accept-encoding", b"br")], None),
        ("/letters/x", [], None),
        ("/nothing", [], None),
        ("/nothing", [(b"accept-encoding", b"gzip;q=0.5"), (b"accept-encoding", b"br")], b"br"),
        ("/nothing", [(b"accept-encoding", b"gzip"), (b"accept-encoding", b"br;q=0.5")], b"gzip"),
        ("/nothing", [(b"accept", b"br")], None),
    ],
)
async def test_an_answer_is_compressed_where_its_address_is_no_secret(
    path: str, headers: Headers, coding: bytes | None
) -> None:
    body = b"x" * 5000
    start, parts = await ask(Answering(headers=[TEXT], body=body), path, headers=headers)
    assert values(start, b"content-encoding") == ([coding] if coding else [])
    assert (parts[0]["body"] == body) == (coding is None)
    assert values(start, b"x-content-type-options") == [b"nosniff"]  # the headers of all answers are there


SITE = b"https://shop.example"
PREFLIGHT = [(b"access-control-request-method", b"PUT"), (b"access-control-request-headers", b"x-one, x-two")]


@pytest.mark.parametrize(
    ("method", "status", "allowed", "allow"),
    [
        ("PATCH", 405, b"GET, PUT", b"GET, HEAD, OPTIONS, PUT"),
        ("PATCH", 405, b"PUT", b"OPTIONS, PUT"),
        ("HEAD", 405, b"PUT", b"OPTIONS, PUT"),
        ("OPTIONS", 204, b"GET,PUT", b"GET, HEAD, OPTIONS, PUT"),
        ("OPTIONS", 404, None, None),
        ("PATCH", 405, None, None),
        ("GET", 200, b"GET", b"GET"),  # what the application says by itself
        ("PATCH", 406, b"GET", b"GET"),
        ("PATCH", 404, None, None),
    ],
)
@pytest.mark.parametrize("path", ["/nothing", "/openapi/x"])
async def test_all_methods_are_named_where_one_was_wrong(
    method: str, status: int, allowed: bytes | None, allow: bytes | None, path: str
) -> None:
    """What a browser asks before it sends a request is answered, too, where pages of other sites may read."""
    given = [(b"x-first", b"1"), *([(b"allow", allowed)] if allowed else []), (b"x-last", b"2")]
    start, _ = await ask(Answering(status, given), path, method, [(b"origin", SITE), *PREFLIGHT])
    assert values(start, b"allow") == ([allow] if allow else [])
    assert (values(start, b"x-first"), values(start, b"x-last")) == ([b"1"], [b"2"])
    is_answered = method == "OPTIONS" and allow is not None and path == "/openapi/x"
    assert values(start, b"access-control-allow-methods") == ([allow] if is_answered else [])
    assert values(start, b"access-control-allow-headers") == ([b"x-one, x-two"] if is_answered else [])
    assert values(start, b"access-control-max-age") == ([b"7200"] if is_answered else [])


async def test_an_options_request_without_a_wish_of_a_browser_gets_the_methods_alone() -> None:
    start, _ = await ask(Answering(204, [(b"allow", b"GET")]), "/openapi/x", "OPTIONS", [(b"origin", SITE)])
    assert values(start, b"allow") == [b"GET, HEAD, OPTIONS"]
    assert values(start, b"access-control-allow-methods") == values(start, b"access-control-max-age") == []


EXPOSED = b"Allow, ETag, Link, Preference-Applied, Retry-After, WWW-Authenticate, X-Request-ID"


@pytest.mark.parametrize(
    ("origins", "path", "origin", "allowed", "varies"),
    [
        ((), "/api/v1/x", SITE, None, False),
        ((), "/_mock/x", SITE, b"*", False),
        ((), "/openapi/x", None, b"*", False),
        ((), "/llms.txt", SITE, b"*", False),
        ((), "/pictures/x", SITE, None, False),
        (("*",), "/api/v1/x", SITE, b"*", False),
        (("*",), "/api/v1/x", None, b"*", False),
        (("*",), "/nothing", SITE, None, False),
        (("https://shop.example",), "/api/v1/x", SITE, SITE, True),
        (("https://shop.example",), "/api/v1/x", b"HTTPS://Shop.Example", b"HTTPS://Shop.Example", True),
        (("https://shop.example",), "/api/v1/x", b"https://other.example", None, True),
        (("https://shop.example",), "/api/v1/x", None, None, True),
        (("https://shop.example",), "/_mock/x", b"https://other.example", b"*", False),
        (("https://shop.example",), "/nothing", SITE, None, False),
    ],
)
async def test_pages_of_other_sites_read_what_they_may(
    origins: tuple[str, ...], path: str, origin: bytes | None, allowed: bytes | None, varies: bool
) -> None:
    headers = [(b"host", b"x"), *([(b"origin", origin)] if origin else []), (b"accept", b"*/*")]
    start, _ = await ask(Answering(), path, headers=headers, origins=origins)
    assert values(start, b"access-control-allow-origin") == ([allowed] if allowed else [])
    assert values(start, b"access-control-expose-headers") == ([EXPOSED] if allowed else [])
    assert [value for value in values(start, b"vary") if value == b"Origin"] == [b"Origin"] * varies


SAFE = [(b"x-content-type-options", b"nosniff"), (b"referrer-policy", b"no-referrer")]
POLICIES = (b"cross-origin-resource-policy", b"x-frame-options", b"cache-control", b"vary")


@pytest.mark.parametrize(
    ("path", "policies"),
    [
        ("/api/v1/x", [b"same-origin", b"DENY", b"no-store", None]),
        ("/_mock/x", [b"cross-origin", b"DENY", b"no-store", None]),
        ("/openapi/x", [b"cross-origin", b"DENY", None, b"Accept-Encoding"]),
        ("/llms.txt", [b"cross-origin", b"DENY", None, None]),
        ("/pictures/x", [b"cross-origin", b"DENY", None, None]),
        ("/windows/x", [b"cross-origin", None, None, None]),
        ("/letters/x", [b"same-origin", b"DENY", None, None]),
        ("/nothing", [b"same-origin", b"DENY", None, None]),
    ],
)
async def test_an_address_says_who_may_embed_frame_and_store_what_is_there(
    path: str, policies: list[bytes | None]
) -> None:
    start, _ = await ask(Answering(), path)
    assert [values(start, name) for name in POLICIES] == [[value] if value else [] for value in policies]
    assert [values(start, name) for name, _ in SAFE] == [[value] for _, value in SAFE]

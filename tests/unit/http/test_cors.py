"""What pages of other sites may read, and what a browser asks before it sends their request."""

import pytest

from parlour.http.cors import Cors, preflight

ASKED = (b"access-control-request-method", b"PUT")
NAMES = b"access-control-request-headers"
SAID = [(b"access-control-allow-methods", b"GET, PUT"), (b"access-control-max-age", b"7200")]


@pytest.mark.parametrize(
    ("headers", "allowed"),
    [
        ([ASKED], None),
        ([ASKED, (NAMES, b"authorization,x-one, X_2")], b"authorization,x-one, X_2"),
        ([ASKED, (NAMES, b"a" * 1000)], b"a" * 1000),
        ([ASKED, (NAMES, b"a" * 1001)], None),
        ([ASKED, (NAMES, b"")], None),
        ([ASKED, (NAMES, b"a:b")], None),
        ([ASKED, (NAMES, b"a\r\nb")], None),
    ],
)
def test_a_browser_may_send_the_headers_that_it_names(
    headers: list[tuple[bytes, bytes]], allowed: bytes | None
) -> None:
    expected = [(b"access-control-allow-headers", allowed)] if allowed else []
    assert preflight(headers, b"GET, PUT") == SAID + expected


def test_what_is_no_question_of_a_browser_has_no_answer() -> None:
    assert preflight([(NAMES, b"x-one")], b"GET, PUT") == []


@pytest.mark.parametrize(
    ("origins", "path", "expected"),
    [
        ((), "/_mock/x", True),
        ((), "/openapi/x", True),
        ((), "/llms.txt", True),
        ((), "/api/v1/x", False),
        (("https://shop.example",), "/api/v1/x", True),
        (("https://shop.example",), "/_mock/x", True),
        (("*",), "/api/v1/x", True),
        (("*",), "/docs", False),
    ],
)
def test_some_addresses_concern_other_sites(origins: tuple[str, ...], path: str, expected: bool) -> None:
    assert Cors(origins).concerns(path) is expected


ALLOW, EXPOSE = b"access-control-allow-origin", b"access-control-expose-headers"
VARY = (b"vary", b"Origin")
SHOP = b"https://shop.example"


@pytest.mark.parametrize(
    ("origins", "path", "origin", "allowed", "varies"),
    [
        ((), "/openapi/x", SHOP, b"*", False),
        (("*",), "/api/x", None, b"*", False),
        (("https://shop.example",), "/openapi/x", None, b"*", False),
        (("https://shop.example",), "/api/x", SHOP, SHOP, True),
        (("https://shop.example",), "/api/x", SHOP.upper(), SHOP.upper(), True),
        (("https://shop.example",), "/api/x", b"https://shop.example.org", None, True),
        (("https://shop.example",), "/api/x", None, None, True),
    ],
)
def test_the_headers_name_the_site_that_may_read(
    origins: tuple[str, ...], path: str, origin: bytes | None, allowed: bytes | None, varies: bool
) -> None:
    found = Cors(origins).headers(path, origin)
    assert [value for name, value in found if name == ALLOW] == ([allowed] if allowed else [])
    assert [b"ETag" in value for name, value in found if name == EXPOSE] == [True] * bool(allowed)
    assert (VARY in found) is varies

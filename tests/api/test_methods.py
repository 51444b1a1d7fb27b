"""HEAD wherever there is a GET, OPTIONS and Allow with all methods of an address, and pages of other sites (CORS)"""

from collections.abc import AsyncIterator
from typing import Any, cast

import httpx
import pytest
from litestar import Litestar

from parlour.access.tenant import Tenant
from parlour.areas.inventory.v1 import export
from parlour.db.pool import Connection
from parlour.http.apis import B2B_V1, B2B_V2
from parlour.http.edge import Edge
from parlour.http.media_type import MEDIA_TYPE
from parlour.http.openapi import describe
from tests.api.test_query_habits import at
from tests.support.factories.catalogue import make_category, make_product
from tests.support.logs import RECORDER
from tests.support.people import HARBOUR, OWNER

HEADERS = {**OWNER.headers, "Accept": MEDIA_TYPE}
OTHER_PAGES = [
    "/docs",
    "/docs/b2b-v1.md",
    "/llms.txt",
    "/openapi/b2b-v1.json",
    "/health/live",
    "/health/ready",
    "/",
    "/nothing",
]
SHOP = "https://shop.example"
PRODUCTS = f"/api/v1/goods/{HARBOUR}"
MOCKED = f"/_mock/en/b2b-v1/openapi/goods/{HARBOUR}"


def addresses(litestar: Litestar) -> dict[str, set[str]]:
    """Every address of both APIs with its methods, with ids in place of their names."""
    found: dict[str, set[str]] = {}
    for api in (B2B_V1, B2B_V2):
        for path, item in describe(litestar, api)["paths"].items():
            found.setdefault(at(path), set()).update(method.upper() for method in item)
    return found


def told(answer: httpx.Response) -> dict[str, str]:
    return {name: value for name, value in answer.headers.items() if name not in ("x-request-id", "date")}


async def test_head_says_what_get_says_and_sends_nothing(http: httpx.AsyncClient, litestar: Litestar) -> None:
    """Q-123."""
    reading = [path for path, methods in addresses(litestar).items() if "GET" in methods]
    assert len(reading) > 30
    for path in [*reading, *OTHER_PAGES, MOCKED]:
        whole = await http.get(path, headers=HEADERS)
        head = await http.head(path, headers=HEADERS)
        assert (head.status_code, told(head), head.content) == (whole.status_code, told(whole), b""), path


async def test_the_log_has_head(http: httpx.AsyncClient) -> None:
    RECORDER.entries.clear()
    await http.head("/health/live")
    assert [entry["method"] for entry in RECORDER.entries] == ["HEAD"]


async def test_head_of_what_only_writes_is_a_405(http: httpx.AsyncClient) -> None:
    refused = await http.head("/api/v1/auth", headers=HEADERS)
    assert (refused.status_code, refused.content) == (405, b"")
    assert refused.headers["allow"] == "DELETE, OPTIONS, POST"


async def test_head_of_a_long_file_reads_no_more_than_its_beginning(
    http: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    read: list[int] = []

    async def endless(*_: Any) -> AsyncIterator[list[Any]]:
        while len(read) < 10_000:
            read.append(1)
            yield []

    monkeypatch.setattr(export, "read_all", endless)
    answer = await http.head(f"/api/v1/storages/transactions/{HARBOUR}/export", headers=HEADERS)
    assert (answer.status_code, answer.content) == (200, b"")
    assert len(read) < 100


async def test_options_and_a_405_name_all_methods_of_the_address(http: httpx.AsyncClient, litestar: Litestar) -> None:
    """Q-123."""
    for path, methods in addresses(litestar).items():
        allowed = methods | {"OPTIONS"} | ({"HEAD"} if "GET" in methods else set())
        if path in (f"/api/v1/goods_categories/{HARBOUR}", f"/api/v1/service_categories/{HARBOUR}"):
            allowed |= {"GET", "HEAD"}  # a list without its last id, which is described with it
        if path.startswith(f"/api/v1/labels/{HARBOUR}/"):
            allowed = {"DELETE", "GET", "HEAD", "OPTIONS", "PUT"}  # a tag, and the tags of a kind
        options = await http.options(path)
        assert (options.status_code, options.content) == (204, b"")
        assert options.headers["allow"] == ", ".join(sorted(allowed)), path
        refused = await http.request("PROPFIND", path, headers=HEADERS)
        assert (refused.status_code, refused.headers["allow"]) == (405, options.headers["allow"])


async def test_a_page_of_another_site_reads_the_mock_and_the_descriptions(http: httpx.AsyncClient) -> None:
    """Q-123."""
    for path in (
        MOCKED,
        "/openapi/b2b-v1.yaml",
        "/openapi/b2b-v2.json",
        "/llms.txt",
        "/_mock/en/b2b-v1/openapi/nothing",
    ):
        answer = await http.get(path, headers={**HEADERS, "Origin": SHOP})
        assert answer.headers["access-control-allow-origin"] == "*"
        assert "ETag" in answer.headers["access-control-expose-headers"]
        assert answer.headers["cross-origin-resource-policy"] == "cross-origin"
        assert "access-control-allow-credentials" not in answer.headers


async def test_a_preflight_request_is_answered_with_the_methods(http: httpx.AsyncClient) -> None:
    asked = {
        "Origin": SHOP,
        "Access-Control-Request-Method": "POST",
        "Access-Control-Request-Headers": "authorization, content-type",
    }
    answer = await http.options(MOCKED, headers=asked)
    assert answer.status_code == 204
    assert answer.headers["access-control-allow-methods"] == "GET, HEAD, OPTIONS, POST"
    assert answer.headers["access-control-allow-headers"] == "authorization, content-type"
    odd = await http.options(MOCKED, headers={**asked, "Access-Control-Request-Headers": "a:b"})
    assert "access-control-allow-headers" not in odd.headers


async def test_the_api_is_closed_to_pages_unless_it_is_opened(http: httpx.AsyncClient) -> None:
    """Q-123."""
    asked = {**HEADERS, "Origin": SHOP, "Access-Control-Request-Method": "GET"}
    for answer in (await http.get(PRODUCTS, headers=asked), await http.options(PRODUCTS, headers=asked)):
        assert not any(name.startswith("access-control") for name in answer.headers)


@pytest.mark.parametrize(
    ("origins", "origin", "told"),
    [
        (("*",), SHOP, "*"),
        ((SHOP,), SHOP, SHOP),
        (("https://other.example", SHOP), SHOP, SHOP),
        ((SHOP,), "https://shop.example.evil.example", None),
        ((SHOP,), "http://shop.example", None),
        ((SHOP,), "null", None),
    ],
)
async def test_the_api_is_open_to_the_pages_that_the_setting_names(
    http: httpx.AsyncClient,
    litestar: Litestar,
    origins: tuple[str, ...],
    origin: str,
    told: str | None,
) -> None:
    """Q-123."""
    transport = httpx.ASGITransport(cast("Any", Edge(litestar, origins)))
    async with httpx.AsyncClient(transport=transport, base_url="http://parlour.test") as browser:
        asked = {"Origin": origin, "Access-Control-Request-Method": "GET"}
        for answer in (
            await browser.options(PRODUCTS, headers=asked),
            await browser.get(PRODUCTS, headers={**HEADERS, "Origin": origin}),
            await browser.get(PRODUCTS, headers={"Origin": origin}),
            await browser.get("/api/v2/nothing", headers={"Origin": origin}),
        ):
            assert answer.headers.get("access-control-allow-origin") == told
            assert told == "*" or "Origin" in answer.headers["vary"]
            assert "access-control-allow-credentials" not in answer.headers
        assert "access-control-allow-origin" not in (await browser.get("/docs", headers={"Origin": origin})).headers


async def test_head_has_length_and_revision(http: httpx.AsyncClient, conn: Connection, tenant: Tenant) -> None:
    product = await make_product(conn, tenant, await make_category(conn, tenant), "Argan")
    path = f"{PRODUCTS}/{product.id}"
    whole, head = await http.get(path, headers=HEADERS), await http.head(path, headers=HEADERS)
    assert head.headers["content-length"] == str(len(whole.content))
    assert head.headers["etag"] == whole.headers["etag"]

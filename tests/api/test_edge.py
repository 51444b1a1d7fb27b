"""What every answer has in common: request id, headers, and the envelope even where there is no operation."""

import re
from types import SimpleNamespace
from typing import Any

import asyncpg
import httpx
import pytest
import structlog
from litestar import Litestar

from parlour.http.edge import Edge
from tests.support.client import Client
from tests.support.people import HARBOUR, OWNER


async def test_an_answer_carries_a_request_id(client: Client) -> None:
    assert re.fullmatch(r"[0-9a-f]{16}", (await client.get("/groups")).headers["x-request-id"])


async def test_a_well_formed_request_id_of_the_client_is_kept(client: Client) -> None:
    response = await client.get("/groups", headers={"X-Request-ID": "trace-0123_A.z"})
    assert response.headers["x-request-id"] == "trace-0123_A.z"


@pytest.mark.parametrize("odd", ["short", "x" * 65, 'with "quotes" in it', "new\tline-here"])
async def test_an_odd_request_id_is_replaced(odd: str, client: Client) -> None:
    assert (await client.get("/groups", headers={"X-Request-ID": odd})).headers["x-request-id"] != odd


async def test_answers_are_neither_sniffed_nor_framed_nor_stored(client: Client) -> None:
    headers = (await client.get("/groups")).headers
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["x-frame-options"] == "DENY"
    assert headers["cache-control"] == "no-store"
    assert "server" not in headers


KINDS_OF_ADDRESS = {
    # Whether others may embed and frame what is there, and whether it may be stored.
    "/api/v1/groups": ("same-origin", "DENY", "no-store"),
    "/_mock/en/b2b-v1/openapi/api/v1/groups": ("cross-origin", "DENY", "no-store"),
    "/openapi/nothing": ("cross-origin", "DENY", None),
    "/llms.txt": ("cross-origin", "DENY", None),
    "/images/nothing": ("cross-origin", "DENY", None),
    "/book/nothing": ("cross-origin", None, None),
    "/nothing": ("same-origin", "DENY", None),
}


@pytest.mark.parametrize("path", KINDS_OF_ADDRESS)
def test_the_headers_of_an_answer_are_those_of_its_address(litestar: Litestar, path: str) -> None:
    headers = dict(Edge(litestar)._headers_for(path))
    names = (b"cross-origin-resource-policy", b"x-frame-options", b"cache-control")
    found = [headers[name].decode() if name in headers else None for name in names]
    assert tuple(found) == KINDS_OF_ADDRESS[path]
    assert (headers[b"x-content-type-options"], headers[b"referrer-policy"]) == (b"nosniff", b"no-referrer")
    assert (b"vary" in headers) == path.startswith("/openapi/")


@pytest.mark.parametrize("path", ["/nothing", "/goods", "/goods/one", "/goods/1/2/3", "/goods/-1/1", "/goods/1_0/1"])
async def test_an_unknown_address_is_a_404_in_the_envelope(path: str, client: Client) -> None:
    response = await client.get(path)
    assert response.status_code == 404
    assert response.json()["meta"]["message"]


@pytest.mark.parametrize("odd", ["９", "+1", "01", "1.0", "9007199254740993", "99999999999999999999"])
async def test_a_number_written_oddly_is_no_address(odd: str, client: Client) -> None:
    assert (await client.get(f"/goods/{odd}")).status_code == 404


async def test_a_wrong_method_is_a_405_that_names_the_right_ones(client: Client) -> None:
    response = await client.send("PATCH", f"/goods/{HARBOUR}")
    assert response.status_code == 405
    assert "POST" in response.headers["allow"]
    assert response.json()["success"] is False


@pytest.mark.parametrize(
    "accept", ["application/vnd.api.v2+json", "application/vnd.yclients.v2+json", "*/*", "text/html"]
)
async def test_any_accept_header_gets_json(accept: str, client: Client) -> None:
    response = await client.get("/groups", headers={"Accept": accept})
    assert response.status_code == 200
    assert response.headers["content-type"] == "application/json"


@pytest.mark.parametrize("method", ["GET", "POST", "PUT", "DELETE"])
async def test_a_trailing_slash_makes_no_difference(method: str, client: Client) -> None:
    path = "/goods/1/77" if method in ("PUT", "DELETE") else "/goods/1"
    body = b"{}" if method in ("PUT", "POST") else None
    plain = await client.send(method, path, content=body)
    slashed = await client.send(method, f"{path}/", content=body)
    assert (plain.status_code, plain.content) == (slashed.status_code, slashed.content)
    assert plain.status_code < 405 or plain.status_code == 422


async def test_health_answers_live_and_ready(http: httpx.AsyncClient) -> None:
    assert (await http.get("/health/live")).json()["status"] == "alive"
    assert (await http.get("/health/ready")).json()["status"] == "ready"


async def test_a_database_without_all_migrations_is_not_ready(http: httpx.AsyncClient, database_url: str) -> None:
    conn = await asyncpg.connect(database_url)
    await conn.execute("DELETE FROM schema_migrations")
    await conn.close()
    response = await http.get("/health/ready")
    assert response.status_code == 503
    assert "parlour migrate" in response.json()["reason"]


async def test_a_bug_is_answered_without_details(client: Client, http: httpx.AsyncClient, database_url: str) -> None:
    conn = await asyncpg.connect(database_url)
    await conn.execute("ALTER TABLE products RENAME TO products_of_yore")
    await conn.close()
    response = await http.get(f"/api/v1/goods/{HARBOUR}", headers=OWNER.headers)
    assert response.status_code == 500
    assert "products" not in response.text
    assert response.json()["success"] is False


async def test_a_request_that_gets_no_answer_is_logged_without_a_status(
    litestar: Litestar, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def failing(_: Any, __: Any, ___: Any) -> None:
        raise ConnectionResetError

    monkeypatch.setattr("parlour.http.edge.time", SimpleNamespace(perf_counter=iter((7.0, 7.25)).__next__))
    edge = Edge(litestar)
    edge.app = failing  # type: ignore[assignment]
    scope: Any = {"type": "http", "path": "/groups", "method": "GET", "headers": [], "client": ("192.0.2.1", 1)}
    with structlog.testing.capture_logs() as lines, pytest.raises(ConnectionResetError):
        await edge(scope, failing, failing)  # type: ignore[arg-type]
    (line,) = lines
    assert (line["event"], line["method"], line["path"], line["status"]) == ("request", "GET", "/groups", 0)
    assert line["client"] == "192.0.2.1"
    assert line["ms"] == 250

"""Answers compressed for those who take it, and request bodies that come compressed"""

import asyncio
import gzip
import tracemalloc
import zlib
from collections.abc import AsyncIterator
from typing import Any, cast

import httpx
import pytest
from litestar import Litestar, get
from litestar.response import Stream

from parlour.access.tenant import Tenant
from parlour.db.pool import Connection
from parlour.errors import Overloaded
from parlour.http.codings import ENCODERS, coding_for
from parlour.http.compression import AT_ONCE, SMALLEST, Compressing
from parlour.http.edge import Edge
from parlour.http.unpacking import unpacked
from tests.support.codings import DECODERS
from tests.support.factories.catalogue import make_category, make_product
from tests.support.people import HARBOUR, OWNER, PARTNER, PASSWORD

LONG = f"/api/v1/goods/{HARBOUR}"


@pytest.fixture
async def many(conn: Connection, tenant: Tenant) -> None:
    shelf = await make_category(conn, tenant)
    for number in range(40):
        await make_product(conn, tenant, shelf, f"Shampoo {number}")


async def raw(http: httpx.AsyncClient, path: str, accepted: str | None, **headers: str) -> tuple[httpx.Response, bytes]:
    """An answer with its body as it was sent."""
    sent = {**OWNER.headers, **headers, **({} if accepted is None else {"Accept-Encoding": accepted})}
    request = http.build_request("GET", path, headers=sent)
    if accepted is None:
        del request.headers["accept-encoding"]
    answer = await http.send(request, stream=True)
    body = b"".join([part async for part in answer.aiter_raw()])
    return answer, body


@pytest.mark.parametrize(
    ("accepted", "coding"),
    [
        ("gzip", "gzip"),
        ("GZip", "gzip"),
        ("x-gzip", "gzip"),
        ("br", "br"),
        ("zstd", "zstd"),
        ("gzip, deflate, br, zstd", "zstd"),
        ("gzip, br", "br"),
        ("gzip;q=1.0, br;q=0.5, zstd;q=0.1", "gzip"),
        ("zstd;q=0, br;q=0.001", "br"),
        ("zstd;q=0,gzip ; q = 0.7 , br;q=0.700", "br"),
        ("identity;q=0.5, gzip;q=0.5", "gzip"),
        ("*", "zstd"),
        ("*;q=0.1, gzip", "gzip"),
        ("zstd;q=0, *", "br"),
        ("identity;q=0.5, gzip;q=0.8", "gzip"),
        ("identity, gzip;q=0.8", None),
        ("identity;q=0.5, *;q=0", None),
        ("gzip;q=0", None),
        ("gzip;q=0.000", None),
        ("gzip;q=2", None),
        ("gzip;q=high", None),
        ("deflate", None),
        ("compress, sdch", None),
        ("", None),
        (",;,", None),
        ("x" * 1000 + ", gzip", "gzip"),
    ],
)
def test_the_coding_is_what_the_client_likes_best(accepted: str, coding: str | None) -> None:
    """Q-124."""
    assert coding_for(accepted.encode()) == coding


@pytest.mark.parametrize("coding", ENCODERS)
def test_each_part_can_be_read_once_it_has_arrived(coding: str) -> None:
    encoder = ENCODERS[coding]()
    parts = [encoder.encode(b"first "), encoder.encode(b"second "), encoder.finish(b"last")]
    whole = b"first second last"
    assert DECODERS[coding](b"".join(parts)) == whole
    if coding == "gzip":
        assert zlib.decompressobj(wbits=31).decompress(parts[0]) == b"first "


@pytest.mark.usefixtures("many")
@pytest.mark.parametrize("coding", DECODERS)
async def test_a_long_answer_is_compressed(http: httpx.AsyncClient, coding: str) -> None:
    plain, whole = await raw(http, LONG, None)
    assert "content-encoding" not in plain.headers
    answer, body = await raw(http, LONG, coding)
    assert answer.headers["content-encoding"] == coding
    assert "accept-encoding" in answer.headers["vary"].lower()
    assert int(answer.headers["content-length"]) == len(body) < len(whole) / 4
    assert DECODERS[coding](body) == whole
    head = await http.head(LONG, headers={**OWNER.headers, "Accept-Encoding": coding})
    assert head.headers["content-length"] == answer.headers["content-length"]
    assert head.headers["content-encoding"] == coding


@pytest.mark.parametrize(
    "path",
    [
        "/openapi/b2b-v1.json",
        "/openapi/b2b-v2.yaml",
        "/llms.txt",
        "/docs",
        "/_mock/en/b2b-v1/openapi/storage_operations/goods_transactions/1/7",
    ],
)
@pytest.mark.parametrize("coding", DECODERS)
async def test_so_are_descriptions_pages_and_the_mock(http: httpx.AsyncClient, path: str, coding: str) -> None:
    _, whole = await raw(http, path, None)
    answer, body = await raw(http, path, coding)
    assert answer.headers["content-encoding"] == coding
    assert DECODERS[coding](body) == whole


async def test_a_short_answer_is_sent_as_it_is(http: httpx.AsyncClient) -> None:
    """Q-124."""
    for path in (f"/api/v1/goods_categories/multiple/{HARBOUR}", "/api/v1/nothing", "/health/live"):
        answer, body = await raw(http, path, "gzip, br, zstd")
        assert "content-encoding" not in answer.headers
        assert len(body) < SMALLEST


async def test_the_tag_is_the_same_for_every_encoding(
    http: httpx.AsyncClient, conn: Connection, tenant: Tenant
) -> None:
    """Q-124."""
    product = await make_product(conn, tenant, await make_category(conn, tenant), "Argan", comment="Soft. " * 400)
    for coding in (None, *DECODERS):
        answer, _ = await raw(http, f"/api/v1/goods/{HARBOUR}/{product.id}", coding)
        assert (answer.headers.get("content-encoding"), answer.headers["etag"]) == (coding, '"1"')


async def test_an_answer_with_a_token_is_never_compressed(
    http: httpx.AsyncClient, conn: Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Q-124."""
    await conn.execute("UPDATE users SET name = repeat('Anna ', 400) WHERE id = $1", OWNER.id)
    headers = {**PARTNER.headers, "Accept-Encoding": "gzip"}
    answer = await http.post("/api/v1/auth", json={"login": OWNER.email, "password": PASSWORD}, headers=headers)
    assert answer.status_code == 201
    assert len(answer.content) > SMALLEST
    assert "content-encoding" not in answer.headers


@pytest.mark.usefixtures("many")
@pytest.mark.parametrize("coding", DECODERS)
async def test_a_file_is_compressed_while_it_is_sent(http: httpx.AsyncClient, conn: Connection, coding: str) -> None:
    path = f"/api/v1/storages/transactions/{HARBOUR}/export"
    _, whole = await raw(http, path, None)
    answer, body = await raw(http, path, coding)
    assert answer.headers["content-encoding"] == coding
    assert "content-length" not in answer.headers
    assert DECODERS[coding](body) == whole


@get("/parts")
async def parts() -> Stream:
    async def made() -> AsyncIterator[bytes]:
        yield b"first,"
        yield b"x" * (AT_ONCE * 4)
        yield b",last"

    return Stream(made(), media_type="text/csv")


@get("/picture")
async def picture() -> Stream:
    async def made() -> AsyncIterator[bytes]:
        yield b"\0" * 5000

    return Stream(made(), media_type="image/webp")


@pytest.mark.parametrize("coding", DECODERS)
async def test_parts_of_any_size_come_out_as_they_went_in(coding: str) -> None:
    transport = httpx.ASGITransport(cast("Any", Edge(Litestar([parts, picture], logging_config=None))))
    async with httpx.AsyncClient(transport=transport, base_url="http://parlour.test") as client:
        _, body = await raw(client, "/parts", coding)
        assert DECODERS[coding](body) == b"first," + b"x" * (AT_ONCE * 4) + b",last"
        answer, body = await raw(client, "/picture", coding)
        assert "content-encoding" not in answer.headers
        assert body == b"\0" * 5000


async def test_what_is_long_is_compressed_in_a_thread(http: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch) -> None:
    sizes: list[int] = []
    in_thread = asyncio.to_thread

    async def noted(function: Any, *arguments: Any) -> Any:
        sizes.extend(len(each) for each in arguments if isinstance(each, bytes))
        return await in_thread(function, *arguments)

    await http.get("/openapi/b2b-v1.json")
    monkeypatch.setattr("parlour.http.compression.asyncio.to_thread", noted)
    await raw(http, "/openapi/b2b-v1.json", "gzip")
    assert [size > AT_ONCE for size in sizes] == [True]


CATEGORIES = f"/api/v1/goods_categories/{HARBOUR}"
MIB = 1024 * 1024


async def send_packed(
    http: httpx.AsyncClient, body: bytes, coding: str = "gzip", path: str = CATEGORIES
) -> httpx.Response:
    headers = {**OWNER.headers, "Content-Encoding": coding, "Content-Type": "application/json"}
    return await http.post(path, content=body, headers=headers)


@pytest.mark.parametrize("coding", ["gzip", "GZIP", "x-gzip", " gzip "])
async def test_a_body_may_come_as_gzip(http: httpx.AsyncClient, coding: str) -> None:
    """Q-125."""
    made = await send_packed(http, gzip.compress(b'{"title": "Oils"}'), coding)
    assert made.status_code == 201, made.text
    assert made.json()["data"]["title"] == "Oils"


async def test_a_body_may_come_as_several_and_in_parts(http: httpx.AsyncClient) -> None:
    """Q-125."""
    whole = gzip.compress(b'{"title":') + gzip.compress(b' "Oils"}')

    async def in_parts() -> AsyncIterator[bytes]:
        for byte in whole:
            yield bytes([byte])

    headers = {**OWNER.headers, "Content-Encoding": "gzip"}
    made = await http.post(CATEGORIES, content=in_parts(), headers=headers)
    assert made.status_code == 201, made.text


async def test_a_form_may_come_as_gzip(http: httpx.AsyncClient) -> None:
    headers = {**OWNER.headers, "Content-Encoding": "gzip", "Content-Type": "application/x-www-form-urlencoded"}
    made = await http.post(CATEGORIES, content=gzip.compress(b"title=Oils"), headers=headers)
    assert made.json()["data"]["title"] == "Oils"


async def test_identity_is_no_encoding(http: httpx.AsyncClient) -> None:
    assert (await send_packed(http, b'{"title": "Oils"}', "identity")).status_code == 201


@pytest.mark.parametrize("coding", ["br", "zstd", "deflate", "compress", "gzip, gzip", "gzip, br", "utf-8"])
async def test_another_encoding_is_a_415_that_names_ours(http: httpx.AsyncClient, coding: str) -> None:
    """Q-125."""
    refused = await send_packed(http, b"whatever", coding)
    assert refused.status_code == 415
    assert refused.headers["accept-encoding"] == "gzip"
    assert refused.json()["meta"]["message"]
    assert (await send_packed(http, b"", coding, "/_mock/en/b2b-v1/openapi/auth")).status_code == 415


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{}",
        gzip.compress(b'{"title": "Oils"}')[:-1],
        gzip.compress(b'{"title": "Oils"}')[:-8] + b"\0" * 8,
        gzip.compress(b'{"title": "Oils"}') + b"junk",
        zlib.compress(b'{"title": "Oils"}'),
        gzip.compress(b"") * 5000,
    ],
    ids=["nothing", "plain", "cut off", "wrong sum", "junk behind", "zlib", "many empty ones"],
)
async def test_a_damaged_body_is_a_400(http: httpx.AsyncClient, conn: Connection, body: bytes) -> None:
    """Q-125."""
    refused = await send_packed(http, body)
    assert refused.status_code == 400, refused.text
    assert await conn.fetchval("SELECT count(*) FROM categories") == 0


async def test_a_bomb_is_a_413_and_never_unpacked_whole(http: httpx.AsyncClient) -> None:
    bomb = gzip.compress(b" " * (200 * MIB), 9)
    assert len(bomb) < MIB
    tracemalloc.start()
    try:
        refused = await send_packed(http, bomb)
        _, most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert refused.status_code == 413
    assert most < 20 * MIB


async def test_the_limit_is_that_of_what_is_unpacked(http: httpx.AsyncClient) -> None:
    """Q-125."""
    body = b'{"title": "Oils"}'
    assert (await send_packed(http, gzip.compress(body.ljust(MIB)))).status_code == 201
    assert (await send_packed(http, gzip.compress(body.ljust(MIB + 1)))).status_code == 413


async def test_unpacked_bodies_take_the_room_for_large_ones() -> None:
    taken: list[int] = []

    def take(size: int) -> bool:
        taken.append(size)
        return sum(taken) <= MIB

    async def parts() -> AsyncIterator[bytes]:
        yield gzip.compress(b" " * (4 * MIB))

    with pytest.raises(Overloaded):
        await unpacked(parts(), None, take)
    assert sum(taken) < 2 * MIB


async def test_what_is_no_part_of_the_answer_goes_through_as_it_is() -> None:
    sent: list[Any] = []

    async def send(message: Any) -> None:
        sent.append(message)

    trailers = {"type": "http.response.trailers", "headers": [(b"x-late", b"1")], "more_trailers": False}
    await Compressing("gzip", cast("Any", {}), send)(cast("Any", trailers))
    assert sent == [trailers]

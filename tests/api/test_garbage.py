"""A request leaves nothing to the garbage collector: cycles of references slow down every request after it."""

import gc
from collections.abc import Iterator
from typing import Any, cast

import pytest
from litestar import Litestar

from parlour.app import run_services
from parlour.http.edge import Edge
from tests.fuzz.exchange import Raw
from tests.support.people import HARBOUR, OWNER

REQUESTS = 20
HEADERS = ((b"authorization", OWNER.headers["Authorization"].encode()), (b"content-type", b"application/json"))
NEW = b'{"title": "Hair", "parent_category_id": 0}'


@pytest.fixture
def collector() -> Iterator[None]:
    """Collects only when it is called."""
    gc.collect()
    gc.disable()
    yield
    gc.enable()


async def _ask(app: Any, raw: Raw) -> int:
    sent = [{"type": "http.request", "body": raw.body, "more_body": False}]
    statuses: list[int] = []

    async def receive() -> Any:
        return sent.pop()

    async def send(message: Any) -> None:
        statuses.append(message.get("status", 0))

    await app(raw.scope(), receive, send)
    return statuses[0]


@pytest.mark.parametrize(
    ("raw", "status"),
    [
        (Raw("GET", f"/api/v1/goods/{HARBOUR}".encode(), headers=HEADERS), 200),
        (Raw("POST", f"/api/v1/goods_categories/{HARBOUR}".encode(), headers=HEADERS, body=NEW), 201),
    ],
    ids=["reading", "writing"],
)
async def test_a_request_leaves_no_cycle(
    litestar: Litestar, database_url: str, collector: None, raw: Raw, status: int
) -> None:
    async with run_services(litestar):
        app = cast("Any", Edge(litestar))
        assert await _ask(app, raw) == status  # what is made once
        gc.collect()
        for _ in range(REQUESTS):
            await _ask(app, raw)
        assert gc.collect() < REQUESTS


async def test_what_a_server_keeps_is_not_scanned_again(litestar: Litestar, database_url: str) -> None:
    before = gc.get_freeze_count()
    made_since = [[number] for number in range(10_000)]
    async with litestar.lifespan():
        assert gc.get_freeze_count() - before > len(made_since)


async def test_a_server_collects_garbage_rarely(litestar: Litestar, database_url: str) -> None:
    before = gc.get_threshold()
    async with litestar.lifespan():
        assert gc.get_threshold()[0] > 16 * 1000
    assert gc.get_threshold() == before

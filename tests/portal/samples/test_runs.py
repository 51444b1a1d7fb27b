"""Samples sent to the running server: what they show, and what they have done."""

import json
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any

import asyncpg
import msgspec
import pytest

from parlour.access.identity import Identity
from parlour.access.tenant import Tenant, get_tenant
from parlour.db.pool import Connection
from parlour.portal.samples import Language, SampleRequest, fill, render
from tests.portal.samples.requests import sample_request
from tests.portal.samples.runtimes import RUNNABLE, Shown, run
from tests.support.factories.catalogue import make_category, make_product, product_form
from tests.support.people import HARBOUR, OWNER, PARTNER_TOKEN
from tests.support.server import Shared

AWKWARD = "'one' \"two\" \\ \\n $HOME ${x} `id` #{1} %s </script> Öl Молоко 牛奶 🧴"
GOODS = f"/api/v1/goods/{HARBOUR}"
CATEGORIES = f"/api/v1/goods_categories/{HARBOUR}"

Send = Callable[[SampleRequest], Shown]


class Shop(msgspec.Struct, frozen=True):
    """A running server and the database behind it."""

    base_url: str
    conn: Connection
    tenant: Tenant


@pytest.fixture(scope="module")
async def shop(shared_server: Shared) -> AsyncIterator[Shop]:
    """One for all samples: they leave each other's goods alone."""
    conn = await asyncpg.connect(shared_server.database_url)
    tenant = await get_tenant(conn, Identity(1, OWNER.id, OWNER.id), HARBOUR)
    yield Shop(shared_server.base_url, conn, tenant)
    await conn.close()


@pytest.fixture(params=RUNNABLE, ids=lambda language: language.id)
def send(request: pytest.FixtureRequest, shop: Shop, tmp_path: Path) -> Send:
    """Runs the sample of a request in one language."""
    language: Language = request.param
    values = {"base_url": shop.base_url, "partner_token": PARTNER_TOKEN, "user_token": OWNER.user_token or ""}
    return lambda request: run(language, fill(render(language, request), values), tmp_path)


def data(shown: Shown) -> Any:
    return json.loads(shown.body)["data"]


async def test_a_search_finds_what_has_all_its_characters(shop: Shop, send: Send) -> None:
    category = await make_category(shop.conn, shop.tenant)
    product = await make_product(shop.conn, shop.tenant, category, f"{category.id} {AWKWARD}")
    await make_product(shop.conn, shop.tenant, category, f"{category.id} 'one'")
    shown = send(sample_request("GET", GOODS, query=(("term", product.title), ("count", "10"))))
    assert shown.status == 200
    assert [(found["good_id"], found["title"]) for found in data(shown)] == [(product.id, product.title)]


async def test_a_list_arrives_whole(shop: Shop, send: Send) -> None:
    first, _, third = [await make_category(shop.conn, shop.tenant, title) for title in ("A", "B", "C")]
    query = (("ids[]", str(first.id)), ("ids[]", str(third.id)))
    shown = send(sample_request("GET", f"/api/v1/goods_categories/multiple/{HARBOUR}", query=query))
    assert shown.status == 200
    assert [found["id"] for found in data(shown)] == [first.id, third.id]


async def test_a_product_is_made_with_every_character(shop: Shop, send: Send) -> None:
    category = await make_category(shop.conn, shop.tenant)
    comment = f"{AWKWARD}\nand a second line\twith a tab"
    shown = send(sample_request("POST", GOODS, product_form(category, title=AWKWARD, comment=comment, cost=24.95)))
    assert shown.status == 201
    [made] = await shop.conn.fetch(
        "SELECT id, title, comment, price::text FROM products WHERE category_id = $1", category.id
    )
    assert tuple(made) == (data(shown)["good_id"], AWKWARD, comment, "24.95")


async def test_a_category_is_changed(shop: Shop, send: Send) -> None:
    category = await make_category(shop.conn, shop.tenant)
    assert send(sample_request("PUT", f"{CATEGORIES}/{category.id}", {"title": AWKWARD})).status == 200
    assert await shop.conn.fetchval("SELECT title FROM categories WHERE id = $1", category.id) == AWKWARD


async def test_an_answer_without_a_body_is_shown(shop: Shop, send: Send) -> None:
    category = await make_category(shop.conn, shop.tenant)
    assert send(sample_request("DELETE", f"{CATEGORIES}/{category.id}")) == Shown(204, "")
    gone = await shop.conn.fetchval("SELECT deleted_at IS NOT NULL FROM categories WHERE id = $1", category.id)
    assert gone


async def test_a_refusal_is_shown_with_its_reason(send: Send) -> None:
    shown = send(sample_request("POST", CATEGORIES, {"title": ""}))
    assert shown.status == 422
    assert json.loads(shown.body)["meta"]["errors"] == [{"[title]": ["Must not be empty."]}]

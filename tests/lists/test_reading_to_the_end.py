"""Reading a list to its end while others write: by cursors, by links, and by numbers."""

from collections import Counter
from itertools import cycle
from typing import Any, cast

import httpx
import pytest
from litestar import Litestar

from parlour.areas.categories.model import Category
from parlour.http.edge import Edge
from tests.lists.known import (
    ALL,
    BY_ID,
    LISTS,
    SEARCHES,
    WITHOUT_PAGES,
    Others,
    id_of,
    link_of,
    page_of,
    parameters_of,
    rows_in,
    size_of,
    whole,
)
from tests.support.client import Client
from tests.support.contract import Description
from tests.support.operations import operations, query_parameters
from tests.support.people import HARBOUR, OWNER
from tests.support.requests import name_of

PAGING = {"page", "count", "limit", "offset"}
MOST_PAGES = 100
Rows = list[tuple[str, int]]


def test_every_list_that_comes_in_pages_takes_a_cursor(litestar: Litestar) -> None:
    taken = {name_of(handler): set(query_parameters(handler)) for _, _, handler in operations(litestar)}
    assert {name for name, parameters in taken.items() if PAGING & parameters} - WITHOUT_PAGES == LISTS.keys()
    assert {name for name, parameters in taken.items() if {"cursor", "page"} <= parameters} == LISTS.keys()


def stayed(before: Rows, after: Rows) -> Rows:
    return [row for row in before if row in after]


@pytest.mark.parametrize("address", ALL)
async def test_cursors_lead_through_the_whole(client: Client, shelf: Category, address: str) -> None:
    address = address.format(shelf.id)
    rows = await whole(client, address)
    assert len(rows) >= 3
    for count in (1, 2, len(rows) - 1, len(rows)):
        seen, cursor = [], "first"
        for _ in range(0, len(rows), count):
            page = await page_of(client, address, count, cursor=cursor)
            seen += [id_of(row) for row in rows_in(page)]
            cursor = page.json()["meta"]["next_cursor"]
        assert seen == rows, count
        assert page.json()["meta"]["next_cursor"] is link_of(page) is None


@pytest.mark.parametrize("address", ALL)
async def test_links_lead_through_the_whole(client: Client, shelf: Category, address: str) -> None:
    """The first page as clients have always asked for it; a search needs a cursor (Q-134)."""
    address = address.format(shelf.id)
    rows = await whole(client, address)
    page = await page_of(client, address, 2, **({"cursor": "first"} if address in SEARCHES else {"page": 1}))
    seen = [id_of(row) for row in rows_in(page)]
    while (link := link_of(page)) is not None:
        assert link.startswith("/api/v")
        sent = parameters_of(str(page.request.url))
        kept = {name: value for name, value in parameters_of(link).items() if name != "cursor"}
        assert kept == {name: value for name, value in sent.items() if name not in ("page", "cursor")}
        page = await client.get(link)
        seen += [id_of(row) for row in rows_in(page)]
    assert seen == rows


@pytest.mark.parametrize("address", ALL)
async def test_by_cursor_what_stays_comes_once_whatever_others_add_and_remove(
    client: Client, second: Client, shelf: Category, others: Others, address: str
) -> None:
    """Q-132."""
    address = address.format(shelf.id)
    before = await whole(client, address)
    seen: Rows = []
    cursor: str | None = "first"
    for worker in cycle((client, second)):
        page = await page_of(worker, address, 2, cursor=cursor)
        shown = [id_of(row) for row in rows_in(page)]
        seen += shown
        cursor = page.json()["meta"]["next_cursor"]
        if cursor is None or len(seen) > MOST_PAGES:
            break
        if len(seen) < len(before):
            await others.add()
            await others.remove(address, seen[0])
            await others.remove(address, shown[-1])  # the one that the cursor stands for
    after = await whole(client, address)
    assert [row for row in seen if row in stayed(before, after)] == stayed(before, after)
    assert max(Counter(seen).values()) == 1


@pytest.mark.parametrize("address", [address for address in ALL if address not in SEARCHES])
async def test_over_one_connection_numbers_show_each_row_once_while_others_add(
    client: Client, shelf: Category, others: Others, address: str
) -> None:
    """Q-135."""
    address = address.format(shelf.id)
    before = await whole(client, address)
    seen: Rows = []
    for number in range(1, MOST_PAGES):
        found = [id_of(row) for row in rows_in(await page_of(client, address, 2, page=number))]
        seen += found
        if not found:
            break
        if number < 6:
            await others.add()
    assert [row for row in seen if row in before] == before
    assert max(Counter(seen).values()) == 1


@pytest.mark.parametrize("address", [address for address in ALL if address not in SEARCHES])
async def test_numbers_pass_over_nothing_while_others_add_whichever_worker_answers(
    client: Client, second: Client, shelf: Category, others: Others, address: str
) -> None:
    """Where ids decide, each row still comes once; where newer ones come first, some come twice (Q-135)."""
    address = address.format(shelf.id)
    before = await whole(client, address)
    seen: Rows = []
    workers = cycle((client, second, second))
    for number in range(1, MOST_PAGES):
        found = [id_of(row) for row in rows_in(await page_of(next(workers), address, 2, page=number))]
        seen += found
        if not found:
            break
        if number < 4:
            await others.add()
    assert set(before) <= set(seen)
    if address in [each.format(shelf.id) for each in BY_ID]:
        assert [row for row in seen if row in before] == before


async def test_behind_a_proxy_rows_are_counted(
    client: Client, litestar: Litestar, shelf: Category, others: Others, published: Description
) -> None:
    """It tells no port: its clients can't be told apart, and one would go on behind the page of another."""
    address = f"/audit/{HARBOUR}"
    transport = httpx.ASGITransport(cast("Any", Edge(litestar)), client=("192.0.2.1", 0))
    async with httpx.AsyncClient(transport=transport, base_url="http://parlour.test") as http:
        behind = Client(http, [published], OWNER)
        first = rows_in(await page_of(behind, address, 2, page=1))
        await others.add()
        rows = await whole(client, address)
        assert id_of(first[0]) in rows[2:]
        assert [id_of(row) for row in rows_in(await page_of(behind, address, 2, page=2))] == rows[2:4]


async def test_the_next_page_may_have_another_size(client: Client, shelf: Category) -> None:
    """Q-133."""
    address = LISTS["v2.list_products"][0]
    rows = await whole(client, address)
    first = await page_of(client, address, 4, cursor="first")
    second = await page_of(client, address, 3, cursor=first.json()["meta"]["next_cursor"], include="actual_cost")
    assert [id_of(row) for row in rows_in(second)] == rows[4:7]
    assert second.json()["meta"]["pagination"] == {"page": 2, "offset": 4, "limit": 3}
    assert size_of(address) == "limit"

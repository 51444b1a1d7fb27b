"""Every list that comes in pages: the pages are the whole, in its order, without gap or overlap, and then end."""

from typing import Any

import pytest
from litestar import Litestar

from parlour.access.tenant import Tenant
from parlour.areas.categories.model import Category
from parlour.db.pool import Connection
from tests.lists.known import ALL, LISTS, MANY, WITHOUT_PAGES, fill, page_of, rows_in
from tests.support.client import Client
from tests.support.operations import operations, query_parameters
from tests.support.requests import name_of


@pytest.fixture
async def shelf(conn: Connection, tenant: Tenant) -> Category:
    return await fill(conn, tenant)


def test_these_are_all_lists_that_come_in_pages(litestar: Litestar) -> None:
    sizes = {"count", "limit", "editable_length"}
    paged = {
        name_of(handler) for _, _, handler in operations(litestar) if sizes.intersection(query_parameters(handler))
    }
    assert paged - WITHOUT_PAGES == set(LISTS)


async def rows_of(client: Client, address: str, page: int, count: int) -> list[Any]:
    return rows_in(await page_of(client, address, count, page=page))


@pytest.mark.parametrize("address", ALL)
async def test_the_pages_are_the_whole(client: Client, shelf: Category, address: str) -> None:
    filled = address.format(shelf.id)
    whole = await rows_of(client, filled, 1, 100)
    assert len(whole) >= MANY // 3
    for count in (1, 2, len(whole) - 1, len(whole)):
        pages = [whole[begin : begin + count] for begin in range(0, len(whole), count)]
        last = len(pages)
        for page in {1, 2, last - 1, last} - {0}:
            if page <= last:
                assert await rows_of(client, filled, page, count) == pages[page - 1], (filled, page, count)
        assert await rows_of(client, filled, last + 1, count) == []

"""Turning the pages of GET /storages/transactions/{location_id}"""

from datetime import timedelta
from typing import Any

import pytest
from litestar import Litestar

from parlour.db.pool import Connection
from parlour.http.page_ends import PageEnds
from tests.api.v1.storages.movements import NOON, PRODUCTS, SEARCH, Movements, ids
from tests.support.client import Client
from tests.support.people import MANAGER

MINUTE = timedelta(minutes=1)
ORDERS: list[dict[str, Any]] = [
    {},
    {"changed_after": "2000-01-01"},
    {"storage_id": PRODUCTS},
    {"storage_id": PRODUCTS, "changed_after": "2000-01-01"},
]


async def page(client: Client, number: int, count: int = 3, **filters: Any) -> list[int]:
    return ids(await client.get(SEARCH, params={"page": number, "count": count, **filters}))


@pytest.mark.parametrize("filters", ORDERS)
async def test_pages_follow_each_other(client: Client, moved: Movements, filters: dict[str, Any]) -> None:
    made = [await moved.add() for _ in range(7)]
    pages = [await page(client, number, **filters) for number in (1, 2, 3, 4)]
    assert pages == [made[:3], made[3:6], made[6:], []]


@pytest.mark.parametrize("filters", [*ORDERS, {"good_id": True}, {"good_id": True, "changed_after": "2000-01-01"}])
async def test_pages_have_each_row_once_while_rows_are_added(
    client: Client, moved: Movements, filters: dict[str, Any]
) -> None:
    if "good_id" in filters:
        filters = {**filters, "good_id": moved.product.id}
    made = [await moved.add(at=NOON + number * MINUTE) for number in range(9)]
    seen = []
    for number in (1, 2, 3):
        seen += await page(client, number, **filters)
        for _ in range(2):  # dated back to before the first page
            await moved.add(at=NOON - MINUTE)
    assert seen == made


async def test_rows_added_behind_the_page_are_still_listed(client: Client, moved: Movements) -> None:
    made = [await moved.add(at=NOON + number * MINUTE) for number in range(3)]
    assert await page(client, 1) == made
    assert await page(client, 2) == []
    later = await moved.add(at=NOON + 9 * MINUTE)
    assert await page(client, 3) == [later]


async def test_the_first_page_starts_from_the_beginning(client: Client, moved: Movements) -> None:
    made = [await moved.add(at=NOON + number * MINUTE) for number in range(6)]
    assert [await page(client, number) for number in (1, 2)] == [made[:3], made[3:]]
    earlier = await moved.add(at=NOON - MINUTE)
    assert await page(client, 1) == [earlier, *made[:2]]
    assert await page(client, 2) == made[2:5]


async def test_a_page_may_be_asked_for_again(client: Client, moved: Movements) -> None:
    made = [await moved.add(at=NOON + number * MINUTE) for number in range(9)]
    assert [await page(client, number) for number in (1, 2, 2, 3, 2)] == [
        made[:3],
        made[3:6],
        made[3:6],
        made[6:],
        made[3:6],
    ]


async def test_a_deleted_row_at_the_end_of_a_page_is_no_hindrance(
    client: Client, conn: Connection, moved: Movements
) -> None:
    made = [await moved.add(at=NOON + number * MINUTE) for number in range(6)]
    assert await page(client, 1) == made[:3]
    await conn.execute("UPDATE stock_transactions SET deleted_at = now() WHERE id = ANY ($1)", made[1:3])
    assert await page(client, 2) == made[3:]


@pytest.mark.parametrize("filters", ORDERS)
async def test_pages_may_be_passed_over(client: Client, moved: Movements, filters: dict[str, Any]) -> None:
    made = [await moved.add(at=NOON + number * MINUTE) for number in range(12)]
    assert await page(client, 3, **filters) == made[6:9]
    assert await page(client, 1, **filters) == made[:3]
    assert await page(client, 4, **filters) == made[9:]
    assert await page(client, 2, **filters) == made[3:6]
    assert await page(client, 1_000_000_000, **filters) == []


async def test_a_worker_that_gave_out_no_page_before_counts_rows(
    client: Client, litestar: Litestar, moved: Movements
) -> None:
    made = [await moved.add(at=NOON + number * MINUTE) for number in range(9)]
    assert await page(client, 1) == made[:3]
    litestar.state.services.page_ends = PageEnds()
    assert await page(client, 2) == made[3:6]


async def test_pages_of_other_people_sizes_and_filters_are_their_own(client: Client, moved: Movements) -> None:
    made = [await moved.add(at=NOON + number * MINUTE) for number in range(9)]
    assert await page(client, 1) == made[:3]
    earlier = await moved.add(at=NOON - MINUTE)
    for_all = [earlier, *made]
    assert await page(client.by(MANAGER), 2) == for_all[3:6]
    assert await page(client, 2, count=4) == for_all[4:8]
    assert await page(client, 2, good_id=moved.product.id) == for_all[3:6]
    assert await page(client, 2) == made[3:6]

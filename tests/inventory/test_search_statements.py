"""The statements of the search against the same model, without requests: in each order, from each row on.

With and without the indexes, and with rows that don't lie in the order of their ids: the order is the statement's.
"""

import asyncio
from datetime import datetime, timedelta
from typing import Any

import pytest

from parlour.access.identity import Identity
from parlour.access.tenant import Tenant, get_tenant
from parlour.areas.inventory.model.search import FoundTransaction, TransactionFilter
from parlour.areas.inventory.queries import search
from parlour.areas.stock.model.stock import Kind
from parlour.areas.stock.v1.wire import KINDS
from parlour.db.pool import Connection
from parlour.page_requests import MomentSortKey, PageRequest
from tests.inventory.test_search_model import MOMENTS, Row, fill, searches, wanted
from tests.support.factories.catalogue import make_category, make_product
from tests.support.factories.stock import LONG_AGO, make_document, make_transaction, put_in, storages_of
from tests.support.people import HILLSIDE, OWNER

INSTANT = timedelta(microseconds=1)


@pytest.fixture
async def rows(conn: Connection, tenant: Tenant) -> list[Row]:
    """Those of HARBOUR, the last of them first in the table; HILLSIDE has the like."""
    await fill(conn, await get_tenant(conn, Identity(1, OWNER.id, OWNER.id), HILLSIDE))
    made = await fill(conn, tenant)
    for row in reversed(made):
        await conn.execute("UPDATE stock_transactions SET comment = 'Moved' WHERE id = $1", row.id)
    return made


def filter_of(asked: dict[str, Any]) -> TransactionFilter:
    """What the parameters of a search ask for."""
    end: datetime | None = asked.get("end_date")
    return TransactionFilter(
        since=asked.get("start_date"),
        until=None if end is None else end + INSTANT,
        changed_since=asked.get("changed_after"),
        changed_until=asked.get("changed_before"),
        document_id=asked.get("document_id"),
        product_id=asked.get("good_id"),
        storage_ids=(asked["storage_id"],) if "storage_id" in asked else None,
        kinds=(KINDS[asked["type_id"]],) if "type_id" in asked else None,
    )


@pytest.mark.parametrize("with_indexes", [True, False], ids=["indexes", "no_indexes"])
@pytest.mark.parametrize("most_to_sort", [search.SORT_LIMIT, 1])
async def test_every_page_of_every_search_is_what_the_model_has(
    conn: Connection,
    tenant: Tenant,
    rows: list[Row],
    monkeypatch: pytest.MonkeyPatch,
    with_indexes: bool,
    most_to_sort: int,
) -> None:
    monkeypatch.setattr(search, "SORT_LIMIT", most_to_sort)

    async def found(asked: TransactionFilter, page: PageRequest[MomentSortKey]) -> list[FoundTransaction]:
        return await search.list_transactions(conn, tenant, asked, page)

    async with conn.transaction():
        if not with_indexes:
            for way in ("indexscan", "bitmapscan", "indexonlyscan"):
                await conn.execute(f"SET LOCAL enable_{way} = off")
        for number, asked in enumerate(searches(rows)):
            expected, filter_ = wanted(rows, asked), filter_of(asked)
            everything = await found(filter_, PageRequest(None, 1000))
            assert [row.id for row in everything] == expected, asked
            for begin in range(number % 7, len(expected), 11):
                after = everything[begin].sort_key(filter_)
                page = await found(filter_, PageRequest(after, 2, 1))
                assert [row.id for row in page] == expected[begin + 2 : begin + 4], (asked, begin)
            counted = await found(filter_, PageRequest(None, 3, 2))
            assert [row.id for row in counted] == expected[2:5], asked


@pytest.mark.parametrize("by_change", [False, True])
async def test_lines_of_a_document_are_in_order_page_after_page(
    conn: Connection, tenant: Tenant, by_change: bool
) -> None:
    product = await make_product(conn, tenant, await make_category(conn, tenant), "Argan")
    document = await make_document(conn, tenant, Kind.SALE, (await storages_of(conn, tenant))[0])
    changes = (MOMENTS[2], MOMENTS[0], MOMENTS[2], MOMENTS[0])
    made = [await make_transaction(conn, tenant, document, product.id, -1, changed_at=at) for at in changes]
    for line in reversed(made):
        await conn.execute("UPDATE stock_transactions SET comment = 'Moved' WHERE id = $1", line)
    expected = [made[place] for place in (1, 3, 0, 2)] if by_change else made
    asked = TransactionFilter(document_id=document, changed_since=MOMENTS[0] if by_change else None)
    async with conn.transaction():
        for way in ("indexscan", "bitmapscan", "indexonlyscan"):
            await conn.execute(f"SET LOCAL enable_{way} = off")
        for begin in range(4):
            page = await search.list_transactions(conn, tenant, asked, PageRequest(None, 2, begin))
            assert [row.id for row in page] == expected[begin : begin + 2]


@pytest.mark.parametrize("conditions", [{"since": MOMENTS[1]}, {"changed_since": MOMENTS[1]}])
async def test_no_sort_key_leads_to_before_the_beginning(
    conn: Connection, tenant: Tenant, rows: list[Row], conditions: dict[str, Any]
) -> None:
    asked = TransactionFilter(**conditions)
    found = [
        await search.list_transactions(conn, tenant, asked, PageRequest(after, 1000))
        for after in (None, MomentSortKey(MOMENTS[0], 0))
    ]
    assert found[0] == found[1] != []


@pytest.mark.parametrize("begins", ["since", "changed_since"])
async def test_the_very_first_row_is_found_at_its_moment(conn: Connection, tenant: Tenant, begins: str) -> None:
    await conn.execute("SELECT setval(pg_get_serial_sequence('stock_transactions', 'id'), 1, false)")
    product = await make_product(conn, tenant, await make_category(conn, tenant), "Argan")
    first, _ = await storages_of(conn, tenant)
    line = await put_in(conn, tenant, product.id, first, 1, changed_at=LONG_AGO)
    conditions: dict[str, Any] = {begins: LONG_AGO}
    found = await search.list_transactions(conn, tenant, TransactionFilter(**conditions), PageRequest(None, 9))
    assert [row.id for row in found] == [line] == [1]


NARROWED: list[dict[str, Any]] = [
    {"storage_ids": True},
    {"kinds": (Kind.SALE,)},
    {"since": MOMENTS[1]},
    {"until": MOMENTS[1]},
    {"kinds": (Kind.SALE,), "since": MOMENTS[1], "until": MOMENTS[3]},
]


@pytest.mark.parametrize("conditions", NARROWED)
async def test_few_changes_are_sorted_and_many_are_read_in_their_order(
    conn: Connection, tenant: Tenant, rows: list[Row], monkeypatch: pytest.MonkeyPatch, conditions: dict[str, Any]
) -> None:
    if "storage_ids" in conditions:
        conditions = {"storage_ids": (rows[0].storage,)}
    asked: list[str] = []
    filter_ = TransactionFilter(changed_since=LONG_AGO, **conditions)
    matching = len(await search.list_transactions(conn, tenant, filter_, PageRequest(None, 1000)))
    with conn.query_logger(lambda record: asked.append(record.query)):
        for limit in (matching, matching - 1):
            monkeypatch.setattr(search, "SORT_LIMIT", limit)
            await search.list_transactions(conn, tenant, filter_, PageRequest(None, 1000))
        await search.list_transactions(conn, tenant, TransactionFilter(changed_since=LONG_AGO), PageRequest(None, 9))
        await asyncio.sleep(0)  # the answer comes in the next turn of the loop
    counted = search.COUNT_TO_SORT
    assert asked == [counted, search.LIST_SORTED_BY_CHANGE, counted, search.LIST_BY_CHANGE, search.LIST_BY_CHANGE]

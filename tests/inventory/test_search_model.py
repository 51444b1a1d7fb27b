"""The search of transactions against a model of it: all filters together, at their very limits, page after page."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import product
from typing import Any

import msgspec
import pytest

from parlour.access.identity import Identity
from parlour.access.tenant import Tenant, get_tenant
from parlour.areas.stock.model.stock import Kind
from parlour.areas.stock.v1.wire import CODES
from parlour.db.pool import Connection
from tests.support.client import Client
from tests.support.factories.catalogue import make_category, make_product
from tests.support.factories.stock import LONG_AGO, make_document, make_transaction, storages_of
from tests.support.people import HARBOUR, HILLSIDE, OWNER

SEARCH = f"/storages/transactions/{HARBOUR}"
HOUR = timedelta(hours=1)
# Moments at which several things happen, so that ids decide between them. Two of them are as close as can be.
MOMENTS = [LONG_AGO, LONG_AGO + HOUR, LONG_AGO + HOUR + timedelta(microseconds=1), LONG_AGO + 3 * HOUR]
KINDS = (Kind.SALE, Kind.RECEIPT, Kind.USAGE)


class Row(msgspec.Struct, frozen=True):
    """A transaction of the location that is not deleted."""

    id: int
    document: int
    product: int
    storage: int
    kind: Kind
    occurred: datetime
    changed: datetime


async def fill(conn: Connection, tenant: Tenant) -> list[Row]:
    """Two lines of each of two products on documents of each kind, in each storage, at changing moments."""
    category = await make_category(conn, tenant)
    products = [(await make_product(conn, tenant, category, title)).id for title in ("Argan", "Lotion")]
    storages = await storages_of(conn, tenant)
    rows = []
    for number, (kind, storage, time) in enumerate(product(KINDS, storages, range(3))):
        occurred, changed = MOMENTS[time], MOMENTS[(number * 7 + time) % len(MOMENTS)]
        document = await make_document(conn, tenant, kind, storage, occurred_at=occurred)
        for line, product_id in enumerate([*products, products[0]]):
            sign = 1 if kind is Kind.RECEIPT else -1
            is_deleted = (number + line) % 5 == 4
            row_id = await make_transaction(
                conn,
                tenant,
                document,
                product_id,
                sign,
                changed_at=changed,
                deleted_at=LONG_AGO if is_deleted else None,
            )
            if not is_deleted:
                rows.append(Row(row_id, document, product_id, storage, kind, occurred, changed))
    return rows


@pytest.fixture
async def rows(conn: Connection, tenant: Tenant) -> list[Row]:
    """Those of HARBOUR; HILLSIDE has the like."""
    await fill(conn, await get_tenant(conn, Identity(1, OWNER.id, OWNER.id), HILLSIDE))
    return await fill(conn, tenant)


def wanted(rows: list[Row], asked: dict[str, Any]) -> list[int]:
    """What a search should find."""
    by_change = {"changed_after", "changed_before"} & asked.keys()
    found = [
        row
        for row in rows
        if asked.get("start_date", row.occurred) <= row.occurred <= asked.get("end_date", row.occurred)
        and asked.get("changed_after", row.changed) <= row.changed
        and ("changed_before" not in asked or row.changed < asked["changed_before"])
        and asked.get("document_id", row.document) == row.document
        and asked.get("good_id", row.product) == row.product
        and asked.get("storage_id", row.storage) == row.storage
        and asked.get("type_id", CODES[row.kind]) == CODES[row.kind]
    ]
    return [row.id for row in sorted(found, key=lambda row: (row.changed if by_change else row.occurred, row.id))]


def searches(rows: list[Row]) -> Iterator[dict[str, Any]]:
    """Every set of filters; each limit falls on a moment at which something happened."""
    middle = rows[len(rows) // 2]
    values = {
        "start_date": MOMENTS[1],
        "end_date": MOMENTS[1],
        "changed_after": MOMENTS[1],
        "changed_before": MOMENTS[3],
        "document_id": middle.document,
        "good_id": middle.product,
        "storage_id": middle.storage,
        "type_id": CODES[middle.kind],
    }
    for chosen in product([False, True], repeat=len(values)):
        yield {name: value for (name, value), is_asked in zip(values.items(), chosen, strict=True) if is_asked}
    others = {"storage_id": _other(rows, "storage"), "type_id": CODES[KINDS[KINDS.index(middle.kind) - 1]]}
    for name, order in product(others, ({}, {"changed_after": MOMENTS[0]})):
        yield {"document_id": middle.document, name: others[name], **order}  # a document has one of each


def _other(rows: list[Row], name: str) -> int:
    """A value that the row in the middle doesn't have."""
    found: int = next(value for row in rows if (value := getattr(row, name)) != getattr(rows[len(rows) // 2], name))
    return found


def parameters(asked: dict[str, Any]) -> dict[str, Any]:
    return {name: value.isoformat() if isinstance(value, datetime) else value for name, value in asked.items()}


async def ids(client: Client, asked: dict[str, Any], page: int, count: int) -> list[int]:
    response = await client.get(SEARCH, params={**parameters(asked), "page": page, "count": count})
    assert response.status_code == 200, response.text
    return [row["id"] for row in response.json()["data"]]


async def test_every_set_of_filters_finds_what_the_model_finds(client: Client, rows: list[Row]) -> None:
    found = 0
    for asked in searches(rows):
        expected = wanted(rows, asked)
        assert await ids(client, asked, 1, 1000) == expected, asked
        found += bool(expected)
    assert found > 100


async def test_page_after_page_is_the_whole_in_either_direction(client: Client, rows: list[Row]) -> None:
    """Forwards each page goes on behind the one before; backwards rows are counted."""
    for number, asked in enumerate(searches(rows)):
        if number % 5:
            continue
        expected = wanted(rows, asked)
        count = 1 + number % 4
        pages = [expected[begin : begin + count] for begin in range(0, len(expected), count)] + [[]]
        for numbers in (range(len(pages)), reversed(range(len(pages)))):
            for page in [*numbers][:4]:
                assert await ids(client, asked, page + 1, count) == pages[page], (asked, page, count)


async def test_the_export_finds_the_same(client: Client, rows: list[Row]) -> None:
    for number, asked in enumerate(searches(rows)):
        if number % 7 == 0:
            exported = await client.get(f"{SEARCH}/export", params=parameters(asked))
            assert exported.status_code == 200
            lines = exported.text.lstrip("\ufeff").splitlines()
            assert len(lines) - 1 == len(wanted(rows, asked)), asked

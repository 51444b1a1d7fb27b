"""Eight writers at once on the same ten products: nothing that was answered gets lost."""

import asyncio
import random
from collections import defaultdict
from decimal import Decimal
from typing import Any, LiteralString

import httpx
import pytest

from parlour.access.tenant import Tenant
from parlour.areas.products.model.products import Product
from parlour.areas.stock.model.stock import Kind
from parlour.areas.stock.v1.wire import CODES
from parlour.db.pool import Connection
from tests.inventory.checks import differences
from tests.support.client import Client
from tests.support.factories.catalogue import make_category, make_product
from tests.support.factories.stock import storages_of
from tests.support.people import HARBOUR

WRITERS, ROUNDS, PRODUCTS = 8, 12, 10
OPERATIONS = f"/storage_operations/operation/{HARBOUR}"
DOCUMENTS = f"/storage_operations/documents/{HARBOUR}"
TRANSACTIONS = f"/storage_operations/goods_transactions/{HARBOUR}"
KINDS = (Kind.SALE, Kind.USAGE, Kind.RECEIPT, Kind.WRITE_OFF, Kind.TRANSFER, Kind.STOCK_TAKE)
RATIOS = (2, 5, 10)
LIST_COUNTED: LiteralString = """
    SELECT id, counted / unit_ratio AS counted FROM stock_transactions
    WHERE chain_id = $1 AND kind = 'stock_take' AND deleted_at IS NULL
"""


class Writer:
    """Does to stock what comes to its mind, all in sale units, and remembers what it was answered.

    Of a stock-take it remembers what was counted: what differs is for others to change.
    """

    def __init__(self, number: int, client: Client, products: list[Product], storages: list[int]) -> None:
        self._rng = random.Random(number)  # noqa: S311 - not cryptography
        self._client, self._products, self._storages = client, products, storages
        self._documents: dict[int, dict[int, dict[str, Any]]] = {}
        self._counted: dict[int, int] = {}

    @property
    def rows(self) -> dict[int, tuple[int, int, Decimal]]:
        """Product, storage and amount of its transactions, as they were answered last; of counts as they were sent."""
        return {
            row["id"]: (
                row["good_id"],
                row["storage_id"],
                Decimal(str(self._counted.get(row["id"], row["amount"]))),
            )
            for rows in self._documents.values()
            for row in rows.values()
        }

    async def work(self) -> None:
        for _ in range(ROUNDS):
            act = self._rng.choice(
                (self._enter, self._enter, self._enter, self._edit, self._delete, self._change_units)
            )
            await act()

    async def _enter(self) -> None:
        kind = self._rng.choice(KINDS)
        source, target = self._rng.sample(self._storages, 2)
        products = self._rng.sample(self._products, self._rng.randint(1, len(self._products)))
        lines = [{"good_id": product.id, "amount": self._rng.randint(1, 9), "cost_per_unit": 3} for product in products]
        body = {
            "type_id": CODES[kind],
            "storage_id": source,
            **({"to_storage_id": target} if kind is Kind.TRANSFER else {}),
            "create_date": f"2026-03-{self._rng.randint(1, 28):02}T12:00:00",
            "goods_transactions": lines,
        }
        entered = (await self._done("POST", OPERATIONS, body)).json()["data"]
        self._documents[entered["document"]["id"]] = {row["id"]: row for row in entered["transactions"]}
        if kind is Kind.STOCK_TAKE:
            for row, line in zip(entered["transactions"], lines, strict=True):
                self._counted[row["id"]] = line["amount"]

    async def _edit(self) -> None:
        """Another amount and another product, on a document where that is simple."""
        simple = [rows for rows in self._documents.values() if rows and _kind_of(rows) in (Kind.SALE, Kind.RECEIPT)]
        if not simple:
            return
        rows = self._rng.choice(simple)
        row = rows[self._rng.choice(sorted(rows))]
        amount = self._rng.randint(1, 9)
        body = {
            "document_id": row["document_id"],
            "good_id": self._rng.choice(self._products).id,
            "operation_unit_type": 1,
            "amount": amount,
            "cost_per_unit": 2,
            "discount": 0,
            "cost": 2 * amount,
        }
        rows[row["id"]] = (await self._done("PUT", f"{TRANSACTIONS}/{row['id']}", body)).json()["data"]

    async def _delete(self) -> None:
        if self._documents:
            document_id = self._rng.choice(sorted(self._documents))
            await self._done("DELETE", f"{DOCUMENTS}/{document_id}")
            del self._documents[document_id]

    async def _change_units(self) -> None:
        """What was entered stays in sale units, whatever the ratio."""
        product = self._rng.choice(self._products)
        body = {
            "title": product.title,
            "category_id": product.category_id,
            "sale_unit_id": product.sale_unit_id,
            "service_unit_id": product.write_off_unit_id,
            "unit_equals": self._rng.choice(RATIOS),
            "correction_rules": [{"type": code, "base_unit": "sale"} for code in CODES.values()],
        }
        await self._done("PUT", f"/goods/{HARBOUR}/{product.id}", body)

    async def _done(self, method: str, path: str, body: dict[str, Any] | None = None) -> httpx.Response:
        sent = {} if body is None else {"json": body}
        while (response := await self._client.send(method, path, **sent)).status_code == 503:  # noqa: ASYNC110
            await asyncio.sleep(0.1)  # too much waits for the same rows: nothing was done, and it is sent again
        assert response.status_code in (200, 202), response.text
        return response


@pytest.fixture
async def products(conn: Connection, tenant: Tenant) -> list[Product]:
    category = await make_category(conn, tenant)
    return [
        await make_product(
            conn, tenant, category, f"Shampoo {number}", sale_unit_id=11, write_off_unit_id=4, unit_ratio=Decimal(5)
        )
        for number in range(PRODUCTS)
    ]


async def test_nothing_is_lost_between_eight_writers(
    client: Client, conn: Connection, tenant: Tenant, products: list[Product]
) -> None:
    storages = await storages_of(conn, tenant)
    writers = [Writer(number, client, products, storages) for number in range(WRITERS)]
    await asyncio.gather(*(writer.work() for writer in writers))

    answered = {row_id: row for writer in writers for row_id, row in writer.rows.items()}
    shown = (await client.get(f"/storages/transactions/{HARBOUR}", params={"count": 1000})).json()["data"]
    counted = {row["id"]: row["counted"] for row in await conn.fetch(LIST_COUNTED, tenant.chain_id)}
    assert {
        row["id"]: (
            row["good"]["id"],
            row["storage"]["id"],
            counted.get(row["id"], Decimal(str(row["amount"]))),
        )
        for row in shown
    } == answered
    lying: defaultdict[tuple[int, int], Decimal] = defaultdict(Decimal)
    for row_id in (row["id"] for row in shown):  # in the order in which it happened
        good, place, amount = answered[row_id]
        lying[good, place] = amount if row_id in counted else lying[good, place] + amount
    for product in (await client.get(f"/goods/{HARBOUR}")).json()["data"]:
        there = {place["storage_id"]: Decimal(str(place["amount"])) for place in product["actual_amounts"]}
        assert there == {storage: lying[product["good_id"], storage] * product["unit_equals"] for storage in storages}
    assert await differences(conn, tenant.chain_id) == []


def _kind_of(rows: dict[int, dict[str, Any]]) -> Kind:
    return next(kind for kind, code in CODES.items() if code == next(iter(rows.values()))["type_id"])

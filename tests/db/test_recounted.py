"""Whatever changes before a stock-take, or in it, the difference that it found follows."""

from datetime import timedelta

import pytest

from parlour.access.tenant import Tenant
from parlour.areas.stock.model.stock import Kind
from parlour.areas.stock.operator import checks
from parlour.db.pool import Connection
from tests.support.factories.catalogue import make_category, make_product
from tests.support.factories.stock import LONG_AGO, make_document, make_transaction

DAY = timedelta(days=1)
EXPECTED = "SELECT expected FROM stock_transactions WHERE kind = 'stock_take' ORDER BY id"
SALE = "kind = 'sale' AND deleted_at IS NULL"
FIRST_COUNT = "id = (SELECT min(id) FROM stock_transactions WHERE kind = 'stock_take')"
# What each change leaves as expected in four stock-takes: of Argan, after a receipt of 10 and after a sale of 3; of
# Argan in another storage; of Basil.
CHANGES = {
    "comment = 'seen' WHERE true": (10, 5, 4, 6),
    "amount = 12, sale_amount = 12 WHERE kind = 'receipt' AND amount = 10": (12, 5, 4, 6),
    "amount = -1, sale_amount = -1 WHERE " + SALE: (10, 7, 4, 6),
    "unit_ratio = 2, sale_amount = -1.5 WHERE " + SALE: (10, 5, 4, 6),
    "occurred_at = occurred_at - interval '30 hours' WHERE " + SALE: (7, 8, 4, 6),
    "occurred_at = occurred_at + interval '30 hours' WHERE " + SALE: (10, 8, 4, 6),
    "storage_id = 1 WHERE " + SALE: (10, 8, 1, 6),
    "product_id = {basil} WHERE " + SALE: (10, 8, 4, 3),
    "deleted_at = now() WHERE " + SALE: (10, 8, 4, 6),
    "deleted_at = now() WHERE kind = 'receipt' AND amount = 10": (0, 5, 4, 6),
    "deleted_at = NULL WHERE deleted_at IS NOT NULL": (9, 5, 4, 6),
    "counted = 9, amount = -1, sale_amount = -1 WHERE " + FIRST_COUNT: (10, 6, 4, 6),
    "unit_ratio = 2, sale_amount = -1 WHERE " + FIRST_COUNT: (10, 5, 4, 6),
    "occurred_at = occurred_at + interval '30 hours' WHERE " + FIRST_COUNT: (7, 8, 4, 6),
    "occurred_at = occurred_at + interval '3 days' WHERE " + FIRST_COUNT: (5, 7, 4, 6),
    "storage_id = 1 WHERE " + FIRST_COUNT: (4, 7, 8, 6),
    "product_id = {basil} WHERE " + FIRST_COUNT: (6, 7, 4, 8),
    "deleted_at = now() WHERE " + FIRST_COUNT: (10, 7, 4, 6),
    "storage_id = 1, occurred_at = occurred_at + interval '3 days' WHERE " + FIRST_COUNT: (4, 7, 4, 6),
}


@pytest.mark.parametrize("change", CHANGES)
async def test_the_difference_follows_each_change(change: str, conn: Connection, tenant: Tenant) -> None:
    shop = Shop(conn, tenant)
    argan, basil = await shop.product("Argan"), await shop.product("Basil")
    await shop.write(Kind.RECEIPT, argan, 10)
    await shop.write(Kind.RECEIPT, argan, 4, storage_id=1)
    await shop.write(Kind.RECEIPT, basil, 6)
    await shop.write(Kind.STOCK_TAKE, argan, -2, 1, counted=8, expected=10)
    await shop.write(Kind.SALE, argan, -3, 2)
    deleted = await shop.write(Kind.SALE, argan, -1)
    await conn.execute("UPDATE stock_transactions SET deleted_at = now() WHERE id = $1", deleted)
    await shop.write(Kind.STOCK_TAKE, argan, 0, 3, counted=5, expected=5)
    await shop.write(Kind.STOCK_TAKE, argan, 0, 3, storage_id=1, counted=4, expected=4)
    await shop.write(Kind.STOCK_TAKE, basil, 0, 3, counted=6, expected=6)
    assert await shop.differences() == []

    await conn.execute("UPDATE stock_transactions SET " + change.format(basil=basil))

    assert tuple(row[0] for row in await conn.fetch(EXPECTED)) == CHANGES[change]
    assert await shop.differences() == []


class Shop:
    """Writes transactions, and checks that they add up."""

    def __init__(self, conn: Connection, tenant: Tenant) -> None:
        self.conn = conn
        self.tenant = tenant

    async def product(self, title: str) -> int:
        return (await make_product(self.conn, self.tenant, await make_category(self.conn, self.tenant), title)).id

    async def write(
        self, kind: Kind, product_id: int, amount: int, day: int = 0, storage_id: int = 2, **fields: int
    ) -> int:
        at = LONG_AGO + day * DAY
        document_id = await make_document(self.conn, self.tenant, kind, storage_id, occurred_at=at)
        return await make_transaction(
            self.conn, self.tenant, document_id, product_id, amount, occurred_at=at, storage_id=storage_id, **fields
        )

    async def differences(self) -> list[object]:
        found = [await checks.check_counts(self.conn, None, 9), await checks.check_levels(self.conn, None, 9)]
        return [*found[0], *found[1], *await checks.check_sums(self.conn, None, 9)]

"""Stock that moves, and what a search finds of it."""

from datetime import UTC, datetime
from typing import Any

import httpx

from parlour.access.tenant import Tenant
from parlour.areas.products.model.products import Product
from parlour.areas.stock.model.stock import Kind
from parlour.db.pool import Connection
from tests.support.factories.stock import make_document, make_transaction
from tests.support.people import HARBOUR

SEARCH = f"/storages/transactions/{HARBOUR}"
CONSUMABLES, PRODUCTS = 1, 2
# 12:00:00 in HARBOUR.
NOON = datetime(2026, 1, 31, 17, 0, 0, tzinfo=UTC)


class Movements:
    """Stock of one product that moves."""

    def __init__(self, conn: Connection, tenant: Tenant, product: Product) -> None:
        self.conn = conn
        self.tenant = tenant
        self.product = product

    async def add(
        self, kind: Kind = Kind.SALE, at: datetime = NOON, storage: int = PRODUCTS, amount: int = -1, **fields: Any
    ) -> int:
        """One transaction on a document of its own; when it was changed, it moved."""
        document_id = await make_document(self.conn, self.tenant, kind, storage, occurred_at=at)
        given = {"changed_at": at, **fields}
        return await make_transaction(self.conn, self.tenant, document_id, self.product.id, amount, **given)


def ids(response: httpx.Response) -> list[int]:
    assert response.status_code == 200, response.text
    return [row["id"] for row in response.json()["data"]]

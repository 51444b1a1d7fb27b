"""Working with stock through the API, in few words."""

from typing import Any

import httpx

from parlour.areas.products.model.products import Product
from parlour.db.pool import Connection
from tests.support.client import Client
from tests.support.people import HARBOUR

SALE, USAGE, RECEIPT, WRITE_OFF, TRANSFER, STOCK_TAKE = 1, 2, 3, 4, 5, 6
CONSUMABLES, PRODUCTS = 1, 2
"""The storages of HARBOUR."""
FOREIGN_STORAGE = 5
DAY = "2026-01-31T18:30:00-05:00"


def line(product: Product, amount: float, **fields: Any) -> dict[str, Any]:
    """A line of an operation, in sale units unless it says otherwise."""
    return {"good_id": product.id, "amount": amount, **fields}


def operation(kind: int, *lines: dict[str, Any], **fields: Any) -> dict[str, Any]:
    return {"type_id": kind, "storage_id": PRODUCTS, "create_date": DAY, "goods_transactions": list(lines), **fields}


def document(kind: int, **fields: Any) -> dict[str, Any]:
    return {"type_id": kind, "storage_id": PRODUCTS, "create_date": DAY, **fields}


def transaction(document_id: int, product: Product, amount: float, price: float = 25, **fields: Any) -> dict[str, Any]:
    """A whole transaction, with a total that fits unless one is given."""
    return {
        "document_id": document_id,
        **line(product, amount),
        "operation_unit_type": 1,
        "cost_per_unit": price,
        "discount": 0,
        "cost": abs(amount) * price,
        **fields,
    }


class Stock:
    """Somebody who moves stock in HARBOUR and looks at what became of it."""

    def __init__(self, client: Client, conn: Connection) -> None:
        self.client = client
        self.conn = conn

    async def try_to_enter(self, kind: int, *lines: dict[str, Any], **fields: Any) -> httpx.Response:
        return await self.client.post(f"/storage_operations/operation/{HARBOUR}", operation(kind, *lines, **fields))

    async def enter(self, kind: int, *lines: dict[str, Any], **fields: Any) -> dict[str, Any]:
        """What was answered: a document and its transactions."""
        response = await self.try_to_enter(kind, *lines, **fields)
        assert response.status_code == 200, response.text
        data: dict[str, Any] = response.json()["data"]
        return data

    async def on_hand(self, product: Product, storage_id: int = PRODUCTS) -> float:
        """In write-off units."""
        amount = await self.conn.fetchval(
            "SELECT amount FROM stock_levels WHERE product_id = $1 AND storage_id = $2", product.id, storage_id
        )
        return float(amount or 0)

    async def average(self, product: Product) -> float | None:
        """What a write-off unit costs on average."""
        average = await self.conn.fetchval("SELECT average FROM stock_costs WHERE product_id = $1", product.id)
        return None if average is None else float(average)

    async def count(self, table: str) -> int:
        number: int = await self.conn.fetchval(f"SELECT count(*) FROM {table}")
        return number

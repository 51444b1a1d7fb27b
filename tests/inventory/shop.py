"""A location of a chain of its own, with products and two storages, for code that can't wait by itself."""

import asyncio
import json
from collections.abc import Awaitable
from decimal import Decimal
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

import httpx
import msgspec

from parlour.access.identity import Identity
from parlour.access.tenant import Tenant, get_tenant
from parlour.areas.locations.model import LocationFields
from parlour.areas.locations.service.provisioning import create_location
from parlour.areas.products.model.products import Product
from parlour.db.pool import Connection
from tests.inventory.model import Books
from tests.inventory.records import Good
from tests.support.factories.catalogue import for_chain, make_category, make_product
from tests.support.factories.stock import storages_of
from tests.support.people import OWNER

T = TypeVar("T")

TIMEZONE = "America/New_York"
# Sale unit, write-off unit, ratio, price: what is sold by the piece, what is measured, what doesn't divide evenly.
PRODUCTS = (
    ("Comb", 1, 1, Decimal(1), Decimal("4.5")),
    ("Shampoo", 11, 4, Decimal(250), Decimal("24.9")),
    ("Towels", 8, 1, Decimal(3), Decimal(14)),
)
_BODY = msgspec.json.Encoder(decimal_format="number")


class Shop:
    """The owner's view of one location. The last of its products belongs to the chain."""

    def __init__(
        self, loop: asyncio.AbstractEventLoop, http: httpx.AsyncClient, conn: Connection, currency: str, decimals: int
    ) -> None:
        self._loop, self._http, self.conn = loop, http, conn
        self._currency, self._decimals = currency, decimals
        self.tenant = self.wait(self._found())
        self.storages = self.wait(storages_of(conn, self.tenant))
        self.products = self.wait(self._stock_up())

    def wait(self, work: Awaitable[T]) -> T:
        return self._loop.run_until_complete(_as_coroutine(work))

    def send(self, method: str, path: str, body: Any = None, **query: Any) -> httpx.Response:
        content = None if body is None else _BODY.encode(body)
        headers = {**OWNER.headers, "Content-Type": "application/json"}
        return self.wait(self._http.request(method, f"/api/v1{path}", content=content, headers=headers, params=query))

    def get(self, path: str, **query: Any) -> Any:
        """The data of an answer, its numbers exact."""
        response = self.send("GET", path, **query)
        assert response.status_code == 200, response.text
        return json.loads(response.text, parse_float=Decimal)["data"]

    def at(self, path: str) -> str:
        """The address of something in this location."""
        return f"{path}/{self.tenant.location_id}"

    def books(self) -> Books:
        """What is known of a new location."""
        goods = {
            product.id: Good(
                id=product.id,
                sale_unit_id=product.sale_unit_id,
                write_off_unit_id=product.write_off_unit_id,
                ratio=Decimal(product.unit_ratio),
                price=Decimal(product.price),
                cost_price=Decimal(0),
                is_fixed=False,
            )
            for product in self.products
        }
        return Books(
            goods=goods,
            papers={},
            rows={},
            allows_negative=True,
            closed_until=None,
            timezone=ZoneInfo(TIMEZONE),
            decimals=self._decimals,
        )

    async def _found(self) -> Tenant:
        fields = LocationFields(
            title="Shop", country_code="US", timezone=TIMEZONE, currency=self._currency, locale="en_US"
        )
        founded = await create_location(self.conn, None, fields, owner_id=OWNER.id)
        assert founded is not None
        return await get_tenant(self.conn, Identity(1, OWNER.id, OWNER.id), founded.id)

    async def _stock_up(self) -> list[Product]:
        chain = for_chain(self.tenant)
        category = await make_category(self.conn, chain)
        return [
            await make_product(
                self.conn,
                chain if position == len(PRODUCTS) - 1 else self.tenant,
                category,
                title,
                sale_unit_id=sale_unit_id,
                write_off_unit_id=write_off_unit_id,
                unit_ratio=ratio,
                price=price,
            )
            for position, (title, sale_unit_id, write_off_unit_id, ratio, price) in enumerate(PRODUCTS)
        ]


async def _as_coroutine(work: Awaitable[T]) -> T:
    return await work

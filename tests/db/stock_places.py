"""Places with stock that look alike: a statement that finds or changes a row of the wrong one is noticed."""

from decimal import Decimal
from typing import Any

import msgspec

from parlour.access.tenant import Tenant
from parlour.areas.stock.model.stock import Kind
from parlour.db.pool import Connection
from tests.support.factories.catalogue import BOTTLE, MILLILITRE, for_chain, make_category, make_product
from tests.support.factories.stock import LONG_AGO, make_document, make_transaction, storages_of


class Place(msgspec.Struct, frozen=True):
    """A location, its two storages, and products: two of its own, one of its chain, one that is deleted."""

    tenant: Tenant
    storages: list[int]
    one: int
    two: int
    shared: int
    gone: int


async def make_place(conn: Connection, tenant: Tenant) -> Place:
    category = await make_category(conn, tenant)
    units: dict[str, Any] = {"sale_unit_id": BOTTLE, "write_off_unit_id": MILLILITRE, "unit_ratio": Decimal(250)}
    one, two, gone = [(await make_product(conn, tenant, category, each, **units)).id for each in ("A", "B", "C")]
    chain = for_chain(tenant)
    shared = (await make_product(conn, chain, await make_category(conn, chain), "D")).id
    await conn.execute("UPDATE products SET deleted_at = now() WHERE id = $1", gone)
    return Place(tenant, await storages_of(conn, tenant), one, two, shared, gone)


class Sale(msgspec.Struct, frozen=True):
    """A document of a place and its three lines; the last is deleted, the first two belong to an appointment."""

    document_id: int
    lines: list[int]


async def make_sale(conn: Connection, place: Place, appointment_id: int = 0, **fields: Any) -> Sale:
    document_id = await make_document(conn, place.tenant, Kind.SALE, place.storages[0], **fields)
    made = [
        await make_transaction(conn, place.tenant, document_id, product, -1, appointment_id=appointment_id, **gone)
        for product, gone in ((place.two, {}), (place.one, {}), (place.shared, {"deleted_at": LONG_AGO}))
    ]
    return Sale(document_id, made)

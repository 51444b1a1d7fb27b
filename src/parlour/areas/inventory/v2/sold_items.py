"""Products sold during appointments (tag Products of API v2)."""

import contextlib

from msgspec import UNSET

from parlour.access.permissions import Permission
from parlour.access.tenant import Tenant
from parlour.areas.inventory.model.sold_items import SoldItem
from parlour.areas.inventory.queries.sold_items import get_sold_item
from parlour.areas.inventory.v2 import wire
from parlour.areas.products.service.products import get_product
from parlour.areas.products.v2 import wire as products_wire
from parlour.areas.stock.queries.balances import list_balances
from parlour.db.pool import Connection
from parlour.errors import NotFound
from parlour.http.apis import B2B_V2
from parlour.http.context import Reading
from parlour.http.operations import Operations
from parlour.http.v2_envelope import NOTHING, Single, ToMany, included, single, to_one

operations = Operations(B2B_V2, "Products")


@operations.get(
    "/api/v2/locations/{location_id}/attendance_product_items/{attendance_product_item_id}",
    "get_attendance_product_item",
    Permission.STOCK_VIEW,
    includes={
        "good": products_wire.Product,
        "staff": None,
        "storage_amount": products_wire.StorageAmount,
        "loyalty_abonement": None,
        "loyalty_certificate": None,
        "marks": None,
    },
)
async def get_attendance_product_item(
    ctx: Reading, attendance_product_item_id: wire.AttendanceItemInPath, query: wire.AttendanceItemDetails
) -> Single[wire.AttendanceItem]:
    """Get a product sold during an appointment

    A sale that bears the id of an appointment (`record_id`). Others are a 404.
    """
    item = await get_sold_item(ctx.conn, ctx.tenant, attendance_product_item_id)
    if not query.include:
        return single(wire.AttendanceItem.from_model(item), UNSET)
    good = await _find_good(ctx.conn, ctx.tenant, item) if "good" in query.include else None
    amount = await _find_amount(ctx.conn, ctx.tenant, item) if "storage_amount" in query.include else None
    relationships = wire.AttendanceItemRelationships(
        good=to_one(good) if "good" in query.include else UNSET,
        staff=NOTHING if "staff" in query.include else UNSET,
        storage_amount=to_one(amount) if "storage_amount" in query.include else UNSET,
        loyalty_abonement=NOTHING if "loyalty_abonement" in query.include else UNSET,
        loyalty_certificate=NOTHING if "loyalty_certificate" in query.include else UNSET,
        marks=ToMany([]) if "marks" in query.include else UNSET,
    )
    related = included(found for found in (good, amount) if found)
    return single(wire.AttendanceItem.from_model(item, relationships), related)


async def _find_good(conn: Connection, tenant: Tenant, item: SoldItem) -> products_wire.Product | None:
    """Return the sold product; None if it was deleted since."""
    with contextlib.suppress(NotFound):
        product = await get_product(conn, tenant, item.product_id)
        return products_wire.Product.from_model(product, tenant, frozenset())
    return None


async def _find_amount(conn: Connection, tenant: Tenant, item: SoldItem) -> products_wire.StorageAmount | None:
    """Return the stock in the storage from which it was sold; None if that storage isn't visible."""
    balances = await list_balances(conn, tenant, item.product_id)
    found = next((balance for balance in balances if balance.storage_id == item.storage_id), None)
    return None if found is None else products_wire.StorageAmount.from_model(item.product_id, found)

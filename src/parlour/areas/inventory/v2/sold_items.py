"""Products sold during appointments (tag Products of API v2)."""

import contextlib
from typing import Annotated, Literal

from litestar import get
from litestar.di import NamedDependency
from litestar.params import FromPath
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
from parlour.http.v2_envelope import NOTHING, Single, ToMany, include_parameter, included, single, to_one

PRODUCTS = ["Products"]


@get(
    "/api/v2/locations/{location_id:int}/attendance_product_items/{attendance_product_item_id:int}",
    operation_id="v2.get_attendance_product_item",
    tags=PRODUCTS,
    permission=Permission.STOCK_VIEW,
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
    conn: NamedDependency[Connection],
    tenant: NamedDependency[Tenant],
    attendance_product_item_id: FromPath[int],
    include: Annotated[
        list[Literal["good", "staff", "storage_amount", "loyalty_abonement", "loyalty_certificate", "marks"]] | None,
        include_parameter(
            "What to bring along. There are no team members, memberships, gift cards and marks yet.",
            "good",
            "storage_amount",
        ),
    ] = None,
) -> Single[wire.AttendanceItem]:
    """Get a product sold during an appointment

    A sale that bears the id of an appointment (`record_id`). Others are a 404.
    """
    item = await get_sold_item(conn, tenant, attendance_product_item_id)
    if not include:
        return single(wire.AttendanceItem.from_model(item), UNSET)
    good = await _find_good(conn, tenant, item) if "good" in include else None
    amount = await _find_amount(conn, tenant, item) if "storage_amount" in include else None
    relationships = wire.AttendanceItemRelationships(
        good=to_one(good) if "good" in include else UNSET,
        staff=NOTHING if "staff" in include else UNSET,
        storage_amount=to_one(amount) if "storage_amount" in include else UNSET,
        loyalty_abonement=NOTHING if "loyalty_abonement" in include else UNSET,
        loyalty_certificate=NOTHING if "loyalty_certificate" in include else UNSET,
        marks=ToMany([]) if "marks" in include else UNSET,
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


HANDLERS = [get_attendance_product_item]

"""What lists of products add on the v1 wire when only low products are requested."""

from decimal import Decimal
from typing import Annotated

import msgspec
from msgspec import UNSET, UnsetType

from parlour.access.tenant import Tenant
from parlour.areas.products.model import low_stock, products
from parlour.areas.products.v1.wire.products import Product
from parlour.http.wire import mapped_list, says


class Order(msgspec.Struct, frozen=True, gc=False):
    """What to buy."""

    amount: Annotated[Decimal, says("What is lacking up to the desired amount; in write-off units.", 1250)]
    sale_amount: Annotated[Decimal, says("The same in whole sale units, rounded up.", 5)]
    cost: Annotated[Decimal | None, says("What these sale units cost; null where `actual_cost` is.", 55)]


class ListedProduct(Product, frozen=True, gc=False):
    """A product of a list."""

    on_hand_amount: Annotated[
        Decimal | UnsetType,
        says(
            "The amount in all storages that the user may see together, in write-off units; with `below` only.",
            1250,
        ),
    ] = UNSET
    to_order: Order | UnsetType = UNSET

    from_models = mapped_list(products.ProductWithLevels, Tenant)

    @classmethod
    def from_low(cls, product: low_stock.LowProductWithLevels, tenant: Tenant) -> "ListedProduct":
        shown = cls.from_model(product, tenant)
        order = product.to_order
        return msgspec.structs.replace(
            shown,
            on_hand_amount=product.on_hand_amount,
            to_order=Order(order.amount, order.sale_amount, None if shown.actual_cost is None else order.cost),
        )

"""Products on the v1 wire, where a product is a good."""

from decimal import Decimal
from typing import Annotated, Self, cast

import msgspec
from msgspec import Meta

from parlour.access.tenant import Tenant
from parlour.areas.products.model import products
from parlour.areas.products.v1.wire import fields as meaning
from parlour.areas.stock.rights.limits import limits_of, sees_costs
from parlour.http.dates import format_instant
from parlour.http.money import price_style


class Amounts(msgspec.Struct, frozen=True, gc=False):
    """What lies in one storage."""

    storage_id: Annotated[int, Meta(description="The storage.", examples=[1])]
    amount: Annotated[Decimal, Meta(description="How much lies there; in write-off units.", examples=[1250])]


_LEVELS = msgspec.json.Decoder(list[Amounts])


def _amounts(levels: str | None, tenant: Tenant) -> list[Amounts]:
    """Return the stock in the storages that the user may see.

    For all storages, the JSON of the database is sent as it is: decoding it would take a tenth of a page's time. It has
    the names of the wire, which are also those of the table.
    """
    if levels is None:
        return []
    shown = limits_of(tenant).storage_ids
    if shown is None:
        return cast("list[Amounts]", msgspec.Raw(levels))
    return [each for each in _LEVELS.decode(levels) if each.storage_id in shown]


class Product(msgspec.Struct, frozen=True, gc=False):
    """A product."""

    good_id: Annotated[int, Meta(description="The product.", examples=[501])]
    title: Annotated[str, meaning.TITLE]
    value: Annotated[str, Meta(description="The title again.", examples=["Argan Repair Shampoo"])]
    label: Annotated[
        str,
        Meta(
            description="The title, with the article in brackets if any.",
            examples=["Argan Repair Shampoo (AR-250)"],
        ),
    ]
    print_title: Annotated[str, meaning.RECEIPT_TITLE]
    article: Annotated[str, meaning.ARTICLE]
    barcode: Annotated[str, meaning.BARCODE]
    category: Annotated[str, Meta(description="The title of the category.", examples=["Shampoos"])]
    category_id: Annotated[int, Meta(description="The category that it lies in.", examples=[14])]
    salon_id: Annotated[int, Meta(description="The location that was asked.", examples=[1])]
    is_chain: Annotated[bool, meaning.BELONGS_TO_CHAIN]
    cost: Annotated[Decimal, meaning.PRICE]
    actual_cost: Annotated[Decimal | None, meaning.COST_PRICE_SEEN]
    unit_id: Annotated[int, meaning.SALE_UNIT]
    unit_short_title: Annotated[str, Meta(description="The sale unit in short.", examples=["bottle"])]
    service_unit_id: Annotated[int, meaning.WRITE_OFF_UNIT]
    service_unit_short_title: Annotated[str, Meta(description="The write-off unit in short.", examples=["ml"])]
    unit_equals: Annotated[Decimal, meaning.UNIT_RATIO]
    unit_actual_cost: Annotated[
        Decimal | None,
        Meta(
            description=(
                "What one write-off unit costs, to two decimals more than the currency has, at least four; null as "
                "`actual_cost` is."
            ),
            examples=[0.044],
        ),
    ]
    unit_actual_cost_format: Annotated[
        str,
        Meta(
            description="The same as a price in the habits of the location; empty where that is null.",
            examples=["$0.04"],
        ),
    ]
    critical_amount: Annotated[Decimal, meaning.CRITICAL_AMOUNT]
    desired_amount: Annotated[Decimal, meaning.DESIRED_AMOUNT]
    netto: Annotated[Decimal, meaning.NET_MASS]
    brutto: Annotated[Decimal, meaning.GROSS_MASS]
    comment: Annotated[str, meaning.COMMENT]
    tax_variant: Annotated[int | None, meaning.TAX_VARIANT]
    vat_id: Annotated[int | None, meaning.VAT]
    actual_amounts: Annotated[
        list[Amounts], Meta(description="What lies in each storage of the location that the user may see.")
    ]
    loyalty_abonement_type_id: Annotated[
        int, Meta(description="The kind of membership that it sells; 0 for other products.", examples=[0])
    ]
    loyalty_certificate_type_id: Annotated[
        int, Meta(description="The kind of gift card that it sells; 0 for other products.", examples=[0])
    ]
    loyalty_allow_empty_code: Annotated[
        int, Meta(description="1 if it may be sold without a code; 0 for ordinary products.", examples=[0])
    ]
    loyalty_serial_number_limited: Annotated[
        int, Meta(description="1 if its numbers are limited; always 0.", examples=[0])
    ]
    loyalty_expiration_type_id: Annotated[
        int | None, Meta(description="When what it sells expires; always null.", examples=[None])
    ]
    is_goods_mark_enabled: Annotated[
        bool, Meta(description="Each piece is sold by a mark of its own.", examples=[False])
    ]
    last_change_date: Annotated[
        str,
        Meta(
            description="When it was last changed, in the time of the location.",
            examples=["2026-01-01T12:00:00-0500"],
        ),
    ]

    @classmethod
    def from_model(cls, product: products.Product, tenant: Tenant) -> Self:
        sees_cost = sees_costs(tenant)
        unit_cost_price = product.unit_cost_price if sees_cost else None
        return cls(
            good_id=product.id,
            title=product.title,
            value=product.title,
            label=product.label,
            print_title=product.receipt_title,
            article=product.article,
            barcode=product.barcode,
            category=product.category_title,
            category_id=product.category_id,
            salon_id=tenant.location_id,
            is_chain=product.is_chain,
            cost=product.price,
            actual_cost=product.cost_price if sees_cost else None,
            unit_id=product.sale_unit_id,
            unit_short_title=product.sale_unit_short_title,
            service_unit_id=product.write_off_unit_id,
            service_unit_short_title=product.write_off_unit_short_title,
            unit_equals=product.unit_ratio,
            unit_actual_cost=unit_cost_price,
            unit_actual_cost_format=""
            if unit_cost_price is None
            else price_style(tenant.currency, tenant.locale).format(unit_cost_price),
            critical_amount=product.critical_amount,
            desired_amount=product.desired_amount,
            netto=product.net_mass,
            brutto=product.gross_mass,
            comment=product.comment,
            tax_variant=product.tax_variant,
            vat_id=product.vat_id,
            actual_amounts=_amounts(product.levels, tenant),
            loyalty_abonement_type_id=0,
            loyalty_certificate_type_id=0,
            loyalty_allow_empty_code=0,
            loyalty_serial_number_limited=0,
            loyalty_expiration_type_id=None,
            is_goods_mark_enabled=product.is_marked,
            last_change_date=format_instant(product.changed_at, tenant.timezone),
        )

"""Products on the v1 wire, where a product is a good."""

from decimal import Decimal
from typing import Annotated, cast

import msgspec

from parlour.access.tenant import Tenant
from parlour.areas.products import wire as meaning
from parlour.areas.products.model import products
from parlour.areas.stock.rights.limits import limits_of, sees_costs
from parlour.digits import Digits
from parlour.http.dates import format_instant
from parlour.http.money import PriceStyle, price_style
from parlour.http.wire import always, made, mapped, of, says, shown


class Amounts(msgspec.Struct, frozen=True, gc=False):
    """The amount in one storage."""

    storage_id: Annotated[int, says("The storage.", 1)]
    amount: Annotated[Decimal, says("The amount in this storage, in write-off units.", 1250)]


_LEVELS = msgspec.json.Decoder(list[Amounts])


def _amounts(levels_json: str | None, tenant: Tenant) -> list[Amounts]:
    """Return the stock in the storages that the user may see.

    For all storages, the JSON of the database is sent as it is: decoding it would take a tenth of a page's time. It has
    the names of the wire, which are also those of the table.
    """
    if levels_json is None:
        return []
    shown = limits_of(tenant).storage_ids
    if shown is None:
        return cast("list[Amounts]", msgspec.Raw(levels_json))
    return [each for each in _LEVELS.decode(levels_json) if each.storage_id in shown]


SEES_COSTS = made(sees_costs, "tenant")
PRICE_STYLE = made(price_style, "tenant.currency", "tenant.locale")


def _price_text(price: Digits, style: PriceStyle) -> str:
    return style.format(Decimal(price))


class Product(msgspec.Struct, frozen=True, gc=False):
    """A product."""

    good_id: Annotated[int, says("The product.", 501, of="id")]
    title: Annotated[str, meaning.TITLE]
    value: Annotated[str, says("The title again.", "Argan Repair Shampoo", of="title")]
    label: Annotated[str, says("The title, with the article in brackets if any.", "Argan Repair Shampoo (AR-250)")]
    print_title: Annotated[str, meaning.RECEIPT_TITLE, of("receipt_title")]
    article: Annotated[str, meaning.ARTICLE]
    barcode: Annotated[str, meaning.BARCODE]
    category: Annotated[str, says("The title of the category.", "Shampoos", of="category_title")]
    category_id: Annotated[int, says("The category that it belongs to.", 14)]
    salon_id: Annotated[int, says("The location that was asked.", 1, of="tenant.location_id")]
    is_chain: Annotated[bool, meaning.BELONGS_TO_CHAIN]
    cost: Annotated[Decimal, meaning.PRICE, of("price")]
    actual_cost: Annotated[Decimal | None, meaning.COST_PRICE_SEEN, of(shown("cost_price", SEES_COSTS))]
    unit_id: Annotated[int, meaning.SALE_UNIT, of("sale_unit_id")]
    unit_short_title: Annotated[str, says("The sale unit in short.", "bottle", of="sale_unit_short_title")]
    service_unit_id: Annotated[int, meaning.WRITE_OFF_UNIT, of("write_off_unit_id")]
    service_unit_short_title: Annotated[
        str, says("The write-off unit in short.", "ml", of="write_off_unit_short_title")
    ]
    unit_equals: Annotated[Decimal, meaning.UNIT_RATIO, of("unit_ratio")]
    unit_actual_cost: Annotated[
        Decimal | None,
        says(
            "What one write-off unit costs, to two decimals more than the currency has, at least four; null as "
            "`actual_cost` is.",
            0.044,
            of=shown("unit_cost_price", SEES_COSTS),
        ),
    ]
    unit_actual_cost_format: Annotated[
        str,
        says(
            "The same as a price in the habits of the location; empty where that is null.",
            "$0.04",
            of=shown(made(_price_text, "unit_cost_price", PRICE_STYLE), SEES_COSTS, otherwise=""),
        ),
    ]
    critical_amount: Annotated[Decimal, meaning.CRITICAL_AMOUNT]
    desired_amount: Annotated[Decimal, meaning.DESIRED_AMOUNT]
    netto: Annotated[Decimal, meaning.NET_MASS, of("net_mass")]
    brutto: Annotated[Decimal, meaning.GROSS_MASS, of("gross_mass")]
    comment: Annotated[str, meaning.COMMENT]
    tax_variant: Annotated[int | None, meaning.TAX_VARIANT]
    vat_id: Annotated[int | None, meaning.VAT]
    actual_amounts: Annotated[
        list[Amounts],
        says(
            "The amount in each storage of the location that the user may see.",
            of=made(_amounts, "levels_json", "tenant"),
        ),
    ]
    loyalty_abonement_type_id: Annotated[int, always(0, "The kind of membership that it sells; 0 for other products.")]
    loyalty_certificate_type_id: Annotated[int, always(0, "The kind of gift card that it sells; 0 for other products.")]
    loyalty_allow_empty_code: Annotated[int, always(0, "1 if it may be sold without a code; 0 for ordinary products.")]
    loyalty_serial_number_limited: Annotated[int, always(0, "1 if its numbers are limited; always 0.")]
    loyalty_expiration_type_id: Annotated[int | None, always(None, "When what it sells expires; always null.")]
    is_goods_mark_enabled: Annotated[bool, says("Each piece is sold by a mark of its own.", False, of="is_marked")]
    last_change_date: Annotated[
        str,
        says(
            "When it was last changed, in the time of the location.",
            "2026-01-01T12:00:00-0500",
            of=made(format_instant, "changed_at", "tenant.timezone"),
        ),
    ]

    from_model = mapped(products.ProductWithLevels, Tenant)

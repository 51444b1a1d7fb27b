"""What a line of an appointment costs. Amounts are rounded to the currency's decimals, half away from zero."""

from decimal import ROUND_HALF_UP, Decimal

import msgspec
from msgspec import UNSET, UnsetType

from parlour.currencies import Currency

HUNDRED = Decimal(100)


class GivenPrice(msgspec.Struct, frozen=True, kw_only=True):
    """What a request says of the price of a line; UNSET leaves it to the price list."""

    amount: int = 1
    unit_price: Decimal | UnsetType = UNSET
    """For one, before the discount."""
    full_price: Decimal | UnsetType = UNSET
    """For all of them, before the discount."""
    discount: Decimal | UnsetType = UNSET
    """Percent."""
    price: Decimal | UnsetType = UNSET
    """For all of them, in the end."""


class ListedPrice(msgspec.Struct, frozen=True):
    """What one of a service costs in the price list."""

    service_id: int
    lowest: Decimal
    highest: Decimal


class LinePrice(msgspec.Struct, frozen=True):
    """What a line costs: `price` is for all of them, after the discount or as set by hand."""

    amount: int
    unit_price: Decimal
    discount: Decimal
    price: Decimal


def price_of(given: GivenPrice, listed: Decimal, currency: Currency) -> LinePrice:
    """Return what a line costs, `listed` being the price of one in the price list.

    A price that is given wins over what the others would make.
    """
    unit_price = _unit_price_of(given, listed, currency)
    discount = Decimal(0) if given.discount is UNSET else given.discount
    price = discounted(unit_price * given.amount, discount, currency) if given.price is UNSET else given.price
    return LinePrice(given.amount, unit_price, discount, price)


def discounted(full_price: Decimal, discount: Decimal, currency: Currency) -> Decimal:
    """Return a price after a discount in percent."""
    return (full_price * (HUNDRED - discount) / HUNDRED).quantize(currency.smallest, ROUND_HALF_UP)


def _unit_price_of(given: GivenPrice, listed: Decimal, currency: Currency) -> Decimal:
    if given.full_price is not UNSET and (given.unit_price is UNSET or given.amount == 1):
        return (given.full_price / given.amount).quantize(currency.rate, ROUND_HALF_UP)
    return listed if given.unit_price is UNSET else given.unit_price

"""What becomes of a transaction when its product gets other units: the total of money stays, the price follows."""

from decimal import Decimal
from fractions import Fraction

from msgspec.structs import replace

from parlour.areas.stock.model.stock import UnitKind
from tests.inventory.records import (
    AMOUNT,
    FINER_PRICES,
    MOST,
    MOST_MONEY,
    SALE_AMOUNT,
    UNIT_COST,
    Refused,
    Row,
    half_up,
)


def converted(row: Row, base: UnitKind, old_ratio: Fraction, ratio: Fraction) -> Row:
    """With the amount in the base unit as it was; what a count finds then is for the books to say."""
    convert = _converted if row.counted is None else _converted_count
    new = convert(row, base, old_ratio, ratio)
    amounts = (new.amount, new.sale_amount) if new.counted is None else (new.counted,)
    if any(abs(amount) > MOST for amount in amounts) or new.price > MOST_MONEY:
        raise Refused("absurd amount")
    return new


def _converted(row: Row, base: UnitKind, _: Fraction, ratio: Fraction) -> Row:
    if base is UnitKind.SALE:
        new = replace(row, amount=half_up(Fraction(row.sale_amount) * ratio, AMOUNT))
    else:
        new = replace(row, sale_amount=half_up(Fraction(row.amount) / ratio, SALE_AMOUNT))
    if not new.amount or not new.sale_amount:
        raise Refused("rounds to nothing")
    price = row.price
    if base is not row.unit:
        price = half_up(Fraction(row.price) * Fraction(row.entered) / Fraction(new.entered), FINER_PRICES[-1])
    return replace(new, price=price, unit_cost=_converted_cost(row, new))


def _converted_count(row: Row, base: UnitKind, old_ratio: Fraction, ratio: Fraction) -> Row:
    assert row.counted is not None
    assert row.expected is not None
    factor = ratio / old_ratio if base is UnitKind.SALE else Fraction(1)
    counted, expected = (half_up(Fraction(amount) * factor, AMOUNT) for amount in (row.counted, row.expected))
    amount, price = counted - expected, row.price
    if base is not row.unit:
        growth = old_ratio / ratio if base is UnitKind.SALE else ratio / old_ratio
        price = half_up(Fraction(row.price) * growth, FINER_PRICES[-1])
    new = replace(row, counted=counted, expected=expected, amount=amount, price=price)
    return replace(
        new,
        sale_amount=half_up(Fraction(amount) / ratio, SALE_AMOUNT),
        unit_cost=half_up(Fraction(row.unit_cost) / factor, UNIT_COST),
    )


def _converted_cost(row: Row, new: Row) -> Decimal:
    """What a write-off unit cost then, so that all of them cost as much as before."""
    if not row.amount or not new.amount:
        return row.unit_cost
    return half_up(Fraction(row.unit_cost) * abs(Fraction(row.amount) / Fraction(new.amount)), UNIT_COST)

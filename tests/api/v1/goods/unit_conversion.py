"""Transactions in other units, computed in plain fractions: the model that the database is compared with."""

from collections import defaultdict
from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction

import msgspec
from hypothesis import strategies as st
from msgspec.structs import replace

from parlour.areas.stock.model.stock import Kind, UnitKind

TAKING_OUT = (Kind.SALE, Kind.USAGE, Kind.WRITE_OFF)
LIMIT, PRICE_LIMIT = 9_999_999_999, 999_999_999_999


def rounded(exact: Fraction, places: int) -> Decimal:
    """Half away from zero."""
    scaled = abs(exact) * 10**places
    whole = (2 * scaled.numerator + scaled.denominator) // (2 * scaled.denominator)
    return Decimal(whole if exact >= 0 else -whole).scaleb(-places)


class Movement(msgspec.Struct, frozen=True):
    """A transaction as far as units matter to it."""

    kind: Kind
    storage_id: int
    unit: UnitKind
    amount: Decimal
    sale_amount: Decimal
    price: Decimal
    cost: Decimal
    unit_cost: Decimal
    counted: Decimal | None = None
    expected: Decimal | None = None

    @property
    def entered(self) -> Decimal:
        return self.sale_amount if self.unit is UnitKind.SALE else self.amount

    @property
    def becomes_zero(self) -> bool:
        return self.kind is not Kind.STOCK_TAKE and 0 in (self.amount, self.sale_amount)

    @property
    def is_out_of_range(self) -> bool:
        amounts = (self.amount, self.sale_amount) if self.counted is None else (self.counted,)
        return any(abs(amount) > LIMIT for amount in amounts) or self.price > PRICE_LIMIT


def converted(movement: Movement, old: Decimal, new: Decimal, base: UnitKind) -> Movement:
    """A transaction after the ratio has changed; one that becomes zero is left half done."""
    if movement.kind is Kind.STOCK_TAKE:
        return _recounted(movement, Fraction(new) / Fraction(old), new, base)
    amount, sale_amount = movement.amount, movement.sale_amount
    if base is UnitKind.SALE:
        amount = rounded(Fraction(sale_amount) * Fraction(new), 4)
    else:
        sale_amount = rounded(Fraction(amount) / Fraction(new), 10)
    after = replace(movement, amount=amount, sale_amount=sale_amount)
    return after if after.becomes_zero else _repriced(movement, after)


def _repriced(before: Movement, after: Movement) -> Movement:
    price = rounded(Fraction(before.price) * abs(Fraction(before.entered) / Fraction(after.entered)), 10)
    return replace(after, price=price, unit_cost=_unit_cost(before, after))


def _recounted(movement: Movement, growth: Fraction, new: Decimal, base: UnitKind) -> Movement:
    assert movement.counted is not None
    assert movement.expected is not None
    counted, expected = movement.counted, movement.expected
    if base is UnitKind.SALE:
        counted, expected = rounded(Fraction(counted) * growth, 4), rounded(Fraction(expected) * growth, 4)
    grown = {(UnitKind.SALE, UnitKind.WRITE_OFF): growth, (UnitKind.WRITE_OFF, UnitKind.SALE): 1 / growth}
    amount = counted - expected
    after = replace(
        movement,
        counted=counted,
        expected=expected,
        amount=amount,
        sale_amount=rounded(Fraction(amount) / Fraction(new), 10),
        price=rounded(Fraction(movement.price) * grown.get((movement.unit, base), Fraction(1)), 10),
    )
    return replace(
        after,
        unit_cost=movement.unit_cost
        if base is UnitKind.WRITE_OFF
        else rounded(Fraction(movement.unit_cost) / growth, 10),
    )


def with_expected(movements: Sequence[Movement], ratio: Decimal) -> list[Movement]:
    """In their order, each stock-take with what lay there when it counted."""
    there: defaultdict[int, Decimal] = defaultdict(Decimal)
    done = []
    for movement in movements:
        each = movement
        if movement.counted is not None and movement.expected != there[movement.storage_id]:
            amount = movement.counted - there[movement.storage_id]
            each = replace(
                movement,
                expected=there[movement.storage_id],
                amount=amount,
                sale_amount=rounded(Fraction(amount) / Fraction(ratio), 10),
                cost=rounded(abs(Fraction(amount)) * Fraction(movement.unit_cost), 2),
            )
        there[movement.storage_id] += each.amount
        done.append(each)
    return done


def _unit_cost(before: Movement, after: Movement) -> Decimal:
    if not before.amount or not after.amount:
        return before.unit_cost
    return rounded(Fraction(before.unit_cost) * abs(Fraction(before.amount) / Fraction(after.amount)), 10)


def average_of(movements: Sequence[Movement]) -> Decimal | None:
    """The moving average over all of them, in their order."""
    on_hand, average = Fraction(0), None
    for movement in movements:
        if movement.kind is Kind.RECEIPT:
            fresh = on_hand <= 0 or average is None
            worth = 0 if fresh else on_hand * Fraction(average or 0)
            average = rounded(
                (worth + Fraction(movement.cost)) / ((0 if fresh else on_hand) + Fraction(movement.amount)), 10
            )
        if movement.kind is not Kind.TRANSFER:
            on_hand += Fraction(movement.amount)
    return average


RATIOS = st.sampled_from(["0.0001", "0.3333", "1", "2.5", "3", "7.7777", "250", "9999.9999"]).map(
    Decimal
) | st.decimals("0.01", 1000, places=2)
AMOUNTS = st.sampled_from(["0.0001", "0.5", "1", "3"]).map(Decimal) | st.decimals("0.01", 5000, places=2)


@st.composite
def movements(draw: st.DrawFn, ratio: Decimal) -> Movement:
    """A transaction of any kind, as it would be entered at the ratio; a transfer is one side of it."""
    kind, unit, entered = draw(st.sampled_from(Kind)), draw(st.sampled_from(UnitKind)), draw(AMOUNTS)
    sign = -1 if kind in TAKING_OUT or (kind is Kind.TRANSFER and draw(st.booleans())) else 1
    if unit is UnitKind.SALE:
        amount, sale_amount = rounded(Fraction(entered) * Fraction(ratio), 4), entered
    else:
        amount, sale_amount = entered, rounded(Fraction(entered) / Fraction(ratio), 10)
    movement = Movement(
        kind=kind,
        storage_id=draw(st.sampled_from((1, 2))),
        unit=unit,
        amount=sign * amount,
        sale_amount=sign * sale_amount,
        price=draw(st.decimals(0, 1000, places=4)),
        cost=draw(st.decimals(0, 100_000, places=2)),
        unit_cost=draw(st.decimals(0, 1000, places=10)),
    )
    if kind is not Kind.STOCK_TAKE:
        return movement
    return replace(movement, counted=amount, expected=amount, amount=Decimal(0), sale_amount=Decimal(0))

"""What a line of a document becomes: amounts, prices and totals to the last digit, and what is refused."""

from decimal import Decimal
from typing import Any

import pytest

from parlour.areas.inventory.model.documents import Line, StockedProduct, StoredTransaction, TransactionFields
from parlour.areas.inventory.model.transactions import KnownCosts, LineError, transactions_of_line, unit_cost_of
from parlour.areas.stock.model.stock import MAX_AMOUNT, MAX_MONEY, Kind, UnitKind
from parlour.currencies import currency_by_code
from tests.unit.areas.inventory.lines import SALE, WRITE_OFF, D, a_document, a_line, a_product

DOLLARS = currency_by_code("USD")
# A millilitre costs 0.04.
KNOWN = KnownCosts(DOLLARS, D("0.04"))
LOSSES = (Kind.USAGE, Kind.WRITE_OFF, Kind.SALE)


def entered(
    line: Line,
    kind: Kind = Kind.SALE,
    *,
    product: StockedProduct | None = None,
    known: KnownCosts = KNOWN,
    expected: Decimal | None = None,
    reveals: bool = True,
) -> list[TransactionFields]:
    """What the line becomes on a document of this kind."""
    return [
        *transactions_of_line(line, a_document(kind), product or a_product(), known, expected, reveals_costs=reveals)
    ]


def fault_of(line: Line, kind: Kind = Kind.SALE, **given: Any) -> tuple[str, str]:
    """The field at fault and the reason."""
    with pytest.raises(LineError) as caught:
        entered(line, kind, **given)
    assert str(caught.value) == caught.value.fault.message
    return caught.value.fault.field, caught.value.fault.message


def known(unit_cost: str = "0.04", **fields: str) -> KnownCosts:
    return KnownCosts(DOLLARS, D(unit_cost), **{name: D(value) for name, value in fields.items()})


def fields_of(**fields: Any) -> TransactionFields:
    """The transaction of two bottles that leave the second storage at their price."""
    given: dict[str, Any] = {"product_id": 501, "storage_id": 2, "unit": SALE, "amount": D(-500), "sale_amount": D(-2)}
    given |= {"unit_ratio": D(250), "sale_unit_id": 11, "write_off_unit_id": 4, "price": D(25), "discount": D(0)}
    return TransactionFields(**{**given, "cost": D(50), "unit_cost": D("0.04"), **fields})


def test_a_line_becomes_a_transaction_of_all_that_it_says() -> None:
    said: dict[str, Any] = {"supplier_id": 5, "client_id": 6, "team_member_id": 7, "appointment_id": 8}
    said |= {"account_id": 9, "is_paid": True, "comment": "Gift"}
    (sold,) = entered(a_line(2, price="25", discount="10", **said))
    assert sold == fields_of(discount=D(10), cost=D(45), **said)


@pytest.mark.parametrize("kind", LOSSES)
def test_what_leaves_has_amounts_below_0_whatever_its_sign(kind: Kind) -> None:
    for amount in (2, -2):
        assert entered(a_line(amount, price="25"), kind) == [fields_of()]


def test_a_receipt_brings_its_own_cost_of_a_unit() -> None:
    received = entered(a_line(2, price="30", discount="50"), Kind.RECEIPT)
    amounts = {"amount": D(500), "sale_amount": D(2)}
    assert received == [fields_of(**amounts, price=D(30), discount=D(50), cost=D(30), unit_cost=D("0.06"))]
    (third,) = entered(a_line(3, WRITE_OFF, cost="1"), Kind.RECEIPT)
    assert third.unit_cost == D("0.3333333333")


def test_a_transfer_goes_out_of_one_storage_and_into_the_other() -> None:
    there = fields_of(storage_id=1, amount=D(500), sale_amount=D(2))
    assert entered(a_line(2, price="25"), Kind.TRANSFER) == [fields_of(), there]


def test_a_line_that_says_nothing_else_has_no_references() -> None:
    (sold,) = entered(a_line(2, price="25"))
    assert (sold.supplier_id, sold.client_id, sold.team_member_id, sold.appointment_id, sold.account_id) == (0,) * 5
    assert (sold.is_paid, sold.comment, sold.discount) == (False, "", D(0))
    assert (sold.id, sold.position, sold.counterpart, sold.counted, sold.expected) == (0, 0, 0, None, None)


# Kind, line, known costs; price and total.
PRICED: dict[str, tuple[Kind, Line, KnownCosts, str, str]] = {
    "as given": (Kind.SALE, a_line(2, price="1.23456"), KNOWN, "1.23456", "2.47"),
    "price and total": (Kind.SALE, a_line(2, price="25", cost="50"), KNOWN, "25", "50"),
    "a cent more": (Kind.SALE, a_line(3, price="3.33", cost="10"), KNOWN, "3.33", "10"),
    "a cent less": (Kind.SALE, a_line(3, price="3.33", cost="9.98"), KNOWN, "3.33", "9.98"),
    "given away": (Kind.SALE, a_line(2, price="25", cost="0"), KNOWN, "25", "0"),
    "paid otherwise": (Kind.SALE, a_line(2, price="0", cost="5"), KNOWN, "0", "5"),
    "of the total": (Kind.SALE, a_line(2, cost="45", discount="10"), KNOWN, "25", "45"),
    "of the total, by magnitude": (Kind.SALE, a_line(-3, cost="10"), KNOWN, "3.33", "10"),
    "of the total, in cents": (Kind.SALE, a_line(3, cost="10"), KNOWN, "3.33", "10"),
    "of the total, in 4 decimals": (Kind.SALE, a_line(300, WRITE_OFF, cost="10"), KNOWN, "0.0333", "10"),
    "of the total, in 6 decimals": (Kind.SALE, a_line(3000, cost="1000"), KNOWN, "0.333333", "1000"),
    "of the total, in 8 decimals": (Kind.SALE, a_line(9_000_000, cost="100000"), KNOWN, "0.01111111", "100000"),
    "of the total, in 10 decimals": (
        Kind.SALE, a_line(90_000_000, WRITE_OFF, cost="1000000"), KNOWN, "0.0111111111", "1000000"),
    "all off": (Kind.SALE, a_line(2, discount="100", cost="0"), KNOWN, "0", "0"),
    "all off, but paid": (Kind.SALE, a_line(2, discount="100", cost="5"), KNOWN, "0", "5"),
    "of the product": (Kind.SALE, a_line(2), KNOWN, "25", "50"),
    "of the product, in millilitres": (Kind.SALE, a_line(50, WRITE_OFF), KNOWN, "0.1", "5"),
    "of the cost": (Kind.USAGE, a_line(2), KNOWN, "10", "20"),
    "of the cost, in millilitres": (Kind.WRITE_OFF, a_line(50, WRITE_OFF), KNOWN, "0.04", "2"),
    "of the cost, rounded": (Kind.TRANSFER, a_line(1), known("0.0333333333"), "8.3333", "8.33"),
    "as before": (Kind.SALE, a_line(2), known(price="7"), "7", "14"),
    "as before, and its total": (Kind.SALE, a_line(2), known(price="7", cost="13.5"), "7", "13.5"),
    "total of the new price": (Kind.SALE, a_line(2, price="8"), known(price="7", cost="13.5"), "8", "16"),
    "price of the new total": (Kind.SALE, a_line(2, cost="18"), known(price="7", cost="13.5"), "9", "18"),
}  # fmt: skip


@pytest.mark.parametrize("case", PRICED)
def test_price_and_total_follow_from_what_is_given(case: str) -> None:
    kind, line, costs, price, cost = PRICED[case]
    found = entered(line, kind, known=costs)[0]
    assert (found.price, found.cost) == (D(price), D(cost))


# Counted, its unit, expected, cost of a millilitre; counted in millilitres, difference in both units, price and total.
COUNTED: list[tuple[str, UnitKind, str | None, str, tuple[str, ...]]] = [
    ("3", SALE, "1000", "0.04", ("750", "-250", "-1", "10", "10")),
    ("900", WRITE_OFF, "1000", "0.04", ("900", "-100", "-0.4", "0.04", "4")),
    ("5", SALE, "1000", "0.04", ("1250", "250", "1", "10", "10")),
    ("3", SALE, None, "0.04", ("750", "750", "3", "10", "30")),
    ("0.5", WRITE_OFF, "0", "0.04", ("0.5", "0.5", "0.002", "0.04", "0.02")),
    ("0", SALE, "0", "0.04", ("0", "0", "0", "10", "0")),
    ("1", WRITE_OFF, "8", "0.0333333333", ("1", "-7", "-0.028", "0.0333", "0.23")),
    ("1", SALE, "250", "0.0333333333", ("250", "0", "0", "8.3333", "0")),
]


@pytest.mark.parametrize(("count", "unit", "expected", "unit_cost", "found"), COUNTED)
def test_a_count_is_the_difference_at_its_cost(
    count: str, unit: UnitKind, expected: str | None, unit_cost: str, found: tuple[str, ...]
) -> None:
    line = a_line(count, unit, price="7", cost="7", discount="10", comment="By Anna")
    costs = known(unit_cost)
    taken = entered(line, Kind.STOCK_TAKE, known=costs, expected=None if expected is None else D(expected))
    counted, amount, sale_amount, price, cost = map(D, found)
    shown = {"unit": unit, "counted": counted, "expected": D(expected or 0), "amount": amount, "price": price}
    shown |= {"sale_amount": sale_amount, "cost": cost, "unit_cost": D(unit_cost), "comment": "By Anna"}
    assert taken == [fields_of(**shown)]


def test_a_difference_in_the_other_unit_has_ten_decimals() -> None:
    (taken,) = entered(a_line(7, WRITE_OFF), Kind.STOCK_TAKE, product=a_product(unit_ratio=D(3)))
    assert taken.sale_amount == D("2.3333333333")


NONE = "Must not be 0, nor so little that it is none in the product's other unit."
MUCH = "Must be at most 9999999999 in either unit of the product."
# Line, kind, ratio of the units; the field and the reason.
REFUSED: dict[str, tuple[Line, Kind, str, str, str]] = {
    "none": (a_line(0, price="1"), Kind.SALE, "250", "amount", NONE),
    "none received": (a_line(0, price="1"), Kind.RECEIPT, "250", "amount", NONE),
    "none in write-off units": (a_line("0.1", price="1"), Kind.SALE, "0.0001", "amount", NONE),
    "none in sale units": (a_line("0.0001", WRITE_OFF, price="1"), Kind.SALE, "10000000", "amount", NONE),
    "too much in write-off units": (a_line("40000000", price="1"), Kind.SALE, "250", "amount", MUCH),
    "too much in sale units": (a_line("5000000000", WRITE_OFF, price="1"), Kind.SALE, "0.5", "amount", MUCH),
    "less received": (a_line(-1, price="1"), Kind.RECEIPT, "250", "amount", "Must be more than 0 in a receipt."),
    "less counted": (a_line(-1), Kind.STOCK_TAKE, "250", "amount", "Must be at least 0: it is what was counted."),
    "too much counted": (
        a_line("40000000"), Kind.STOCK_TAKE, "250", "amount", "Must be at most 9999999999 in write-off units."),
    "contradiction": (a_line(2, price="25", cost="50.02"), Kind.SALE, "250", "cost",
                      "Contradicts amount, price and discount, which make 50.00."),
    "contradiction, less": (a_line(2, price="25", cost="49.98"), Kind.SALE, "250", "cost",
                            "Contradicts amount, price and discount, which make 50.00."),
    "high price": (a_line(1, price="1000000000000"), Kind.SALE, "1", "price",
                   "Must be at most 999999999999; with this amount it is 1000000000000."),
    "high total": (a_line(2, price="999999999999"), Kind.SALE, "1", "cost",
                   "Must be at most 999999999999; with this amount it is 1999999999998.00."),
    "high price of a total": (a_line("0.5", cost="999999999999"), Kind.RECEIPT, "1", "price",
                              "Must be at most 999999999999; with this amount it is 1999999999998.00."),
}  # fmt: skip


@pytest.mark.parametrize("case", REFUSED)
def test_what_cannot_be_entered(case: str) -> None:
    line, kind, ratio, field, reason = REFUSED[case]
    assert fault_of(line, kind, product=a_product(unit_ratio=D(ratio))) == (field, reason)


@pytest.mark.parametrize(
    ("line", "kind", "ratio"),
    [
        (a_line(int(MAX_AMOUNT), WRITE_OFF, price="0"), Kind.SALE, "250"),
        (a_line("39999999.996", price="0"), Kind.SALE, "250"),
        (a_line(int(MAX_AMOUNT), price="0"), Kind.SALE, "0.5"),
        (a_line("39999999.996"), Kind.STOCK_TAKE, "250"),
        (a_line("0.5", price="1"), Kind.RECEIPT, "1"),
        (a_line(1, WRITE_OFF, price="1"), Kind.RECEIPT, "250"),
        (a_line(1, price="1"), Kind.SALE, "250"),
        (a_line(1, price=str(MAX_MONEY)), Kind.SALE, "1"),
    ],
)
def test_the_largest_and_the_smallest_can_be_entered(line: Line, kind: Kind, ratio: str) -> None:
    assert len(entered(line, kind, product=a_product(unit_ratio=D(ratio)))) == 1


def test_a_refusal_tells_no_cost_to_those_who_may_not_see_it() -> None:
    contradiction = a_line(2, price="25", cost="50.02")
    assert fault_of(contradiction, reveals=False) == ("cost", "Contradicts amount, price and discount.")
    assert fault_of(a_line(2, price="999999999999"), reveals=False) == ("cost", "Must be at most 999999999999.")


# A kind, its line, and the cost of a piece: price and total as they are reduced to the most.
REDUCED: list[tuple[Kind, Line, str, Decimal, Decimal]] = [
    (Kind.USAGE, a_line(2), "600000000000", D(600_000_000_000), MAX_MONEY),
    (Kind.WRITE_OFF, a_line("0.5"), "1200000000000", MAX_MONEY, D(600_000_000_000)),
    (Kind.TRANSFER, a_line(1), str(MAX_MONEY), MAX_MONEY, MAX_MONEY),
    (Kind.STOCK_TAKE, a_line(2), "600000000000", D(600_000_000_000), MAX_MONEY),
    (Kind.STOCK_TAKE, a_line("0.5"), "1200000000000", MAX_MONEY, D(600_000_000_000)),
]
PIECE = a_product(unit_ratio=D(1), price=D(2_000_000_000_000))


@pytest.mark.parametrize(("kind", "line", "unit_cost", "price", "cost"), REDUCED)
def test_a_hidden_cost_is_reduced_to_the_most_rather_than_refused(
    kind: Kind, line: Line, unit_cost: str, price: Decimal, cost: Decimal
) -> None:
    found = entered(line, kind, product=PIECE, known=known(unit_cost), reveals=False)[0]
    assert (found.price, found.cost) == (price, cost)


@pytest.mark.parametrize(
    ("kind", "line", "reveals", "hint"),
    [
        (Kind.USAGE, a_line(1), True, "; with this amount it is 2000000000000.0000"),
        (Kind.STOCK_TAKE, a_line(1), True, "; with this amount it is 2000000000000.0000"),
        (Kind.SALE, a_line(1), False, ""),
        (Kind.USAGE, a_line(1, price="2000000000000"), False, ""),
        (Kind.USAGE, a_line("0.5", cost="999999999999"), False, ""),
    ],
)
def test_what_is_given_or_seen_is_refused_above_the_most(kind: Kind, line: Line, reveals: bool, hint: str) -> None:
    refused = fault_of(line, kind, product=PIECE, known=known("2000000000000"), reveals=reveals)
    assert refused == ("price", f"Must be at most 999999999999{hint}.")


@pytest.mark.parametrize(
    ("average", "is_fixed", "ratio", "unit_cost"),
    [
        (None, False, 250, "0.04"),
        (D("0.05"), False, 250, "0.05"),
        (D("0.05"), True, 250, "0.04"),
        (None, True, 250, "0.04"),
        (None, False, 3, "3.3333333333"),
    ],
)
def test_a_unit_costs_the_average_or_what_was_set(
    average: Decimal | None, is_fixed: bool, ratio: int, unit_cost: str
) -> None:
    assert unit_cost_of(a_product(is_cost_price_fixed=is_fixed, unit_ratio=D(ratio)), average) == D(unit_cost)


def stored(**fields: Any) -> StoredTransaction:
    """A sale of two bottles for 45.01 at 25.00 less 10 %, a millilitre of which cost 0.06."""
    given: dict[str, Any] = dict.fromkeys(StoredTransaction.__struct_fields__, 0)
    given |= {"unit": SALE, "amount": D(-500), "sale_amount": D(-2), "unit_ratio": D(250), "price": D(25)}
    given |= {"discount": D(10), "cost": D("45.01"), "unit_cost": D("0.06")}
    return StoredTransaction(**{**given, **fields})


@pytest.mark.parametrize(
    ("line", "before", "price", "cost"),
    [
        (a_line(2, discount="10"), stored(), "25", "45.01"),
        (a_line(-2, discount="10"), stored(), "25", "45.01"),
        (a_line(3, discount="10"), stored(), "25", None),
        (a_line(2, discount="5"), stored(), "25", None),
        (a_line(500, WRITE_OFF, discount="10"), stored(), "0.1", None),
        (a_line(500, WRITE_OFF, discount="10"), stored(unit=WRITE_OFF), "25", "45.01"),
        (a_line(2, discount="10"), stored(unit=WRITE_OFF), "6250", None),
        (a_line(2, WRITE_OFF), stored(unit_ratio=D(3)), "8.3333333333", None),
    ],
)
def test_a_change_keeps_the_price_of_the_unit_and_the_total_of_the_same_amount(
    line: Line, before: StoredTransaction, price: str, cost: str | None
) -> None:
    kept = KnownCosts.of_change(line, before, DOLLARS)
    assert kept == KnownCosts(DOLLARS, D("0.06"), D(price), None if cost is None else D(cost))

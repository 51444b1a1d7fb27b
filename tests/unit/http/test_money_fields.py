"""Amounts of money in bodies: no more decimals than the currency has, and none is lost on the way."""

import json
from decimal import Decimal
from typing import Annotated

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import UNSET, UnsetType

from parlour.currencies import currency_by_code
from parlour.http.body import Body, BodyReader, reader_for
from parlour.http.fields import Money, Ratio, money

CURRENCIES = ("JPY", "EUR", "KWD", "CLF")
MUCH = 999_999_999_999


class Part(msgspec.Struct):
    price: Annotated[Decimal, money(MUCH)] | UnsetType | None = UNSET


class Thing(msgspec.Struct):
    title: str = ""
    price: Money | UnsetType = UNSET
    ratio: Ratio | UnsetType = UNSET
    parts: list[Part] = msgspec.field(default_factory=list)


class Plain(msgspec.Struct):
    title: str = ""


def read(written: str, code: str) -> Body[Thing]:
    return reader_for(Thing, currency_by_code(code)).read(f'{{"price": {written}}}'.encode())


def amounts(code: str) -> st.SearchStrategy[Decimal]:
    """All that exist in a currency."""
    smallest = currency_by_code(code).smallest
    return st.integers(0, int(MUCH / smallest)).map(lambda coins: coins * smallest)


@st.composite
def with_currency(draw: st.DrawFn) -> tuple[str, Decimal]:
    code = draw(st.sampled_from(CURRENCIES))
    return code, draw(amounts(code))


@given(with_currency(), st.integers(0, 5), st.booleans())
def test_every_amount_that_exists_arrives_unchanged(exact: tuple[str, Decimal], zeros: int, is_text: bool) -> None:
    code, amount = exact
    written = f"{amount:f}" + ("" if amount == amount.to_integral_value() else "0" * zeros)
    assert read(f'"{written}"' if is_text else written, code).accept().price == amount


@given(with_currency(), st.integers(1, 9), st.integers(1, 5))
def test_every_amount_with_one_more_decimal_is_refused(exact: tuple[str, Decimal], digit: int, further: int) -> None:
    """Up to where a double still has that decimal."""
    code, amount = exact
    currency = currency_by_code(code)
    places = currency.decimals + further
    amount %= min(Decimal(10) ** (14 - places), Decimal(MUCH))  # rounded up, it is no more than the limit
    written = f"{amount + digit * Decimal(10) ** -places:f}"
    (fault,) = read(written, code).faults
    assert (fault.field, fault.message) == (
        "price",
        f"{written} has more decimals than {code} has ({currency.decimals}).",
    )


@given(with_currency(), st.integers(1, 1000))
def test_what_is_worked_out_in_doubles_is_what_was_meant(exact: tuple[str, Decimal], count: int) -> None:
    """As JavaScript does it: a price times a count, the sum of both (Q-139)."""
    code, amount = exact
    amount %= 10**8
    worked_out = float(amount) * count + float(amount)
    assert read(repr(worked_out), code).accept().price == amount * (count + 1)


@pytest.mark.parametrize(
    ("written", "code", "price"),
    [
        ("1.255", "KWD", "1.255"),
        ("1.2550", "KWD", "1.255"),
        ("0.30000000000000004", "EUR", "0.3"),
        ("19.989999999999998", "USD", "19.99"),
        ("434.99999999999994", "JPY", "435"),
        ("1.0000", "JPY", "1"),
        ("1e-99999", "JPY", "0"),
        ("0.10000000000002274", "EUR", "0.1"),  # 1000.1 - 1000
        ("0.01000001", "EUR", "0.01"),
        ("999999999999.0001", "EUR", "999999999999"),
        ("39000.1234", "CLF", "39000.1234"),
    ],
)
def test_amounts_that_are_taken(written: str, code: str, price: str) -> None:
    """Q-139."""
    assert read(written, code).accept().price == Decimal(price)


REFUSED = [
    ("1.2555", "KWD", "1.2555 has more decimals than KWD has (3)."),
    ("0.4", "JPY", "0.4 has more decimals than JPY has (0)."),
    ('"0.4"', "JPY", "0.4 has more decimals than JPY has (0)."),
    ("1.255", "EUR", "1.255 has more decimals than EUR has (2)."),
    ("0.01000002", "EUR", "0.01000002 has more decimals than EUR has (2)."),
    ("0.005", "EUR", "0.005 has more decimals than EUR has (2)."),
    ("-0.004", "EUR", "-0.004 has more decimals than EUR has (2)."),
    ("999999999998.001", "EUR", "999999999998.001 has more decimals than EUR has (2)."),
    ("1000000.0001", "KWD", "1000000.0001 has more decimals than KWD has (3)."),
    (f"0.{'3' * 60}", "EUR", "The amount has more decimals than EUR has (2)."),
    ("999999999999.5", "JPY", "Must be at most 999999999999."),
    ("-1", "JPY", "Must be at least 0."),
]


@pytest.mark.parametrize(("written", "code", "message"), REFUSED)
def test_amounts_that_are_refused(written: str, code: str, message: str) -> None:
    """Q-138, Q-139."""
    (fault,) = read(written, code).faults
    assert (fault.field, fault.message) == ("price", message)


def test_a_fault_in_a_list_is_reported_with_its_position() -> None:
    body = {"parts": [{"price": 1}, {"price": 0.5}, {"price": None}, {"price": "2.5"}]}
    faults = reader_for(Thing, currency_by_code("JPY")).read(json.dumps(body).encode()).faults
    assert [fault.field for fault in faults] == ["parts[1].price", "parts[3].price"]


def test_in_a_form_it_is_the_same() -> None:
    reader = reader_for(Thing, currency_by_code("JPY"))
    assert reader.read_form([("price", b"12.0"), ("parts[0][price]", b"3")]).accept().price == 12
    (fault,) = reader.read_form([("price", b"12"), ("parts[0][price]", b"0.4")]).faults
    assert fault.field == "parts[0].price"


def test_what_is_no_money_is_rounded_as_ever() -> None:
    assert BodyReader(Thing, currency_by_code("JPY")).read(b'{"ratio": 0.33333}').accept().ratio == Decimal("0.3333")


@pytest.fixture
def refused() -> Body[Thing]:
    return reader_for(Thing, currency_by_code("JPY")).read(b'{"title": "Argan", "price": 0.4}')


def test_an_amount_that_is_there_already_may_be_sent_back(refused: Body[Thing]) -> None:
    kept = refused.with_repeated(Thing, {"price": Decimal("0.40")}).accept()
    assert kept == Thing(title="Argan", price=Decimal("0.4"))


@pytest.mark.parametrize("current", [{"price": Decimal("0.5")}, {"price": Decimal(0)}, {"other": Decimal("0.4")}, {}])
def test_no_other_may(refused: Body[Thing], current: dict[str, Decimal]) -> None:
    assert refused.with_repeated(Thing, current).faults == refused.faults


def test_other_faults_stay_beside_an_amount_that_is_sent_back() -> None:
    sent = reader_for(Thing, currency_by_code("JPY")).read(b'{"price": 0.4, "ratio": 0}')
    assert [fault.field for fault in sent.with_repeated(Thing, {"price": Decimal("0.4")}).faults] == ["ratio"]


def test_readers_are_made_once_for_a_type_and_a_currency() -> None:
    yen, euro = currency_by_code("JPY"), currency_by_code("EUR")
    assert reader_for(Thing, yen) is reader_for(Thing, yen)
    assert reader_for(Thing, yen) is not reader_for(Thing, euro)
    assert reader_for(Plain, yen) is reader_for(Plain, euro)

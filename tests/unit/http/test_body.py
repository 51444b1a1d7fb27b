"""Reading bodies"""

import json
from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import Annotated, Any

import msgspec
import pytest
from msgspec import UNSET, Meta, UnsetType

from parlour.errors import Fault, Invalid, Malformed
from parlour.http.body import Body, BodyReader
from parlour.http.fields import Amount, Id, IdOrZero, LongText, Money, Ratio, ShortText, SmallCode, Title
from parlour.ids import MAX_ID


class Part(msgspec.Struct):
    kind: int
    title: Title | UnsetType = UNSET
    location_id: Id | UnsetType = UNSET
    pieces: Annotated[list["Part"], Meta(min_length=1, max_length=3)] | UnsetType = UNSET


class Thing(msgspec.Struct):
    """A field of every kind."""

    title: Title
    category_id: Id
    parent_id: IdOrZero | UnsetType | None = UNSET
    location_id: Id | UnsetType = UNSET
    article: ShortText | UnsetType = UNSET
    comment: LongText | UnsetType = UNSET
    price: Money | UnsetType = UNSET
    amount: Amount | UnsetType = UNSET
    ratio: Ratio | UnsetType = UNSET
    vat_id: SmallCode | UnsetType = UNSET
    is_marked: bool | UnsetType = UNSET
    parts: list[Part] | UnsetType = UNSET


READER = BodyReader(Thing)
GOOD = {"title": "Argan", "category_id": 7}


def read(body: Any) -> Body[Thing]:
    return READER.read(body if isinstance(body, bytes) else json.dumps(body).encode())


def faults_of(body: Any) -> dict[str, str]:
    faults = read(body).faults
    assert len({fault.field for fault in faults}) == len(faults)
    return {fault.field: fault.message for fault in faults}


def fault_of(name: str, value: Any) -> str:
    """What is said of one field; its value is JSON already when it comes as bytes."""
    raw = value if isinstance(value, bytes) else json.dumps(value).encode()
    faults = read(b'{"title": "Argan", "category_id": 7, "%s": %s}' % (name.encode(), raw)).faults
    assert [fault.field for fault in faults] == [name]
    return faults[0].message


def test_a_good_body_is_its_value() -> None:
    thing = read({**GOOD, "price": 19.5, "parent_id": None}).accept()
    assert thing == Thing(title="Argan", category_id=7, price=Decimal("19.50"), parent_id=None)


def test_omitted_fields_are_unset() -> None:
    assert read(GOOD).given("price") is UNSET


def test_unknown_fields_are_ignored() -> None:
    assert read({**GOOD, "unheard_of": [1, {"a": None}]}).accept() == Thing("Argan", 7)


@pytest.mark.parametrize(
    ("written", "price"),
    [
        (b"19.99", "19.99"),
        (b'"19.99"', "19.99"),
        (b"19.989999999999998", "19.99"),
        (b"0.0100", "0.01"),
        (b"0.1", "0.10"),
        (b"1e2", "100.00"),
        (b"1e-99999", "0.00"),
        (b"0", "0.00"),
        (b"999999999999", "999999999999.00"),
        (b"999999999999.0001", "999999999999.00"),
    ],
)
def test_a_price_is_exact_and_has_two_decimals(written: bytes, price: str) -> None:
    thing = read(b'{"title": "Argan", "category_id": 7, "price": %s}' % written).accept()
    assert str(thing.price) == price


def test_an_amount_has_four_decimals() -> None:
    thing = read({**GOOD, "amount": 0.00005, "ratio": 0.33333}).accept()
    assert (str(thing.amount), str(thing.ratio)) == ("0.0001", "0.3333")


@pytest.mark.parametrize("name", ["category_id", "parent_id", "price", "vat_id"])
def test_a_number_may_come_as_a_text(name: str) -> None:
    assert getattr(read({**GOOD, name: "12"}).accept(), name) == 12


@pytest.mark.parametrize("written", ["1_000", "１２", "0x10", "twelve", "NaN", "Infinity", "1,5", "12 pcs"])
@pytest.mark.parametrize("name", ["price", "category_id"])
def test_a_text_that_is_no_plain_number_is_none(name: str, written: str) -> None:
    faults = faults_of({**GOOD, name: written})
    assert set(faults) == {name}


@pytest.mark.parametrize(("written", "value"), [(True, True), (False, False), (1, True), (0, False), ("1", True)])
def test_a_boolean_may_come_as_0_or_1(written: Any, value: bool) -> None:
    assert read({**GOOD, "is_marked": written}).accept().is_marked is value


@pytest.mark.parametrize("name", ["price", "amount", "vat_id", "location_id", "parts", "is_marked"])
@pytest.mark.parametrize("nothing", [None, ""])
def test_null_and_the_empty_text_mean_not_given(name: str, nothing: Any) -> None:
    assert getattr(read({**GOOD, name: nothing}).accept(), name) is UNSET


def test_a_text_can_be_empty_but_null_means_not_given() -> None:
    assert read({**GOOD, "article": ""}).accept().article == ""
    assert read({**GOOD, "article": None}).accept().article is UNSET


def test_null_is_a_value_where_the_field_knows_it() -> None:
    assert read({**GOOD, "parent_id": None}).accept().parent_id is None
    assert read({**GOOD, "parent_id": ""}).accept().parent_id is UNSET


def test_surrounding_white_space_is_removed() -> None:
    assert read({**GOOD, "title": " \t Argan oil\n"}).accept().title == "Argan oil"


def test_every_fault_is_reported_at_once() -> None:
    body = {
        "title": " ",
        "category_id": "seven",
        "price": -1,
        "ratio": 0,
        "vat_id": 1.5,
        "comment": "x" * 10_001,
        "is_marked": 2,
        "parts": {},
        "article": 5,
    }
    assert faults_of(body) == {
        "title": "Must not be empty.",
        "category_id": 'Expected a whole number, not "seven".',
        "price": "Must be at least 0.",
        "ratio": "Must be more than 0.",
        "vat_id": "Expected a whole number, not 1.5.",
        "comment": "Must be at most 10000 characters long.",
        "is_marked": "Expected true or false, not 2.",
        "parts": "Expected a list, not {}.",
        "article": "Expected a text, not 5.",
    }


@pytest.mark.parametrize("body", [{}, {"title": None}, {"title": None, "category_id": None}, {"category_id": ""}])
def test_an_omitted_required_field_is_missing(body: dict[str, Any]) -> None:
    assert faults_of(body) == dict.fromkeys(("title", "category_id"), "This field is missing.")


def test_good_fields_can_be_looked_at_beside_bad_ones() -> None:
    submitted = read({"title": " ", "category_id": "7"})
    assert submitted.given("category_id") == 7
    assert submitted.given("title") is UNSET


def test_a_body_with_faults_is_not_accepted_and_takes_further_faults_along() -> None:
    with pytest.raises(Invalid) as caught:
        read({"title": "Argan"}).accept([Fault("title", "Is taken.")])
    assert [fault.field for fault in caught.value.faults] == ["category_id", "title"]


def test_a_good_body_is_refused_for_a_fault_found_later() -> None:
    with pytest.raises(Invalid):
        read(GOOD).accept([Fault("category_id", "There is no such category here.")])


def test_a_long_value_is_shown_in_part() -> None:
    assert len(fault_of("category_id", "x" * 100_000)) < 100


@pytest.mark.parametrize("body", [b"null", b"[]", b"[{}]", b'"text"', b"5", b"true"])
def test_json_that_is_no_object_is_a_fault_of_the_body(body: bytes) -> None:
    with pytest.raises(Invalid) as caught:
        read(body)
    assert caught.value.faults == (Fault("body", "Expected a JSON object."),)


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b" ",
        b"{",
        b'{"title": }',
        b"{'title': 'x'}",
        b'{"title": "x",}',
        b'{"title": "x"} {}',
        b"title=x",
        b"\xff\xfe",
        b'{"title": "\xff"}',
    ],
)
def test_invalid_json_is_malformed(body: bytes) -> None:
    with pytest.raises(Malformed):
        read(body)


@pytest.mark.parametrize("name", ["price", "amount", "category_id", "vat_id"])
@pytest.mark.parametrize("written", [b"NaN", b"Infinity", b"-Infinity"])
def test_numbers_that_are_none_are_a_fault_of_their_field(name: str, written: bytes) -> None:
    """Q-015."""
    body = b'{"title": "Argan", "category_id": 7}'
    if name == "category_id":
        body = body.replace(b"7", written)
    else:
        body = body.replace(b"}", b', "%s": %s}' % (name.encode(), written))
    assert set(faults_of(body)) == {name}


@pytest.mark.parametrize("written", [b"1e12", b"1e30", b"1e400", b"9" * 400, b"9" * 5000])
def test_a_number_that_is_too_large_is_reported_with_the_limit(written: bytes) -> None:
    assert fault_of("price", written) == "Must be at most 999999999999."


@pytest.mark.parametrize(
    "written", [b"9007199254740992", b"1e30", b"1e400", b"1e9999999999999999999", b"9" * 30, b"9" * 5000]
)
def test_an_id_that_is_too_large_is_reported_with_the_limit(written: bytes) -> None:
    assert fault_of("parent_id", written) == f"Must be at most {MAX_ID}."


@pytest.mark.parametrize(
    ("name", "value", "fault"),
    [
        ("parent_id", -1, "Must be at least 0."),
        ("location_id", 0, "Must be at least 1."),
        ("vat_id", 2**31, f"Must be at most {2**31 - 1}."),
        ("price", "-0.01", "Must be at least 0."),
        ("ratio", "0.00001", "Must be more than 0."),
        ("price", True, "Expected a number, not true."),
        ("price", [1], "Expected a number, not [1]."),
        ("article", b"1.5", "Expected a text, not 1.5."),
        ("vat_id", b"1.5", "Expected a whole number, not 1.5."),
        ("article", "x" * 256, "Must be at most 255 characters long."),
        ("article", "a\u0000b", "Must not contain the character U+0000 (a control character)."),
        ("article", "a\u001fb", "Must not contain the character U+001F (a control character)."),
        ("article", b'"\\ud800"', "Must not contain the character U+D800 (half of a surrogate pair)."),
    ],
)
def test_a_value_out_of_range_is_reported_with_the_limit(name: str, value: Any, fault: str) -> None:
    assert fault_of(name, value) == fault


@pytest.mark.parametrize("name", ["article", "is_marked", "parts"])
@pytest.mark.parametrize("written", [b"1e30", b"1e400", b"-1e-400", b"9" * 5000, b"1e9999999999999999999"])
def test_an_outsize_number_is_a_fault_of_any_other_field_too(name: str, written: bytes) -> None:
    assert fault_of(name, written).startswith("Expected ")


@pytest.mark.parametrize(
    "body",
    [
        b"[" * 200_000,
        b"[" * 200_000 + b"]" * 200_000,
        b'{"title": ' + b"[" * 200_000 + b"]" * 200_000 + b"}",
        b'{"title": "Argan", "category_id": 7, "unheard_of": ' + b"[" * 200_000 + b"]" * 200_000 + b"}",
        b'{"title": "Argan", "category_id": 7, "unheard_of": ' + b'{"a":' * 100_000 + b"1" + b"}" * 100_001,
    ],
    ids=["open", "closed", "in a field", "in an unknown field", "objects"],
)
def test_a_body_nested_too_deep_is_malformed(body: bytes) -> None:
    with pytest.raises(Malformed):
        read(body)


@pytest.mark.parametrize("alias", [{"company_id": 3}, {"salonIds": 3}, {"vatId": 4}, {"parentId": 0}])
def test_a_field_under_an_alias_is_read_whether_or_not_another_has_a_fault(alias: dict[str, Any]) -> None:
    """The quick way and the careful way must tell the same."""
    careful = read({**GOOD, **alias, "title": ""})
    quick = read({**GOOD, **alias}).accept()
    for name in ("location_id", "is_marked", "vat_id", "parent_id"):
        assert getattr(quick, name) == careful.given(name), name


@pytest.mark.parametrize(
    "fields",
    [
        {"price": 19.99},
        {"price": "19.990000000000002"},
        {"amount": 1e-9, "ratio": "2"},
        {"parent_id": None, "location_id": 5},
        {"article": "", "comment": "  a\nb\t"},
        {"title": "  Ещё 洗发水 🧴 "},
        {"is_marked": 1, "vat_id": "5"},
        {"parts": [{"kind": 1}, {"kind": "2"}]},
        {"price": 12345678901.25},
        {"price": 0.1, "amount": 1234567.00005},
        {"category_id": 7.0},
        {"category_id": MAX_ID},
    ],
)
def test_the_quick_way_and_the_careful_way_read_the_same(fields: dict[str, Any]) -> None:
    """A fault in a field that the body doesn't have otherwise makes the reader go field by field."""
    quick = read({**GOOD, **fields}).accept()
    careful = read(
        {**GOOD, **fields, "location_id": fields.get("location_id", ""), "is_marked": fields.get("is_marked", "")}
    )
    assert careful.accept() == quick


class Journey(msgspec.Struct):
    start: int | UnsetType = UNSET
    end: int | UnsetType = UNSET

    @staticmethod
    def faults_between(given: Callable[[str], Any]) -> Iterator[Fault]:
        if given("start") is UNSET:
            yield Fault("start", "Where from?")


def test_faults_between_fields_are_reported_with_the_others() -> None:
    submitted = BodyReader(Journey).read(b'{"end": "x"}')
    assert [fault.field for fault in submitted.faults] == ["end", "start"]
    with pytest.raises(Invalid):
        BodyReader(Journey).read(b'{"end": 1}').accept()


def test_a_faulty_field_is_reported_once() -> None:
    assert [fault.field for fault in BodyReader(Journey).read(b'{"start": "x"}').faults] == ["start"]


def test_a_body_without_faults_between_its_fields_is_accepted() -> None:
    assert BodyReader(Journey).read(b'{"start": 1}').accept() == Journey(1)


def test_faults_in_a_list_of_objects_are_reported_with_their_positions() -> None:
    parts = [{"kind": 1}, {"kind": "x", "title": ""}, 5, {}, {"kind": 2, "pieces": [{"kind": 3}, {"kind": None}]}]
    assert faults_of(GOOD | {"parts": parts}) == {
        "parts[1].kind": 'Expected a whole number, not "x".',
        "parts[1].title": "Must not be empty.",
        "parts[2]": "Expected an object, not 5.",
        "parts[3].kind": "This field is missing.",
        "parts[4].pieces[1].kind": "This field is missing.",
    }


def test_objects_in_a_list_are_read_as_carefully_as_the_body() -> None:
    value = read(GOOD | {"parts": [{"kind": "4", "title": " Oil ", "salon_id": 9}]}).accept()
    assert value.parts == [Part(4, "Oil", 9)]


@pytest.mark.parametrize(("count", "said"), [(0, "Must not be empty."), (4, "Must be at most 3 long.")])
def test_a_list_of_objects_has_its_limits(count: int, said: str) -> None:
    parts = [{"kind": 1, "pieces": [{"kind": 1}] * count}]
    assert faults_of(GOOD | {"parts": parts}) == {"parts[0].pieces": said}

"""Values of custom fields: what is accepted for each type, and the one form that becomes of it."""

import json
import re
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from parlour.areas.custom_fields.model.fields import CustomField, Kind, ValueType
from parlour.areas.custom_fields.model.values import LONGEST_TEXT, Value, changed_values, parse_value
from parlour.errors import Invalid

BERLIN = ZoneInfo("Europe/Berlin")
NO_TIME = "Expected a date and time, such as 2026-01-31 18:30:00."
CHOICES = ["dry", "oily", "mixed"]


def field(value_type: ValueType, code: str = "skin", **changes: Any) -> CustomField:
    choices = CHOICES if value_type.has_choices else []
    made = CustomField(1, 1, Kind.CLIENT, code, value_type, "Skin", choices, True, True, False, 0, 1)
    return msgspec.structs.replace(made, **changes)


def parsed(value_type: ValueType, given: Any, current: Value | None = None) -> Value | None:
    return parse_value(field(value_type), given, BERLIN, current)


GOOD: list[tuple[ValueType, Any, Value]] = [
    (ValueType.TEXT, "  Ann's  ", "Ann's"),
    (ValueType.TEXT, "x" * 255, "x" * 255),
    (ValueType.TEXT, "👩‍🦰 Łucja", "👩‍🦰 Łucja"),
    (ValueType.NUMBER, 5, Decimal(5)),
    (ValueType.NUMBER, 1.1, Decimal("1.1")),
    (ValueType.NUMBER, Decimal("100.500"), Decimal("100.5")),
    (ValueType.NUMBER, " -007.50 ", Decimal("-7.5")),
    (ValueType.NUMBER, 999_999_999_999, Decimal(999_999_999_999)),
    (ValueType.NUMBER, "0.0000000001", Decimal("0.0000000001")),
    (ValueType.SELECT, " oily ", "oily"),
    (ValueType.LIST, ["mixed", "dry", " mixed"], ["dry", "mixed"]),
    (ValueType.LIST, "oily", ["oily"]),
    (ValueType.DATE, "2026-01-31", "2026-01-31"),
    (ValueType.DATE, "20260131", "2026-01-31"),
    (ValueType.DATETIME, "2026-01-31 18:30:00", "2026-01-31 18:30:00"),
    (ValueType.DATETIME, "2026-01-31T18:30", "2026-01-31 18:30:00"),
    (ValueType.DATETIME, "2026-01-31T18:30:00.250", "2026-01-31 18:30:00"),
    # With an offset it is a moment, which the clock of the location shows otherwise.
    (ValueType.DATETIME, "2026-01-31T18:30:00Z", "2026-01-31 19:30:00"),
    (ValueType.DATETIME, "2026-01-31T18:30:00-0500", "2026-02-01 00:30:00"),
    (ValueType.DATETIME, "0001-01-02 00:00:00", "0001-01-02 00:00:00"),
]


@pytest.mark.parametrize(("value_type", "given", "kept"), GOOD)
def test_a_good_value_has_one_form(value_type: ValueType, given: Any, kept: Value) -> None:
    """Q-179."""
    assert parsed(value_type, given) == kept


BAD: list[tuple[ValueType, Any, str]] = [
    (ValueType.TEXT, "x" * 256, "Must be at most 255 characters long."),
    (ValueType.TEXT, "a\x00b", "Must not contain control characters."),
    (ValueType.TEXT, "a\nb", "Must not contain control characters."),
    (ValueType.TEXT, "a\ud800", "Must not contain control characters."),
    (ValueType.TEXT, 5, "Expected a text."),
    (ValueType.TEXT, ["a"], "Expected a text."),
    (ValueType.NUMBER, True, "Expected a number."),
    (ValueType.NUMBER, "5e3", "Expected a number."),
    (ValueType.NUMBER, "٣", "Expected a number."),
    (ValueType.NUMBER, "1,5", "Expected a number."),
    (ValueType.NUMBER, float("nan"), "Expected a number."),
    (ValueType.NUMBER, float("-inf"), "Expected a number."),
    (ValueType.NUMBER, 10**12, "Must be between -1000000000000 and 1000000000000."),
    (ValueType.NUMBER, "0.00000000001", "Must have at most 10 decimals."),
    (ValueType.SELECT, "Dry", "Expected one of: dry, oily, mixed."),
    (ValueType.SELECT, ["dry"], "Expected a text."),
    (ValueType.LIST, ["dry", "wet"], "Expected one of: dry, oily, mixed."),
    (ValueType.LIST, [["dry"]], "Expected a text."),
    (ValueType.DATE, "31.01.2026", "Expected a day, such as 2026-01-31."),
    (ValueType.DATE, "2026-02-30", "Expected a day, such as 2026-01-31."),
    (ValueType.DATE, "2026-W05-6", "Expected a day, such as 2026-01-31."),
    (ValueType.DATE, 20260131, "Expected a text."),
    (ValueType.DATETIME, "2026-01-31", NO_TIME),
    (ValueType.DATETIME, "2026-01-31 25:00:00", NO_TIME),
    (ValueType.DATETIME, "9999-12-31T23:59:59-12:00", NO_TIME),
    (ValueType.DATETIME, "2026-03-29 02:30:00", "This time doesn't exist: clocks are put forward then."),
]


@pytest.mark.parametrize(("value_type", "given", "fault"), BAD)
def test_a_bad_value_is_refused_with_the_reason(value_type: ValueType, given: Any, fault: str) -> None:
    with pytest.raises(ValueError, match=f"^{re.escape(fault)}$"):
        parsed(value_type, given)


def test_a_number_of_any_length_is_refused() -> None:
    for number in (10**5000, -(10**5000)):
        with pytest.raises(ValueError, match="Must be between"):
            parsed(ValueType.NUMBER, number)


def test_a_time_that_comes_twice_is_the_one_on_the_clock() -> None:
    assert parsed(ValueType.DATETIME, "2026-10-25 02:30:00") == "2026-10-25 02:30:00"
    assert parsed(ValueType.DATETIME, "2026-10-25T01:30:00Z") == "2026-10-25 02:30:00"


def test_only_the_first_choices_are_named() -> None:
    many = field(ValueType.SELECT, choices=[str(number) for number in range(11)])
    with pytest.raises(ValueError, match=r"^Expected one of: 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, …\.$"):
        parse_value(many, "x", BERLIN)


@pytest.mark.parametrize("empty", [None, "", "  ", []])
@pytest.mark.parametrize("value_type", ValueType)
def test_nothing_clears_a_value_unless_one_is_needed(value_type: ValueType, empty: Any) -> None:
    assert parsed(value_type, empty) is None
    with pytest.raises(ValueError, match=r"^This field is missing\.$"):
        parse_value(field(value_type, is_required=True), empty, BERLIN)


def test_the_current_value_can_be_sent_back_after_its_choice_is_gone() -> None:
    assert parsed(ValueType.SELECT, "greasy", current="greasy") == "greasy"
    assert parsed(ValueType.LIST, ["greasy", "dry"], current=["greasy", "dry"]) == ["greasy", "dry"]
    with pytest.raises(ValueError, match="Expected one of"):
        parsed(ValueType.LIST, ["greasy"], current=["greasy", "dry"])


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.sampled_from(CHOICES),
    lambda children: st.lists(children) | st.dictionaries(st.text(), children),
    max_leaves=5,
)
WRITTEN = st.one_of(
    st.decimals(allow_nan=False, allow_infinity=False).map(str),
    st.dates().map(str),
    st.datetimes().map(str),
    st.datetimes(timezones=st.timezones()).map(lambda moment: moment.isoformat()),
    st.lists(st.sampled_from(CHOICES)),
)


@given(st.sampled_from(ValueType), JSON | WRITTEN)
def test_whatever_is_sent_is_refused_or_has_a_form_that_stays_the_same(value_type: ValueType, given: Any) -> None:
    try:
        kept = parsed(value_type, given)
    except ValueError:
        return
    if kept is None:
        return
    sent = f"{kept:f}" if isinstance(kept, Decimal) else json.dumps(kept)
    again = parsed(value_type, json.loads(sent, parse_float=Decimal))
    assert again == kept
    assert str(again) == str(kept)
    assert isinstance(kept, {ValueType.NUMBER: Decimal, ValueType.LIST: list}.get(value_type, str))


@given(st.decimals(-999_999_999_999, 999_999_999_999, places=10))
def test_numbers_are_exact(number: Decimal) -> None:
    kept = parsed(ValueType.NUMBER, f"{number:f}")
    assert kept == number
    assert "E" not in f"{kept}" or abs(number) < Decimal("0.000001")
    assert not f"{kept:f}".endswith("0") or "." not in f"{kept:f}"


@given(st.lists(st.sampled_from(CHOICES)))
def test_a_list_is_in_the_order_of_the_field_with_each_choice_once(chosen: list[str]) -> None:
    assert (parsed(ValueType.LIST, chosen) or []) == [choice for choice in CHOICES if choice in chosen]


@given(st.text(max_size=300))
def test_a_text_is_kept_as_it_is_or_refused(text: str) -> None:
    try:
        kept = parsed(ValueType.TEXT, text)
    except ValueError:
        assert len(text.strip()) > LONGEST_TEXT or not text.strip().isprintable()
    else:
        assert (kept or "") == text.strip()


SKIN, AGE, NOTE = (
    field(ValueType.SELECT),
    field(ValueType.NUMBER, "age", is_required=True),
    field(ValueType.TEXT, "note"),
)
FIELDS = [SKIN, AGE, NOTE]


def changed(given: dict[str, Any], current: dict[str, Value] | None) -> dict[str, Value]:
    return changed_values(FIELDS, given, current, BERLIN)


def test_what_is_left_out_stays_and_what_is_empty_is_cleared() -> None:
    current: dict[str, Value] = {"skin": "dry", "age": Decimal(30), "note": "A"}
    assert changed({"skin": "oily", "note": ""}, current) == {"skin": "oily", "age": Decimal(30)}
    assert changed({}, current) == current


def test_values_of_fields_that_are_gone_are_not_shown() -> None:
    assert changed({}, {"skin": "dry", "gone": "x"}) == {"skin": "dry"}


def test_only_something_new_needs_the_values_that_are_required() -> None:
    assert changed({"note": "A"}, {}) == {"note": "A"}
    with pytest.raises(Invalid) as refused:
        changed({"note": "A"}, None)
    assert [(fault.field, fault.message) for fault in refused.value.faults] == [
        ("custom_fields.age", "This field is missing.")
    ]
    assert changed({"age": "30"}, None) == {"age": Decimal(30)}


def test_all_faults_are_named_at_once_and_nothing_is_changed() -> None:
    current: dict[str, Value] = {"skin": "dry"}
    with pytest.raises(Invalid) as refused:
        changed({"skin": "wet", "age": None, "note": "A", "shoe_size": 44}, current)
    assert {fault.field: fault.message for fault in refused.value.faults} == {
        "custom_fields.shoe_size": "There is no such field.",
        "custom_fields.skin": "Expected one of: dry, oily, mixed.",
        "custom_fields.age": "This field is missing.",
    }
    assert current == {"skin": "dry"}

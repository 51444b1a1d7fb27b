"""Codes and choices of custom fields, and what of a field can change."""

from typing import Any

import msgspec
import pytest

from parlour.areas.custom_fields.model.fields import (
    MOST_CHOICES,
    CustomField,
    FieldPatch,
    Kind,
    NewField,
    ValueType,
    parse_choices,
    parse_code,
)
from parlour.errors import Invalid

FIELD = CustomField(1, 1, Kind.CLIENT, "skin", ValueType.SELECT, "Skin", ["dry"], True, True, False, 0, 1)
SAME = FieldPatch(code="skin", value_type=ValueType.SELECT, title="Skin", is_visible=True, is_editable=True)


def faults(field: CustomField, **changes: Any) -> dict[str, str]:
    with pytest.raises(Invalid) as refused:
        field.patched(msgspec.structs.replace(SAME, **changes))
    return {fault.field: fault.message for fault in refused.value.faults}


@pytest.mark.parametrize("code", ["a", "skin_type", "skin-type-2", "0", "_", "x" * 255])
def test_a_code_is_kept(code: str) -> None:
    assert parse_code(code) == code


@pytest.mark.parametrize("code", ["", "Skin", "skin type", "skin.type", "haut_ö", "skin\n", "x" * 256])
def test_anything_else_is_no_code(code: str) -> None:
    with pytest.raises(ValueError, match="Expected small letters"):
        parse_code(code)


def test_one_code_is_reserved() -> None:
    with pytest.raises(ValueError, match="reserved"):
        parse_code("yc_partner_public_key")


def test_each_line_is_a_choice() -> None:
    assert parse_choices(" dry \n\noily, mixed\r\n") == ["dry", "oily, mixed"]
    assert parse_choices("") == []


@pytest.mark.parametrize(
    ("value_type", "choices", "fault"),
    [
        (ValueType.LIST, ["a", "b", "a"], "Each line must be different from all others."),
        (ValueType.SELECT, ["x" * 256], "Each line must be at most 255 characters long."),
        (ValueType.SELECT, [str(number) for number in range(MOST_CHOICES + 1)], "Must be at most 500 lines."),
        (ValueType.TEXT, ["a"], "Fields of this type have no choices."),
    ],
)
def test_odd_choices_are_refused(value_type: ValueType, choices: list[str], fault: str) -> None:
    given: dict[str, Any] = {"is_visible": True, "is_editable": True, "is_required": False, "weight": 0}
    new = NewField(kind=Kind.CLIENT, code="a", title="A", value_type=value_type, choices=choices, **given)
    with pytest.raises(Invalid) as refused:
        new.check()
    assert [(each.field, each.message) for each in refused.value.faults] == [("choices", fault)]


def test_what_a_patch_leaves_out_stays() -> None:
    assert FIELD.patched(SAME) == FIELD
    changed = FIELD.patched(msgspec.structs.replace(SAME, title="Hair", choices=["grey"], is_required=True, weight=3))
    assert (changed.title, changed.choices, changed.is_required, changed.weight) == ("Hair", ["grey"], True, 3)


def test_code_and_type_are_fixed_and_all_faults_are_named() -> None:
    fixed = "This can't be changed: delete the field and create another."
    assert faults(FIELD, code="hair", value_type=ValueType.LIST, choices=["a", "a"]) == {
        "code": fixed,
        "value_type": fixed,
        "choices": "Each line must be different from all others.",
    }

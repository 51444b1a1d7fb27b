"""Values of custom fields as they are stored, by the ids of their fields."""

from decimal import Decimal
from typing import Any

from parlour.areas.custom_fields.model.fields import CustomField, Kind, ValueType
from parlour.areas.custom_fields.model.stored import stored_values, values_by_code


def field(id_: int, code: str, value_type: ValueType = ValueType.TEXT, **other: Any) -> CustomField:
    fixed: dict[str, Any] = {"location_id": 1, "kind": Kind.CLIENT, "title": code, "choices": [], "weight": 0}
    fixed |= {"is_visible": True, "is_editable": True, "is_required": False, "revision": 1}
    return CustomField(id=id_, code=code, value_type=value_type, **{**fixed, **other})


SKIN, SIZE, LIKES = field(3, "skin"), field(12, "size", ValueType.NUMBER), field(5, "likes", ValueType.LIST)


def test_values_are_stored_by_id_and_shown_by_code_in_the_order_of_the_fields() -> None:
    stored = stored_values([SKIN, SIZE, LIKES], {"likes": ["tea"], "size": Decimal("38.5"), "skin": "dry"})
    assert stored == '{"3":"dry","12":38.5,"5":["tea"]}'
    assert [*values_by_code([LIKES, SIZE, SKIN], stored).items()] == [
        ("likes", ["tea"]), ("size", Decimal("38.5")), ("skin", "dry")]  # fmt: skip


def test_a_whole_number_is_exact() -> None:
    found = values_by_code([SIZE], '{"12": 38}')["size"]
    assert (found, type(found)) == (Decimal(38), Decimal)


def test_values_of_a_deleted_field_stay_hidden_and_are_kept() -> None:
    earlier = '{"3": "dry", "12": 38}'
    assert values_by_code([SIZE], earlier) == {"size": Decimal(38)}
    assert stored_values([SIZE], {}, earlier) == '{"3":"dry"}'


def test_a_new_field_with_the_code_of_a_deleted_one_has_no_value() -> None:
    assert values_by_code([field(99, "skin")], '{"3": "dry"}') == {}

"""Names of types in the description."""

from decimal import Decimal
from typing import Any

import msgspec
import pytest

from parlour.http.openapi.schemas import Schemas


def thing(**fields: Any) -> Any:
    """Return a type called Thing, each time another one."""
    return msgspec.defstruct("Thing", list(fields.items()), module=f"module_of_{'_'.join(fields)}")


def test_two_types_with_one_name_are_refused() -> None:
    with pytest.raises(ValueError, match="called Thing"):
        Schemas([thing(title=str), thing(amount=int)])


def test_a_type_that_is_used_twice_is_described_once() -> None:
    kind = thing(title=str)
    assert [*Schemas([kind, kind]).components] == ["Thing"]


def test_fields_may_be_called_like_parts_of_a_schema() -> None:
    (described,) = Schemas([thing(title=Decimal, examples=Decimal, format=str)]).components.values()
    number = {"type": "number", "format": "double"}
    assert described["properties"] == {"title": number, "examples": number, "format": {"type": "string"}}

"""Rows become structs by position. Enumerations and columns of JSON are converted."""

from decimal import Decimal
from enum import StrEnum
from typing import Any

import msgspec

from parlour.db.rows import to_struct, to_struct_or_none, to_structs


class Size(StrEnum):
    SMALL = "s"
    LARGE = "l"


class Part(msgspec.Struct, frozen=True, array_like=True):
    title: str
    price: Decimal


class Item(msgspec.Struct, frozen=True):
    id: int
    size: Size | None
    parts: list[Part]
    best: Part | None
    names: list[str]
    numbers: list[int | None]


def row(*values: object) -> Any:
    """A row as the driver returns it: a sequence of values."""
    return values


def test_columns_of_json_become_structs() -> None:
    lid, box = Part("Lid", Decimal("0.10")), Part("Box", Decimal(3))
    rows = [
        row(1, "s", '[["Lid","0.10"],["Box","3"]]', '["Box","3"]', ["a"], [1, None]),
        row(2, None, "[]", None, [], []),
    ]
    one, two = to_structs(Item, rows)
    assert one == Item(1, Size.SMALL, [lid, box], box, ["a"], [1, None])
    assert two == Item(2, None, [], None, [], [])
    assert type(one.size) is Size


def test_one_row_is_converted_as_several_are() -> None:
    assert to_struct(Item, row(1, "l", "[]", None, ["b"], [])) == Item(1, Size.LARGE, [], None, ["b"], [])


class Pair(msgspec.Struct, frozen=True):
    one: int
    two: str


def test_what_needs_no_conversion_is_taken_as_it_is() -> None:
    assert to_struct(Pair, row(1, "a")) == Pair(1, "a")
    assert to_structs(Pair, [row(1, "a"), row(2, "b")]) == [Pair(1, "a"), Pair(2, "b")]
    assert to_structs(Pair, []) == []


def test_no_row_is_no_struct() -> None:
    assert to_struct_or_none(Pair, None) is None
    assert to_struct_or_none(Pair, row(1, "a")) == Pair(1, "a")

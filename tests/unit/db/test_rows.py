"""Rows become structs by position. Enumerations and columns of JSON are converted."""

from decimal import Decimal
from enum import StrEnum
from typing import Any

import msgspec

from parlour.db.rows import to_struct, to_structs


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


def row(*values: object) -> Any:
    """A row as the driver returns it: a sequence of values."""
    return values


def test_columns_of_json_become_structs() -> None:
    lid, box = Part("Lid", Decimal("0.10")), Part("Box", Decimal(3))
    rows = [row(1, "s", '[["Lid","0.10"],["Box","3"]]', '["Box","3"]', ["a"]), row(2, None, "[]", None, [])]
    assert to_structs(Item, rows) == [Item(1, Size.SMALL, [lid, box], box, ["a"]), Item(2, None, [], None, [])]


def test_one_row_is_converted_as_several_are() -> None:
    assert to_struct(Item, row(1, "l", "[]", None, ["b"])) == Item(1, Size.LARGE, [], None, ["b"])

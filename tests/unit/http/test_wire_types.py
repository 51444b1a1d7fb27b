"""The types of what wire fields are made from."""

from collections.abc import Callable
from decimal import Decimal
from enum import StrEnum
from typing import Annotated, Any, Literal, Optional, TypeVar

import msgspec
import pytest

from parlour.http.wire.types import fits, type_of_call, type_of_path

T = TypeVar("T")


class Kind(StrEnum):
    SALE = "sale"


class Unit(msgspec.Struct):
    title: str


class Item:
    id: int
    unit: Unit

    @property
    def label(self) -> str | None:
        return None

    def method(self) -> int:
        return 1


@pytest.mark.parametrize(
    ("source", "target", "fit"),
    [
        (int, int, True),
        (bool, bool, True),
        (bool, int, False),
        (bool | int, int, False),
        (int, bool, False),
        (int, Decimal, False),
        (Kind, str, True),
        (Kind, int | str, True),
        (str, Kind, False),
        (int, int | None, True),
        (int | None, int, False),
        (int | str, int, False),
        (int | None, str | int | None, True),
        (None, Optional[int], True),  # noqa: UP045 - the other form of a union
        (Optional[int], int, False),  # noqa: UP045
        (Any, int, True),
        (int | Any, int, True),
        (int, Any, True),
        (int | str, Any | None, True),
        (list[int], list[int], True),
        (list[int], list[str], False),
        (list[int], int, False),
        (int, list[int], False),
        (Literal["sale"], str, False),
        (int, int | list[int], True),
        (Kind, list[int] | str, True),
        (Annotated[int, "a note"], int, True),
        (int, Annotated[int | None, "a note"], True),
        (Annotated[int | None, "a note"], int, False),
        (int, Annotated[str, int], False),
    ],
)
def test_a_type_fits_if_each_of_its_values_does(source: Any, target: Any, fit: bool) -> None:
    assert fits(source, target) is fit


@pytest.mark.parametrize(
    ("path", "kind"), [([], Item), (["id"], int), (["unit", "title"], str), (["label"], str | None)]
)
def test_the_type_of_a_path_is_that_of_its_last_field(path: list[str], kind: Any) -> None:
    assert type_of_path(Item, path) == kind


@pytest.mark.parametrize(
    ("path", "message"),
    [
        (["ident"], "Item has no field or property 'ident'"),
        (["method"], "Item has no field or property 'method'"),
        (["unit", "id"], "Unit has no field or property 'id'"),
    ],
)
def test_a_path_that_leads_nowhere_is_refused(path: list[str], message: str) -> None:
    with pytest.raises(TypeError) as refused:
        type_of_path(Item, path)
    assert str(refused.value) == message


def first(items: list[T]) -> T:
    return items[0]


def title_of(unit: Unit) -> str:
    return unit.title


def unknown(*_):  # type: ignore[no-untyped-def]
    return 1


@pytest.mark.parametrize(
    ("function", "count", "kind"),
    [(bool, 1, bool), (int, 1, int), (str, 1, str), (Unit, 1, Unit), (title_of, 1, str), (first, 1, Any),
     (unknown, 2, Any)],
)  # fmt: skip
def test_the_type_of_a_call_is_what_the_function_says(function: Callable[..., Any], count: int, kind: Any) -> None:
    assert type_of_call(function, [Any] * count) is kind


@pytest.mark.parametrize(("function", "count"), [(title_of, 0), (title_of, 2), (Unit, 0), (Unit, 2)])
def test_a_call_with_other_arguments_is_refused(function: Callable[..., Any], count: int) -> None:
    with pytest.raises(TypeError, match="argument"):
        type_of_call(function, [Any] * count)

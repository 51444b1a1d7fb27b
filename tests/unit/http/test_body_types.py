"""What a type tells of its bodies: other names of fields, dates, and what lies between the fields of an item"""

import json
from collections.abc import Callable, Iterator
from typing import Any, ClassVar, Literal

import msgspec
import pytest
from msgspec import UNSET, UnsetType

from parlour.errors import Fault
from parlour.http.body import Body, BodyReader
from parlour.http.fields import Id, Moment, Switch


class Visit(msgspec.Struct):
    """A field with another name than those of its family, and one that is a date."""

    OTHER_NAMES: ClassVar[dict[str, str]] = {"when": "day"}

    day: Moment
    steps: list["Step"] | UnsetType = UNSET


class Step(msgspec.Struct):
    """Needs one of its two fields."""

    left: Id | UnsetType = UNSET
    right: Id | UnsetType = UNSET

    @staticmethod
    def faults_between(given: Callable[[str], Any]) -> Iterator[Fault]:
        if given("left") is given("right") is UNSET:
            yield Fault("left", "One of the two.")


class Choice(msgspec.Struct):
    """A field that is 0 or 1, one that accepts some texts, and a plain number."""

    switch: Switch | UnsetType = UNSET
    mode: Literal["on", "off"] | UnsetType = UNSET
    number: int | UnsetType = UNSET


@pytest.mark.parametrize(("value", "number"), [(0, 0), (1, 1), (False, 0), (True, 1), ("1", 1)])
def test_a_switch_is_a_number_and_may_be_true_or_false(value: object, number: int) -> None:
    read = BodyReader(Choice).read(json.dumps({"switch": value}).encode()).accept().switch
    assert (read, type(read)) == (number, int)


def test_other_values_are_reported() -> None:
    body = BodyReader(Choice).read(b'{"switch": 2, "mode": "often", "number": true}')
    assert {fault.field: fault.message for fault in body.faults} == {
        "switch": "Must be at most 1.",
        "mode": 'Expected off or on, not "often".',
        "number": "Expected a whole number, not true.",
    }


def read_visit(body: dict[str, Any]) -> Body[Visit]:
    return BodyReader(Visit).read(json.dumps(body).encode())


@pytest.mark.parametrize("name", ["day", "when"])
def test_a_field_may_have_other_names(name: str) -> None:
    assert read_visit({name: "2026-01-31"}).accept().day == "2026-01-31"


def test_the_own_name_wins_over_the_other() -> None:
    assert read_visit({"when": "2026-01-30", "day": "2026-01-31"}).accept().day == "2026-01-31"


@pytest.mark.parametrize(
    ("value", "fault"),
    [
        ("soon", "Expected a date and time in ISO 8601, such as 2026-01-31T18:30:00+01:00."),
        ("", "Expected a date and time in ISO 8601, such as 2026-01-31T18:30:00+01:00."),
        ("1989-12-31", "Must be between the years 1990 and 2100."),
        ("2101-01-01", "Must be between the years 1990 and 2100."),
        (5, "Expected a text, not 5."),
    ],
)
def test_an_invalid_date_is_reported(value: Any, fault: str) -> None:
    assert read_visit({"day": value}).faults == (Fault("day", fault),)


def test_faults_between_fields_of_an_item_are_reported_under_its_path() -> None:
    submitted = read_visit({"day": "2026-01-31", "steps": [{"left": 1}, {}, {"left": "x"}]})
    assert [(fault.field, fault.message) for fault in submitted.faults] == [
        ("steps[1].left", "One of the two."),
        ("steps[2].left", 'Expected a whole number, not "x".'),
    ]

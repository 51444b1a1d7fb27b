"""Lists of plain values: each item is held against the rule of its type, and every fault is at its place."""

import json
from collections.abc import Callable, Iterator
from typing import Annotated, Any

import msgspec
import pytest
from msgspec import UNSET, Meta, UnsetType

from parlour.errors import MISSING, Fault
from parlour.http.body import Body, BodyReader
from parlour.http.fields import Amount, Day, Moment, Title

NO_DAY = "Expected a day, such as 2026-01-31."


class Plan(msgspec.Struct):
    """Lists whose items have rules, one of them with a limit of its own."""

    days: Annotated[list[Day], Meta(max_length=2)] | UnsetType = UNSET
    starts: list[Moment] | UnsetType = UNSET
    titles: list[Title] | UnsetType | None = UNSET
    amounts: list[Amount] | UnsetType = UNSET

    @staticmethod
    def faults_between(given: Callable[[str], Any]) -> Iterator[Fault]:
        """Yield a fault of a plan without days."""
        if given("days") is UNSET:
            yield Fault("days", MISSING)


def read(**sent: Any) -> Body[Plan]:
    return BodyReader(Plan).read(json.dumps({"days": ["2026-01-31"], **sent}).encode())


def faults_of(body: Body[Plan]) -> dict[str, str]:
    return {fault.field: fault.message for fault in body.faults}


@pytest.mark.parametrize(
    ("sent", "name", "items"),
    [
        ({"days": [" 2026-01-31", "2026-02-01"]}, "days", ["2026-01-31", "2026-02-01"]),
        ({"titles": [" cut ", "wash"]}, "titles", ["cut", "wash"]),
        ({"titles": None}, "titles", None),
        ({"titles": []}, "titles", []),
        ({"starts": ["2026-01-31T10:00:00+01:00 "]}, "starts", ["2026-01-31T10:00:00+01:00"]),
    ],
)
def test_items_are_read_in_their_normal_form(sent: dict[str, Any], name: str, items: Any) -> None:
    assert read(**sent).accept() == msgspec.structs.replace(Plan(["2026-01-31"]), **{name: items})


@pytest.mark.parametrize(
    ("sent", "faults"),
    [
        ({"days": ["soon", "2026-02-30"]}, {"days[0]": NO_DAY, "days[1]": NO_DAY}),
        ({"titles": ["cut", " ", "x" * 256]},
         {"titles[1]": "Must not be empty.", "titles[2]": "Must be at most 255 characters long."}),
        ({"starts": ["1066-01-01"], "amounts": [1, -1]},
         {"starts[0]": "Must be between the years 1990 and 2100.", "amounts[1]": "Must be at least 0."}),
        ({"days": ["2026-01-31"] * 3}, {"days": "Must be at most 2 long."}),
        ({"days": "2026-01-31"}, {"days": 'Expected a list, not "2026-01-31".'}),
        ({"days": None}, {"days": MISSING}),
    ],
)  # fmt: skip
def test_each_fault_is_at_its_place(sent: dict[str, Any], faults: dict[str, str]) -> None:
    assert faults_of(read(**sent)) == faults


def test_a_form_is_held_against_the_same_rules() -> None:
    pairs = [("days[]", b"2026-01-31"), ("days[]", b"soon")]
    assert faults_of(BodyReader(Plan).read_form(pairs)) == {"days[1]": NO_DAY}

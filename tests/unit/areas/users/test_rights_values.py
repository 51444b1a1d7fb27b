"""Reading the values of rights, whatever clients send for them."""

import re
from typing import Any

import msgspec
import pytest
from msgspec import UNSET, UnsetType

from parlour.access.rights import RightKind
from parlour.areas.users.rights.values import SentValue, read_rights, read_value
from parlour.errors import Fault
from parlour.ids import MAX_ID

DAYS, ONE_ID = "Expected a number of days, or -1 for all.", "Expected an id, or 0 for all."
ADDRESSES = "Expected a list of IP addresses."


class Right(msgspec.Struct):
    slug: str | UnsetType = UNSET
    value: SentValue | UnsetType = UNSET


@pytest.mark.parametrize(
    ("kind", "sent", "value"),
    [
        *((kind, yes, True) for kind in (RightKind.FLAG, RightKind.LIMIT) for yes in (True, 1, "1", "true")),
        *((kind, no, False) for kind in (RightKind.FLAG, RightKind.LIMIT) for no in (False, 0, "0", "false")),
        (RightKind.DAYS, -1, -1),
        (RightKind.DAYS, "30", 30),
        (RightKind.DAYS, 100_000, 100_000),
        (RightKind.DAYS_0, 0, 0),
        (RightKind.DAYS_0, 100_000, 100_000),
        (RightKind.ONE_ID, 0, 0),
        (RightKind.ONE_ID, "12", 12),
        (RightKind.ONE_ID, MAX_ID, MAX_ID),
        (RightKind.IDS, [], []),
        (RightKind.IDS, [MAX_ID, 1], [1, MAX_ID]),
        (RightKind.IDS, [1] * 1000, [1]),
        (RightKind.IDS, [3, "1", 3], [1, 3]),
        (RightKind.ADDRESSES, ["10.0.0.1", "10.1.2.3/8", "::1"], ["10.0.0.0/8", "10.0.0.1", "::1"]),
    ],
)
def test_a_value_is_read_by_its_kind(kind: RightKind, sent: Any, value: Any) -> None:
    """Q-040."""
    found = read_value(kind, sent)
    assert (found, type(found)) == (value, type(value))


@pytest.mark.parametrize(
    ("kind", "sent", "fault"),
    [
        *((RightKind.FLAG, sent, "Expected true or false.") for sent in (2, "yes", [1])),
        (RightKind.FLAG, UNSET, "This field is missing."),
        *((RightKind.DAYS, sent, DAYS) for sent in (-2, "1.5", True, "٣", [1], 100_001)),
        *((RightKind.DAYS_0, sent, "Expected a number of days, or 0 for all.") for sent in (-1, 100_001)),
        *((RightKind.ONE_ID, sent, ONE_ID) for sent in (MAX_ID + 1, -1, "9" * 30, "9" * 5000, "-", "--1", "", False)),
        *((RightKind.IDS, sent, "Expected a list of ids.") for sent in ("5", [0], [MAX_ID + 1], [1, "x"])),
        (RightKind.IDS, [1] * 1001, "At most 1000 are taken."),
        (RightKind.ADDRESSES, ["10.0.0.1"] * 1001, "At most 1000 are taken."),
        *((RightKind.ADDRESSES, sent, ADDRESSES) for sent in (["10.0.0.256"], [5], ["::1", "x"], "10.0.0.1")),
    ],
)
def test_a_value_of_another_kind_is_a_fault(kind: RightKind, sent: Any, fault: str) -> None:
    with pytest.raises(ValueError, match=f"^{re.escape(fault)}$"):
        read_value(kind, sent)


def test_one_value_under_both_names_of_a_right_is_one() -> None:
    names = ("expenses_read_access", "finances_expenses_read_access")
    found, faults = read_rights([Right(name, True) for name in names], "rights")
    assert (found, faults) == ({"finances_expenses_read_access": True}, [])


def test_two_values_for_one_right_are_a_fault() -> None:
    rights = [Right("expenses_read_access", True), Right("finances_expenses_read_access", False)]
    _, faults = read_rights(rights, "rights")
    assert faults == [Fault("rights[1].value", "This right was sent with another value before.")]


def test_every_fault_is_named_beside_what_is_right() -> None:
    sent = [
        Right("no_such_right", True),
        Right("clients_access", True),
        Right(value=True),
        Right(slug="", value=True),
        Right("finances_access", "maybe"),
        Right("storages_access"),
        Right("storages_ids", None),
        Right("storages_ids", None),
        Right("clients_access", "1"),
    ]
    found, faults = read_rights(sent, "rights")
    assert found == {"clients_access": True, "storages_ids": None}
    assert faults == [
        Fault("rights[0].slug", "There is no such right."),
        Fault("rights[2].slug", "This field is missing."),
        Fault("rights[3].slug", "This field is missing."),
        Fault("rights[4].value", "Expected true or false."),
        Fault("rights[5].value", "This field is missing."),
    ]

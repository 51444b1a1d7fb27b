"""Reading the values of rights, whatever clients send for them."""

from typing import Any

import msgspec
import pytest
from msgspec import UNSET, UnsetType

from parlour.access.rights import RightKind
from parlour.areas.users.rights.values import SentValue, read_rights, read_value
from parlour.errors import Fault


class Right(msgspec.Struct):
    slug: str | UnsetType = UNSET
    value: SentValue | UnsetType = UNSET


@pytest.mark.parametrize(
    ("kind", "sent", "value"),
    [
        (RightKind.FLAG, True, True),
        (RightKind.FLAG, 0, False),
        (RightKind.FLAG, "1", True),
        (RightKind.LIMIT, "false", False),
        (RightKind.DAYS, -1, -1),
        (RightKind.DAYS, "30", 30),
        (RightKind.DAYS_0, 0, 0),
        (RightKind.ONE_ID, "12", 12),
        (RightKind.IDS, [], []),
        (RightKind.IDS, [3, "1", 3], [1, 3]),
        (RightKind.ADDRESSES, ["10.0.0.1", "10.1.2.3/8", "::1"], ["10.0.0.0/8", "10.0.0.1", "::1"]),
    ],
)
def test_a_value_is_read_by_its_kind(kind: RightKind, sent: Any, value: Any) -> None:
    """Q-040."""
    found = read_value(kind, sent)
    assert (found, type(found)) == (value, type(value))


@pytest.mark.parametrize(
    ("kind", "sent"),
    [
        (RightKind.FLAG, 2),
        (RightKind.FLAG, "yes"),
        (RightKind.FLAG, []),
        (RightKind.FLAG, UNSET),
        (RightKind.DAYS, -2),
        (RightKind.DAYS, "1.5"),
        (RightKind.DAYS, True),
        (RightKind.DAYS, "٣"),
        (RightKind.DAYS_0, -1),
        (RightKind.ONE_ID, 2**53),
        (RightKind.ONE_ID, "9" * 30),
        (RightKind.ONE_ID, "-"),
        (RightKind.IDS, 5),
        (RightKind.IDS, [0]),
        (RightKind.IDS, [1] * 1001),
        (RightKind.ADDRESSES, ["10.0.0.256"]),
        (RightKind.ADDRESSES, [5]),
        (RightKind.ADDRESSES, "10.0.0.1"),
    ],
)
def test_a_value_of_another_kind_is_a_fault(kind: RightKind, sent: Any) -> None:
    with pytest.raises(ValueError, match=r"^(Expected|At most|This field)"):
        read_value(kind, sent)


def test_one_value_under_both_names_of_a_right_is_one() -> None:
    names = ("expenses_read_access", "finances_expenses_read_access")
    found, faults = read_rights([Right(name, True) for name in names], "rights")
    assert (found, faults) == ({"finances_expenses_read_access": True}, [])


def test_two_values_for_one_right_are_a_fault() -> None:
    rights = [Right("expenses_read_access", True), Right("finances_expenses_read_access", False)]
    _, faults = read_rights(rights, "rights")
    assert faults == [Fault("rights[1].value", "This right was sent with another value before.")]

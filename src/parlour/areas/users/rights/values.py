"""Reading the values of rights as clients send them: by the kind of each right, with all faults reported at once."""

from collections.abc import Sequence
from ipaddress import ip_network
from typing import Protocol

from msgspec import UNSET, UnsetType

from parlour.access.rights import RightKind, rights_by_name, stored_name
from parlour.areas.users.model.users import RightValue
from parlour.areas.users.refusals import UNKNOWN_RIGHT
from parlour.errors import MISSING, Fault
from parlour.ids import MAX_ID

MAX_DAYS = 100_000
MAX_ITEMS = 1000
# As keys of a dict, 1 and 0 equal true and false.
SWITCHES: dict[bool | int | str, bool] = {True: True, False: False, "1": True, "0": False, "true": True, "false": False}

SentValue = bool | int | str | list[int | str] | None


class SentRight(Protocol):
    """A right with the value that was sent for it."""

    slug: str | UnsetType
    value: SentValue | UnsetType


def read_rights(sent: Sequence[SentRight], field: str) -> tuple[dict[str, RightValue | None], list[Fault]]:
    """Return the values by the names under which they are stored, and the faults of all others.

    A right may be sent under its second name too, but not with a second value.
    """
    found: dict[str, RightValue | None] = {}
    faults: list[Fault] = []
    for number, each in enumerate(sent):
        name = stored_name(each.slug or "")
        if name is None:
            place = f"{field}[{number}].slug"
            faults.append(UNKNOWN_RIGHT.fault(place) if each.slug else Fault(place, MISSING))
            continue
        try:
            value = None if each.value is None else read_value(rights_by_name()[name].kind, each.value)
        except ValueError as error:
            faults.append(Fault(f"{field}[{number}].value", str(error)))
            continue
        if found.setdefault(name, value) != value:
            faults.append(Fault(f"{field}[{number}].value", "This right was sent with another value before."))
    return found, faults


def read_value(kind: RightKind, sent: bool | int | str | list[int | str] | UnsetType) -> RightValue:
    """Return the value in the form in which it is stored. Raise `ValueError` for a wrong one."""
    if sent is UNSET:
        raise ValueError(MISSING)
    match kind:
        case RightKind.FLAG | RightKind.LIMIT:
            if isinstance(sent, list) or sent not in SWITCHES:
                raise ValueError("Expected true or false.")
            return SWITCHES[sent]
        case RightKind.DAYS:
            return _number(sent, -1, MAX_DAYS, "Expected a number of days, or -1 for all.")
        case RightKind.DAYS_0:
            return _number(sent, 0, MAX_DAYS, "Expected a number of days, or 0 for all.")
        case RightKind.ONE_ID:
            return _number(sent, 0, MAX_ID, "Expected an id, or 0 for all.")
        case RightKind.IDS:
            expected = "Expected a list of ids."
            return sorted({_number(item, 1, MAX_ID, expected) for item in _items(sent, expected)})
        case RightKind.ADDRESSES:
            return sorted({_address(item) for item in _items(sent, "Expected a list of IP addresses.")})


def _number(sent: bool | int | str | list[int | str], low: int, high: int, expected: str) -> int:
    text = "" if isinstance(sent, bool | list) else str(sent)
    digits = text.removeprefix("-")
    if not (digits.isascii() and digits.isdecimal() and len(digits) < 20) or not low <= int(text) <= high:
        raise ValueError(expected)
    return int(text)


def _items(sent: bool | int | str | list[int | str], expected: str) -> list[int | str]:
    if not isinstance(sent, list):
        raise ValueError(expected)  # noqa: TRY004 - a fault of the client's, reported like all others
    if len(sent) > MAX_ITEMS:
        raise ValueError(f"At most {MAX_ITEMS} are taken.")
    return sent


def _address(item: int | str) -> str:
    try:
        return str(ip_network(str(item), strict=False)) if "/" in str(item) else str(ip_network(str(item))[0])
    except ValueError:
        raise ValueError("Expected a list of IP addresses.") from None

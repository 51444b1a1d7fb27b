"""Reading the values in the states of filters. Raises `BadState` with a text that begins with the place: `.from: …`.

Clients send numbers as texts, one value where a list is meant, and null for nothing.
"""

import re
from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any, TypeVar

from parlour.areas.clients.model.search_filters import Range
from parlour.http.body_fields import shown
from parlour.ids import MAX_ID

T = TypeVar("T")
Comparable = TypeVar("Comparable", Decimal, date, int)
LONGEST_TEXT = 255
MOST_VALUES = 10_000
OLDEST = 150
_NUMBER = re.compile(r"\s*-?[0-9]{1,15}(\.[0-9]{1,9})?\s*")
_ID = re.compile(r"[0-9]{1,19}")
_FLAGS: dict[Any, bool] = {True: True, False: False, "true": True, "false": False, "1": True, "0": False}


class BadState(ValueError):
    """A state means nothing; the message begins with the place of the fault in it."""


def value_of(state: Any) -> Any:
    """Return the value of a state, which may be sent alone."""
    return state.get("value") if isinstance(state, dict) else state


def part(parts: Mapping[str, Any], name: str, read: Callable[[Any], T]) -> T | None:
    """Read a part of a state; None if it isn't there, or empty. Raise `BadState` with its name."""
    if parts.get(name) is None:
        return None
    try:
        return read(parts[name]) or None
    except BadState as error:
        raise BadState(f".{name}{error}") from None


def text_of(state: Any) -> str:
    value = value_of(state)
    if not isinstance(value, str | int) or isinstance(value, bool) or len(str(value)) > LONGEST_TEXT:
        raise BadState(f".value: Expected a text of at most {LONGEST_TEXT} characters.")
    return str(value)


def ids_of(state: Any) -> list[int]:
    return [_id(each) for each in values_of(state)]


def members_of(state: Any, members: Mapping[int, T]) -> list[T]:
    """Return the members with the numbers that are sent."""
    numbers = [_number_or_none(each) for each in values_of(state)]
    if not all(number in members for number in numbers):
        known = ", ".join(f"{number} {member}" for number, member in members.items())
        raise BadState(f".value: Expected numbers of {known}.")
    return [members[int(number)] for number in numbers if number is not None]


def flag_of(state: Any) -> bool:
    value = value_of(state)
    if not isinstance(value, bool | int | str) or value not in _FLAGS:
        raise BadState(f".value: Expected true or false, not {shown(value)}.")
    return _FLAGS[value]


def values_of(state: Any) -> list[Any]:
    """Return the values of a list, of a text with commas, or the only one."""
    value = value_of(state)
    if isinstance(value, str):
        value = [each.strip() for each in value.split(",") if each.strip()]
    values = value if isinstance(value, list) else [value]
    if any(each is None or isinstance(each, dict | list) for each in values):
        raise BadState(".value: Expected a list of values.")
    if len(values) > MOST_VALUES:
        raise BadState(f".value: At most {MOST_VALUES} values are possible.")
    return values


def range_of(state: Any) -> Range | None:
    """Return a range of numbers; None if it has no end."""
    low, high = ends_of(state, number_of)
    return None if low is None and high is None else Range(low, high)


def ends_of(state: Any, read: Callable[[Any], Comparable]) -> tuple[Comparable | None, Comparable | None]:
    """Return both ends of a range; None for an end that isn't given."""
    if not isinstance(state, dict):
        raise BadState(": Expected an object with from and to.")
    low, high = _end(state, "from", read), _end(state, "to", read)
    if low is not None and high is not None and low > high:
        raise BadState(".to: Must not be below from.")
    return low, high


def _end(state: Mapping[str, Any], name: str, read: Callable[[Any], T]) -> T | None:
    value = state.get(name)
    if value is None or value == "":
        return None
    try:
        return read(value)
    except BadState as error:
        raise BadState(f".{name}: {error}") from None


def day_of(value: Any) -> date:
    """Return the day of a date, whatever time follows."""
    try:
        return date.fromisoformat(str(value).strip()[:10])
    except ValueError:
        raise BadState(f"Expected a date, such as 2026-01-31, not {shown(value)}.") from None


def years_of(value: Any) -> int:
    years = number_of(value)
    if years % 1 or not 0 <= years <= OLDEST:
        raise BadState(f"Expected whole years up to {OLDEST}.")
    return int(years)


def number_of(value: Any) -> Decimal:
    number = _number_or_none(value)
    if number is None:
        raise BadState(f"Expected a number, not {shown(value)}.")
    return number


def _id(value: Any) -> int:
    number = _number_or_none(value)
    if number is None or number % 1 or not 0 <= number <= MAX_ID:
        raise BadState(f".value: Expected ids, not {shown(value)}.")
    return int(number)


def _number_or_none(value: Any) -> Decimal | None:
    if isinstance(value, bool) or not isinstance(value, int | float | Decimal | str):
        return None
    written = f"{value:f}" if isinstance(value, Decimal | float) else str(value)
    return Decimal(written.strip()) if _NUMBER.fullmatch(written) else None

"""Values of custom fields: what a client may send for each type, and the one form in which a value is kept and shown.

text       a text of at most 255 characters
number     a number with at most 12 digits before the point and 10 after it
select     one of the choices
list       a list of choices, in the order of the field
date       2026-01-31
datetime   2026-01-31 18:30:00, on the clock of the location
"""

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from parlour.areas.custom_fields.model.fields import CustomField, ValueType
from parlour.errors import MISSING, Fault, Invalid

Value = str | Decimal | list[str]
Values = Mapping[str, Value]
"""The values of a client or an appointment by the codes of their fields; a field without a value isn't there."""

LONGEST_TEXT = 255
LARGEST_NUMBER = Decimal(10) ** 12
MOST_DECIMALS = 10
EMPTY: tuple[Any, ...] = (None, "", [])
"""What clients send to clear a value."""
_NUMBER = re.compile(r"[+-]?[0-9]{1,30}(\.[0-9]{1,30})?")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}|[0-9]{8}")
_TIME = re.compile(r"[0-9-]{8,10}[T ][0-9:]{4,8}(\.[0-9]{1,6})?(Z|[+-][0-9]{2}:?[0-9]{2})?")
_CHOICES_SHOWN = 10


def changed_values(
    fields: Iterable[CustomField], given: Mapping[str, Any], current: Values | None, timezone: ZoneInfo
) -> dict[str, Value]:
    """Return the current values with the given ones in place of theirs; `current` is None for a new client or the like.

    What is left out stays, and a value that is empty is cleared. Raise `Invalid` with every unknown code, every value
    that doesn't fit its field, and every field that needs a value and would be without.
    """
    known = {field.code: field for field in fields}
    kept = current or {}
    faults = [Fault(f"custom_fields.{code}", "There is no such field.") for code in given if code not in known]
    changed = {code: value for code, value in kept.items() if code in known}
    for code, field in known.items():
        if code not in given and current is not None:
            continue
        try:
            value = parse_value(field, given.get(code), timezone, kept.get(code))
        except ValueError as fault:
            faults.append(Fault(f"custom_fields.{code}", str(fault)))
            continue
        changed.pop(code, None)
        if value is not None:
            changed[code] = value
    if faults:
        raise Invalid(faults)
    return changed


def parse_value(field: CustomField, given: Any, timezone: ZoneInfo, current: Value | None = None) -> Value | None:
    """Return a value in the form in which it is kept; None for an empty one. Raise `ValueError` with what is wrong.

    The current value is always accepted, also if its choice was taken from the field since: clients send back all that
    they have read.
    """
    if isinstance(given, str):
        given = given.strip()
    if given in EMPTY:
        if field.is_required:
            raise ValueError(MISSING)
        return None
    if current is not None and type(given) is type(current) and given == current:
        return current
    if field.value_type is ValueType.DATETIME:
        return _datetime(_text(given), timezone)
    if field.value_type.has_choices:
        return _choice(field, given) if field.value_type is ValueType.SELECT else _choices(field, given)
    return _PARSERS[field.value_type](given)


def _text(given: Any) -> str:
    if not isinstance(given, str):
        raise ValueError("Expected a text.")  # noqa: TRY004 - a fault of the value
    if len(given) > LONGEST_TEXT:
        raise ValueError(f"Must be at most {LONGEST_TEXT} characters long.")
    if any(unicodedata.category(character) in ("Cc", "Cs") for character in given):
        raise ValueError("Must not contain control characters.")
    return given


def _number(given: Any) -> Decimal:
    is_number = isinstance(given, int | float | Decimal) and not isinstance(given, bool)
    is_written = isinstance(given, str) and _NUMBER.fullmatch(given)
    number = Decimal(repr(given) if isinstance(given, float) else given) if is_number or is_written else None
    if number is None or not number.is_finite():
        raise ValueError("Expected a number.")
    if abs(number) >= LARGEST_NUMBER:
        raise ValueError(f"Must be between -{LARGEST_NUMBER:f} and {LARGEST_NUMBER:f}.")
    if number != round(number, MOST_DECIMALS):
        raise ValueError(f"Must have at most {MOST_DECIMALS} decimals.")
    return Decimal(f"{round(number, MOST_DECIMALS):f}".rstrip("0").rstrip(".")) + 0


def _date(given: Any) -> str:
    text = _text(given)
    try:
        if _DATE.fullmatch(text):
            return date.fromisoformat(text).isoformat()
    except ValueError:
        pass
    raise ValueError("Expected a day, such as 2026-01-31.")


def _datetime(text: str, timezone: ZoneInfo) -> str:
    """Return a moment on the clock of the location; without an offset it is read on that clock."""
    try:
        if not _TIME.fullmatch(text):
            raise ValueError(text)
        read = datetime.fromisoformat(text)
        local = (read.replace(tzinfo=timezone) if read.tzinfo is None else read).astimezone(UTC).astimezone(timezone)
    except (ValueError, OverflowError):
        raise ValueError("Expected a date and time, such as 2026-01-31 18:30:00.") from None
    if read.tzinfo is None and local.replace(tzinfo=None) != read:
        raise ValueError("This time doesn't exist: clocks are put forward then.")
    return local.strftime("%Y-%m-%d %H:%M:%S").rjust(19, "0")


def _choice(field: CustomField, given: Any) -> str:
    text = _text(given).strip()
    if text not in field.choices:
        more = ", …" if len(field.choices) > _CHOICES_SHOWN else ""
        raise ValueError(f"Expected one of: {', '.join(field.choices[:_CHOICES_SHOWN])}{more}.")
    return text


def _choices(field: CustomField, given: Any) -> list[str]:
    """Return choices in the order of the field, each once; a text alone is one choice."""
    chosen = {_choice(field, each) for each in (given if isinstance(given, list) else [given])}
    return [choice for choice in field.choices if choice in chosen]


_PARSERS: dict[ValueType, Callable[[Any], Value]] = {
    ValueType.TEXT: _text,
    ValueType.NUMBER: _number,
    ValueType.DATE: _date,
}

"""A custom field: what it is called, what its values are, and who sees and changes them."""

import re
from enum import StrEnum

import msgspec
from msgspec import UNSET, UnsetType

from parlour.areas.custom_fields import refusals
from parlour.areas.patches import patched
from parlour.errors import Fault, Invalid

CODE_PATTERN = "^[a-z0-9_-]{1,255}$"
CODE_EXPECTED = "Expected small letters of English, digits, - and _."
RESERVED_CODES = frozenset({"yc_partner_public_key"})
MOST_CHOICES = 500
LONGEST_CHOICE = 255


class Kind(StrEnum):
    """What has the field."""

    CLIENT = "client"
    APPOINTMENT = "appointment"


class ValueType(StrEnum):
    """What the values are."""

    TEXT = "text"
    NUMBER = "number"
    SELECT = "select"
    """One of the choices."""
    LIST = "list"
    """Any number of the choices."""
    DATE = "date"
    DATETIME = "datetime"

    @property
    def has_choices(self) -> bool:
        return self in (ValueType.SELECT, ValueType.LIST)


class NewField(msgspec.Struct, frozen=True, kw_only=True):
    """The fields of a new custom field; `code` as `parse_code` accepts it."""

    kind: Kind
    code: str
    value_type: ValueType
    title: str
    choices: list[str]
    is_visible: bool
    is_editable: bool
    is_required: bool
    weight: int

    def check(self) -> None:
        """Raise `Invalid` for choices that are doubled, too many or not wanted."""
        if faults := _faults_of_choices(self.value_type, self.choices):
            raise Invalid(faults)


class FieldPatch(msgspec.Struct, frozen=True, kw_only=True):
    """Changes to a custom field; UNSET keeps the current value. Code and type can only be repeated."""

    code: str
    value_type: ValueType
    title: str
    is_visible: bool
    is_editable: bool
    choices: list[str] | UnsetType = UNSET
    is_required: bool | UnsetType = UNSET
    weight: int | UnsetType = UNSET


class CustomField(msgspec.Struct, frozen=True):
    """A custom field of a location's clients or appointments."""

    id: int
    location_id: int
    kind: Kind
    code: str
    value_type: ValueType
    title: str
    choices: list[str]
    is_visible: bool
    is_editable: bool
    is_required: bool
    weight: int
    revision: int

    def patched(self, patch: FieldPatch) -> "CustomField":
        """Return the field with the changes of a patch. Raise `Invalid` for another code or type, or bad choices."""
        changed = patched(self, patch)
        faults = [
            refusals.FIXED.fault(name)
            for name in ("code", "value_type")
            if getattr(changed, name) != getattr(self, name)
        ]
        faults += _faults_of_choices(self.value_type, changed.choices)
        if faults:
            raise Invalid(faults)
        return changed


def parse_code(text: str) -> str:
    """Return a code that a field may have. Raise `ValueError`."""
    if not re.fullmatch(CODE_PATTERN, text):
        raise ValueError(CODE_EXPECTED)
    if text in RESERVED_CODES:
        raise ValueError("This code is reserved.")
    return text


def parse_choices(lines: str) -> list[str]:
    """Return the choices in a text with one of them on each line."""
    return [choice for line in lines.splitlines() if (choice := line.strip())]


def _faults_of_choices(value_type: ValueType, choices: list[str]) -> list[Fault]:
    if not value_type.has_choices:
        return [refusals.NO_CHOICES_WANTED.fault("choices")] if choices else []
    if len(choices) > MOST_CHOICES:
        return [Fault("choices", f"Must be at most {MOST_CHOICES} lines.")]
    if any(len(choice) > LONGEST_CHOICE for choice in choices):
        return [Fault("choices", f"Each line must be at most {LONGEST_CHOICE} characters long.")]
    if len(set(choices)) < len(choices):
        return [Fault("choices", "Each line must be different from all others.")]
    return []

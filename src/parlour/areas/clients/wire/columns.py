"""The columns of a file of clients: the names that an export writes, and those that an import knows.

Other programs name columns in their own language. Names are compared folded, without regard to case and signs.
"""

import re
import tomllib
from collections.abc import Collection, Iterable, Sequence
from functools import cache
from importlib.resources import files

import msgspec

from parlour.areas.custom_fields.model.fields import CustomField
from parlour.areas.folding import fold

CUSTOM_FIELD = "custom_fields."
"""Before the code of a custom field, in an export."""

_DERIVED = "derived"
_SIGNS = re.compile(r"[\s_*:.]+")


class Column(msgspec.Struct, frozen=True):
    """A column that is read: its heading in the file, and the field of the model or the custom field."""

    position: int
    heading: str
    field: str
    custom_field: CustomField | None = None


class Columns(msgspec.Struct, frozen=True):
    """The columns of a file, and the headings of those that aren't read."""

    known: list[Column]
    unknown: list[str]

    def without(self, fields: Collection[str]) -> "Columns":
        """Return the columns with those of some fields among the unknown ones."""
        left_out = [column.heading for column in self.known if column.field in fields]
        return Columns([column for column in self.known if column.field not in fields], self.unknown + left_out)

    @property
    def can_name_clients(self) -> bool:
        return any(column.field in ("name", "surname", "phone") for column in self.known)


def wire_name(field: str) -> str:
    """Return the heading that an export writes for a field of the model."""
    return _headings()[field][0]


def find_columns(headings: Sequence[str], custom_fields: Iterable[CustomField]) -> Columns:
    """Return what the columns mean. Of two that mean the same, the first is read."""
    custom = _by_heading(custom_fields)
    known: list[Column] = []
    unknown: list[str] = []
    taken: set[str] = set()
    for position, heading in enumerate(headings):
        shown, key = " ".join(heading.split()), _key(heading)
        custom_field = custom.get(key)
        field = _fields().get(key) or (custom_field and f"{CUSTOM_FIELD}{custom_field.code}")
        if not key or field == _DERIVED:
            continue
        if not field or field in taken:
            unknown.append(shown)
            continue
        taken.add(field)
        known.append(Column(position, shown, field, custom_field if field.startswith(CUSTOM_FIELD) else None))
    return Columns(known, unknown)


def _by_heading(custom_fields: Iterable[CustomField]) -> dict[str, CustomField]:
    """Return custom fields by what a heading may call them; a code goes before a title."""
    fields = list(custom_fields)
    titles = {_key(field.title): field for field in fields}
    return titles | {_key(f"{CUSTOM_FIELD}{field.code}"): field for field in fields}


@cache
def _headings() -> dict[str, list[str]]:
    return tomllib.loads(files(__package__).joinpath("headings.toml").read_text("utf-8"))


@cache
def _fields() -> dict[str, str]:
    """Return the field of each heading; `derived` for what is passed over."""
    return {_key(name): field for field, names in _headings().items() for name in names}


def _key(heading: str) -> str:
    return _SIGNS.sub(" ", fold(heading)).strip()

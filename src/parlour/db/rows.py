"""Converting rows to structs. A statement selects its columns in the order of the struct's fields.

Reading by position is several times faster than by name; tests/db/test_statements.py checks that names and order match.
Only two kinds of fields are converted: of an enumeration the driver returns the text, and a struct or a list of structs
is a column of JSON as text, which the statement builds in the order of its fields.
"""

from collections.abc import Callable, Iterable
from enum import Enum
from functools import cache
from typing import Any, TypeVar, get_args, get_origin

import asyncpg
import msgspec

T = TypeVar("T", bound=msgspec.Struct)
Conversion = Callable[[Any], Any]


def to_struct(struct: type[T], row: asyncpg.Record) -> T:
    conversions = _conversions_by_position(struct)
    return _converted(struct, row, conversions) if conversions else struct(*row)


def to_struct_or_none(struct: type[T], row: asyncpg.Record | None) -> T | None:
    return None if row is None else to_struct(struct, row)


def to_structs(struct: type[T], rows: Iterable[asyncpg.Record]) -> list[T]:
    conversions = _conversions_by_position(struct)
    if not conversions:
        return [struct(*row) for row in rows]
    return [_converted(struct, row, conversions) for row in rows]


def _converted(struct: type[T], row: asyncpg.Record, conversions: tuple[tuple[int, Conversion], ...]) -> T:
    values = list(row)
    for position, convert in conversions:
        values[position] = convert(values[position])
    return struct(*values)


@cache
def _conversions_by_position(struct: type[msgspec.Struct]) -> tuple[tuple[int, Conversion], ...]:
    """Return the positions of the fields that are converted, and how."""
    fields = enumerate(msgspec.structs.fields(struct))
    return tuple((position, convert) for position, field in fields if (convert := _conversion(field.type)))


def _conversion(kind: Any) -> Conversion | None:
    members = get_args(kind) or (kind,)
    for each in members:
        if _is_subclass(each, Enum):
            return {None: None, **{member.value: member for member in each}}.__getitem__
    if get_origin(kind) is list and _is_subclass(members[0], msgspec.Struct):
        return msgspec.json.Decoder(kind).decode
    for each in members:
        if _is_subclass(each, msgspec.Struct):
            decode = msgspec.json.Decoder(each).decode
            return lambda text: None if text is None else decode(text)
    return None


def _is_subclass(kind: Any, parent: type) -> bool:
    return isinstance(kind, type) and issubclass(kind, parent)

"""Converting rows to structs. A statement selects its columns in the order of the struct's fields.

Reading by position is several times faster than by name; tests/db/test_statements.py checks that names and order match.
Only the fields whose type is an enumeration are converted: the driver returns their texts.
"""

from collections.abc import Iterable, Mapping
from enum import Enum
from functools import cache
from typing import TypeVar, get_args

import asyncpg
import msgspec

T = TypeVar("T", bound=msgspec.Struct)
Members = Mapping[object, Enum | None]


def to_struct(struct: type[T], row: asyncpg.Record) -> T:
    members = _members_by_position(struct)
    return _converted(struct, row, members) if members else struct(*row)


def to_struct_or_none(struct: type[T], row: asyncpg.Record | None) -> T | None:
    return None if row is None else to_struct(struct, row)


def to_structs(struct: type[T], rows: Iterable[asyncpg.Record]) -> list[T]:
    members = _members_by_position(struct)
    if not members:
        return [struct(*row) for row in rows]
    return [_converted(struct, row, members) for row in rows]


def _converted(struct: type[T], row: asyncpg.Record, members: tuple[tuple[int, Members], ...]) -> T:
    values = list(row)
    for position, by_value in members:
        values[position] = by_value[values[position]]
    return struct(*values)


@cache
def _members_by_position(struct: type[msgspec.Struct]) -> tuple[tuple[int, Members], ...]:
    """Return the position of each field with an enumeration, and its members by the values of the column."""
    fields = msgspec.structs.fields(struct)
    return tuple(
        (position, {None: None, **{member.value: member for member in kind}})
        for position, field in enumerate(fields)
        for kind in get_args(field.type) or (field.type,)
        if isinstance(kind, type) and issubclass(kind, Enum)
    )

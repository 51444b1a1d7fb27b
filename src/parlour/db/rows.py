"""Converting rows to structs. A statement selects its columns in the order of the struct's fields.

Reading by position is several times faster than by name; tests/db/test_statements.py checks that names and order match.
"""

from collections.abc import Iterable
from typing import TypeVar

import asyncpg

T = TypeVar("T")


def to_struct(struct: type[T], row: asyncpg.Record) -> T:
    return struct(*row)


def to_struct_or_none(struct: type[T], row: asyncpg.Record | None) -> T | None:
    return None if row is None else struct(*row)


def to_structs(struct: type[T], rows: Iterable[asyncpg.Record]) -> list[T]:
    return [struct(*row) for row in rows]

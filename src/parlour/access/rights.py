"""Every right that a user can have, as the contract names them; the list itself stands in rights.toml."""

import tomllib
from collections.abc import Mapping
from enum import StrEnum
from functools import lru_cache
from importlib.resources import files

import msgspec

Value = bool | int | list[int] | list[str]
Values = Mapping[str, Value]
"""The value of each right by its name."""


class Kind(StrEnum):
    """What the value of a right says."""

    FLAG = "flag"
    """True: it may be done."""
    LIMIT = "limit"
    """True: it takes something away."""
    DAYS = "days"
    """So many past days; -1 for all."""
    DAYS_0 = "days_0"
    """So many past days; 0 for all."""
    ONE_ID = "one_id"
    """Only what belongs to this one; 0 for all."""
    IDS = "ids"
    """Only these; an empty list for all."""
    ADDRESSES = "addresses"
    """Only from these IP addresses; an empty list for everywhere."""


# What each kind says when it takes nothing away, and when it takes all that it can.
FULL: dict[Kind, Value] = {
    Kind.FLAG: True,
    Kind.LIMIT: False,
    Kind.DAYS: -1,
    Kind.DAYS_0: 0,
    Kind.ONE_ID: 0,
    Kind.IDS: [],
    Kind.ADDRESSES: [],
}


class Right(msgspec.Struct, frozen=True):
    """One right, where it stands in the tree."""

    section: str
    name: str
    kind: Kind
    title: str
    same_as: str | None = None
    """The right whose value this one repeats under another name."""
    is_enforced: bool = True
    """Something asks for it; other rights are kept and shown, and do nothing yet."""

    @property
    def path(self) -> str:
        return f"{self.section}.{self.name}"


@lru_cache
def rights_tree() -> dict[str, tuple[Right, ...]]:
    """All rights by section, in the contract's order; `top` holds those that stand outside of the sections."""
    found = tomllib.loads(files(__package__).joinpath("rights.toml").read_text("utf-8"))
    return {
        section: tuple(_right(section, name, said) for name, said in rights.items())
        for section, rights in found.items()
    }


@lru_cache
def rights_by_name() -> dict[str, Right]:
    """Rights that have a value of their own."""
    return {right.name: right for rights in rights_tree().values() for right in rights if right.same_as is None}


def own_name(name: str) -> str | None:
    """The name under which a right keeps its value; None for a name that is none."""
    return _own_names().get(name)


@lru_cache
def _own_names() -> dict[str, str]:
    return {right.name: right.same_as or right.name for rights in rights_tree().values() for right in rights}


class _Said(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What the list says of a right, beyond a plain title."""

    title: str = ""
    kind: Kind = Kind.FLAG
    same_as: str | None = None
    enforced: bool = True


def _right(section: str, name: str, said: str | dict[str, object]) -> Right:
    found = _Said(said) if isinstance(said, str) else msgspec.convert(said, _Said)
    return Right(section, name, found.kind, found.title, found.same_as, found.enforced)


def is_within(kind: Kind, value: Value, held: Value) -> bool:
    """Whether somebody who holds `held` may give `value`: nobody gives more than they have."""
    if value == held or held == FULL[kind]:
        return True
    match kind:
        case Kind.FLAG:
            return not value
        case Kind.LIMIT:
            return bool(value)
        case Kind.IDS | Kind.ADDRESSES:
            return bool(value) and set(_items(value)) <= set(_items(held))
        case Kind.DAYS | Kind.DAYS_0:
            return value != FULL[kind] and 0 <= _count(value) <= _count(held)
        case Kind.ONE_ID:
            return False


def _items(value: Value) -> list[int] | list[str]:
    assert isinstance(value, list)  # noqa: S101 - what the kind says
    return value


def _count(value: Value) -> int:
    assert isinstance(value, int)  # noqa: S101 - what the kind says
    return value

"""Every right that a user can have, as the contract names them; the list itself is in rights.toml."""

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
    """The meaning of a right's value."""

    FLAG = "flag"
    """True: it is allowed."""
    LIMIT = "limit"
    """True: it restricts something."""
    DAYS = "days"
    """The number of past days; -1 for all."""
    DAYS_0 = "days_0"
    """The number of past days; 0 for all."""
    ONE_ID = "one_id"
    """Only what belongs to this one; 0 for all."""
    IDS = "ids"
    """Only these; an empty list for all."""
    ADDRESSES = "addresses"
    """Only from these IP addresses; an empty list for everywhere."""


# For each kind, the value that restricts nothing.
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
    """One right, with its section in the tree."""

    section: str
    name: str
    kind: Kind
    title: str
    same_as: str | None = None
    """This right has the value of that one, under another name."""
    is_enforced: bool = True
    """Some code checks it; other rights are stored and shown, and have no effect yet."""

    @property
    def path(self) -> str:
        return f"{self.section}.{self.name}"


@lru_cache
def rights_tree() -> dict[str, tuple[Right, ...]]:
    """Return all rights by section, in the contract's order; `top` holds those outside of the sections."""
    found = tomllib.loads(files(__package__).joinpath("rights.toml").read_text("utf-8"))
    return {
        section: tuple(_right(section, name, said) for name, said in rights.items())
        for section, rights in found.items()
    }


@lru_cache
def rights_by_name() -> dict[str, Right]:
    """Return the rights that have a value of their own, by name."""
    return {right.name: right for rights in rights_tree().values() for right in rights if right.same_as is None}


def own_name(name: str) -> str | None:
    """Return the name under which a right's value is stored; None for an unknown name."""
    return _own_names().get(name)


@lru_cache
def _own_names() -> dict[str, str]:
    return {right.name: right.same_as or right.name for rights in rights_tree().values() for right in rights}


class _Said(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """An entry of rights.toml."""

    title: str = ""
    kind: Kind = Kind.FLAG
    same_as: str | None = None
    enforced: bool = True


def _right(section: str, name: str, said: str | dict[str, object]) -> Right:
    found = _Said(said) if isinstance(said, str) else msgspec.convert(said, _Said)
    return Right(section, name, found.kind, found.title, found.same_as, found.enforced)


def is_within(kind: Kind, value: Value, held: Value) -> bool:
    """Return whether a user who holds `held` may give `value`: no user gives more than they have."""
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
    assert isinstance(value, list)  # noqa: S101 - by the kind
    return value


def _count(value: Value) -> int:
    assert isinstance(value, int)  # noqa: S101 - by the kind
    return value

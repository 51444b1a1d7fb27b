"""Every right that a user can have, as the contract names them; the list itself is in rights.toml."""

import tomllib
from collections.abc import Mapping
from enum import StrEnum
from functools import lru_cache
from importlib.resources import files

import msgspec

RightValue = bool | int | list[int] | list[str]
RightValues = Mapping[str, RightValue]
"""The value of each right by its name."""


class RightKind(StrEnum):
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
UNRESTRICTED: dict[RightKind, RightValue] = {
    RightKind.FLAG: True,
    RightKind.LIMIT: False,
    RightKind.DAYS: -1,
    RightKind.DAYS_0: 0,
    RightKind.ONE_ID: 0,
    RightKind.IDS: [],
    RightKind.ADDRESSES: [],
}


class Right(msgspec.Struct, frozen=True):
    """One right, with its section in the tree."""

    section: str
    name: str
    kind: RightKind
    title: str
    same_as: str | None
    """This right has the value of that one, under another name."""
    is_enforced: bool
    """Some code checks it; other rights are stored and shown, and have no effect yet."""

    @property
    def path(self) -> str:
        return f"{self.section}.{self.name}"


@lru_cache
def rights_tree() -> dict[str, tuple[Right, ...]]:
    """Return all rights by section, in the contract's order; `top` holds those outside of the sections."""
    found = tomllib.loads(files(__package__).joinpath("rights.toml").read_text("utf-8"))
    return {
        section: tuple(_right(section, name, entry) for name, entry in rights.items())
        for section, rights in found.items()
    }


@lru_cache
def rights_by_name() -> dict[str, Right]:
    """Return the rights that have a value of their own, by name."""
    return {right.name: right for rights in rights_tree().values() for right in rights if right.same_as is None}


def stored_name(name: str) -> str | None:
    """Return the name under which a right's value is stored; None for an unknown name."""
    return _stored_names().get(name)


@lru_cache
def _stored_names() -> dict[str, str]:
    return {right.name: right.same_as or right.name for rights in rights_tree().values() for right in rights}


class _RightEntry(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """An entry of rights.toml."""

    title: str = ""
    kind: RightKind = RightKind.FLAG
    same_as: str | None = None
    enforced: bool = True


def _right(section: str, name: str, entry: str | dict[str, object]) -> Right:
    found = _RightEntry(entry) if isinstance(entry, str) else msgspec.convert(entry, _RightEntry)
    return Right(section, name, found.kind, found.title, found.same_as, found.enforced)


def is_within(kind: RightKind, value: RightValue, held: RightValue) -> bool:
    """Return whether a user who holds `held` may grant `value`: no user grants more than they have."""
    if value == held or held == UNRESTRICTED[kind]:
        return True
    match kind:
        case RightKind.FLAG:
            return not value
        case RightKind.LIMIT:
            return bool(value)
        case RightKind.IDS | RightKind.ADDRESSES:
            return bool(value) and set(_items(value)) <= set(_items(held))
        case RightKind.DAYS | RightKind.DAYS_0:
            return value != UNRESTRICTED[kind] and 0 <= _count(value) <= _count(held)
        case RightKind.ONE_ID:
            return False


def _items(value: RightValue) -> list[int] | list[str]:
    assert isinstance(value, list)  # noqa: S101 - by the kind
    return value


def _count(value: RightValue) -> int:
    assert isinstance(value, int)  # noqa: S101 - by the kind
    return value

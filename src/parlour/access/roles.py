"""The roles, and the rights of each unless they are changed for a user; the table is in roles.toml."""

import tomllib
from fnmatch import fnmatchcase
from functools import lru_cache
from importlib.resources import files

import msgspec

from parlour.access.rights import UNRESTRICTED, Right, RightKind, RightValue, rights_by_name

OWNER = "owner"
NAMES = ("owner", "manager", "administrator", "accountant", "worker", "free_readonly_admin", "free_readonly")


class Role(msgspec.Struct, frozen=True):
    """A role by its name in the contract."""

    name: str
    title: str
    description: str
    weight: int
    values: dict[str, RightValue]
    """The value of every right."""
    chain: frozenset[str]
    """The contract's names of the rights in the whole chain that a user with this role in the chain has."""


@lru_cache
def roles() -> dict[str, Role]:
    """Return all roles by name, the strongest first."""
    found = tomllib.loads(files(__package__).joinpath("roles.toml").read_text("utf-8"))
    return {
        name: Role(
            name=name,
            title=entry["title"],
            description=entry["description"],
            weight=entry["weight"],
            values={right.name: _default(right, entry["holds"]) for right in rights_by_name().values()},
            chain=frozenset(entry.get("chain", ())),
        )
        for name, entry in found.items()
    }


def _default(right: Right, patterns: list[str]) -> RightValue:
    """Return the role's value of a right. The last matching pattern decides; no role has limits by default."""
    if right.kind is not RightKind.FLAG:
        return UNRESTRICTED[right.kind]
    holds = False
    for pattern in patterns:
        if fnmatchcase(right.path, pattern.removeprefix("!")):
            holds = not pattern.startswith("!")
    return holds

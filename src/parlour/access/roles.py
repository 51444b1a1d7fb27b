"""The roles, and what each holds unless somebody changes it for one user; the table stands in roles.toml."""

import tomllib
from fnmatch import fnmatchcase
from functools import lru_cache
from importlib.resources import files

import msgspec

from parlour.access.rights import FULL, Kind, Right, Value, rights_by_name

OWNER = "owner"
NAMES = ("owner", "manager", "administrator", "accountant", "worker", "free_readonly_admin", "free_readonly")


class Role(msgspec.Struct, frozen=True):
    """A role by its name in the contract."""

    name: str
    title: str
    description: str
    weight: int
    values: dict[str, Value]
    """The value of every right."""
    chain: frozenset[str]
    """What a role of this kind in the chain brings beyond its locations."""


@lru_cache
def roles() -> dict[str, Role]:
    """All roles by name, the strongest first."""
    found = tomllib.loads(files(__package__).joinpath("roles.toml").read_text("utf-8"))
    return {
        name: Role(
            name=name,
            title=said["title"],
            description=said["description"],
            weight=said["weight"],
            values={right.name: _default(right, said["holds"]) for right in rights_by_name().values()},
            chain=frozenset(said.get("chain", ())),
        )
        for name, said in found.items()
    }


def _default(right: Right, patterns: list[str]) -> Value:
    """The last pattern that fits decides; limits are none for every role."""
    if right.kind is not Kind.FLAG:
        return FULL[right.kind]
    holds = False
    for pattern in patterns:
        if fnmatchcase(right.path, pattern.removeprefix("!")):
            holds = not pattern.startswith("!")
    return holds

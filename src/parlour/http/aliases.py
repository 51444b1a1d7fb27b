"""Aliases of names: a parameter or field is accepted under any name of its family, in plural or in camelCase.

Each operation has one name of its own for a thing; other names of the family are renamed to it. A value under the
operation's own name wins over a renamed one. See docs/quirks.md, Q-004.
"""

import re
from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Any

FAMILIES: tuple[tuple[str, ...], ...] = (
    ("location", "company", "salon"),
    ("chain", "company_group", "salon_group", "group"),
    ("team_member", "staff", "master"),
    ("appointment", "record"),
    ("product", "good"),
)
_FAMILY_OF: dict[str, frozenset[str]] = {
    f"{name}_{suffix}": frozenset(f"{other}_{suffix}" for other in family)
    for family in FAMILIES
    for suffix in ("id", "ids")
    for name in family
}
# What clients write into a query for a value that they don't have.
ABSENT = frozenset({"", "null", "undefined"})
INDEX = re.compile(r"\[\d*\]$")
_HUMP = re.compile(r"(?<=[a-z0-9])([A-Z])")


def canonical_name(name: str, own_names: Iterable[str], extra: Mapping[str, str]) -> str:
    """Return the operation's name for a parameter or field called `name`; `name` itself if there is none."""
    own = frozenset(own_names)
    bare = INDEX.sub("", name)
    if bare in own:
        return bare
    snake = _HUMP.sub(r"_\1", bare).lower()
    for candidate in (snake, extra.get(bare, ""), extra.get(snake, "")):
        if candidate in own:
            return candidate
    relatives = _FAMILY_OF.get(snake, frozenset()) | _FAMILY_OF.get(_other_number(snake), frozenset())
    return next((candidate for candidate in sorted(relatives) if candidate in own), bare)


def _other_number(name: str) -> str:
    return name[:-1] if name.endswith("_ids") else f"{name}s"


def canonical_fields(
    fields: Mapping[str, Any], own_names: Iterable[str], extra: Mapping[str, str] = MappingProxyType({})
) -> dict[str, Any]:
    """Return a body's fields under the operation's own names; `extra` maps further aliases to field names."""
    own = frozenset(own_names)
    found: dict[str, Any] = {}
    for name, value in fields.items():
        target = canonical_name(name, own, extra)
        if target == name or target not in fields:
            found[target] = value
    return found

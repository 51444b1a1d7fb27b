"""Aliases of names: a parameter or field is accepted under any name of its family, in plural or in camelCase.

Each operation has one name of its own for a thing; other names of the family are renamed to it. A value under the
operation's own name wins over a renamed one. See docs/quirks.md, Q-004.
"""

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache
from types import MappingProxyType
from typing import Any
from urllib.parse import parse_qsl, urlencode

from litestar.handlers import BaseRouteHandler
from litestar.params import ParameterKwarg, QueryParameter
from litestar.types import Scope
from litestar.typing import FieldDefinition

from parlour.errors import Fault, Invalid
from parlour.http.characters import ENDS, refuse_in_text

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


def own_name(name: str, own_names: Iterable[str], extra: Mapping[str, str]) -> str:
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


def canonical_query(scope: Scope, handler: BaseRouteHandler) -> None:
    """Rewrite the query string to the operation's own names, one `name=value` each, without values in `ABSENT`.

    Lists may arrive as `ids[]=1&ids[]=2`, `ids=1&ids=2`, `ids=1,2` or `ids[0]=1`; the result is `ids=1&ids=2`. Raise
    `Invalid` for characters that no text may contain, also in parameters that the operation doesn't know.
    """
    raw = scope["query_string"]
    if not raw or "operation" in handler.opt:
        return
    own, lists = query_names(handler)
    extra: Mapping[str, str] = handler.opt.get("query_aliases", {})
    explicit: list[tuple[str, str]] = []
    renamed: list[tuple[str, str]] = []
    faults: list[Fault] = []
    for name, value in parse_qsl(raw.decode("latin-1"), keep_blank_values=True, errors="replace"):
        if value in ABSENT:
            continue
        target = own_name(name, own, extra)
        faults += _odd_characters(target, value)
        values = value.split(",") if target in lists else (value,)
        pairs = [(target, part) for part in values if part not in ABSENT]
        (explicit if INDEX.sub("", name) == target else renamed).extend(pairs)
    if faults and _reads_query(handler):
        raise Invalid(faults)
    explicit_names = {name for name, _ in explicit}
    pairs = explicit + [pair for pair in renamed if pair[0] not in explicit_names]
    scope["query_string"] = urlencode(pairs).encode()


def _odd_characters(name: str, value: str) -> list[Fault]:
    try:
        refuse_in_text(value.strip(ENDS))
    except ValueError as fault:
        return [Fault(name, str(fault))]
    return []


@lru_cache(maxsize=1024)
def _reads_query(handler: BaseRouteHandler) -> bool:
    """Return whether the operation has query parameters, and so reports faults in them."""
    fields = handler.parsed_fn_signature.parameters.values()
    return any(isinstance(field.kwarg_definition, QueryParameter) for field in fields)


@lru_cache(maxsize=1024)
def query_names(handler: BaseRouteHandler) -> tuple[frozenset[str], frozenset[str]]:
    """Return the names of the operation's query parameters, and those among them that are lists."""
    own: set[str] = set()
    lists: set[str] = set()
    in_path = re.findall(r"\{(\w+)", " ".join(handler.paths))
    for name, field in handler.parsed_fn_signature.parameters.items():
        if name in in_path:
            continue
        own.add(wire_name(name, field))
        if field.is_non_string_sequence or any(inner.is_non_string_sequence for inner in field.inner_types):
            lists.add(wire_name(name, field))
    return frozenset(own), frozenset(lists)


def wire_name(name: str, field: FieldDefinition) -> str:
    """Return the name in the query of a handler's argument."""
    kwarg = field.kwarg_definition
    return kwarg.name if isinstance(kwarg, ParameterKwarg) and kwarg.name else name


def canonical_fields(
    fields: Mapping[str, Any], own_names: Iterable[str], extra: Mapping[str, str] = MappingProxyType({})
) -> dict[str, Any]:
    """Return a body's fields under the operation's own names; `extra` maps further aliases to field names."""
    own = frozenset(own_names)
    found: dict[str, Any] = {}
    for name, value in fields.items():
        target = own_name(name, own, extra)
        if target == name or target not in fields:
            found[target] = value
    return found

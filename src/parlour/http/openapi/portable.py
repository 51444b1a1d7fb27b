"""Schemas in the terms that generators of clients know: each rule here is one that they failed on (decision 0025)."""

import re
from collections.abc import Mapping
from typing import Any

from parlour.http.openapi.shape import Document, referred

# What an integer that says nothing of its width can hold at most in some languages.
MOST_IN_32_BITS = 2**31 - 1
# Names in addresses, and what they are called instead: the native client of Java calls any form that it sends `entity`.
_TAKEN = {"entity": "entity_name"}
KINDS = ("boolean", "integer", "number", "string", "array", "object", "null")
_KINDS_OF_VALUES = {bool: "boolean", int: "integer", str: "string"}


def portable(schema: Document, components: Mapping[str, Document]) -> Document:
    """Return the schema, and all schemas within it, as generators can read it."""
    found = _enumerated({keyword: _within(keyword, part, components) for keyword, part in schema.items()})
    if "properties" in found:
        found = _without_twins(found)
    if "anyOf" in found:
        found = _united(found, components)
    return {**found, **_width(found)}


def _within(keyword: str, part: Any, components: Mapping[str, Document]) -> Any:
    if keyword == "properties":
        return {name: _field(portable(schema, components)) for name, schema in part.items()}
    if keyword == "anyOf":
        return [portable(option, components) for option in part]
    if keyword in ("items", "additionalProperties") and isinstance(part, dict):
        return portable(part, components)
    return part


def _field(schema: Document) -> Document:
    """Return a field that is always null as one that may be null: few languages have a type that is null alone."""
    if schema.get("type") != "null":
        return schema
    beside = {keyword: part for keyword, part in schema.items() if keyword != "type"}
    return {**beside, "anyOf": [{"type": "object"}, {"type": "null"}]}


def _enumerated(schema: Document) -> Document:
    """Return a choice of values with the type that they have; a single value is a choice of one."""
    found = dict(schema)
    if "const" in found:
        found["enum"] = [found.pop("const")]
    if "enum" in found and "anyOf" not in found and "type" not in found:
        (found["type"],) = {_KINDS_OF_VALUES[type(value)] for value in found["enum"]}
    return found


def _width(schema: Document) -> Document:
    """Return the format of a number that needs 64 bits: without one some languages take 32."""
    if "enum" in schema or "format" in schema:
        return {}
    if schema.get("type") == "integer" and schema.get("maximum", MOST_IN_32_BITS + 1) > MOST_IN_32_BITS:
        return {"format": "int64"}
    return {"format": "double"} if schema.get("type") == "number" else {}


def _united(schema: Document, components: Mapping[str, Document]) -> Document:
    """Return a value that may be of several kinds without a class for each of them, which few generators can make.

    Generators take it for a value of any kind, because all kinds stand in it or none. `not` has those that it never is.
    """
    options = [components[referred(option)] if "$ref" in option else option for option in schema["anyOf"]]
    kinds = {option["type"] for option in options}
    if len(kinds - {"null"}) < 2:
        return schema
    numbers = {"integer", "number"}  # a whole number is either
    never = [kind for kind in KINDS if kind not in kinds and not (kind in numbers and kinds & numbers)]
    found = {keyword: part for keyword, part in schema.items() if keyword != "anyOf"}
    if any("properties" in option for option in options):
        found["anyOf"] = [*schema["anyOf"], *({"type": kind} for kind in KINDS if kind not in {*kinds, "null"})]
    return {**found, "not": {"type": never}} if never else found


def _without_twins(schema: Document) -> Document:
    """Return an object without fields that generators would give the name of another of its fields.

    The first one stays. What the others hold is what further fields hold.
    """
    kept: Document = {}
    twins: Document = {}
    for name, field in schema["properties"].items():
        (twins if spelled_alike(name) in map(spelled_alike, kept) else kept)[name] = field
    if not twins:
        return schema
    required = [name for name in schema.get("required", ()) if name not in twins]
    return {**schema, "properties": kept, "required": required, "additionalProperties": next(iter(twins.values()))}


def spelled_alike(name: str) -> str:
    """Return what is left of a name in every language: `image_group`, `ImageGroup` and `imageGroup` are one name."""
    return re.sub("[^0-9a-z]", "", name.lower())


def portable_name(name: str) -> str:
    """Return the name of a component so that no constructor has it: in Go, `NewThing` makes a `Thing`."""
    return re.sub("^New(?=[A-Z])", "Create", name)


def in_address(name: str) -> str:
    """Return the name of a parameter in an address, which no generated method has for something of its own."""
    return _TAKEN.get(name, name)


def portable_path(path: str) -> str:
    """Return an address with the names of `in_address`."""
    return re.sub(r"(?<={)\w+(?=})", lambda found: in_address(found[0]), path)


def components_of(paths: Document, components: Mapping[str, Document]) -> dict[str, Document]:
    """Return the components that the operations refer to, in their order."""
    found = _references(paths)
    fresh = found
    while fresh:
        fresh = {name for each in fresh for name in _references(components[each])} - found
        found = found | fresh
    return {name: schema for name, schema in components.items() if name in found}


def _references(node: Any) -> set[str]:
    if isinstance(node, dict):
        own = {referred(node)} if isinstance(node.get("$ref"), str) else set()
        return own.union(*map(_references, node.values()))
    return set().union(*map(_references, node)) if isinstance(node, list) else set()

"""Schemas that client generators understand: each rule here is one on which they failed (decision 0025)."""

import re
from collections.abc import Mapping
from typing import Any

from parlour.http.openapi.shape import Document, referred

# The largest value of an integer without a given width in some languages.
MOST_IN_32_BITS = 2**31 - 1
KINDS = ("boolean", "integer", "number", "string", "array", "object", "null")
NAMES_OF_TYPES = ("date", "datetime")
_KINDS_OF_VALUES = {bool: "boolean", int: "integer", str: "string"}


def portable(schema: Document, components: Mapping[str, Document]) -> Document:
    """Return the schema, with all schemas inside it, in a form that generators can read."""
    found = _enumerated({keyword: _within(keyword, part, components) for keyword, part in schema.items()})
    if "properties" in found:
        found = _without_twins(found)
    if "anyOf" in found:
        found = _united(found, components)
    if found.get("type") == "array":
        found.setdefault("items", {})  # without them some generators leave out whole operations
    return {**found, **_width(found)}


def _within(keyword: str, part: Any, components: Mapping[str, Document]) -> Any:
    if keyword == "properties":
        return {name: _field(name, portable(schema, components)) for name, schema in part.items()}
    if keyword == "anyOf":
        return [portable(option, components) for option in part]
    if keyword in ("items", "additionalProperties") and isinstance(part, dict):
        return portable(part, components)
    return part


def _field(name: str, schema: Document) -> Document:
    """Return a field in a form that has a type in all languages.

    One that is always null becomes one that may be null: few languages have a type for null alone. One that is called
    as its type is in Python loses the format, for it would hide the type there.
    """
    if name in NAMES_OF_TYPES:
        schema = {keyword: part for keyword, part in schema.items() if keyword != "format"}
    if schema.get("type") != "null":
        return schema
    beside = {keyword: part for keyword, part in schema.items() if keyword != "type"}
    return {**beside, "anyOf": [{"type": "object"}, {"type": "null"}]}


def _enumerated(schema: Document) -> Document:
    """Return an enumeration with the type of its values; a constant becomes an enumeration of one."""
    found = dict(schema)
    if "const" in found:
        found["enum"] = [found.pop("const")]
    if "enum" in found and "anyOf" not in found and "type" not in found:
        (found["type"],) = {_KINDS_OF_VALUES[type(value)] for value in found["enum"]}
    return found


def _width(schema: Document) -> Document:
    """Return the format of a number that needs 64 bits: without one some languages use 32."""
    if "enum" in schema or "format" in schema:
        return {}
    if schema.get("type") == "integer" and schema.get("maximum", MOST_IN_32_BITS + 1) > MOST_IN_32_BITS:
        return {"format": "int64"}
    return {"format": "double"} if schema.get("type") == "number" else {}


def _united(schema: Document, components: Mapping[str, Document]) -> Document:
    """Return a value of several types without a class for each of them, which few generators can make.

    Generators read it as a value of any type, because `anyOf` contains all types or is left out. `not` contains the
    types that it never has.
    """
    options = [components[referred(option)] if "$ref" in option else option for option in schema["anyOf"]]
    kinds = {option["type"] for option in options}
    if len(kinds - {"null"}) < 2:
        return schema
    numbers = {"integer", "number"}  # an integer matches both
    never = [kind for kind in KINDS if kind not in kinds and not (kind in numbers and kinds & numbers)]
    found = {keyword: part for keyword, part in schema.items() if keyword != "anyOf"}
    if any("properties" in option for option in options):
        found["anyOf"] = [*schema["anyOf"], *(_of_kind(kind) for kind in KINDS if kind not in {*kinds, "null"})]
    return {**found, "not": _of_kind(never)} if never else found


def _of_kind(kind: str | list[str]) -> Document:
    """Return the schema of all values of a type or of several: with items if arrays are among them, as tools demand."""
    return {"type": kind, "items": {}} if "array" in kind else {"type": kind}


def _without_twins(schema: Document) -> Document:
    """Return an object without fields that get the same name as another field in some language.

    The first one is kept. The schema of the others becomes the schema of additional properties.
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
    """Return the letters of a name that all languages keep: `image_group`, `ImageGroup` and `imageGroup` are equal."""
    return re.sub("[^0-9a-z]", "", name.lower())


def portable_name(name: str) -> str:
    """Return a name of a component that can't be taken for a constructor: in Go, `NewThing` makes a `Thing`."""
    return re.sub("^New(?=[A-Z])", "Create", name)


def components_of(paths: Document, components: Mapping[str, Document]) -> dict[str, Document]:
    """Return the components that the operations refer to, in order."""
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

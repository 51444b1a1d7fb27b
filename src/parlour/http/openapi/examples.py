"""Examples of bodies, composed of those of their fields.

A field may have several: each row of a list takes another one, so that a list contains more than one kind of item.
"""

from collections.abc import Mapping
from typing import Any

import msgspec

from parlour.http.cursors import CURSOR_EXAMPLE
from parlour.http.openapi.schemas import Schemas
from parlour.http.openapi.shape import Document

Named = dict[str, Document]
"""Examples as in OpenAPI: by name, each with a summary and a value."""

BY_CURSOR, LAST = "by_cursor", "last_by_cursor"
_NEXT = {"next_cursor": CURSOR_EXAMPLE}
_NO_NEXT = {"next_cursor": None}

Includes = Mapping[str, type[msgspec.Struct] | None]
"""The relations that an answer may include, each with its type of resource; None if there is no type yet."""


def named(name: str, summary: str, value: Any) -> Named:
    return {name: {"summary": summary, "value": value}}


def of_request(schema: Document, schemas: Schemas) -> Named:
    """Return a body with every field and, if they are fewer, one with only the required fields."""
    full = compose(schema, schemas)
    needed = _needed(schemas.resolve(schema))
    examples = named("full", "Every field.", full)
    if 0 < len(needed) < len(full):
        examples |= named("required", "Only what is required.", {name: full[name] for name in needed})
    return examples


def _needed(schema: Document) -> list[str]:
    """Return the required fields, and the first of each group of which one is required (`fields.needs`)."""
    if "properties" not in schema:  # a list
        return []
    parts = [*schema.get("allOf", ()), schema]
    firsts = {name for part in parts for name in (part["anyOf"][0] if "anyOf" in part else part).get("required", ())}
    return [name for name in schema["properties"] if name in firsts]


def of_success(schema: Document, schemas: Schemas, includes: Includes) -> Named:
    """Return examples of a list with and without rows; of any other answer a typical one.

    If an answer can include related resources, add one without them.
    """
    typical, sparse = compose(schema, schemas), compose(schema, schemas, required_only=True)
    if isinstance(typical, list):
        return named("some", "Something was found.", typical) | named("none", "Nothing was found.", [])
    if "data" not in typical:  # without an envelope
        return named("typical", "A typical answer.", typical)
    if includes:
        _add_included(typical, schemas, includes)
    rows = typical["data"]
    is_list = isinstance(rows, list)
    examples = (
        named("some", "Something was found.", _counted(typical, rows))
        if is_list
        else named("typical", "A typical answer.", typical)
    )
    if includes:
        examples |= named("sparse", "Nothing was to be included.", sparse)
    if is_list:
        examples |= named("none", "Nothing was found.", _counted(sparse, []))
    return examples


def with_cursors(examples: Named) -> Named:
    """Return the examples of a paged list, and of pages requested by cursor: only those contain the next cursor."""
    plain = {name: {**example, "value": _without_cursor(example["value"])} for name, example in examples.items()}
    first = next(iter(plain.values()))["value"]
    meta = first.get("meta") or {}
    return {
        **plain,
        **named(BY_CURSOR, "`cursor` asked for it, and there is another page.", {**first, "meta": {**meta, **_NEXT}}),
        **named(LAST, "`cursor` asked for it, and it is the last page.", {**first, "meta": {**meta, **_NO_NEXT}}),
    }


def _without_cursor(answer: Document) -> Document:
    meta = answer.get("meta")
    if not meta:
        return answer
    others = {name: meta[name] for name in meta if name not in _NEXT}
    if not others:  # there is a meta only if a cursor asked for the page
        return {name: part for name, part in answer.items() if name != "meta"}
    return {**answer, "meta": others}


def _add_included(answer: Document, schemas: Schemas, includes: Includes) -> None:
    """Keep the relations that the operation knows, and add the resources in `included`."""
    for row in answer["data"] if isinstance(answer["data"], list) else [answer["data"]]:
        row["relationships"] = {name: part for name, part in row["relationships"].items() if name in includes}
    kinds = [kind for kind in includes.values() if kind is not None]
    answer["included"] = [compose(schemas.of(kind), schemas, required_only=True) for kind in kinds]


def _counted(answer: Document, rows: list[Any]) -> Document:
    meta = answer.get("meta", ())
    counts = {name: len(rows) for name in ("total_count", "count") if name in meta}
    return {**answer, "data": rows, **({"meta": {**meta, **counts}} if counts else {})}


def compose(schema: Document, schemas: Schemas, row: int = 0, *, required_only: bool = False) -> Any:
    """Return an example. Raise `LookupError` for a field that has no example and isn't composed of fields with one."""
    if "examples" in schema:
        given = schema["examples"]
        return given[min(row, len(given) - 1)]
    whole = schemas.resolve(schema)
    if "properties" in whole:
        wanted = whole.get("required", ()) if required_only else whole["properties"]
        return {
            name: compose(part, schemas, row, required_only=required_only)
            for name, part in whole["properties"].items()
            if name in wanted
        }
    if whole.get("type") == "array":
        rows = range(_rows(whole["items"], schemas))
        return [compose(whole["items"], schemas, number, required_only=required_only) for number in rows]
    raise LookupError(f"A field lacks an example: {schema}")


def _rows(item: Document, schemas: Schemas) -> int:
    """Return the number of rows: as many as the field with the most examples has."""
    return max(len(part.get("examples", [None])) for part in schemas.resolve(item)["properties"].values())

"""Examples of bodies, put together from those of their fields.

A field may give several: the rows of a list take one each, so that a list shows more than one kind of thing.
"""

from typing import Any

from parlour.http.openapi.schemas import Schemas
from parlour.http.openapi.shape import Document

Named = dict[str, Document]
"""Examples as OpenAPI has them: by name, each with a summary and a value."""


def named(name: str, summary: str, value: Any) -> Named:
    return {name: {"summary": summary, "value": value}}


def of_request(schema: Document, schemas: Schemas) -> Named:
    """A body with every field and, where that is less, one with only those that are required."""
    full = compose(schema, schemas)
    needed = schemas.resolve(schema).get("required", [])
    examples = named("full", "Every field.", full)
    if 0 < len(needed) < len(full):
        examples |= named("required", "Only what is required.", {name: full[name] for name in needed})
    return examples


def of_success(schema: Document, schemas: Schemas) -> Named:
    """A list with something in it and an empty one; of any other answer a typical one."""
    typical = compose(schema, schemas)
    rows = typical["data"]
    if not isinstance(rows, list):
        return named("typical", "A typical answer.", typical)
    return named("some", "Something was found.", _counted(typical, rows)) | named(
        "none", "Nothing was found.", _counted(typical, [])
    )


def _counted(answer: Document, rows: list[Any]) -> Document:
    return {**answer, "data": rows, "meta": {"count": len(rows)} if answer["meta"] else []}


def compose(schema: Document, schemas: Schemas, row: int = 0) -> Any:
    """Raises `LookupError` for a field that has no example and is not made of fields that have one."""
    if "examples" in schema:
        given = schema["examples"]
        return given[min(row, len(given) - 1)]
    whole = schemas.resolve(schema)
    if "properties" in whole:
        return {name: compose(part, schemas, row) for name, part in whole["properties"].items()}
    if whole.get("type") == "array":
        return [compose(whole["items"], schemas, number) for number in range(_rows(whole["items"], schemas))]
    raise LookupError(f"A field lacks an example: {schema}")


def _rows(item: Document, schemas: Schemas) -> int:
    """As many as the most examples that one of the item's fields gives."""
    return max(len(part.get("examples", [None])) for part in schemas.resolve(item)["properties"].values())

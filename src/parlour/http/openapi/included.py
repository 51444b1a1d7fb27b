"""The resources that answers of API v2 include: each answer describes the kinds that its operations name.

`included` of the struct of an answer has attributes of any kind. Here it gets a component of its own, whose attributes
are those of its kinds together: for a union of objects some generators write code that can't be compiled.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import msgspec

from parlour.http.openapi.examples import Includes
from parlour.http.openapi.schemas import Schemas
from parlour.http.openapi.shape import REF, Document, referred

Kind = type[msgspec.Struct]


def describe_included(schemas: Schemas, answers: Iterable[tuple[Any, Includes]]) -> None:
    """Describe what answers include. `answers` has the type of each, with the relations that it may include."""
    kinds: dict[Any, dict[Kind, None]] = {}
    for answer, includes in answers:
        kinds.setdefault(answer, {}).update(dict.fromkeys(kind for kind in includes.values() if kind is not None))
    for answer, found in kinds.items():
        if found:
            _describe(schemas, referred(schemas.of(answer)), found)


def _describe(schemas: Schemas, answer: str, kinds: Mapping[Kind, None]) -> None:
    """Replace the items of `included` of an answer by a component of its own."""
    components = schemas.components
    whole = components[answer]
    items = whole["properties"]["included"]["items"]
    any_resource = components[referred(items)]
    name = f"{answer.removesuffix('Answer')}Included"
    described = _attributes(schemas, f"{name}Attributes", [*kinds])
    components[name] = {**any_resource, "properties": {**any_resource["properties"], "attributes": described}}
    included = {**whole["properties"]["included"], "items": {"$ref": REF.format(name=name)}}
    components[answer] = {**whole, "properties": {**whole["properties"], "included": included}}


def _attributes(schemas: Schemas, name: str, kinds: Sequence[Kind]) -> Document:
    """Return a reference to the attributes of a kind; for several, to a component of that name with those of each."""
    references: list[Document] = [schemas.resolve(schemas.of(kind))["properties"]["attributes"] for kind in kinds]
    found = [schemas.resolve(each) for each in references]
    if len(found) == 1:
        return {"$ref": references[0]["$ref"]}
    fields: Document = {}
    for field, schema in (item for each in found for item in each["properties"].items()):
        if field not in fields or schema.get("type") == "number":  # which an integer of another kind is, too
            fields[field] = schema
    described: Document = {
        "description": "What is known of a resource, by its type.",
        "type": "object",
        "properties": fields,
    }
    if required := [field for field in fields if all(field in each.get("required", ()) for each in found)]:
        described["required"] = required
    schemas.components[name] = described
    return {"$ref": REF.format(name=name)}

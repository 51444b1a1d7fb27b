"""Parameters: those in the address, those that an operation reads, and those that it ignores."""

from collections.abc import Iterator
from typing import Any

import msgspec

from parlour.http.dates import Day, Instant
from parlour.http.idempotency import HEADER, MAX_LENGTH
from parlour.http.media_type import MEDIA_TYPE
from parlour.http.openapi.paths import parameter_names
from parlour.http.openapi.portable import portable
from parlour.http.openapi.shape import Document
from parlour.http.operation import Operation
from parlour.http.path_parts import PathPart
from parlour.http.query import Query
from parlour.ids import MAX_ID


def parameters_of(operation: Operation, path: str, read: list[Document]) -> list[Document]:
    """Return all parameters of an operation: those of its published path first, then those that it reads."""
    parts = zip(parameter_names(path), operation.path_parts.values(), strict=True)
    return [
        *(_path_parameter(name, part) for name, part in parts),
        *read,
        *(
            _described(name, "query", ignored.description, {}, ignored.example)
            for name, ignored in operation.documented_query.items()
        ),
        *([_IDEMPOTENCY_KEY] if operation.takes_key else []),
        *([_ACCEPT] if operation.api.needs_media_type else []),
    ]


def read_parameters(operation: Operation) -> list[Document]:
    """Return the parameters that an operation reads from the query and the headers."""
    kind = operation.arguments.query
    return [*(() if kind is None else _of_query(kind)), *([_IF_MATCH] if operation.arguments.takes_if_match else [])]


def _of_query(kind: type[Query]) -> Iterator[Document]:
    _, components = msgspec.json.schema_components([kind], schema_hook=_schema_of)
    whole = components[kind.__name__]
    for name, found in whole["properties"].items():
        schema = _without_null(found)
        example, *_ = schema.pop("examples", [schema.get("default")])
        yield _described(name, "query", schema.pop("description"), schema, example, required=name in whole["required"])


def _schema_of(kind: type[Any]) -> Document:
    """Return the schema of a type that msgspec doesn't know."""
    formats = {Instant: "date-time", Day: "date"}
    return {"type": "string", "format": formats[kind]} if kind in formats else {"type": "string"}


def _path_parameter(name: str, part: PathPart) -> Document:
    if not part.is_id:
        return _described(name, "path", part.meaning, {"type": "string"}, part.example, required=True)
    schema = {"type": "integer", "minimum": 0, "maximum": MAX_ID}
    return _described(name, "path", part.meaning, schema, part.example, required=True)


def _described(
    name: str,
    place: str,
    description: str,
    schema: Document,
    example: Any,
    *,
    required: bool = False,
) -> Document:
    return {
        "name": name,
        "in": place,
        "required": required,
        "description": description,
        "schema": portable(schema, {}),
        "example": example,
    }


_IDEMPOTENCY_KEY = _described(
    HEADER,
    "header",
    "Your own text for this request, such as a UUID. If the request is sent again with it within 24 hours, it is not"
    " executed twice, and the first answer is repeated. A request that failed may be sent again with the same key.",
    {"type": "string", "minLength": 1, "maxLength": MAX_LENGTH},
    "8e03978e-40d5-43e8-bc93-6894a57f9324",
)


_IF_MATCH = _described(
    "If-Match",
    "header",
    "The ETag that you read last. If the item was changed since, the answer is 412 and nothing changes.",
    {"type": "string"},
    '"3"',
)

# Without it generated clients would send the media type of the answers, and be refused.
_ACCEPT = _described(
    "Accept",
    "header",
    "The media type of this API; parameters such as `charset` may follow it.",
    {"type": "string", "default": MEDIA_TYPE},
    MEDIA_TYPE,
    required=True,
)


def _without_null(schema: Document) -> Document:
    """Return a schema without null and a default of null: an optional parameter is left out instead."""
    options = [option for option in schema.get("anyOf", []) if option.get("type") != "null"]
    kept = {key: value for key, value in schema.items() if key != "anyOf" and (key, value) != ("default", None)}
    return {**(options[0] if options else {}), **kept}

"""Parameters: ids from the address, what Litestar reads from a handler's arguments, and those that are ignored."""

from collections.abc import Iterator, Mapping
from typing import Any

import msgspec
from litestar.handlers import HTTPRouteHandler

from parlour.http.aliases import wire_name
from parlour.http.apis import Api
from parlour.http.dates import Instant
from parlour.http.idempotency import HEADER, MAX_LENGTH, is_honoured
from parlour.http.media_type import MEDIA_TYPE
from parlour.http.openapi.handlers import declared, names_in
from parlour.http.openapi.path_ids import PATH_IDS, PATH_TEXTS
from parlour.http.openapi.portable import in_address, portable
from parlour.http.openapi.shape import Document
from parlour.http.operation import Operation
from parlour.http.query import IgnoredParameter
from parlour.ids import MAX_ID


def parameters_of(found: list[Document], path: str, handler: HTTPRouteHandler, api: Api) -> list[Document]:
    """Return all parameters of an operation: those in the address first, in their order there."""
    extra: dict[str, IgnoredParameter] = handler.opt.get("extra_query", {})
    return [
        *(_path_parameter(name) for name in names_in(path)),
        *read_parameters(found, handler),
        *(_described(name, "query", parameter.description, {}, parameter.example) for name, parameter in extra.items()),
        *([_IDEMPOTENCY_KEY] if is_honoured(handler) else []),
        *([_ACCEPT] if api.needs_media_type else []),
    ]


def read_parameters(found: list[Document], handler: HTTPRouteHandler) -> list[Document]:
    """Return the parameters that the handler reads from the query and the headers."""
    if (operation := declared(handler)) is not None:
        return [*_declared_parameters(operation)]
    items = _items_of(handler)
    return [_read_parameter(parameter, items) for parameter in found if parameter["in"] != "path"]


def _declared_parameters(operation: Operation) -> Iterator[Document]:
    """Yield the parameters of an operation: the revision if it compares one, and the fields of its query."""
    kind = operation.arguments.query
    if kind is not None:
        _, components = msgspec.json.schema_components([kind], schema_hook=_schema_of)
        whole = components[kind.__name__]
        for name, found in whole["properties"].items():
            description, options = found.pop("description"), found.pop("anyOf", [])
            schema = _plain({**found, "oneOf": options})
            example, *_ = schema.pop("examples", [schema.get("default")])
            if schema.get("default", "") is None:
                del schema["default"]
            yield _described(name, "query", description, schema, example, required=name in whole["required"])
    if operation.arguments.takes_if_match:
        yield _IF_MATCH


def _schema_of(kind: type[Any]) -> Document:
    """Return the schema of a type that msgspec doesn't know: there is only `Instant`."""
    assert kind is Instant  # noqa: S101 - a mistake in our code, seen when the description is made
    return {"type": "string", "format": "date-time"}


def _items_of(handler: HTTPRouteHandler) -> dict[str, Document]:
    """Return the limits of the items of lists, by the parameters' names: Litestar leaves them out."""
    found: dict[str, Document] = {}
    for name, field in handler.parsed_fn_signature.parameters.items():
        for option in (field, *field.inner_types):
            if option.is_non_string_sequence and option.inner_types:
                limits = msgspec.json.schema(option.inner_types[0].raw)
                found[wire_name(name, field)] = {key: limits[key] for key in ("minimum", "maximum") if key in limits}
    return found


def _path_parameter(name: str) -> Document:
    if name in PATH_TEXTS:
        text = PATH_TEXTS[name]
        return _described(in_address(name), "path", text.meaning, {"type": "string"}, text.example, required=True)
    known = PATH_IDS[name]
    schema = {"type": "integer", "minimum": 0, "maximum": MAX_ID}
    return _described(name, "path", known.meaning, schema, known.example, required=True)


def _read_parameter(found: Document, items: Mapping[str, Document]) -> Document:
    schema = _plain(found["schema"])
    if "items" in schema:
        schema["items"] = {**schema["items"], **items[found["name"]]}
    example, *_ = schema.pop("examples", [schema.get("default")])
    return _described(
        found["name"], found["in"], found["description"], schema, example, required=found.get("required", False)
    )


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
    "A text of your own for this request, such as a UUID. Sent again with it within 24 hours, the request is answered"
    " as before, and is not done twice. A request that failed may be sent again with the same key.",
    {"type": "string", "minLength": 1, "maxLength": MAX_LENGTH},
    "8e03978e-40d5-43e8-bc93-6894a57f9324",
)


_IF_MATCH = _described(
    "If-Match",
    "header",
    "The ETag that you last read. If it was changed since, the answer is 412 and nothing happens.",
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


def _plain(schema: Document) -> Document:
    """Return a schema without null, because optional parameters are left out, and with whole limits as integers."""
    options = [option for option in schema.get("oneOf", []) if option.get("type") != "null"]
    kept = {key: value for key, value in schema.items() if key not in ("oneOf", "description")}
    merged = {**(options[0] if options else {}), **kept}
    if isinstance(merged.get("type"), list):  # an enumeration that includes null
        (merged["type"],) = [kind for kind in merged["type"] if kind != "null"]
        merged["enum"] = [value for value in merged["enum"] if value is not None]
    return {key: int(value) if isinstance(value, float) else value for key, value in merged.items()}

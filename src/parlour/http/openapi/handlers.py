"""What the description needs to know about a handler."""

from collections.abc import Iterator
from typing import Any, get_args, get_origin

import msgspec
from litestar import Litestar
from litestar.handlers import HTTPRouteHandler
from litestar.params import QueryParameter

from parlour.access.permissions import Entry, Permission
from parlour.http.aliases import wire_name
from parlour.http.apis import APIS, Api
from parlour.http.csv_answer import CSVAnswer
from parlour.http.cursors import CURSOR
from parlour.http.json import JSONAnswer, WithETag
from parlour.http.openapi.path_ids import PATH_TEXTS
from parlour.http.operation import DECLARED, Operation
from parlour.http.query import Query, query_reader_for


def operations(app: Litestar, *apis: Api) -> Iterator[tuple[str, str, HTTPRouteHandler]]:
    """Yield method, path and handler of every operation of the APIs; of all APIs if none is given."""
    prefixes = tuple(f"{api.prefix}/" for api in apis or APIS)
    for route in app.routes:
        if not route.path.startswith(prefixes):
            continue
        for handler in getattr(route, "route_handlers", ()):
            if handler.resolve_include_in_schema():
                for method in handler.http_methods:
                    yield method.lower(), route.path_format, handler


def operation_id_of(handler: HTTPRouteHandler) -> str:
    """Return the contract's id of an operation. It is unique only in its API, so handlers of v2 prefix `v2.`."""
    declared = handler.operation_id
    assert isinstance(declared, str)  # noqa: S101 - every handler of an API declares one
    return declared.removeprefix("v2.")


def declared(handler: HTTPRouteHandler) -> Operation | None:
    """Return the operation that a handler answers for; None for a handler that Litestar runs itself."""
    found: Operation | None = handler.opt.get(DECLARED)
    return found


def status_of(handler: HTTPRouteHandler) -> int:
    """Return the status of a successful answer."""
    operation = declared(handler)
    return handler.status_code if operation is None else operation.status


def names_in(path: str) -> list[str]:
    """Return the names of the parameters in an address, in order."""
    return [part.strip("{}") for part in path.split("/") if part.startswith("{")]


def ids_in(path: str) -> list[str]:
    """Return the names of the ids in an address, without its text parameters."""
    return [name for name in names_in(path) if name not in PATH_TEXTS]


def required_by(handler: HTTPRouteHandler) -> Permission | Entry:
    """Return the right that an operation requires, or the tokens if it requires no right."""
    required: Permission | Entry = handler.opt["permission"]
    return required


def request_type(handler: HTTPRouteHandler) -> Any:
    """Return the struct into which a body is read; None if the operation takes no body."""
    if (operation := declared(handler)) is not None:
        return operation.arguments.body
    field = handler.parsed_data_field
    return field.args[0] if field is not None else None


def answer_type(handler: HTTPRouteHandler) -> Any:
    """Return the type of a successful answer; None if it has no body, or lines of CSV."""
    if (operation := declared(handler)) is not None:
        kind = operation.arguments.returns
        return None if kind is CSVAnswer else get_args(kind)[0] if get_origin(kind) is WithETag else kind
    returned = handler.parsed_return_field
    if returned.is_none_type or returned.annotation in (None, CSVAnswer):
        return None
    return returned.args[0] if is_tagged(handler) else returned.annotation


def includes_of(handler: HTTPRouteHandler) -> dict[str, type[msgspec.Struct] | None]:
    """Return the relations that an answer of v2 may include, each with its type, as the handler declares."""
    found: dict[str, type[msgspec.Struct] | None] = handler.opt.get("includes", {})
    return found


def is_paged(handler: HTTPRouteHandler) -> bool:
    """Return whether the operation returns a list page by page."""
    return CURSOR in query_parameters(handler)


def query_parameters(handler: HTTPRouteHandler) -> list[str]:
    """Return the names of the parameters that an operation reads from the query, in their order."""
    if (operation := declared(handler)) is not None:
        return [*query_reader_for(operation.arguments.query or Query).parameters]
    fields = handler.parsed_fn_signature.parameters.items()
    return [wire_name(name, field) for name, field in fields if isinstance(field.kwarg_definition, QueryParameter)]


def takes_if_match(handler: HTTPRouteHandler) -> bool:
    """Return whether an operation compares the revision of its item with `If-Match`."""
    if (operation := declared(handler)) is not None:
        return operation.arguments.takes_if_match
    return "if_match" in handler.parsed_fn_signature.parameters


def changes_access(handler: HTTPRouteHandler) -> bool:
    """Return whether an operation grants or revokes access."""
    return bool(handler.opt.get("changes_access"))


def is_tagged(handler: HTTPRouteHandler) -> bool:
    """Return whether a successful answer has an ETag."""
    if (operation := declared(handler)) is not None:
        return get_origin(operation.arguments.returns) is WithETag
    return handler.parsed_return_field.origin is JSONAnswer

"""What the description needs to know of a handler."""

from collections.abc import Iterator
from typing import Any

import msgspec
from litestar import Litestar
from litestar.handlers import HTTPRouteHandler

from parlour.access.permissions import Entry, Permission
from parlour.http.csv_answer import CSVAnswer
from parlour.http.cursors import CURSOR
from parlour.http.json import JSONAnswer
from parlour.http.openapi.apis import APIS, Api
from parlour.http.openapi.path_ids import PATH_TEXTS


def operations(app: Litestar, *apis: Api) -> Iterator[tuple[str, str, HTTPRouteHandler]]:
    """Method, path and handler of every operation of the APIs; of all when none is named."""
    prefixes = tuple(f"{api.prefix}/" for api in apis or APIS)
    for route in app.routes:
        if not route.path.startswith(prefixes):
            continue
        for handler in getattr(route, "route_handlers", ()):
            if handler.resolve_include_in_schema():
                for method in handler.http_methods:
                    yield method.lower(), route.path_format, handler


def operation_id_of(handler: HTTPRouteHandler) -> str:
    """The contract's id of an operation. It is unique in its API only, so handlers of v2 declare `v2.` before it."""
    declared = handler.operation_id
    assert isinstance(declared, str)  # noqa: S101 - every handler of an API declares one
    return declared.removeprefix("v2.")


def names_in(path: str) -> list[str]:
    """The names of the parameters in an address, in their order."""
    return [part.strip("{}") for part in path.split("/") if part.startswith("{")]


def ids_in(path: str) -> list[str]:
    """The names of the ids alone: an address may hold texts, too."""
    return [name for name in names_in(path) if name not in PATH_TEXTS]


def required_by(handler: HTTPRouteHandler) -> Permission | Entry:
    """The right, or at least the tokens, that an operation asks for."""
    required: Permission | Entry = handler.opt["permission"]
    return required


def request_type(handler: HTTPRouteHandler) -> Any:
    """The struct that a body is read into; None where none is taken."""
    field = handler.parsed_data_field
    return field.args[0] if field is not None else None


def answer_type(handler: HTTPRouteHandler) -> Any:
    """The type of a successful answer; None for one without a body, or with lines of CSV."""
    returned = handler.parsed_return_field
    if returned.is_none_type or returned.annotation in (None, CSVAnswer):
        return None
    return returned.args[0] if is_tagged(handler) else returned.annotation


def includes_of(handler: HTTPRouteHandler) -> dict[str, type[msgspec.Struct] | None]:
    """The relations that an answer of v2 may bring along, each with its kind of resource, as the handler declares."""
    found: dict[str, type[msgspec.Struct] | None] = handler.opt.get("includes", {})
    return found


def is_paged(handler: HTTPRouteHandler) -> bool:
    """Whether it shows a list page by page."""
    return CURSOR in handler.parsed_fn_signature.parameters


def is_tagged(handler: HTTPRouteHandler) -> bool:
    """Whether a successful answer carries an ETag."""
    return handler.parsed_return_field.origin is JSONAnswer

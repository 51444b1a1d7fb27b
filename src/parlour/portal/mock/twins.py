"""A twin of an operation: takes the same parameters and the same body, and finds the same faults in them."""

import asyncio
import inspect
from typing import Any

from litestar import Request
from litestar.handlers import HTTPRouteHandler
from litestar.response.base import ASGIResponse

from parlour.http.cursors import CURSOR, FIRST, read_cursor
from parlour.http.dependencies import DEPENDENCIES
from parlour.http.incoming import IncomingRequest
from parlour.http.openapi import Api
from parlour.http.openapi.handlers import declared
from parlour.http.operation import Operation
from parlour.http.preconditions import expected_revisions
from parlour.portal.mock.choice import Choice
from parlour.portal.mock.described import Described

AnyRequest = Request[Any, Any, Any]


def twin_of(handler: HTTPRouteHandler, api: Api, described: Described) -> HTTPRouteHandler:
    """Return a handler that answers from the description, at the handler's path with and without the API's prefix."""
    if (operation := declared(handler)) is not None:
        return _twin_of_operation(operation, described)

    async def answer(request: AnyRequest, **given: Any) -> ASGIResponse:
        if "if_match" in given:
            expected_revisions(given["if_match"])
        if "data" in given:
            given["data"].accept()
        if (cursor := given.get(CURSOR)) is not None:
            read_cursor(cursor, given["page"])
        choice: Choice | None = request.scope["state"].get("choice")
        if choice is None:
            operation = await described.operation(request)
            return operation.typical if cursor is None else operation.page(is_last=cursor != FIRST)
        await asyncio.sleep(choice.delay_s)
        return choice.response()

    _take_parameters_of(answer, handler)
    paths = [path for known in handler.paths for path in (known, known.removeprefix(api.prefix))]
    # The answer has its own status; the one given here only makes Litestar accept a body.
    twin = HTTPRouteHandler(
        paths,
        http_method=[*handler.http_methods],
        status_code=200,
        opt=dict(handler.opt),
        request_max_body_size=handler.request_max_body_size,
    )
    twin.operation_id = handler.operation_id
    return twin(answer)


def _twin_of_operation(operation: Operation, described: Described) -> HTTPRouteHandler:
    async def answer(request: IncomingRequest) -> ASGIResponse:
        given = await operation.read(request)
        if "data" in given:
            given["data"].accept()
        cursor = getattr(given.get("query"), CURSOR, None)
        if cursor is not None:
            read_cursor(cursor, given["query"].page)
        choice: Choice | None = request.scope["state"].get("choice")
        if choice is None:
            found = await described.operation(request)
            return found.typical if cursor is None else found.page(is_last=cursor != FIRST)
        await asyncio.sleep(choice.delay_s)
        return choice.response()

    paths = operation.paths()
    return operation.route_handler_for(answer, [*paths, *(path.removeprefix(operation.api.prefix) for path in paths)])


def _take_parameters_of(answer: Any, handler: HTTPRouteHandler) -> None:
    """Set the signature that Litestar reads to the handler's, without the dependencies that come from the database."""
    own = inspect.signature(answer)
    taken = [
        parameter.replace(kind=inspect.Parameter.KEYWORD_ONLY)
        for name, parameter in inspect.signature(handler.fn).parameters.items()
        if name not in DEPENDENCIES and name not in own.parameters
    ]
    parameters = [own.parameters["request"], *taken]
    answer.__name__ = f"mock_{handler.fn.__name__}"
    answer.__signature__ = own.replace(parameters=parameters)
    answer.__annotations__ = {parameter.name: parameter.annotation for parameter in parameters} | {
        "return": own.return_annotation
    }

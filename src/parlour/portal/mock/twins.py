"""A twin of an operation: takes the same parameters and the same body, and finds the same faults in them.

Only the form of the credentials is checked: no token is looked up, stored or compared.
"""

import asyncio

from litestar.handlers import HTTPRouteHandler
from litestar.response.base import ASGIResponse

from parlour.errors import Malformed
from parlour.http.credentials import authorization_of, parse_authorization
from parlour.http.cursors import FIRST, read_cursor
from parlour.http.incoming import IncomingRequest
from parlour.http.operation import Operation
from parlour.portal.mock.answer_choice import Choice, choose
from parlour.portal.mock.described import Answers, Described
from parlour.portal.mock.prefer import prefer_header, read_preferences


def twin_of(operation: Operation, described: Described) -> HTTPRouteHandler:
    """Return a handler that answers from the description, at the operation's addresses with the API's prefix and
    without.
    """

    async def answer(request: IncomingRequest) -> ASGIResponse:
        operation.check_head(request)
        parse_authorization(authorization_of(request.scope)).need(operation.tokens)
        answers = await described.answers(request.app, operation)
        choice = _chosen(answers, prefer_header(request.scope))
        given = await operation.read(request)
        if operation.arguments.body is not None:
            given["data"].accept()
        cursor = given["query"].cursor if operation.arguments.takes_pages else None
        if cursor is not None:
            read_cursor(cursor, given["query"].page)
        if choice is None:
            return answers.typical if cursor is None else answers.page(is_last=cursor != FIRST)
        await asyncio.sleep(choice.delay_s)
        return choice.response()

    paths = operation.paths()
    return operation.route_handler_for(answer, [*paths, *(path.removeprefix(operation.api.prefix) for path in paths)])


def _chosen(answers: Answers, header: str | None) -> Choice | None:
    """Return the answer that a `Prefer` header asks for; None without one. Raise `Malformed` if there is none such."""
    if header is None:
        return None
    try:
        return choose(answers, read_preferences(header))
    except ValueError as error:
        raise Malformed(f"Prefer: {error} This operation has {answers.in_words()}.") from None

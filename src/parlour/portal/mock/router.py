"""The mock's addresses: a twin of every operation, which checks requests as the operation does.

Only the form of the credentials is checked: no token is looked up, stored or compared.
"""

from collections.abc import Iterable
from typing import Any

from litestar import Request, Router
from litestar.handlers import HTTPRouteHandler

from parlour.errors import Malformed
from parlour.http.authorise import settle_address
from parlour.http.credentials import authorization_of, parse_authorization
from parlour.http.media_type import require_media_type
from parlour.http.openapi import Api
from parlour.http.v2_query import refuse_unknown
from parlour.portal.mock.choice import choose
from parlour.portal.mock.described import Described
from parlour.portal.mock.prefer import prefer_header, read_preferences
from parlour.portal.mock.twins import twin_of


def mock_router(api: Api, handlers: Iterable[HTTPRouteHandler]) -> Router:
    """Return the router of an API's twins, below its `mock_path`, with its prefix in the path and without."""
    described = Described(api)

    async def check(request: Request[Any, Any, Any]) -> None:
        if request.scope["method"] == "OPTIONS":
            return
        if api.needs_media_type:
            require_media_type(request.scope)
        settle_address(request)
        opt = request.route_handler.opt
        parse_authorization(authorization_of(request.scope)).need(opt["permission"])
        if api.needs_media_type:
            refuse_unknown(request)
        header = prefer_header(request.scope)
        if header is not None:
            operation = await described.operation(request)
            try:
                request.scope["state"]["choice"] = choose(operation, read_preferences(header))
            except ValueError as error:
                raise Malformed(f"Prefer: {error} This operation has {operation.in_words()}.") from None

    return Router(
        api.mock_path,
        before_request=check,
        include_in_schema=False,
        route_handlers=[twin_of(handler, api, described) for handler in handlers],
    )

"""Every route of the server: the routers and the modules mounted on them. Read this first.

Each handler states its own full path, operation id and permission, so a search for a path finds its handler.
"""

from litestar import Router
from litestar.handlers import HTTPRouteHandler

from parlour.areas.accounts import v1 as accounts_v1
from parlour.areas.audit import v1 as audit_v1
from parlour.areas.categories import v1 as categories_v1
from parlour.areas.chains import v1 as chains_v1
from parlour.areas.dictionaries import v1 as dictionaries_v1
from parlour.areas.images import showing
from parlour.areas.images import v1 as images_v1
from parlour.areas.inventory import v1 as inventory_v1
from parlour.areas.inventory import v2 as inventory_v2
from parlour.areas.locations import v1 as locations_v1
from parlour.areas.products import v1 as products_v1
from parlour.areas.products import v2 as products_v2
from parlour.areas.products import v2_categories as product_categories_v2
from parlour.areas.users import v1 as users_v1
from parlour.areas.utilities import v1 as utilities_v1
from parlour.http import health
from parlour.http.authorise import authorise, authorise_v2
from parlour.http.body_dto import BodyDTO
from parlour.http.dates import decode_instant, is_instant
from parlour.http.dependencies import DEPENDENCIES
from parlour.http.incoming import IncomingRequest
from parlour.http.json import JSONAnswer
from parlour.http.openapi import B2B_V1, B2B_V2
from parlour.http.v2_errors import V2_ERRORS
from parlour.portal import routes as portal
from parlour.portal.mock.router import mock_router


def v1_handlers() -> list[HTTPRouteHandler]:
    return [
        *accounts_v1.HANDLERS,
        *dictionaries_v1.HANDLERS,
        *locations_v1.HANDLERS,
        *chains_v1.HANDLERS,
        *categories_v1.HANDLERS,
        *products_v1.HANDLERS,
        *inventory_v1.HANDLERS,
        *utilities_v1.HANDLERS,
        *images_v1.HANDLERS,
        *audit_v1.HANDLERS,
        *users_v1.HANDLERS,
    ]


def v2_handlers() -> list[HTTPRouteHandler]:
    return [*products_v2.HANDLERS, *product_categories_v2.HANDLERS, *inventory_v2.HANDLERS]


def v1_router() -> Router:
    """Everything under /api/v1, and its mock: whatever decides how a request is read stands here, for both."""
    return Router(
        "/",
        dto=BodyDTO,
        request_class=IncomingRequest,
        return_dto=None,
        type_decoders=[(is_instant, decode_instant)],
        response_class=JSONAnswer,
        route_handlers=[
            Router(
                "/",
                before_request=authorise,
                dependencies=DEPENDENCIES,
                route_handlers=v1_handlers(),
            ),
            mock_router(B2B_V1, v1_handlers()),
        ],
    )


def v2_router() -> Router:
    """The same for /api/v2, which only reads."""
    return Router(
        "/",
        exception_handlers=V2_ERRORS.handlers,
        response_class=JSONAnswer,
        route_handlers=[
            Router("/", before_request=authorise_v2, dependencies=DEPENDENCIES, route_handlers=v2_handlers()),
            mock_router(B2B_V2, v2_handlers()),
        ],
    )


def all_routers() -> list[Router]:
    return [v1_router(), v2_router(), showing.ROUTER, health.ROUTER, portal.ROUTER]

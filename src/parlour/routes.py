"""Every route of the server: the routers and the modules mounted on them. Read this first.

Each handler states its own full path, operation id and permission, so a search for a path finds its handler.
"""

from litestar import Router
from litestar.handlers import HTTPRouteHandler

from parlour.areas.accounts.v1 import auth
from parlour.areas.audit.v1 import changes
from parlour.areas.categories.v1 import categories
from parlour.areas.chains.v1 import groups
from parlour.areas.dictionaries.v1 import references
from parlour.areas.images.v1 import images, showing
from parlour.areas.inventory.v1 import documents, export, search, storages, transactions
from parlour.areas.inventory.v2 import sold_items
from parlour.areas.locations.v1 import companies
from parlour.areas.products.v1 import products, tree
from parlour.areas.products.v2 import categories as categories_v2
from parlour.areas.products.v2 import products as products_v2
from parlour.areas.users.v1 import users
from parlour.areas.utilities.v1 import utilities
from parlour.http import health
from parlour.http.authorise import authorise, authorise_v2
from parlour.http.body_dto import BodyDTO
from parlour.http.dates import decode_instant, is_instant
from parlour.http.dependencies import DEPENDENCIES
from parlour.http.incoming import IncomingRequest
from parlour.http.json import JSONAnswer
from parlour.http.openapi import B2B_V1, B2B_V2
from parlour.http.operations import Operations
from parlour.http.v2_errors import V2_ERRORS
from parlour.portal import routes as portal
from parlour.portal.mock.router import mock_router


def mounted(operations: Operations) -> list[HTTPRouteHandler]:
    return [handler for operation in operations for handler in operation.route_handlers()]


def v1_handlers() -> list[HTTPRouteHandler]:
    return [
        *mounted(auth.operations),
        *mounted(references.operations),
        *mounted(companies.operations),
        *mounted(groups.operations),
        *mounted(categories.operations),
        *mounted(tree.operations),
        *mounted(products.operations),
        *mounted(storages.operations),
        *mounted(search.operations),
        *mounted(export.operations),
        *mounted(documents.operations),
        *mounted(transactions.operations),
        *mounted(utilities.operations),
        *mounted(images.operations),
        *mounted(changes.operations),
        *mounted(users.operations),
    ]


def v2_handlers() -> list[HTTPRouteHandler]:
    return [*mounted(products_v2.operations), *mounted(categories_v2.operations), *mounted(sold_items.operations)]


def v1_router() -> Router:
    """Return the router for everything under /api/v1, and for its mock: all rules for reading a request are here."""
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
    """Return the router for everything under /api/v2, which only reads, and for its mock."""
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

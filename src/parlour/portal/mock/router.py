"""The mock's addresses: a twin of every operation, which checks requests as the operation does."""

from collections.abc import Iterable

from parlour.http.apis import APIS, Api
from parlour.http.operation import Operation
from parlour.http.own_router import OwnRouter
from parlour.portal.mock.described import Described
from parlour.portal.mock.twins import twin_of


def mock_router(operations: Iterable[Operation]) -> OwnRouter:
    """Return the router of all twins, below the `mock_path` of their API."""
    known = list(operations)
    return OwnRouter("/", route_handlers=[_of_api(api, [each for each in known if each.api is api]) for api in APIS])


def _of_api(api: Api, operations: list[Operation]) -> OwnRouter:
    described = Described(api)
    return OwnRouter(api.mock_path, route_handlers=[twin_of(each, described) for each in operations])

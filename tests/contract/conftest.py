"""The published descriptions, one after the other."""

import pytest
from litestar import Litestar

from parlour.http.apis import APIS, Api
from parlour.http.openapi import describe
from tests.support.contract import Description


@pytest.fixture(scope="session", params=APIS, ids=lambda api: api.name)
def api(request: pytest.FixtureRequest) -> Api:
    """Each API in turn."""
    found: Api = request.param
    return found


@pytest.fixture(scope="session")
def described(litestar: Litestar, api: Api) -> Description:
    """What the server publishes of it."""
    return Description(describe(litestar, api))

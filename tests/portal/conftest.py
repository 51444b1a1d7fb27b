"""What tests of pages share: the portal of the application under test, without a server."""

import pytest

from parlour.app import SIGN_IN_LIMITS
from parlour.http.apis import B2B_V1, B2B_V2
from parlour.portal.site import PlacedOperation, Site, make_site
from tests.support.contract import Description


@pytest.fixture(scope="session")
def site(published: Description, published_v2: Description) -> Site:
    """The portal made from what the server publishes."""
    return make_site([(B2B_V1, published.document), (B2B_V2, published_v2.document)], SIGN_IN_LIMITS, is_public=False)


def entry(site: Site, operation_id: str) -> PlacedOperation:
    """An operation by its id, the one of v1 where both APIs know it."""
    return next(found for found in site.entries.values() if found.operation.id == operation_id)

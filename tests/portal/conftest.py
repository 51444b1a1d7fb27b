"""What tests of pages share: the portal of the application under test, without a server."""

import pytest

from parlour.portal.site import Entry, Site, make_site
from tests.support.contract import Description


@pytest.fixture(scope="session")
def site(published: Description) -> Site:
    """The portal made from what the server publishes."""
    return make_site(published.document, is_public=False)


def entry(site: Site, operation_id: str) -> Entry:
    """An operation by its id."""
    return next(found for found in site.entries.values() if found.operation.id == operation_id)

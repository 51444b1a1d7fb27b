"""The queries of services and categories of API v2."""

from typing import Annotated, Literal

import msgspec

from parlour.http.cursors import Cursor
from parlour.http.fields import Id
from parlour.http.query import PageNumber, Query, parameter
from parlour.http.v2_envelope import MAX_LIMIT, Limit

Relation = Literal["resources", "service_composite", "resource_links", "company_links", "trial_settings"]
Include = Annotated[
    list[Relation] | None, parameter("The related resources to include.", ["resources", "company_links"])
]


class ServiceList(Query, frozen=True):
    """Which services are listed, and with what."""

    ids: Annotated[list[Id] | None, parameter("Only services with these ids.", [5])] = msgspec.field(
        name="filter[service_ids]", default=None
    )
    page: PageNumber = 1
    limit: Limit = MAX_LIMIT
    cursor: Cursor = None
    include: Include = None


class ServiceDetails(Query, frozen=True):
    """What a service is shown with."""

    include: Include = None


class ServiceCategoryList(Query, frozen=True):
    """Which categories are listed."""

    staff_id: Annotated[Id | None, parameter("Only categories with services of this team member.", 9)] = msgspec.field(
        name="filter[staff_id]", default=None
    )

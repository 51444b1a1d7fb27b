"""Services and their categories (tag Services of API v2)."""

from msgspec import UNSET

from parlour.access.permissions import Permission
from parlour.areas.services import refusals
from parlour.areas.services import wire as fields
from parlour.areas.services.model.services import ServiceFilter
from parlour.areas.services.queries.titles import TitleSortKey, list_titles, sort_key_of
from parlour.areas.services.service import categories
from parlour.areas.services.service import services as service
from parlour.areas.services.v2 import lists
from parlour.areas.services.v2.wire import services as wire
from parlour.http.apis import B2B_V2
from parlour.http.context import Reading
from parlour.http.operations import Operations
from parlour.http.pages import Pages
from parlour.http.v2_envelope import Listed, Single, single

operations = Operations(B2B_V2, "Services", "What clients book: services and their categories.")

# There are no composite services and no trial settings.
RELATIONS = {
    "resources": wire.ServiceResource,
    "service_composite": None,
    "resource_links": wire.ResourceLink,
    "company_links": wire.CompanyLink,
    "trial_settings": None,
}


@operations.get(
    "/api/v2/locations/{location_id}/services", "list_services", Permission.SERVICES_VIEW, includes=RELATIONS
)
async def list_services(ctx: Reading, query: lists.ServiceList, pages: Pages) -> wire.ServicePage[list[wire.Service]]:
    """List services

    Services of the location and of its chain: the highest weight first, then by title. Unknown ids are ignored.
    """
    found = await list_titles(ctx.conn, ctx.tenant, query.ids, pages.rows(TitleSortKey))
    include = frozenset(query.include or ())
    page = pages.cut(found, sort_key_of)
    rows, related = wire.with_related(page, ctx.tenant, include)
    meta = UNSET if pages.next_cursor is UNSET else wire.NextServices(pages.next_cursor)
    return wire.ServicePage(data=rows, included=related, meta=meta)


@operations.get(
    "/api/v2/locations/{location_id}/services/{service_id}",
    "get_service",
    Permission.SERVICES_VIEW,
    includes=RELATIONS,
)
async def get_service(
    ctx: Reading, service_id: fields.ServiceInPath, query: lists.ServiceDetails
) -> Single[wire.Service]:
    """Get a service

    With what `include` names.
    """
    found = await service.get_service(ctx.conn, ctx.tenant, service_id)
    (row,), related = wire.with_related([found], ctx.tenant, frozenset(query.include or ()))
    return single(row, related)


@operations.get(
    "/api/v2/locations/{location_id}/service_categories",
    "list_service_categories",
    Permission.SERVICES_VIEW,
    refuses=(refusals.NO_MEMBER_OF_FILTER,),
)
async def list_service_categories(ctx: Reading, query: lists.ServiceCategoryList) -> Listed[list[wire.ServiceCategory]]:
    """List categories of services

    Categories of the location and of its chain: the highest weight first, then by title.
    """
    found = await categories.list_categories(ctx.conn, ctx.tenant, ServiceFilter(team_member_id=query.staff_id))
    return Listed([wire.ServiceCategory.from_model(category) for category in found])

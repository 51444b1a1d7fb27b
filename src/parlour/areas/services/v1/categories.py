"""Categories of services (tag Services)."""

from parlour.access.identity import Identity
from parlour.access.permissions import Entry, Permission
from parlour.areas.chains.service import require_chain
from parlour.areas.services import refusals
from parlour.areas.services import wire as fields
from parlour.areas.services.model.categories import Category
from parlour.areas.services.model.services import ServiceFilter
from parlour.areas.services.queries.categories import list_chain_categories
from parlour.areas.services.service import categories as service
from parlour.areas.services.v1.wire import categories as wire
from parlour.areas.services.v1.wire import lists
from parlour.http.apis import B2B_V1
from parlour.http.body import Body
from parlour.http.context import Reading, Writing
from parlour.http.json import WithETag
from parlour.http.operations import Operations
from parlour.http.preconditions import Revisions
from parlour.http.v1_envelope import Answer, answer, with_etag

operations = Operations(B2B_V1, "Services")


@operations.get(
    "/api/v1/company/{location_id}/service_categories/{id}",
    "get_service_category_list",
    Permission.SERVICES_VIEW,
    refuses=(refusals.NO_MEMBER_OF_FILTER,),
    last_id_is_optional=True,
    lists_missing=True,
)
async def get_service_category_list(
    ctx: Reading,
    id: fields.CategoryOrAllInPath,  # noqa: A002 - the contract's name
    query: wire.CategoryMembers,
) -> lists.CountedServiceCategories:
    """Get a category of services, as a list

    0, or an address without an id, returns all categories of the location and of its chain: the highest `weight`
    first, then by title. A 404 names everything that doesn't exist.
    """
    filter_ = ServiceFilter(None, query.staff_id or None, id or None)
    return lists.CountedServiceCategories.of(_rows(await service.list_categories(ctx.conn, ctx.tenant, filter_)))


@operations.get(
    "/api/v1/service_categories/{location_id}/{id}",
    "deprecated_get_service_category_list",
    Permission.SERVICES_VIEW,
    last_id_is_optional=True,
    deprecated=True,
)
async def deprecated_get_service_category_list(
    ctx: Reading,
    id: fields.CategoryOrAllInPath,  # noqa: A002 - the contract's name
) -> Answer[list[wire.ServiceCategory]]:
    """Get a category of services, as a list (older address)

    The same as `/company/{location_id}/service_categories/{id}`, which new clients should use.
    """
    filter_ = ServiceFilter(category_id=id or None)
    return answer(_rows(await service.list_categories(ctx.conn, ctx.tenant, filter_)))


@operations.get("/api/v1/service_category/{location_id}/{id}", "get_service_category", Permission.SERVICES_VIEW)
async def get_service_category(
    ctx: Reading,
    id: fields.CategoryInPath,  # noqa: A002 - the contract's name
) -> WithETag[Answer[wire.ServiceCategory]]:
    """Get a category of services

    With an ETag for safe changes.
    """
    category = await service.get_category(ctx.conn, ctx.tenant, id)
    return with_etag(wire.ServiceCategory.from_model(category), category.revision)


@operations.post("/api/v1/service_categories/{location_id}", "create_service_category", Permission.SERVICES_CREATE)
async def create_service_category(
    ctx: Writing, data: Body[wire.ServiceCategoryForm]
) -> WithETag[Answer[wire.ServiceCategory]]:
    """Create a category of services

    It belongs to the location.
    """
    category = await service.create_category(ctx.conn, ctx.tenant, data.accept().to_new())
    return with_etag(wire.ServiceCategory.from_model(category), category.revision)


@operations.put(
    "/api/v1/service_category/{location_id}/{id}",
    "update_service_category",
    Permission.SERVICES_UPDATE,
    refuses=(refusals.CATEGORY_OF_CHAIN,),
)
async def update_service_category(
    ctx: Writing,
    id: fields.CategoryInPath,  # noqa: A002 - the contract's name
    data: Body[wire.ServiceCategoryForm],
    if_match: Revisions,
) -> WithETag[Answer[wire.ServiceCategory]]:
    """Change a category of services

    Fields that are left out keep their values.
    """
    patch = data.accept().to_patch()
    category = await service.update_category(ctx.conn, ctx.tenant, id, patch, if_match)
    return with_etag(wire.ServiceCategory.from_model(category), category.revision)


@operations.delete(
    "/api/v1/service_category/{location_id}/{id}",
    "delete_service_category",
    Permission.SERVICES_DELETE,
    refuses=(refusals.CATEGORY_OF_CHAIN, refusals.NOT_EMPTY),
)
async def delete_service_category(
    ctx: Writing,
    id: fields.CategoryInPath,  # noqa: A002 - the contract's name
    if_match: Revisions,
) -> None:
    """Delete a category of services

    Only one without services; otherwise the answer is a 409.
    """
    await service.delete_category(ctx.conn, ctx.tenant, id, if_match)


@operations.get("/api/v1/chain/{chain_id}/service_categories", "get_chain_service_category_list", Entry.PARTNER_OR_USER)
async def get_chain_service_category_list(
    ctx: Reading[Identity | None], chain_id: fields.ChainInPath, query: wire.ChainCategories
) -> list[wire.ChainServiceCategory]:
    """List the categories of services of a chain

    Those of the whole chain, without those of single locations, in a list without an envelope. A user must have a role
    in the chain. Without a user token only what clients see when they book is shown: categories with services that can
    be booked online.
    """
    await require_chain(ctx.conn, chain_id, ctx.user.user_id if ctx.user else None)
    categories = await list_chain_categories(ctx.conn, chain_id, online_only=ctx.user is None)
    with_services = query.include is not None
    return [wire.ChainServiceCategory.from_model(each, with_services=with_services) for each in categories]


def _rows(categories: list[Category]) -> list[wire.ServiceCategory]:
    return [wire.ServiceCategory.from_model(category) for category in categories]

"""Services (tag Services). Who provides them is in `staff` and `links`."""

from decimal import Decimal

from parlour.access.permissions import Permission
from parlour.areas.photos import Site
from parlour.areas.services import refusals
from parlour.areas.services import wire as fields
from parlour.areas.services.model.services import Service, ServiceFields, ServiceFilter, ServicePatch
from parlour.areas.services.service import services as service
from parlour.areas.services.service.services import Change
from parlour.areas.services.v1.wire import forms, lists
from parlour.areas.services.v1.wire import services as wire
from parlour.errors import Fault
from parlour.http.apis import B2B_V1
from parlour.http.body import Body
from parlour.http.context import Reading, Writing
from parlour.http.fault_names import faults_named
from parlour.http.json import WithETag
from parlour.http.operations import Operations
from parlour.http.preconditions import Revisions
from parlour.http.v1_envelope import Answer, answer, with_etag

operations = Operations(B2B_V1, "Services", "What clients book: services, their categories, and who provides them.")

CHANGE_REFUSALS = (refusals.SERVICE_OF_CHAIN, refusals.NO_RIGHT_TO_FIELDS)
FAULTS = (refusals.NO_CATEGORY, refusals.NO_MEMBER, refusals.NAMED_TWICE, refusals.PRICE_BELOW)


@operations.get("/api/v1/services/{location_id}", "get_service_list", Permission.SERVICES_VIEW)
async def get_service_list(ctx: Reading, query: lists.ServiceList) -> Answer[list[wire.Service]]:
    """List services

    Services of the location and of its chain: the highest `weight` first, then by title.
    """
    services = await service.list_services(ctx.conn, ctx.tenant, query.to_filter(), ServiceFilter())
    return answer(_rows(ctx, services))


@operations.get(
    "/api/v1/services/{location_id}/{service_id}",
    "deprecated_get_service_list_by_id",
    Permission.SERVICES_VIEW,
    deprecated=True,
)
async def deprecated_get_service_list_by_id(
    ctx: Reading, service_id: fields.ServiceOrAllInPath, query: lists.ServiceList
) -> Answer[list[wire.Service]]:
    """Get a service, as a list (older address)

    The same as `/company/{location_id}/services/{service_id}`, which new clients should use.
    """
    required = ServiceFilter(service_id or None)
    services = await service.list_services(ctx.conn, ctx.tenant, query.to_filter(service_id), required)
    return answer(_rows(ctx, services))


@operations.get(
    "/api/v1/company/{location_id}/services/{service_id}",
    "get_service",
    Permission.SERVICES_VIEW,
    refuses=(refusals.NO_MEMBER_OF_FILTER, refusals.NO_CATEGORY_OF_FILTER),
    last_id_is_optional=True,
    lists_missing=True,
)
async def get_service(
    ctx: Reading, service_id: fields.ServiceOrAllInPath, query: lists.ServiceList
) -> lists.CountedServices:
    """Get a service, as a list

    0, or an address without an id, returns all services of the location and of its chain: the highest `weight` first,
    then by title. A 404 names everything that doesn't exist.
    """
    filter_ = query.to_filter(service_id)
    services = await service.list_services(ctx.conn, ctx.tenant, filter_, filter_)
    return lists.CountedServices.of(_rows(ctx, services))


@operations.post(
    "/api/v1/services/{location_id}",
    "create_service",
    Permission.SERVICES_CREATE,
    refuses=(refusals.NO_RIGHT_TO_FIELDS, *FAULTS),
)
async def create_service(ctx: Writing, data: Body[forms.ServiceForm]) -> WithETag[Answer[wire.Service]]:
    """Create a service

    It belongs to the location. What is left out takes its default, so `active` must be sent for online booking. Each
    optional field that is set needs the right to that field.
    """
    new = ServiceFields(title="").patched(forms.patch_of(data.given))
    change = Change(new, forms.links_of(data.given))
    service.require_rights_to_create(ctx.tenant, change)
    await _accept(ctx, data, change)
    created = await service.create_service(ctx.conn, ctx.tenant, change)
    return with_etag(wire.Service.from_model(created, _site(ctx)), created.revision)


@operations.put(
    "/api/v1/services/{location_id}/{service_id}",
    "deprecated_update_service_by_id",
    Permission.SERVICES_UPDATE,
    refuses=(*CHANGE_REFUSALS, *FAULTS),
)
async def deprecated_update_service_by_id(
    ctx: Writing, service_id: fields.ServiceInPath, data: Body[forms.ServiceForm], if_match: Revisions
) -> WithETag[Answer[wire.Service]]:
    """Replace a service

    What the service had and is left out takes its default; without `staff`, it is provided by no team member any more.
    Only the title for booking and the fields from `is_multi` to `seance_search_step` stay as they are if they are left
    out. Each field that changes needs the right to that field. To change a few fields, use `PATCH`.
    """
    current = await service.lock_own_service(ctx.conn, ctx.tenant, service_id, if_match)
    data = data.with_repeated(forms.ServiceForm, _prices(current))
    changed = await _update(ctx, current, data, forms.replaced(forms.patch_of(data.given)), replaces_links=True)
    return with_etag(wire.Service.from_model(changed, _site(ctx)), changed.revision)


@operations.patch(
    "/api/v1/services/{location_id}/{service_id}",
    "patch_service",
    Permission.SERVICES_UPDATE,
    refuses=(*CHANGE_REFUSALS, *FAULTS),
)
async def patch_service(
    ctx: Writing, service_id: fields.ServiceInPath, data: Body[forms.ServiceChanges], if_match: Revisions
) -> WithETag[Answer[wire.Service]]:
    """Change a service

    Only what is sent changes; the contract requires most fields. Each field that changes needs the right to that field.
    """
    current = await service.lock_own_service(ctx.conn, ctx.tenant, service_id, if_match)
    data = data.with_repeated(forms.ServiceChanges, _prices(current))
    changed = await _update(ctx, current, data, forms.patch_of(data.given), replaces_links=False)
    return with_etag(wire.Service.from_model(changed, _site(ctx)), changed.revision)


@operations.delete(
    "/api/v1/services/{location_id}/{service_id}",
    "delete_service",
    Permission.SERVICES_DELETE,
    refuses=(refusals.SERVICE_OF_CHAIN,),
)
async def delete_service(ctx: Writing, service_id: fields.ServiceInPath, if_match: Revisions) -> None:
    """Delete a service

    It is no longer listed and can't be booked any more. What was booked before keeps it.
    """
    await service.delete_service(ctx.conn, ctx.tenant, service_id, if_match)


async def _update(
    ctx: Writing,
    current: Service,
    data: Body[forms.ServiceForm] | Body[forms.ServiceChanges],
    patch: ServicePatch,
    *,
    replaces_links: bool,
) -> Service:
    """Apply a patch to a locked service. Links that are left out are kept, or dropped if they are to be replaced."""
    links = forms.links_of(data.given)
    if links is None and replaces_links:
        links = []
    change = Change(current.fields.patched(patch), links)
    service.require_rights_to_change(ctx.tenant, current, change)
    await _accept(ctx, data, change)
    return await service.update_service(ctx.conn, ctx.tenant, current, change)


async def _accept(ctx: Writing, data: Body[forms.ServiceForm] | Body[forms.ServiceChanges], change: Change) -> None:
    """Raise `Invalid` with all faults of a body: its own, those between fields, and those of unknown ids."""
    with faults_named(forms.FAULT_NAMES):
        told = {fault.field for fault in data.faults}
        found = await service.find_faults(ctx.conn, ctx.tenant, change)
        data.accept(Fault(fault.field, fault.message) for fault in found if fault.field not in told)


def _prices(current: Service) -> dict[str, Decimal]:
    return {"price_min": current.fields.price_min, "price_max": current.fields.price_max}


def _site(ctx: Reading | Writing) -> Site:
    return Site(ctx.services.settings.base_url)


def _rows(ctx: Reading, services: list[Service]) -> list[wire.Service]:
    return wire.Service.from_models(services, _site(ctx))

"""Services and their categories on the v2 wire."""

from collections.abc import Iterable
from collections.abc import Set as AbstractSet
from typing import Annotated, Generic, Literal, TypeVar

import msgspec
from msgspec import UNSET, UnsetType

from parlour.access.tenant import Tenant
from parlour.areas.services import wire as meaning
from parlour.areas.services.model import services as model
from parlour.areas.services.model.categories import Category
from parlour.areas.services.model.resources import Resource, read_resources
from parlour.http.cursors import NextCursor
from parlour.http.v2_envelope import (
    NOTHING,
    Included,
    ToMany,
    ToOne,
    example_of_many,
    included,
    resource_type,
    to_many,
)
from parlour.http.wire import says

T = TypeVar("T")
Include = AbstractSet[str]
"""What a request names in `include`."""


class NextServices(msgspec.Struct, frozen=True):
    """The meta of a page that a cursor asked for."""

    next_cursor: NextCursor


class ServicePage(msgspec.Struct, Generic[T], frozen=True, kw_only=True):
    """A page of a list. It has a meta only if `cursor` asked for it."""

    data: T
    included: list[Included] | UnsetType = UNSET
    meta: NextServices | UnsetType = UNSET


class ResourceAttributes(msgspec.Struct, frozen=True):
    """What is known of a resource."""

    title: Annotated[str, says("The name.", "Treatment room")]


class ServiceResource(msgspec.Struct, frozen=True):
    """A resource that services need."""

    type: Annotated[Literal["resource"], resource_type("resource")]
    id: Annotated[str, says("The resource, as a text.", "6")]
    attributes: ResourceAttributes

    @classmethod
    def from_model(cls, resource: Resource) -> "ServiceResource":
        return cls("resource", str(resource.id), ResourceAttributes(resource.title))


class ResourceLinkAttributes(msgspec.Struct, frozen=True):
    """Which service needs which resource."""

    service_id: Annotated[int, meaning.SERVICE_ID]
    resource_id: Annotated[int, says("The resource.", 6)]


class ResourceLink(msgspec.Struct, frozen=True):
    """That a service needs a resource."""

    type: Annotated[Literal["service_resource_link"], resource_type("service_resource_link")]
    id: Annotated[str, says("The service and the resource, an underscore between.", "5_6")]
    attributes: ResourceLinkAttributes

    @classmethod
    def of(cls, service_id: int, resource_id: int) -> "ResourceLink":
        return cls(
            "service_resource_link", f"{service_id}_{resource_id}", ResourceLinkAttributes(service_id, resource_id)
        )


class CompanyLinkAttributes(msgspec.Struct, frozen=True):
    """Which location offers which service."""

    company_id: Annotated[int, says("The location.", 1)]
    service_id: Annotated[int, meaning.SERVICE_ID]


class CompanyLink(msgspec.Struct, frozen=True):
    """That a location offers a service."""

    type: Annotated[Literal["service_company_link"], resource_type("service_company_link")]
    id: Annotated[str, says("The service, as a text.", "5")]
    attributes: CompanyLinkAttributes

    @classmethod
    def of(cls, location_id: int, service_id: int) -> "CompanyLink":
        return cls("service_company_link", str(service_id), CompanyLinkAttributes(location_id, service_id))


class ServiceAttributes(msgspec.Struct, frozen=True):
    """What is known of a service."""

    title: Annotated[str, meaning.TITLE]
    category_id: Annotated[int, meaning.CATEGORY]


class ServiceRelationships(msgspec.Struct, frozen=True, kw_only=True):
    """What a service refers to, as far as `include` names it."""

    resources: Annotated[ToMany, example_of_many("resource", "6")] | UnsetType = UNSET
    service_composite: ToOne | UnsetType = UNSET
    resource_links: Annotated[ToMany, example_of_many("service_resource_link", "5_6")] | UnsetType = UNSET
    company_links: Annotated[ToMany, example_of_many("service_company_link", "5")] | UnsetType = UNSET
    trial_settings: ToOne | UnsetType = UNSET


class Related(msgspec.Struct, frozen=True):
    """What a service refers to, as far as `include` names it; None for what it doesn't."""

    resources: list[ServiceResource] | None
    resource_links: list[ResourceLink] | None
    company_links: list[CompanyLink] | None

    @classmethod
    def of(cls, service: model.Service | model.ServiceTitle, tenant: Tenant, include: Include) -> "Related":
        needed = read_resources(service.resources)
        return cls(
            [ServiceResource.from_model(each) for each in needed] if "resources" in include else None,
            [ResourceLink.of(service.id, each.id) for each in needed] if "resource_links" in include else None,
            [CompanyLink.of(tenant.location_id, service.id)] if "company_links" in include else None,
        )

    def all(self) -> list[ServiceResource | ResourceLink | CompanyLink]:
        return [*(self.resources or ()), *(self.resource_links or ()), *(self.company_links or ())]


class Service(msgspec.Struct, frozen=True):
    """A service."""

    type: Annotated[Literal["service"], resource_type("service")]
    id: Annotated[str, says("The service, as a text.", "5")]
    attributes: ServiceAttributes
    relationships: ServiceRelationships | UnsetType = UNSET

    @classmethod
    def from_model(cls, service: model.Service | model.ServiceTitle, related: Related, include: Include) -> "Service":
        return cls(
            "service",
            str(service.id),
            ServiceAttributes(service.title, service.category_id or 0),
            _relationships(related, include) if include else UNSET,
        )


def _relationships(related: Related, include: Include) -> ServiceRelationships:
    return ServiceRelationships(
        resources=UNSET if related.resources is None else to_many(related.resources),
        service_composite=NOTHING if "service_composite" in include else UNSET,
        resource_links=UNSET if related.resource_links is None else to_many(related.resource_links),
        company_links=UNSET if related.company_links is None else to_many(related.company_links),
        trial_settings=NOTHING if "trial_settings" in include else UNSET,
    )


def with_related(
    services: Iterable[model.Service | model.ServiceTitle], tenant: Tenant, include: Include
) -> tuple[list[Service], list[Included] | UnsetType]:
    """Return services, and what they refer to; UNSET when no relation is requested."""
    pairs = [(service, Related.of(service, tenant, include)) for service in services]
    rows = [Service.from_model(service, related, include) for service, related in pairs]
    return rows, included(each for _, related in pairs for each in related.all()) if include else UNSET


class ServiceCategoryAttributes(msgspec.Struct, frozen=True):
    """What is known of a category."""

    title: Annotated[str, meaning.CATEGORY_TITLE]
    salon_service_id: Annotated[int, says("The category again, as a number.", 8)]


class ServiceCategory(msgspec.Struct, frozen=True):
    """A category of services."""

    type: Annotated[Literal["service_category"], resource_type("service_category")]
    id: Annotated[str, says("The category, as a text.", "8")]
    attributes: ServiceCategoryAttributes

    @classmethod
    def from_model(cls, category: Category) -> "ServiceCategory":
        return cls("service_category", str(category.id), ServiceCategoryAttributes(category.title, category.id))

"""Categories of services on the v1 wire."""

from collections.abc import Callable, Iterator
from typing import Annotated, Any, ClassVar, Literal

import msgspec
from msgspec import UNSET, UnsetType

from parlour.areas.services import wire as meaning
from parlour.areas.services.model import categories as model
from parlour.errors import MISSING, Fault
from parlour.http.fields import ExternalId, Id, IdOrZero, Title, needs
from parlour.http.query import Query, parameter
from parlour.http.wire import mapped, of, says

MEMBERS = says("The team members who provide any of its services in this location.", [9])
MEMBERS_SENT = says("Without effect: they follow from the services of the category.", [9])


class CategoryMembers(Query, frozen=True):
    """Which categories are listed."""

    staff_id: Annotated[
        IdOrZero | None, parameter("Only categories with services of this team member; 0 for all.", 9)
    ] = None


class ChainCategories(Query, frozen=True):
    """What categories are shown with."""

    include: Annotated[Literal["services"] | None, parameter("With the services of each.", "services")] = None


class ServiceCategoryForm(msgspec.Struct):
    """The fields of a new or changed category."""

    # The contract requires no field.
    BETWEEN: ClassVar[dict[str, Any]] = needs("title")

    title: Annotated[Title | UnsetType, meaning.CATEGORY_TITLE] = UNSET
    api_id: Annotated[ExternalId | UnsetType, meaning.API_ID] = UNSET
    weight: Annotated[meaning.Weight | UnsetType, meaning.WEIGHT] = UNSET
    staff: Annotated[list[Id] | UnsetType, MEMBERS_SENT] = UNSET

    @staticmethod
    def faults_between(given: Callable[[str], Any]) -> Iterator[Fault]:
        """Yield the fault of a missing title."""
        if given("title") is UNSET:
            yield Fault("title", MISSING)

    def to_new(self) -> model.NewCategory:
        return model.NewCategory(self.title or "", self.api_id or "", self.weight or 0)

    def to_patch(self) -> model.CategoryPatch:
        return model.CategoryPatch(title=self.title, api_id=self.api_id, weight=self.weight)


class ServiceCategory(msgspec.Struct, frozen=True):
    """A category of services."""

    id: Annotated[int, meaning.CATEGORY_ID]
    salon_service_id: Annotated[int, meaning.CATEGORY_LINK_ID]
    title: Annotated[str, meaning.CATEGORY_TITLE]
    api_id: Annotated[str, meaning.API_ID]
    weight: Annotated[int, meaning.WEIGHT]
    staff: Annotated[list[int], MEMBERS, of("team_member_ids")]
    is_chain: Annotated[bool, meaning.IS_CHAIN]

    from_model = mapped(model.Category)


class ServiceName(msgspec.Struct, frozen=True):
    """A service by its name."""

    id: Annotated[int, meaning.SERVICE_ID]
    title: Annotated[str, meaning.TITLE]


class ChainServiceCategory(msgspec.Struct, frozen=True):
    """A category of a chain."""

    id: Annotated[int, meaning.CATEGORY_ID]
    title: Annotated[str, meaning.CATEGORY_TITLE]
    services: list[ServiceName] | UnsetType = UNSET

    @classmethod
    def from_model(cls, category: model.ChainCategory, *, with_services: bool) -> "ChainServiceCategory":
        """Return the category, with its services if they are wanted."""
        pairs = zip(category.service_ids, category.service_titles, strict=True)
        services = [ServiceName(service_id, title) for service_id, title in pairs] if with_services else UNSET
        return cls(category.id, category.title, services)

"""What an appointment is made of: the member, the services and the resources that a request chooses."""

from collections.abc import Sequence
from decimal import Decimal

import msgspec


class ChosenMember(msgspec.Struct, frozen=True):
    """A team member of the location who isn't deleted."""

    id: int
    position_id: int | None
    is_dismissed: bool


class ChosenService(msgspec.Struct, frozen=True):
    """A service, with the link to the chosen member if there is one."""

    id: int
    title: str
    is_offered: bool
    """False for a deleted one, which old appointments may keep."""
    price_min: Decimal
    technical_break: int | None
    resource_ids: list[int]
    link_duration: int | None
    """How long it takes the member, in seconds; None if the member doesn't provide it."""
    link_price: Decimal | None

    @property
    def listed_price(self) -> Decimal:
        """Return the price of one in the price list."""
        return self.price_min if self.link_price is None else self.link_price


class ChosenResource(msgspec.Struct, frozen=True):
    """A kind of resource that the services need."""

    id: int
    title: str
    instance_ids: list[int]


class Choice(msgspec.Struct, frozen=True):
    """What a request chooses, as far as the location has it."""

    technical_break: int
    """The location's own, in seconds."""
    member: ChosenMember | None
    services: list[ChosenService]
    resources: list[ChosenResource]
    held_resource_ids: list[int]
    """The kinds of the instances that the appointment has already."""
    tag_ids: list[int]
    """The given tags that an appointment may have."""

    def service(self, service_id: int) -> ChosenService | None:
        return next((service for service in self.services if service.id == service_id), None)

    def needed(self, service_ids: Sequence[int]) -> list[ChosenResource]:
        """Return the kinds that services need, by id: one instance of each is shared by all services."""
        ids = {resource_id for each in self.services if each.id in service_ids for resource_id in each.resource_ids}
        return [resource for resource in self.resources if resource.id in ids]

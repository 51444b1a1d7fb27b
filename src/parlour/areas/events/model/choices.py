"""What an event is made of: the member, the service, and the rooms and devices that a request chooses."""

from collections.abc import Sequence

import msgspec

from parlour.areas.appointments.model.choices import ChosenMember, ChosenResource


class ChosenService(msgspec.Struct, frozen=True):
    """A service, with the link to the chosen member if there is one."""

    id: int
    is_offered: bool
    """False for a deleted one, and for one that isn't for events."""
    technical_break: int | None
    link_duration: int | None
    """How long it takes the member, in seconds; None if the member doesn't provide it."""


class ChosenInstance(msgspec.Struct, frozen=True):
    """A room or a device of the location."""

    id: int
    resource_id: int
    title: str


class Choice(msgspec.Struct, frozen=True):
    """What a request chooses, as far as the location has it."""

    technical_break: int
    """The location's own, in seconds."""
    member: ChosenMember | None
    service: ChosenService | None
    instances: list[ChosenInstance]
    """Those that are chosen, and those that the event has already."""
    tag_ids: list[int]
    """The given tags that an event may have."""

    def needed(self, instance_ids: Sequence[int]) -> list[ChosenResource]:
        """Return chosen instances, each as a resource that has no other one."""
        found = {instance.id: instance for instance in self.instances}
        return [ChosenResource(found[id_].resource_id, found[id_].title, [id_]) for id_ in instance_ids if id_ in found]

    def resource_ids_of(self, instance_ids: Sequence[int]) -> list[int]:
        return sorted({instance.resource_id for instance in self.instances if instance.id in instance_ids})

"""What events show of other things, each read once for all events of an answer."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Protocol

import msgspec

from parlour.areas.events.model.choices import ChosenInstance
from parlour.areas.tags.model import Tag
from parlour.areas.team.model.members import TeamMember


class ServiceOfEvent(msgspec.Struct, frozen=True):
    """The service of an event as it is now, perhaps deleted since."""

    id: int
    chain_id: int
    title: str
    category_id: int | None
    category_title: str
    price_min: Decimal
    price_max: Decimal
    comment: str
    prepayment: str
    image_names: list[str]
    """The files of the picture in its sizes, the largest first; empty without one."""


class HasParts(Protocol):
    """What has rooms, devices and tags, such as an event."""

    @property
    def resource_instance_ids(self) -> list[int]: ...
    @property
    def tag_ids(self) -> list[int]: ...


class Related(msgspec.Struct, frozen=True):
    """What events show of other things, each by its id."""

    members: Mapping[int, TeamMember]
    services: Mapping[int, ServiceOfEvent]
    instances: Mapping[int, ChosenInstance]
    tags: Mapping[int, Tag]

    def instances_of(self, event: HasParts) -> list[ChosenInstance]:
        return [found for id_ in event.resource_instance_ids if (found := self.instances.get(id_))]

    def tags_of(self, event: HasParts) -> list[Tag]:
        """Return the tags in the order in which they were chosen, without deleted ones."""
        return [tag for tag_id in event.tag_ids if (tag := self.tags.get(tag_id))]

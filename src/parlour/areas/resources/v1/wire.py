"""Resources on the v1 wire."""

from typing import Annotated

import msgspec
from msgspec import UNSET, Meta, UnsetType

from parlour.areas.resources import model
from parlour.http.fields import Id, Title
from parlour.http.path_parts import PathPart
from parlour.http.wire import says

ResourceInPath = Annotated[int, PathPart("Resource", "The resource.", 6)]

TITLE = says("The name of the kind.", "Massage room", "Laser")
INSTANCE_TITLE = says("The name of the room or device.", "Room 1", "Room 2")
INSTANCE_ID = says("The room or device.", 71, 72)


class NewInstance(msgspec.Struct):
    """A room or device to be added."""

    title: Annotated[Title, INSTANCE_TITLE]


class InstanceEntry(msgspec.Struct, kw_only=True):
    """A room or device as it shall be."""

    id: Annotated[Id | UnsetType, says("The room or device; left out for a new one.", 71)] = UNSET
    title: Annotated[Title, says("The name of the room or device.", "Room 1")]


class ResourceForm(msgspec.Struct):
    """What a resource is made from."""

    title: Annotated[Title, TITLE]
    instances: Annotated[list[NewInstance], Meta(max_length=model.MOST_INSTANCES)] | UnsetType = UNSET

    @property
    def instance_titles(self) -> list[str]:
        return [instance.title for instance in self.instances or ()]


class ResourceChanges(msgspec.Struct):
    """What a resource is changed to."""

    title: Annotated[Title | UnsetType, TITLE] = UNSET
    instances: (
        Annotated[
            list[InstanceEntry],
            Meta(
                max_length=model.MOST_INSTANCES,
                description="All that it shall have: others are deleted, those without an id are added.",
            ),
        ]
        | UnsetType
    ) = UNSET

    def to_patch(self) -> model.ResourcePatch:
        if self.instances is UNSET:
            return model.ResourcePatch(title=self.title)
        entries = [model.InstanceEntry(each.id or None, each.title) for each in self.instances]
        return model.ResourcePatch(title=self.title, instances=entries)


class Instance(msgspec.Struct, frozen=True):
    """A room or device."""

    id: Annotated[int, INSTANCE_ID]
    title: Annotated[str, INSTANCE_TITLE]
    resource_id: Annotated[int, says("The resource that it is an instance of.", 6)]


class Resource(msgspec.Struct, frozen=True):
    """A kind of rooms or devices."""

    id: Annotated[int, says("The resource.", 6, 7)]
    title: Annotated[str, TITLE]
    instances: list[Instance]

    @classmethod
    def from_model(cls, resource: model.Resource) -> "Resource":
        instances = [Instance(each.id, each.title, resource.id) for each in resource.instances]
        return cls(resource.id, resource.title, instances)

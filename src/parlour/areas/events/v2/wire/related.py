"""Events with what `include` names, on the v2 wire."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from typing import Any
from zoneinfo import ZoneInfo

import msgspec
from msgspec import UNSET, UnsetType

from parlour.areas.appointments.v2.wire.parts import ResourceInstance, ResourceInstanceAttributes
from parlour.areas.events.model.events import Event
from parlour.areas.events.model.memberships import Membership
from parlour.areas.events.model.related import Related
from parlour.areas.events.v2.wire.events import Clock, EventAttributes, EventLength, EventRelationships, EventResource
from parlour.areas.photos import Site
from parlour.areas.services.v2.wire.services import Service, ServiceAttributes
from parlour.areas.tags.v2.wire import Tag
from parlour.areas.team.v2.wire.members import TeamMember
from parlour.http.v2_envelope import Included, Resource, included, to_many, to_one

NO_RELATIONS: frozenset[str] = frozenset()


class Viewer(msgspec.Struct, frozen=True):
    """For whom events are shown, and with what."""

    timezone: ZoneInfo
    site: Site
    related: Related
    memberships: Mapping[int, Membership]
    """The schedules that events belong to, by the events."""
    include: AbstractSet[str]


def with_related(events: Iterable[Event], viewer: Viewer) -> tuple[list[EventResource], list[Included] | UnsetType]:
    """Return events, and what they refer to; UNSET when no relation is requested."""
    rows: list[EventResource] = []
    found: list[Resource] = []
    for event in events:
        one = {name: ONE[name](event, viewer) for name in ONE if name in viewer.include}
        many = {name: MANY[name](event, viewer) for name in MANY if name in viewer.include}
        rows.append(_resource(event, viewer, one, many))
        found += [*one.values(), *(resource for resources in many.values() for resource in resources)]
    return rows, included(found) if viewer.include else UNSET


def _resource(
    event: Event, viewer: Viewer, one: dict[str, Resource], many: dict[str, Sequence[Resource]]
) -> EventResource:
    relationships: EventRelationships | UnsetType = UNSET
    if viewer.include:
        relations: dict[str, Any] = {name: to_one(resource) for name, resource in one.items()}
        relations |= {name: to_many(resources) for name, resources in many.items()}
        relationships = EventRelationships(**relations)
    attributes = EventAttributes.from_model(event, Clock(viewer.timezone, viewer.memberships.get(event.id)))
    return EventResource("activity", str(event.id), attributes, relationships)


def _staff(event: Event, viewer: Viewer) -> TeamMember:
    return TeamMember.from_model(viewer.related.members[event.team_member_id], viewer.site, NO_RELATIONS, None)


def _service(event: Event, viewer: Viewer) -> Service:
    service = viewer.related.services[event.service_id]
    return Service("service", str(service.id), ServiceAttributes(service.title, service.category_id or 0))


def _instances(event: Event, viewer: Viewer) -> list[ResourceInstance]:
    return [
        ResourceInstance("resource_instance", str(each.id), ResourceInstanceAttributes(each.resource_id, each.title))
        for each in viewer.related.instances_of(event)
    ]


ONE: dict[str, Callable[[Event, Viewer], Resource]] = {
    "staff": _staff,
    "master": _staff,
    "service": _service,
    "duration_details": lambda event, _: EventLength.of(event),
}
"""The relations to one resource, and how it is made."""
MANY: dict[str, Callable[[Event, Viewer], Sequence[Resource]]] = {
    "resource_instances": _instances,
    "labels": lambda event, viewer: [Tag.from_model(tag) for tag in viewer.related.tags_of(event)],
}
"""The relations to any number of resources, and how they are made."""

"""Services for events, with who provides them and what they need."""

from collections import defaultdict
from collections.abc import Iterable

import msgspec

from parlour.areas.events.model.facets import Facet
from parlour.areas.services.model.links import Link, read_links
from parlour.areas.services.model.resources import Resource, read_resources
from parlour.areas.services.model.services import Service


class ListedService(msgspec.Struct, frozen=True):
    """A service for events as it is listed."""

    service: Service
    links: list[Link]
    resources: list[Resource]

    @classmethod
    def of(cls, service: Service) -> "ListedService":
        return cls(service, read_links(service.links), read_resources(service.resources))


def of_events(services: Iterable[ListedService], facets: Iterable[Facet]) -> list[ListedService]:
    """Return the services that there are events of, with the members and the resources of these events only."""
    members: defaultdict[int, set[int]] = defaultdict(set)
    resources: defaultdict[int, set[int]] = defaultdict(set)
    for facet in facets:
        members[facet.service_id].add(facet.team_member_id)
        resources[facet.service_id].update(facet.resource_ids)
    return [
        ListedService(
            each.service,
            [link for link in each.links if link.team_member_id in members[each.service.id]],
            [resource for resource in each.resources if resource.id in resources[each.service.id]],
        )
        for each in services
        if each.service.id in members
    ]

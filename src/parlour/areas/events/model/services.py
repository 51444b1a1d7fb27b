"""Services for events, with who provides them and what they need."""

from collections.abc import Iterable, Sequence

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


def of_events(services: Iterable[ListedService], facets: Sequence[Facet]) -> list[ListedService]:
    """Return the services that there are events of, with the members and the resources of these events only."""
    found: list[ListedService] = []
    for each in services:
        own = [facet for facet in facets if facet.service_id == each.service.id]
        members = {facet.team_member_id for facet in own}
        resources = {id_ for facet in own for id_ in facet.resource_ids}
        if own:
            links = [link for link in each.links if link.team_member_id in members]
            kinds = [resource for resource in each.resources if resource.id in resources]
            found.append(ListedService(each.service, links, kinds))
    return found

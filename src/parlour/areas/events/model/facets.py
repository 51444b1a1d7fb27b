"""Filters of a search with their values, and which of these lead to an event together with what is chosen already."""

from collections.abc import Collection, Iterable, Mapping, Sequence

import msgspec


class Facet(msgspec.Struct, frozen=True, array_like=True):
    """What upcoming events have in common: one row for all events with the same, in the order of statements."""

    team_member_id: int
    service_id: int
    category_id: int | None
    resource_ids: list[int]

    def values(self) -> Mapping[str, Collection[int]]:
        """Return the values of the event under the names of the filters."""
        category = [] if self.category_id is None else [self.category_id]
        return {
            "team_member": [self.team_member_id],
            "resource": self.resource_ids,
            "service": [self.service_id],
            "category": category,
        }


NAMES = ("team_member", "resource", "service", "category")
"""The filters in their order."""


class FilterValue(msgspec.Struct, frozen=True):
    """A value that a filter can have."""

    id: int
    leads_nowhere: bool
    """No event has it together with what the other filters choose."""


def filters_of(facets: Iterable[Facet], chosen: Mapping[str, Collection[int]]) -> dict[str, list[FilterValue]]:
    """Return the values of each filter by their ids. `chosen` has the values of filters that are in use."""
    rows = [facet.values() for facet in facets]
    return {name: _values_of(name, rows, chosen) for name in NAMES}


def _values_of(
    name: str, rows: Sequence[Mapping[str, Collection[int]]], chosen: Mapping[str, Collection[int]]
) -> list[FilterValue]:
    others = {other: {*ids} for other, ids in chosen.items() if other != name and ids}
    known = {id_ for row in rows for id_ in row[name]}
    led_to = {
        id_ for row in rows if all(ids.intersection(row[other]) for other, ids in others.items()) for id_ in row[name]
    }
    return [FilterValue(id_, id_ not in led_to) for id_ in sorted(known)]

"""The queries of searches for events, and their answers."""

from collections.abc import Collection, Mapping
from decimal import Decimal
from typing import Annotated

import msgspec
from msgspec import Meta

from parlour.areas.events.model.facets import FilterValue
from parlour.areas.events.model.filters import DateRange as Dates
from parlour.areas.events.model.filters import EventFilter
from parlour.areas.events.model.services import ListedService
from parlour.areas.services.model.links import Link
from parlour.errors import Fault, Invalid
from parlour.http.cursors import Cursor
from parlour.http.dates import Day
from parlour.http.envelope import NoMeta
from parlour.http.fields import Id
from parlour.http.query import PageNumber, Query, parameter
from parlour.http.v1_envelope import Success
from parlour.http.wire import says

MOST_ROWS = 300
REVERSED = "Must not come before `from`."


class EventChoice(Query, frozen=True, kw_only=True):
    """What is chosen in a search for events."""

    service_ids: Annotated[list[Id] | None, parameter("Only events of one of these services.", [6])] = None
    staff_ids: Annotated[list[Id] | None, parameter("Only events of one of these team members.", [9])] = None
    resource_ids: Annotated[list[Id] | None, parameter("Only events with a room or device of these kinds.", [6])] = None

    def to_filter(self) -> EventFilter:
        return EventFilter(service_ids=self.service_ids, team_member_ids=self.staff_ids, resource_ids=self.resource_ids)

    def chosen(self) -> Mapping[str, Collection[int]]:
        """Return what is chosen under the names of the filters."""
        return {
            "service": self.service_ids or (),
            "team_member": self.staff_ids or (),
            "resource": self.resource_ids or (),
        }


class EventDays(EventChoice, frozen=True, kw_only=True):
    """What is searched for in a period."""

    since: Annotated[Day, parameter("The first day, in the location's time.", "2026-02-01")] = msgspec.field(
        name="from"
    )
    till: Annotated[Day, parameter("The last day, included.", "2026-02-28")]

    def to_filter(self) -> EventFilter:
        """Return the filter. Raise `Invalid` for a period that ends before it begins."""
        if self.till.value < self.since.value:
            raise Invalid([Fault("till", REVERSED)])
        chosen = super().to_filter()
        return msgspec.structs.replace(chosen, first_day=self.since.value, last_day=self.till.value)


class EventSearch(EventDays, frozen=True, kw_only=True):
    """What is searched for, and the page."""

    page: PageNumber = 1
    count: Annotated[int, Meta(ge=1, le=MOST_ROWS), parameter("Events on a page.")] = 25
    cursor: Cursor = None


class ServiceSearch(Query, frozen=True):
    """Which services for events are listed."""

    staff_id: Annotated[Id | None, parameter("Only those that this team member provides.", 9)] = None
    term: Annotated[
        Annotated[str, Meta(max_length=255)] | None,
        parameter("A part of the name, whatever its case and accents.", "yoga"),
    ] = None


class EventDates(msgspec.Struct, frozen=True):
    """Dates in their order."""

    success: Success
    data: Annotated[list[str], says("The dates.", ["2026-02-02", "2026-02-03"])]
    meta: NoMeta


class DateRange(msgspec.Struct, frozen=True):
    """The first and the last day on which there is an event; null without any."""

    min_date: Annotated[str | None, says("The first day.", "2026-02-02")]
    max_date: Annotated[str | None, says("The last day.", "2026-02-27")]

    @classmethod
    def of(cls, found: Dates) -> "DateRange":
        return cls(*(None if day is None else day.isoformat() for day in (found.first, found.last)))


class SearchFilterValue(msgspec.Struct, frozen=True):
    """A value that a filter can have."""

    id: Annotated[int, says("The team member, kind of resource, service or category.", 9)]
    title: Annotated[str, says("Its name.", "Ana Lima")]
    is_disabled: Annotated[bool, says("No event has it together with what the query chooses.", False)]


class SearchFilter(msgspec.Struct, frozen=True):
    """A filter of the search, with the values that upcoming events have."""

    code: Annotated[str, says("`staff`, `resource`, `service` or `service_category`.", "staff")]
    title: Annotated[str, says("What it is called.", "Team members")]
    data: Annotated[list[SearchFilterValue], says("Its values, by id.")]


FILTERS = {
    "team_member": ("staff", "Team members"),
    "resource": ("resource", "Resources"),
    "service": ("service", "Services"),
    "category": ("service_category", "Categories of services"),
}
"""The codes and titles of the filters, by the names of the model."""


def search_filters(found: Mapping[str, list[FilterValue]], titles: Mapping[tuple[str, int], str]) -> list[SearchFilter]:
    """Return filters as they are sent, in their order."""
    return [
        SearchFilter(
            *FILTERS[name],
            [SearchFilterValue(value.id, titles.get((name, value.id), ""), value.leads_nowhere) for value in values],
        )
        for name, values in found.items()
    ]


class CategoryOfEvents(msgspec.Struct, frozen=True):
    """The category of a service for events."""

    id: Annotated[int, says("The category; 0 for none.", 8)]
    title: Annotated[str, says("Its name; empty for none.", "Classes")]


class StaffOfEvents(msgspec.Struct, frozen=True):
    """A team member who provides a service for events."""

    id: Annotated[int, says("The team member.", 9)]
    name: Annotated[str, says("The name.", "Ana Lima")]
    length: Annotated[int, says("How long it takes this member, in seconds.", 3600)]

    @classmethod
    def of(cls, link: Link) -> "StaffOfEvents":
        return cls(link.team_member_id, link.name, link.duration)


class ResourceOfEvents(msgspec.Struct, frozen=True):
    """A kind of room or device that a service for events needs."""

    id: Annotated[int, says("The kind.", 6)]
    title: Annotated[str, says("Its name.", "Solarium")]
    salon_id: Annotated[int, says("The location.", 1)]


class EventServiceRow(msgspec.Struct, frozen=True):
    """A service for events."""

    id: Annotated[int, says("The service.", 6)]
    title: Annotated[str, says("Its name.", "Yoga")]
    capacity: Annotated[int, says("How many clients it is for.", 12)]
    price_min: Annotated[Decimal, says("The lowest price of a seat.", 15)]
    price_max: Annotated[Decimal, says("The highest price of a seat.", 15)]
    is_multi: Annotated[bool, says("Always true: it is for events.", True)]
    category: CategoryOfEvents
    staff: Annotated[list[StaffOfEvents], says("Who provides it.")]
    resources: Annotated[list[ResourceOfEvents], says("What it needs.")]

    @classmethod
    def of(cls, listed: ListedService, location_id: int, categories: Mapping[int, str]) -> "EventServiceRow":
        service = listed.service
        category_id = service.category_id or 0
        return cls(
            service.id,
            service.title,
            service.capacity,
            Decimal(service.price_min),
            Decimal(service.price_max),
            True,
            CategoryOfEvents(category_id, categories.get(category_id, "")),
            [StaffOfEvents.of(link) for link in listed.links],
            [ResourceOfEvents(each.id, each.title, location_id) for each in listed.resources],
        )

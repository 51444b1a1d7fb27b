"""The queries of services and categories of API v2."""

from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from parlour.areas.services.model.attendance import AttendanceServiceFilter
from parlour.errors import Fault, Invalid
from parlour.http.cursors import Cursor
from parlour.http.fields import Id
from parlour.http.query import PageNumber, Query, parameter
from parlour.http.v2_envelope import MAX_LIMIT, Limit

Relation = Literal["resources", "service_composite", "resource_links", "company_links", "trial_settings"]
Include = Annotated[
    list[Relation] | None, parameter("The related resources to include.", ["resources", "company_links"])
]


class ServiceList(Query, frozen=True):
    """Which services are listed, and with what."""

    ids: Annotated[list[Id] | None, parameter("Only services with these ids.", [5])] = msgspec.field(
        name="filter[service_ids]", default=None
    )
    page: PageNumber = 1
    limit: Limit = MAX_LIMIT
    cursor: Cursor = None
    include: Include = None


SHORTEST_TERM = 3
Flag = Literal[0, 1]


class AttendanceServiceList(Query, frozen=True, kw_only=True):
    """Which services are listed for appointments."""

    staff_id: Annotated[Id | None, parameter("Only services of this team member, as they provide them.", 9)] = None
    category_id: Annotated[Id | None, parameter("Only services of this category.", 8)] = msgspec.field(
        name="filter[category_id]", default=None
    )
    ids: Annotated[list[Id] | None, parameter("Only services with these ids.", [5])] = msgspec.field(
        name="filter[service_ids]", default=None
    )
    term: Annotated[
        Annotated[str, Meta(min_length=SHORTEST_TERM, max_length=255)] | None,
        parameter("A part of the title, at least three characters long without blanks around it.", "hair"),
    ] = msgspec.field(name="filter[term]", default=None)
    is_available_for_timetable: Annotated[
        Flag | None, parameter("1 for services that staff may choose in the calendar, 0 for the others.", 1)
    ] = msgspec.field(name="filter[is_available_for_timetable]", default=None)
    is_multi: Annotated[Flag | None, parameter("1 for services of group events, 0 for the others.", 0)] = msgspec.field(
        name="filter[is_multi]", default=None
    )
    is_composite: Annotated[
        Flag | None, parameter("1 for services that consist of others: there are none. 0 for all.", 0)
    ] = msgspec.field(name="filter[is_composite]", default=None)
    page: PageNumber = 1
    limit: Limit = MAX_LIMIT
    cursor: Cursor = None

    def to_filter(self) -> AttendanceServiceFilter:
        """Return what is wanted. Raise `Invalid` for a term that is too short."""
        term = None if self.term is None else self.term.strip()
        if term is not None and len(term) < SHORTEST_TERM:
            raise Invalid([Fault("filter[term]", f"Must be at least {SHORTEST_TERM} characters long.")])
        return AttendanceServiceFilter(
            team_member_id=self.staff_id,
            category_id=self.category_id,
            service_ids=self.ids,
            term=term,
            is_for_staff=_yes(self.is_available_for_timetable),
            is_for_events=_yes(self.is_multi),
        )


def _yes(flag: Flag | None) -> bool | None:
    return None if flag is None else bool(flag)


class ServiceDetails(Query, frozen=True):
    """What a service is shown with."""

    include: Include = None


class ServiceCategoryList(Query, frozen=True):
    """Which categories are listed."""

    staff_id: Annotated[Id | None, parameter("Only categories with services of this team member.", 9)] = msgspec.field(
        name="filter[staff_id]", default=None
    )

"""The queries of events of API v2."""

from datetime import datetime
from typing import Annotated, ClassVar, Literal

import msgspec
from msgspec import Meta

from parlour.access.tenant import Tenant
from parlour.areas.events import refusals
from parlour.areas.events.model.events import MOST_SEATS
from parlour.areas.events.model.filters import EventFilter
from parlour.errors import Fault, Invalid, Malformed
from parlour.http.cursors import Cursor
from parlour.http.dates import FIRST_YEAR, LAST_YEAR, Instant
from parlour.http.fields import Id
from parlour.http.query import PageNumber, Query, moment_parameter, parameter
from parlour.http.v2_envelope import MAX_LIMIT, Limit
from parlour.refusals import MessageRefusal

SINCE, UNTIL = "filter[from]", "filter[to]"
YEARS = f"Must be between the years {FIRST_YEAR} and {LAST_YEAR}."
NOT_PAST = "Must not be in the past."
AFTER_EXPECTED = f"Must come after `{SINCE}`."

Relation = Literal["staff", "service", "resource_instances", "labels", "duration_details", "master"]
Include = Annotated[
    list[Relation] | None, parameter("The related resources to include.", ["staff", "service", "labels"])
]


class EventDetails(Query, frozen=True):
    """What an event is shown with."""

    include: Include = None


class EventList(Query, frozen=True, kw_only=True):
    """Which events are listed, and with what."""

    WITHOUT_REQUIRED: ClassVar[MessageRefusal[Malformed] | None] = refusals.NO_PERIOD

    since: Annotated[
        Instant,
        moment_parameter(
            "Only events that begin at this moment or later; it must not be in the past.", "2036-02-04T00:00:00-05:00"
        ),
    ] = msgspec.field(name=SINCE)
    until: Annotated[
        Instant,
        moment_parameter("Only events that begin before this moment, which comes later.", "2036-02-11T00:00:00-05:00"),
    ] = msgspec.field(name=UNTIL)
    team_member_ids: Annotated[list[Id] | None, parameter("Only events of one of these team members.", [9])] = (
        msgspec.field(name="filter[master_ids]", default=None)
    )
    service_ids: Annotated[list[Id] | None, parameter("Only events of one of these services.", [6])] = msgspec.field(
        name="filter[service_ids]", default=None
    )
    capacity: Annotated[
        Annotated[int, Meta(ge=0, le=MOST_SEATS)] | None, parameter("Only events with at least so many free seats.", 1)
    ] = msgspec.field(name="filter[capacity]", default=None)
    page: PageNumber = 1
    limit: Limit = MAX_LIMIT
    cursor: Cursor = None
    include: Include = None

    def to_filter(self, tenant: Tenant, now: datetime) -> EventFilter:
        """Return the filter. Raise `Invalid` for a period that begins in the past, or that ends before it begins.

        What has begun with the present minute isn't past: clients have a clock of their own.
        """
        faults = [
            Fault(name, YEARS)
            for name, end in ((SINCE, self.since), (UNTIL, self.until))
            if not FIRST_YEAR <= end.year <= LAST_YEAR
        ]
        if faults:
            raise Invalid(faults)
        since, until = self.since.at(tenant.timezone), self.until.at(tenant.timezone)
        if since < now.replace(second=0, microsecond=0):
            faults.append(Fault(SINCE, NOT_PAST))
        if until <= since:
            faults.append(Fault(UNTIL, AFTER_EXPECTED))
        if faults:
            raise Invalid(faults)
        return EventFilter(
            first_day=since.astimezone(tenant.timezone).date(),
            last_day=until.astimezone(tenant.timezone).date(),
            since=since,
            until=until,
            service_ids=self.service_ids,
            team_member_ids=self.team_member_ids,
            free_seats=self.capacity,
        )

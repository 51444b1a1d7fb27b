"""The queries of appointments of API v2, and what addresses name."""

import re
from datetime import datetime
from typing import Annotated, Literal
from zoneinfo import ZoneInfo

import msgspec

from parlour.access.tenant import Tenant
from parlour.areas.appointments import refusals
from parlour.areas.appointments.model.filters import AppointmentFilter, Attended
from parlour.areas.appointments.model.occupations import OccupationFilter
from parlour.errors import Fault, Invalid
from parlour.http.cursors import Cursor
from parlour.http.dates import FIRST_YEAR, LAST_YEAR, Instant
from parlour.http.fields import Id
from parlour.http.path_parts import PathPart
from parlour.http.query import PageNumber, Query, moment_parameter, parameter
from parlour.http.v2_envelope import MAX_LIMIT, Limit
from parlour.ids import MAX_ID

AttendanceInPath = Annotated[
    str,
    PathPart("Attendance", "`record_` and an appointment, or `visit_` and a visit.", "record_4001"),
]
_ATTENDANCE = re.compile(r"(record|visit)_([0-9]{1,19})", re.ASCII)
YEARS = f"Must be between the years {FIRST_YEAR} and {LAST_YEAR}."
AFTER_EXPECTED = "Must come after the beginning."
PAIR_EXPECTED = "Both ends of the period are needed."
LONGEST_PERIOD = 93
"""The days of the longest period whose occupations are listed."""

Relation = Literal[
    "client",
    "client.custom_field_values",
    "staff",
    "services",
    "goods",
    "resource_instances",
    "labels",
    "attendance_service_items",
    "attendance_good_items",
    "attendance_document",
    "transactions",
    "fast_payment_settings",
    "acceptance_free",
    "custom_field_values",
    "comer",
    "client_notification_settings",
    "client_schedule",
    "duration_details",
]
Include = Annotated[
    list[Relation] | None,
    parameter(
        "The related resources to include. Values of custom fields need the rights to see them.",
        ["client", "staff", "services"],
    ),
]


class AppointmentDetails(Query, frozen=True):
    """What appointments are shown with."""

    include: Include = None


class AppointmentList(Query, frozen=True, kw_only=True):
    """Which appointments are listed, and with what."""

    client_id: Annotated[Id | None, parameter("Only those of this client.", 812)] = msgspec.field(
        name="filter[client_id]", default=None
    )
    activity_id: Annotated[Id | None, parameter("Only those of this group event.", 7001)] = msgspec.field(
        name="filter[activity_id]", default=None
    )
    since: Annotated[
        Instant | None,
        moment_parameter(
            "Only those that end after this moment; only together with the other.", "2026-02-02T00:00:00-05:00"
        ),
    ] = msgspec.field(name="filter[date_intersect_from]", default=None)
    until: Annotated[
        Instant | None,
        moment_parameter("Only those that begin before this moment, which comes later.", "2026-02-03T00:00:00-05:00"),
    ] = msgspec.field(name="filter[date_intersect_to]", default=None)
    page: PageNumber = 1
    limit: Limit = MAX_LIMIT
    cursor: Cursor = None
    include: Include = None

    def to_filter(self, tenant: Tenant) -> AppointmentFilter:
        """Return the filter. Raise `Invalid` for half a period, and for one that ends before it begins."""
        wanted = AppointmentFilter(client_id=self.client_id, event_id=self.activity_id)
        if self.since is None and self.until is None:
            return wanted
        if self.since is None or self.until is None:
            missing = "from" if self.since is None else "to"
            raise Invalid([Fault(f"filter[date_intersect_{missing}]", PAIR_EXPECTED)])
        since, until = _period(self.since, self.until, "", tenant.timezone)
        return wanted.during(since, until, tenant.timezone)


class ResourceOccupationList(Query, frozen=True, kw_only=True):
    """Which occupations are listed."""

    service_id: Annotated[Id | None, parameter("Only of resources that this service needs.", 5)] = msgspec.field(
        name="filter[service_id]", default=None
    )
    service_ids: Annotated[list[Id] | None, parameter("Only of resources that one of these needs.", [5])] = (
        msgspec.field(name="filter[service_ids]", default=None)
    )
    since: Annotated[
        Instant, moment_parameter("Only those that end after this moment.", "2026-02-02T00:00:00-05:00")
    ] = msgspec.field(name="filter[date_intersect_from_strict]")
    until: Annotated[
        Instant,
        moment_parameter(
            f"Only those that begin before this moment, at most {LONGEST_PERIOD} days later.",
            "2026-02-03T00:00:00-05:00",
        ),
    ] = msgspec.field(name="filter[date_intersect_to_strict]")

    def to_filter(self, tenant: Tenant) -> OccupationFilter:
        """Return the filter. Raise `Invalid` for a period that ends before it begins, or is too long."""
        since, until = _period(self.since, self.until, "_strict", tenant.timezone)
        if (until - since).days >= LONGEST_PERIOD:
            fault = f"Must be less than {LONGEST_PERIOD} days after the beginning."
            raise Invalid([Fault("filter[date_intersect_to_strict]", fault)])
        given = [*(self.service_ids or ()), *((self.service_id,) if self.service_id else ())]
        return OccupationFilter(since, until, given or None)


def _period(since: Instant, until: Instant, suffix: str, zone: ZoneInfo) -> tuple[datetime, datetime]:
    """Return a period in UTC. Raise `Invalid` with the faults of both ends."""
    ends = {f"filter[date_intersect_from{suffix}]": since, f"filter[date_intersect_to{suffix}]": until}
    faults = [Fault(name, YEARS) for name, end in ends.items() if not FIRST_YEAR <= end.year <= LAST_YEAR]
    if not faults and until.at(zone) <= since.at(zone):
        faults = [Fault(f"filter[date_intersect_to{suffix}]", AFTER_EXPECTED)]
    if faults:
        raise Invalid(faults)
    return since.at(zone), until.at(zone)


def read_attendance(text: str) -> Attended:
    """Return the attendance that an address names. Raise `Invalid`."""
    found = _ATTENDANCE.fullmatch(text)
    if found is None or int(found[2]) > MAX_ID:
        raise refusals.NO_ATTENDANCE.error("attendance_id")
    return Attended(int(found[2]), is_appointment=found[1] == "record")


def relations_in(include: list[Relation] | None) -> frozenset[str]:
    """Return the relations that a request names; what belongs to a client comes with the client."""
    wanted: frozenset[str] = frozenset(include or ())
    return wanted | {"client"} if "client.custom_field_values" in wanted else wanted

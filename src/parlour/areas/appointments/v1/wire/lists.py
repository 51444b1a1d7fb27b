"""Which appointments are listed on the v1 wire, and their pages."""

from datetime import date, datetime, time
from typing import Annotated

import msgspec
from msgspec import UNSET, Meta, UnsetType

from parlour.access.tenant import Tenant
from parlour.areas.appointments.model.filters import AppointmentFilter
from parlour.areas.appointments.v1.wire.records import Record
from parlour.http.cursors import Cursor, NextCursor
from parlour.http.dates import Day, Instant
from parlour.http.fields import IdOrZero
from parlour.http.query import PageNumber, Query, ignored, moment_parameter, parameter, switch_parameter
from parlour.http.v1_envelope import Success
from parlour.http.wire import says

MOST_ROWS = 1000
INCLUDED = ignored("Without effect here.", {"include_consumables": 1, "include_finance_transactions": 1})
SAME_AS_STAFF = ignored("The same as `staff_id`.", {"team_member_id": 9})
CONSUMABLES = switch_parameter("With what was used up.")


class RecordView(Query, frozen=True):
    """What of an appointment is shown."""

    include_consumables: Annotated[bool, CONSUMABLES] = False
    include_finance_transactions: Annotated[bool, switch_parameter("With the payments for it.")] = False


class RecordList(Query, frozen=True):
    """Which appointments are listed."""

    page: PageNumber = 1
    count: Annotated[int, Meta(ge=1, le=MOST_ROWS), parameter("Appointments on a page.")] = 50
    cursor: Cursor = None
    start_date: Annotated[Day | None, parameter("The first day, in the location's time.", "2026-02-02")] = None
    end_date: Annotated[Day | None, parameter("The last day, included.", "2026-02-08")] = None
    c_start_date: Annotated[Day | None, parameter("The first day on which it was made.", "2026-01-01")] = None
    c_end_date: Annotated[Day | None, parameter("The last day on which it was made, included.", "2026-01-31")] = None
    changed_after: Annotated[
        Instant | None, moment_parameter("Made or changed at this moment or later.", "2026-01-31T18:30:00-05:00")
    ] = None
    changed_before: Annotated[
        Instant | None, moment_parameter("Made or changed at this moment or earlier.", "2026-02-01T00:00:00-05:00")
    ] = None
    staff_id: Annotated[IdOrZero | None, parameter("Only of this team member; 0 for all.", 9)] = None
    client_id: Annotated[IdOrZero | None, parameter("Only of this client; 0 for all.", 812)] = None
    created_user_id: Annotated[IdOrZero | None, parameter("Only what this user made; 0 for all.", 1)] = None
    include_consumables: Annotated[bool, CONSUMABLES] = False
    include_finance_transactions: Annotated[bool, switch_parameter("With the payments for each.")] = False
    with_deleted: Annotated[bool, switch_parameter("With deleted appointments.")] = False

    def to_filter(self, tenant: Tenant) -> AppointmentFilter:
        """Return the filter, with times in UTC and days of the location."""
        zone = tenant.timezone
        return AppointmentFilter(
            first_day=_day(self.start_date),
            last_day=_day(self.end_date),
            created_since=Instant(_midnight(self.c_start_date)).at(zone) if self.c_start_date else None,
            created_until=Instant(_midnight(self.c_end_date), is_day=True).end_at(zone) if self.c_end_date else None,
            changed_since=self.changed_after.at(zone) if self.changed_after else None,
            changed_until=self.changed_before.end_at(zone) if self.changed_before else None,
            team_member_id=self.staff_id or None,
            client_id=self.client_id or None,
            created_user_id=self.created_user_id or None,
            with_deleted=self.with_deleted,
        )


def _day(day: Day | None) -> date | None:
    return day.value if day else None


def _midnight(day: Day) -> datetime:
    return datetime.combine(day.value, time())


class RecordPage(msgspec.Struct, frozen=True):
    """The meta of a page of appointments."""

    page: Annotated[int, says("The page.", 1)]
    total_count: Annotated[int, says("How many there are on all pages.", 2)]
    next_cursor: NextCursor | UnsetType = UNSET


class RecordPageAnswer(msgspec.Struct, frozen=True):
    """A page of appointments."""

    success: Success
    data: list[Record]
    meta: RecordPage

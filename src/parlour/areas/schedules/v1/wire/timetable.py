"""What the calendar shows of a day, and its settings."""

from typing import Annotated, Any, ClassVar

import msgspec
from msgspec import UNSET, Meta, UnsetType

from parlour.areas.schedules.model import settings as model
from parlour.areas.schedules.model.settings import Bookings
from parlour.http.envelope import NoMeta
from parlour.http.fields import Id
from parlour.http.query import Query, parameter
from parlour.http.v1_envelope import Success
from parlour.http.wire import always, made, mapped, of, says

BOOKINGS = (Bookings.MIXED, Bookings.INDIVIDUAL, Bookings.GROUP)
"""What is booked; its number on the wire is the position."""

RECORD_TYPE = says("What is booked: 0 both, 1 individual appointments, 2 group events.", 0)
MOST_SEATS = says("The most seats of a group event.", 12)
NO_AGREEMENTS = "Always false: clients are not asked for this agreement yet."

RecordType = Annotated[int, Meta(ge=0, le=len(BOOKINGS) - 1)]
Seats = Annotated[int, Meta(ge=1, le=255)]


class WorkingDates(Query, frozen=True):
    """Whose working dates are listed."""

    staff_id: Annotated[Id | None, parameter("Those of this team member; of any by default.", 9)] = None


class WorkingDateList(msgspec.Struct, frozen=True):
    """Dates in their order."""

    success: Success
    data: Annotated[list[str], says("The dates.", ["2026-02-02", "2026-02-03"])]
    meta: NoMeta


class CalendarTime(msgspec.Struct, frozen=True):
    """A time at which an appointment could begin."""

    time: Annotated[str, says("The time.", "10:00", "10:05")]
    is_free: Annotated[bool, says("Whether the team member is free at that time.", True, False)]


def record_type_of(bookings: Bookings) -> int:
    return BOOKINGS.index(bookings)


class CalendarSettings(msgspec.Struct, frozen=True):
    """The settings of a location's calendar."""

    record_type: Annotated[int, RECORD_TYPE, of(made(record_type_of, "bookings"))]
    activity_record_clients_count_max: Annotated[int, MOST_SEATS, of("max_event_seats")]
    is_show_newsletter_agreement: Annotated[bool, always(False, NO_AGREEMENTS)]
    is_show_personal_data_processing_agreement: Annotated[bool, always(False, NO_AGREEMENTS)]

    from_model = mapped(model.CalendarSettings)


class CalendarSettingsForm(msgspec.Struct):
    """What changes."""

    # The contract requires both; one that is left out keeps its value.
    BETWEEN: ClassVar[dict[str, Any]] = {"required": ["record_type", "activity_record_clients_count_max"]}

    record_type: Annotated[RecordType | UnsetType, RECORD_TYPE] = UNSET
    activity_record_clients_count_max: Annotated[Seats | UnsetType, MOST_SEATS] = UNSET

    def to_patch(self) -> model.SettingsPatch:
        bookings = UNSET if self.record_type is UNSET else BOOKINGS[self.record_type]
        return model.SettingsPatch(bookings=bookings, max_event_seats=self.activity_record_clients_count_max)

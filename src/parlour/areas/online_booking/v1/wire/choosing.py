"""What has been chosen already, as parameters of the lists that clients choose from."""

from collections.abc import Mapping
from datetime import date as date_type
from types import MappingProxyType
from typing import Annotated, ClassVar

from msgspec import Meta

from parlour.areas.online_booking.model.periods import from_today, horizon, month_of
from parlour.areas.schedules import refusals
from parlour.areas.schedules.model.days import Period
from parlour.areas.schedules.model.schedules import MAX_DAYS
from parlour.errors import Fault, Invalid
from parlour.http.dates import Day, Instant, parse_day
from parlour.http.fields import IdOrZero
from parlour.http.path_parts import PathPart
from parlour.http.query import Query, moment_parameter, parameter, switch_parameter

EXAMPLE_DAY, EXAMPLE_TIME = "2036-02-04", "2036-02-04T10:00:00-05:00"
MemberInPath = Annotated[int, PathPart("Team member", "The team member.", 9)]
MemberOrAnyInPath = Annotated[int, PathPart("Team member", "The team member; 0 for any.", 9)]
DayInPath = Annotated[str, PathPart("Day", "The day, as `2036-02-04` or `20360204`.", EXAMPLE_DAY)]
MOST_SERVICES = 50


class ChosenServices(Query, frozen=True):
    """The services that are chosen."""

    OTHER_NAMES: ClassVar[Mapping[str, str]] = MappingProxyType(
        {"service_id": "service_ids", "services_ids": "service_ids"}
    )

    service_ids: Annotated[
        Annotated[list[IdOrZero], Meta(max_length=MOST_SERVICES)] | None,
        parameter("The chosen services, at most 50; all of them are booked one after the other.", [5]),
    ] = None

    @property
    def services(self) -> list[int]:
        """Return the ids of the chosen services; 0 is none."""
        return [each for each in self.service_ids or () if each]


class ServiceChoice(ChosenServices, frozen=True):
    """What has been chosen before a service."""

    staff_id: Annotated[IdOrZero | None, parameter("Only services of this team member; 0 for all.", 9)] = None
    datetime: Annotated[
        Instant | None, moment_parameter("Only services that can be booked at this time.", EXAMPLE_TIME)
    ] = None


class MemberChoice(ChosenServices, frozen=True):
    """What has been chosen before a team member."""

    datetime: Annotated[
        Instant | None, moment_parameter("Only team members who can be booked at this time.", EXAMPLE_TIME)
    ] = None
    without_seances: Annotated[
        bool | None, switch_parameter("Leave the nearest slots out, which makes the answer faster.")
    ] = None


class NearestChoice(ChosenServices, frozen=True):
    """What has been chosen before the nearest slots."""

    datetime: Annotated[
        Instant | None, moment_parameter("Search from this day on; today by default.", EXAMPLE_TIME)
    ] = None

    def first_day(self, today: date_type) -> date_type:
        """Return the day from which slots are searched."""
        return today if self.datetime is None else max(today, self.datetime.day)


class TimeChoice(ChosenServices, frozen=True):
    """What has been chosen before a time."""


class DateChoice(ChosenServices, frozen=True):
    """What has been chosen before a date, and which dates are shown."""

    staff_id: Annotated[IdOrZero | None, parameter("The team member; 0 for any.", 9)] = None
    date: Annotated[Day | None, parameter("Any day of the month that is shown.", EXAMPLE_DAY)] = None
    date_from: Annotated[
        Day | None, parameter("The first date, together with `date_to`; both win over `date`.", EXAMPLE_DAY)
    ] = None
    date_to: Annotated[Day | None, parameter("The last date; at most 366 days in all.", "2036-02-10")] = None

    def period(self, today: date_type) -> Period:
        """Return the dates that are shown, without those before today. Raise `Invalid` for a bad period."""
        if self.date_from is not None and self.date_to is not None:
            period = Period(self.date_from.value, self.date_to.value)
            if period.first > period.last:
                raise refusals.REVERSED.error("date_to")
            if len(period) > MAX_DAYS:
                raise refusals.TOO_LONG.error("date_to", MAX_DAYS)
            return from_today(period, today)
        return horizon(today) if self.date is None else from_today(month_of(self.date.value), today)


def read_day(text: str) -> date_type:
    """Return the day of an address. Raise `Invalid`."""
    try:
        return parse_day(text)
    except ValueError as error:
        raise Invalid([Fault("date", str(error))]) from None

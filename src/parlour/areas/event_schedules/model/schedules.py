"""A schedule of events, its series, and when each plans an event."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, time
from enum import IntEnum
from zoneinfo import ZoneInfo

import msgspec
from msgspec import UNSET, UnsetType

from parlour.areas.events.model.changes import EventPatch
from parlour.areas.events.model.repeats import MOST_REPEATS, Repeat, RepeatMode, days_of

MOST_SERIES = 7
MOST_OCCURRENCES = MOST_REPEATS
"""How many events one request plans at most."""


class Weekday(IntEnum):
    """A day of the week, by its number in ISO 8601."""

    MON = 1
    TUE = 2
    WED = 3
    THU = 4
    FRI = 5
    SAT = 6
    SUN = 7


class SeriesFields(msgspec.Struct, frozen=True):
    """The fields of a series that a request writes."""

    weekday: Weekday
    team_member_id: int
    minute: int
    """The start on the clock of the location, in minutes since midnight."""
    duration: int
    """Seconds, with the technical break at the end."""
    technical_break: int
    capacity: int
    resource_instance_ids: list[int]
    tag_ids: list[int]

    @property
    def to_patch(self) -> EventPatch:
        """Return what the series decides of its events, except their time."""
        return EventPatch(
            team_member_id=self.team_member_id,
            duration=self.duration,
            technical_break=self.technical_break,
            capacity=self.capacity,
            resource_instance_ids=self.resource_instance_ids,
            tag_ids=self.tag_ids,
        )


class SeriesPatch(msgspec.Struct, frozen=True, kw_only=True):
    """Changes to a series, or the given fields of a new one; UNSET keeps the value."""

    team_member_id: int | UnsetType = UNSET
    minute: int | UnsetType = UNSET
    service_duration: int | UnsetType = UNSET
    """Seconds, without the technical break."""
    capacity: int | UnsetType = UNSET
    resource_instance_ids: Sequence[int] | UnsetType = UNSET
    tag_ids: Sequence[int] | UnsetType = UNSET


class Series(SeriesFields, frozen=True):
    """A series of a schedule."""

    id: int
    schedule_id: int
    revision: int
    created_at: datetime
    changed_at: datetime
    deleted_at: datetime | None


class Schedule(msgspec.Struct, frozen=True):
    """A schedule of a location."""

    id: int
    location_id: int
    original_event_id: int
    first_day: date
    last_day: date
    revision: int
    created_at: datetime
    changed_at: datetime
    deleted_at: datetime | None


class LockedSchedule(msgspec.Struct, frozen=True):
    """A schedule that no other transaction can change until this one ends."""

    id: int
    original_event_id: int
    first_day: date
    last_day: date
    revision: int
    has_others: bool
    """Whether it has series of members whose appointments the user may not see."""


class NewSeries(msgspec.Struct, frozen=True):
    """A series as a request asks for it."""

    weekday: Weekday
    given: SeriesPatch


class NewSchedule(msgspec.Struct, frozen=True):
    """A schedule as a request asks for it."""

    original_event_id: int
    last_day: date
    series: Sequence[NewSeries]
    copies_clients: bool


class Planned(msgspec.Struct, frozen=True):
    """When a series has an event."""

    series_id: int
    day: date
    starts_at: datetime
    """In UTC."""


def planned_starts(series: Series, first: date, last: date, zone: ZoneInfo) -> list[Planned]:
    """Return when a series has events from a day to another one: of too many only one too many.

    A day on which the clock passes over the time is passed over, too; of a time that the clock shows twice it is the
    first.
    """
    if last < first:
        return []
    days = days_of(Repeat(RepeatMode.WEEKLY, [series.weekday % 7]), first, last)
    starts = [(day, start_on(day, series.minute, zone)) for day in days]
    return [Planned(series.id, day, start) for day, start in starts if start is not None]


def start_on(day: date, minute: int, zone: ZoneInfo) -> datetime | None:
    """Return the moment in UTC at which the clock shows a minute of a day; None if it passes over it."""
    local = datetime.combine(day, time(minute // 60, minute % 60))
    moment = local.replace(tzinfo=zone).astimezone(UTC)
    return moment if moment.astimezone(zone).replace(tzinfo=None) == local else None

"""Schedules of events and their series on the v1 wire."""

from typing import Annotated, Literal
from zoneinfo import ZoneInfo

import msgspec
from msgspec import UNSET, Meta, UnsetType

from parlour.areas.event_schedules.model.schedules import Schedule, Series
from parlour.areas.event_schedules.model.shown import Shown
from parlour.areas.event_schedules.v1.wire import fields
from parlour.areas.event_schedules.v1.wire.events import ScheduleEvent
from parlour.areas.photos import Site
from parlour.http.dates import format_instant
from parlour.http.query import Query, parameter
from parlour.http.wire import always, says

CREATED = says("When it was made.", "2026-01-31T18:30:00-0500")
CHANGED = says("When it was last changed.", "2026-01-31T18:30:00-0500")
DELETED = always(None, "Always null: deleted ones aren't shown.")

ScheduleInclude = Literal["days"]
SearchInclude = Literal["days", "days.events_master", "days.events_labels", "days.events_resource_instances"]
DayInclude = Literal["events_master", "events_labels", "events_resource_instances", "events"]
MEANING = "What the answer has beside that."


class ScheduleDetails(Query, frozen=True):
    """What a schedule is shown with."""

    include: Annotated[list[ScheduleInclude] | None, parameter(MEANING, ["days"])] = None


class ScheduleSearch(Query, frozen=True):
    """What a schedule is shown with."""

    include: Annotated[list[SearchInclude] | None, parameter(MEANING, ["days", "days.events_master"])] = None


class ScheduleDayDetails(Query, frozen=True):
    """What a series is shown with."""

    include: Annotated[list[DayInclude] | None, parameter(MEANING, ["events_master", "events"])] = None


class Viewer(msgspec.Struct, frozen=True):
    """For whom schedules are shown, and with what."""

    timezone: ZoneInfo
    site: Site
    include: frozenset[str]


class ScheduleDay(msgspec.Struct, frozen=True, kw_only=True):
    """A series: events on a day of the week."""

    id: Annotated[int, says("The series.", 95)]
    created_at: Annotated[str, CREATED]
    updated_at: Annotated[str, CHANGED]
    deleted_at: Annotated[str | None, DELETED]
    timetable_event_schedule_id: Annotated[int, says("The schedule.", 91)]
    day_of_week: Annotated[fields.DayOfWeek, fields.DAY_OF_WEEK]
    events_time: Annotated[str, fields.TIME]
    events_duration: Annotated[int, fields.LENGTH]
    event_technical_break_duration: Annotated[int, says("The technical break of the events, in seconds.", 0)]
    events_capacity: Annotated[int, fields.SEATS]
    events_master: fields.ScheduleMaster | UnsetType = UNSET
    events_labels: Annotated[
        list[fields.ScheduleLabel] | UnsetType, Meta(description="The tags of the events, without deleted ones.")
    ] = UNSET
    events_resource_instances: Annotated[
        list[fields.ScheduleInstance] | UnsetType, Meta(description="The rooms and devices that the events take.")
    ] = UNSET
    events: Annotated[
        list[ScheduleEvent] | UnsetType, Meta(description="The events, by the time at which they are planned.")
    ] = UNSET

    @classmethod
    def of(cls, series: Series, shown: Shown, viewer: Viewer) -> "ScheduleDay":
        named, include = shown.named, viewer.include
        member = fields.ScheduleMaster.of(named.members[series.team_member_id], viewer.site)
        labels = [fields.ScheduleLabel.from_model(tag) for tag in named.tags_of(series)]
        instances = [fields.ScheduleInstance.from_model(each) for each in named.instances_of(series)]
        return cls(
            id=series.id,
            created_at=format_instant(series.created_at, viewer.timezone),
            updated_at=format_instant(series.changed_at, viewer.timezone),
            deleted_at=None,
            timetable_event_schedule_id=series.schedule_id,
            day_of_week=fields.WORDS[series.weekday],
            events_time=fields.time_of(series.minute),
            events_duration=series.duration - series.technical_break,
            event_technical_break_duration=series.technical_break,
            events_capacity=series.capacity,
            events_master=member if "events_master" in include else UNSET,
            events_labels=labels if "events_labels" in include else UNSET,
            events_resource_instances=instances if "events_resource_instances" in include else UNSET,
            events=UNSET
            if "events" not in include
            else [
                ScheduleEvent.of(each, series, named, viewer.timezone, viewer.site)
                for each in shown.occurrences.get(series.id, ())
            ],
        )


class EventSchedule(msgspec.Struct, frozen=True, kw_only=True):
    """A schedule of events."""

    id: Annotated[int, says("The schedule.", 91)]
    created_at: Annotated[str, CREATED]
    updated_at: Annotated[str, CHANGED]
    deleted_at: Annotated[str | None, DELETED]
    original_entity_type: Annotated[Literal["activity"], says("Always `activity`: an event.", "activity")]
    original_entity_id: Annotated[int, says("The event that is repeated.", 7001)]
    date_start: Annotated[str, says("The day of that event.", "2026-02-02")]
    date_end: Annotated[str, fields.DATE_END]
    days: Annotated[
        list[ScheduleDay] | UnsetType, Meta(description="The series, by their day and time; if `include` names them.")
    ] = UNSET

    @classmethod
    def of(cls, schedule: Schedule, shown: Shown | None, viewer: Viewer) -> "EventSchedule":
        return cls(
            id=schedule.id,
            created_at=format_instant(schedule.created_at, viewer.timezone),
            updated_at=format_instant(schedule.changed_at, viewer.timezone),
            deleted_at=None,
            original_entity_type="activity",
            original_entity_id=schedule.original_event_id,
            date_start=schedule.first_day.isoformat(),
            date_end=schedule.last_day.isoformat(),
            days=UNSET if shown is None else [ScheduleDay.of(each, shown, viewer) for each in shown.series],
        )

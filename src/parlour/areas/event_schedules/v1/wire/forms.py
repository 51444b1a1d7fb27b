"""What schedules and series are made from and changed to on the v1 wire."""

from collections.abc import Callable, Iterable
from datetime import date
from typing import Annotated, Any, Literal

import msgspec
from msgspec import UNSET, Meta, UnsetType

from parlour.areas.event_schedules import refusals
from parlour.areas.event_schedules.model.schedules import MOST_SERIES, NewSchedule, NewSeries, SeriesPatch
from parlour.areas.event_schedules.v1.wire import fields
from parlour.areas.events import wire as events
from parlour.errors import Fault
from parlour.http.fields import Day, Id
from parlour.http.wire import says


class ScheduleDayForm(msgspec.Struct, kw_only=True):
    """A series to make: events on a day of the week."""

    day_of_week: Annotated[fields.DayOfWeek, fields.DAY_OF_WEEK]
    events_master_id: Annotated[Id, fields.MEMBER]
    events_time: Annotated[fields.Time, fields.TIME]
    events_duration: Annotated[fields.Length, fields.LENGTH]
    events_capacity: Annotated[events.Capacity, fields.SEATS]
    labels_ids: Annotated[events.TagIds | UnsetType, fields.TAGS] = UNSET
    resource_instances_ids: Annotated[events.InstanceIds | UnsetType, fields.INSTANCES] = UNSET

    def to_series(self) -> NewSeries:
        return NewSeries(
            fields.WEEKDAYS[self.day_of_week],
            SeriesPatch(
                team_member_id=self.events_master_id,
                minute=fields.minute_of(self.events_time),
                service_duration=self.events_duration,
                capacity=self.events_capacity,
                resource_instance_ids=self.resource_instances_ids,
                tag_ids=self.labels_ids,
            ),
        )


class ScheduleForm(msgspec.Struct, kw_only=True):
    """A schedule to make from an event."""

    original_entity_type: Annotated[Literal["record", "activity"], says("Always `activity`: an event.", "activity")]
    original_entity_id: Annotated[Id, says("The event that is repeated.", 7001)]
    date_end: Annotated[Day, fields.DATE_END]
    add_clients_from_original_entity: Annotated[
        bool, says("True: the clients of the original event are booked into all events.", False)
    ]
    days: Annotated[
        Annotated[list[ScheduleDayForm], Meta(min_length=1, max_length=MOST_SERIES)],
        Meta(description="The series."),
    ]

    @staticmethod
    def faults_between(given: Callable[[str], Any]) -> Iterable[Fault]:
        """Yield the fault of a schedule from an appointment."""
        if given("original_entity_type") == "record":
            yield refusals.NO_APPOINTMENTS.fault("original_entity_type")

    def to_new(self) -> NewSchedule:
        return NewSchedule(
            self.original_entity_id,
            date.fromisoformat(self.date_end),
            [each.to_series() for each in self.days],
            self.add_clients_from_original_entity,
        )


class ScheduleChanges(msgspec.Struct):
    """Changes to a schedule."""

    date_end: Annotated[Day | UnsetType, fields.DATE_END] = UNSET

    @property
    def last_day(self) -> date | None:
        return date.fromisoformat(self.date_end) if self.date_end else None


class ScheduleDayChanges(msgspec.Struct, kw_only=True):
    """Changes to a series and its events ahead. What is left out stays as it is."""

    force: Annotated[bool, says("True: events that were changed by hand follow the series again, too.", False)]
    events_master_id: Annotated[Id | UnsetType, fields.MEMBER] = UNSET
    events_time: Annotated[fields.Time | UnsetType, fields.TIME] = UNSET
    events_duration: Annotated[fields.Length | UnsetType, fields.LENGTH] = UNSET
    events_capacity: Annotated[events.Capacity | UnsetType, fields.SEATS] = UNSET
    labels_ids: Annotated[events.TagIds | UnsetType, fields.TAGS] = UNSET
    resource_instances_ids: Annotated[events.InstanceIds | UnsetType, fields.INSTANCES] = UNSET

    def to_patch(self) -> SeriesPatch:
        return SeriesPatch(
            team_member_id=self.events_master_id,
            minute=UNSET if self.events_time is UNSET else fields.minute_of(self.events_time),
            service_duration=self.events_duration,
            capacity=self.events_capacity,
            resource_instance_ids=self.resource_instances_ids,
            tag_ids=self.labels_ids,
        )

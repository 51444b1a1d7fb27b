"""An event on the v2 wire."""

from datetime import datetime
from typing import Annotated, Generic, Literal, TypeVar
from zoneinfo import ZoneInfo

import msgspec
from msgspec import UNSET, UnsetType

from parlour.areas.events import wire as fields
from parlour.areas.events.model.events import Event
from parlour.areas.events.model.memberships import Membership
from parlour.http.cursors import NextCursor
from parlour.http.dates import format_instant
from parlour.http.v2_envelope import Included, ToMany, ToOne, example_of_many, example_of_one, resource_type
from parlour.http.wire import always, made, mapped, of, says

T = TypeVar("T")


class Clock(msgspec.Struct, frozen=True):
    """On which clock an event is shown, and the schedule that it belongs to; None for none."""

    timezone: ZoneInfo
    membership: Membership | None


class ScheduleEnd(msgspec.Struct, frozen=True):
    """When a schedule ends, as PHP writes it."""

    date: Annotated[str, says("The end of the last day, in the location's time.", "2026-03-02 23:59:59.000000")]
    timezone_type: Annotated[int, always(3, "Always 3: the time zone has a name.")]
    timezone: Annotated[str, says("The time zone.", "America/New_York")]


NAMED_ZONE = 3


def _schedule_id(membership: Membership | None) -> int | None:
    return None if membership is None else membership.schedule_id


def _schedule_end(membership: Membership | None, zone: ZoneInfo) -> ScheduleEnd | None:
    return None if membership is None else ScheduleEnd(f"{membership.last_day} 23:59:59.000000", NAMED_ZONE, zone.key)


def _is_modified(membership: Membership | None) -> bool | None:
    return None if membership is None else membership.is_changed_by_hand


def _seconds(moment: datetime) -> int:
    return int(moment.timestamp())


def _or_null(text: str) -> str | None:
    return text or None


class EventAttributes(msgspec.Struct, frozen=True):
    """What is known of an event."""

    master_id: Annotated[int, says("The same as `staff_id`, which replaces it.", 9, of="team_member_id")]
    staff_id: Annotated[int, fields.MEMBER, of("team_member_id")]
    service_id: Annotated[int, fields.SERVICE]
    timestamp: Annotated[int, says("The start in Unix time.", 1_770_048_000, of=made(_seconds, "starts_at"))]
    length: Annotated[int, fields.LENGTH, of("duration")]
    capacity: Annotated[int, fields.CAPACITY]
    clients_count: Annotated[int, fields.TAKEN]
    color: Annotated[str, fields.COLOR, of(made(fields.color_of, "color"))]
    instructions: Annotated[str, fields.INSTRUCTIONS]
    stream_link: Annotated[str, fields.STREAM_LINK]
    font_color: Annotated[str, says(fields.FONT_COLOR, "#000000", of=made(fields.font_color_of, "color"))]
    notified: Annotated[bool, always(False, fields.NO_SENDING)]
    comment: Annotated[
        str | None, says("A note for the team; null for none.", "Slow pace", of=made(_or_null, "comment"))
    ]
    schedule_id: Annotated[
        int | None,
        says("The schedule that it belongs to; null for none.", 91, of=made(_schedule_id, "clock.membership")),
    ]
    schedule_till: Annotated[
        ScheduleEnd | None,
        says(
            "When the schedule ends; null for none.",
            {"date": "2026-03-02 23:59:59.000000", "timezone_type": 3, "timezone": "America/New_York"},
            of=made(_schedule_end, "clock.membership", "clock.timezone"),
        ),
    ]
    schedule_event_modified: Annotated[
        bool | None,
        says(
            "It was changed by hand and departs from the schedule; null for none.",
            False,
            of=made(_is_modified, "clock.membership"),
        ),
    ]
    date: Annotated[
        str,
        says("The start.", "2026-02-02T11:00:00-0500", of=made(format_instant, "starts_at", "clock.timezone")),
    ]

    from_model = mapped(Event, Clock)


class EventRelationships(msgspec.Struct, frozen=True, kw_only=True):
    """What an event refers to, as far as `include` names it."""

    staff: Annotated[ToOne, example_of_one("staff", "9")] | UnsetType = UNSET
    master: Annotated[ToOne, example_of_one("staff", "9")] | UnsetType = UNSET
    service: Annotated[ToOne, example_of_one("service", "6")] | UnsetType = UNSET
    resource_instances: Annotated[ToMany, example_of_many("resource_instance", "71")] | UnsetType = UNSET
    labels: Annotated[ToMany, example_of_many("tag", "31")] | UnsetType = UNSET
    duration_details: Annotated[ToOne, example_of_one("activity_duration_details", "7001")] | UnsetType = UNSET


class EventResource(msgspec.Struct, frozen=True):
    """A group event."""

    type: Annotated[Literal["activity"], resource_type("activity")]
    id: Annotated[str, says("The event, as a text.", "7001")]
    attributes: EventAttributes
    relationships: EventRelationships | UnsetType = UNSET


class EventLengthAttributes(msgspec.Struct, frozen=True):
    """The parts of the length, in seconds."""

    services_duration: Annotated[int, says("The time of the service.", 3600)]
    technical_break_duration: Annotated[int, says("The technical break at the end.", 0)]


class EventLength(msgspec.Struct, frozen=True):
    """The parts of the length of an event."""

    type: Annotated[Literal["activity_duration_details"], resource_type("activity_duration_details")]
    id: Annotated[str, says("The event, as a text.", "7001")]
    attributes: EventLengthAttributes

    @classmethod
    def of(cls, event: Event) -> "EventLength":
        pause = event.technical_break
        return cls("activity_duration_details", str(event.id), EventLengthAttributes(event.duration - pause, pause))


class NextEvents(msgspec.Struct, frozen=True):
    """The meta of a page that a cursor asked for."""

    next_cursor: NextCursor


class EventPage(msgspec.Struct, Generic[T], frozen=True, kw_only=True):
    """A page of a list. It has a meta only if `cursor` asked for it."""

    data: T
    included: list[Included] | UnsetType = UNSET
    meta: NextEvents | UnsetType = UNSET

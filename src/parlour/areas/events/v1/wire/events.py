"""Events on the v1 wire."""

from collections.abc import Mapping
from datetime import datetime
from typing import Annotated, Any
from zoneinfo import ZoneInfo

import msgspec

from parlour.access.tenant import Tenant
from parlour.areas.events import wire as fields
from parlour.areas.events.model.choices import ChosenInstance
from parlour.areas.events.model.events import Event as EventModel
from parlour.areas.events.model.related import Related
from parlour.areas.events.v1.wire.people import EventService, EventStaff
from parlour.areas.tags import wire as tags
from parlour.areas.tags.model import Tag
from parlour.http.dates import format_instant
from parlour.http.wire import always, made, mapped, of, says


class Viewer(msgspec.Struct, frozen=True):
    """For whom events are shown: on which clock, and what else is shown."""

    timezone: ZoneInfo
    related: Related
    staff: Mapping[int, EventStaff]
    services: Mapping[int, EventService]

    @classmethod
    def of(cls, tenant: Tenant, related: Related, base_url: str) -> "Viewer":
        return cls(
            tenant.timezone,
            related,
            {member.id: EventStaff.of(member, base_url) for member in related.members.values()},
            {service.id: EventService.of(service, base_url) for service in related.services.values()},
        )


class EventInstance(msgspec.Struct, frozen=True):
    """A room or a device that an event takes."""

    id: Annotated[int, says("The room or device.", 71)]
    title: Annotated[str, says("Its name.", "Bed 1")]
    resource_id: Annotated[int, says("Its kind.", 6)]

    from_model = mapped(ChosenInstance)


class EventLabel(msgspec.Struct, frozen=True):
    """A tag of an event."""

    id: Annotated[int, says("The tag.", 31)]
    title: Annotated[str, tags.TITLE]
    color: Annotated[str, tags.COLOR]
    icon: Annotated[str, tags.ICON]
    font_color: Annotated[str, tags.FONT_COLOR]

    from_model = mapped(Tag)


class EventLength(msgspec.Struct, frozen=True):
    """The parts of the length of an event, in seconds."""

    id: Annotated[int, fields.ID]
    services_duration: Annotated[int, says("The time of the service.", 3600)]
    technical_break_duration: Annotated[int, says("The technical break at the end.", 0)]


def _staff(member_id: int, staff: Mapping[int, EventStaff]) -> EventStaff:
    return staff[member_id]


def _service(service_id: int, services: Mapping[int, EventService]) -> EventService:
    return services[service_id]


def _prepaid(service_id: int, services: Mapping[int, EventService]) -> str:
    return services[service_id].prepaid


def _instances(event: EventModel, related: Related) -> list[EventInstance]:
    return [EventInstance.from_model(instance) for instance in related.instances_of(event)]


def _labels(event: EventModel, related: Related) -> list[EventLabel]:
    return [EventLabel.from_model(tag) for tag in related.tags_of(event)]


def _length(event: EventModel) -> EventLength:
    return EventLength(event.id, event.duration - event.technical_break, event.technical_break)


def _seconds(moment: datetime) -> int:
    return int(moment.timestamp())


def _or_null(text: str) -> str | None:
    return text or None


class Event(msgspec.Struct, frozen=True):
    """A group event."""

    id: Annotated[int, fields.ID]
    salon_id: Annotated[int, says("The older name of `company_id`.", 1, of="location_id")]
    company_id: Annotated[int, fields.LOCATION]
    service_id: Annotated[int, fields.SERVICE]
    staff_id: Annotated[int, fields.MEMBER, of("team_member_id")]
    master_id: Annotated[int, says("The older name of `staff_id`.", 9, of="team_member_id")]
    date: Annotated[
        str,
        says("The start.", "2026-02-02T11:00:00-0500", of=made(format_instant, "starts_at", "viewer.timezone")),
    ]
    timestamp: Annotated[int, says("The start in Unix time.", 1_770_048_000, of=made(_seconds, "starts_at"))]
    length: Annotated[int, fields.LENGTH, of("duration")]
    capacity: Annotated[int, fields.CAPACITY]
    records_count: Annotated[int, fields.TAKEN]
    color: Annotated[str, fields.COLOR, of(made(fields.color_of, "color"))]
    font_color: Annotated[str, says(fields.FONT_COLOR, "#000000", of=made(fields.font_color_of, "color"))]
    instructions: Annotated[str, fields.INSTRUCTIONS]
    stream_link: Annotated[str, fields.STREAM_LINK]
    notified: Annotated[bool, always(False, fields.NO_SENDING)]
    comment: Annotated[
        str | None, says("A note for the team; null for none.", "Slow pace", of=made(_or_null, "comment"))
    ]
    prepaid: Annotated[
        str,
        says("Whether clients pay when they book: `forbidden`, `optional` or `required`.", "forbidden",
             of=made(_prepaid, "service_id", "viewer.services")),
    ]  # fmt: skip
    is_deleted: Annotated[bool, says("It is deleted.", False)]
    duration_details: Annotated[EventLength, of(made(_length))]
    service: Annotated[EventService, of(made(_service, "service_id", "viewer.services"))]
    staff: Annotated[EventStaff, of(made(_staff, "team_member_id", "viewer.staff"))]
    resource_instances: Annotated[
        list[EventInstance], says("The rooms and devices.", of=made(_instances, "model", "viewer.related"))
    ]
    labels: Annotated[
        list[EventLabel], says("The tags, without deleted ones.", of=made(_labels, "model", "viewer.related"))
    ]
    records: Annotated[list[Any], always([], "Always empty: bookings are listed with appointments.")]

    from_model = mapped(EventModel, Viewer)

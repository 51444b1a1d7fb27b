"""What events are made from and changed to on the v2 wire."""

from collections.abc import Callable, Iterable, Mapping
from types import MappingProxyType
from typing import Annotated, Any, ClassVar
from zoneinfo import ZoneInfo

import msgspec
from msgspec import UNSET, UnsetType

from parlour.areas.appointments import wire as times
from parlour.areas.events import wire as fields
from parlour.areas.events.model.changes import EventPatch
from parlour.errors import Fault
from parlour.http.dates import parse_written_instant
from parlour.http.fields import Id, Moment
from parlour.http.wire import says


class EventForm(msgspec.Struct, kw_only=True):
    """All of an event: what is left out is empty, and the technical break as it was or has its default."""

    OTHER_NAMES: ClassVar[Mapping[str, str]] = MappingProxyType({"master_id": "staff_id"})

    staff_id: Annotated[Id, fields.MEMBER]
    service_id: Annotated[Id, says("The service, which is for events and which the team member provides.", 6)]
    resource_instance_ids: Annotated[fields.InstanceIds, fields.INSTANCES]
    label_ids: Annotated[fields.TagIds, fields.TAGS]
    date: Annotated[Moment, says("The start; without an offset in the location's time.", "2026-02-02 12:30:00")]
    length: Annotated[times.Length, fields.LENGTH]
    capacity: Annotated[fields.Capacity, fields.CAPACITY]
    technical_break_duration: Annotated[
        times.Break | UnsetType | None,
        says("The technical break in seconds; null for the one that it has, or that the service has.", 0),
    ] = UNSET
    comment: Annotated[fields.Comment | UnsetType | None, fields.COMMENT] = UNSET
    color: Annotated[fields.Color | UnsetType | None, fields.COLOR] = UNSET
    instructions: Annotated[fields.Instructions | UnsetType | None, fields.INSTRUCTIONS] = UNSET
    stream_link: Annotated[fields.Link | UnsetType | None, fields.STREAM_LINK] = UNSET
    force: Annotated[
        bool | UnsetType,
        says("True: team member, rooms and devices may be busy, or the member may be off work.", False),
    ] = UNSET

    @staticmethod
    def faults_between(given: Callable[[str], Any]) -> Iterable[Fault]:
        """Yield the fault of a colour."""
        yield from fields.faults_of_color(given)

    def to_patch(self, zone: ZoneInfo) -> EventPatch:
        """Return the patch of a body without faults, whose time is on the clock of a time zone."""
        return EventPatch(
            service_id=self.service_id,
            team_member_id=self.staff_id,
            starts_at=parse_written_instant(self.date).at(zone),
            duration=self.length,
            technical_break=UNSET if self.technical_break_duration is None else self.technical_break_duration,
            capacity=self.capacity,
            resource_instance_ids=self.resource_instance_ids,
            tag_ids=self.label_ids,
            comment=self.comment or "",
            color=fields.digits_of(self.color or ""),
            instructions=self.instructions or "",
            stream_link=self.stream_link or "",
        )

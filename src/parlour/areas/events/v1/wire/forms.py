"""What events are made from and changed to on the v1 wire."""

from collections.abc import Callable, Iterable, Mapping
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
    """An event. What is left out stays as it is, or has its default."""

    OTHER_NAMES: ClassVar[Mapping[str, str]] = {"master_id": "staff_id", "seance_length": "length"}

    date: Annotated[Moment, says("The start; without an offset in the location's time.", "2026-02-02 12:30")]
    service_id: Annotated[Id, says("The service, which is for events and which the team member provides.", 6)]
    staff_id: Annotated[Id, fields.MEMBER]
    capacity: Annotated[fields.Capacity, fields.CAPACITY]
    force: Annotated[
        bool, says("True: team member, rooms and devices may be busy, or the member may be off work.", False)
    ]
    resource_instance_ids: Annotated[fields.InstanceIds | UnsetType, fields.INSTANCES] = UNSET
    length: Annotated[
        times.Length | UnsetType,
        says("The length in seconds, with the technical break; by default what the service and its break take.", 3600),
    ] = UNSET
    technical_break_duration: Annotated[
        times.Break | UnsetType | None,
        says("The technical break in seconds. If it is given alone, the length changes by the difference.", 0),
    ] = UNSET
    comment: Annotated[fields.Comment | UnsetType | None, fields.COMMENT] = UNSET
    color: Annotated[fields.Color | UnsetType, fields.COLOR] = UNSET
    instructions: Annotated[fields.Instructions | UnsetType, fields.INSTRUCTIONS] = UNSET
    stream_link: Annotated[fields.Link | UnsetType, fields.STREAM_LINK] = UNSET
    label_ids: Annotated[fields.TagIds | UnsetType, fields.TAGS] = UNSET

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
            comment="" if self.comment is None else self.comment,
            color=UNSET if self.color is UNSET else fields.digits_of(self.color),
            instructions=self.instructions,
            stream_link=self.stream_link,
        )

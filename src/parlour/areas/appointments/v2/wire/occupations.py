"""When rooms and devices are taken, on the v2 wire."""

from typing import Annotated, Literal
from zoneinfo import ZoneInfo

import msgspec

from parlour.areas.appointments.model.occupations import Occupation
from parlour.http.dates import format_local
from parlour.http.v2_envelope import resource_type
from parlour.http.wire import says


class ResourceOccupationAttributes(msgspec.Struct, frozen=True, rename={"since": "from"}):
    """What takes a room or a device, and when."""

    source_type: Annotated[Literal["record", "activity"], says("The same as `source_type_slug`.", "record")]
    source_type_slug: Annotated[Literal["record", "activity"], says("An appointment (`record`) or an event.", "record")]
    source_id: Annotated[int, says("The appointment or the event.", 4001)]
    resource_id: Annotated[int, says("The kind of room or device.", 6)]
    resource_instance_id: Annotated[int, says("The room or device.", 71)]
    since: Annotated[str, says("The beginning in the location's time.", "2026-02-02 16:00:00")]
    to: Annotated[str, says("The end in the location's time.", "2026-02-02 17:00:00")]


class ResourceOccupation(msgspec.Struct, frozen=True):
    """A room or a device is taken."""

    type: Annotated[Literal["resource_occupation"], resource_type("resource_occupation")]
    id: Annotated[str, says("Its source and the room, with underscores between.", "record_4001_71")]
    attributes: ResourceOccupationAttributes

    @classmethod
    def from_model(cls, found: Occupation, zone: ZoneInfo) -> "ResourceOccupation":
        source: Literal["record", "activity"] = "activity" if found.is_event else "record"
        attributes = ResourceOccupationAttributes(
            source_type=source,
            source_type_slug=source,
            source_id=found.source_id,
            resource_id=found.resource_id,
            resource_instance_id=found.instance_id,
            since=format_local(found.starts_at, zone),
            to=format_local(found.ends_at, zone),
        )
        return cls("resource_occupation", f"{source}_{found.source_id}_{found.instance_id}", attributes)

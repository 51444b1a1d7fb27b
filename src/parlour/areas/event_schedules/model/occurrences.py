"""An occurrence: when a series plans an event, the event that there is, and whether that was changed by hand."""

from datetime import date, datetime

import msgspec
from msgspec.structs import replace

from parlour.areas.event_schedules.model.schedules import Series
from parlour.areas.events.model.events import LockedEvent


class Occurrence(msgspec.Struct, frozen=True):
    """An occurrence that isn't deleted, with what its event has now; None without an event."""

    id: int
    series_id: int
    day: date
    planned_at: datetime
    event_id: int | None
    is_failed: bool
    created_at: datetime
    changed_at: datetime
    team_member_id: int | None
    starts_at: datetime | None
    duration: int | None
    technical_break: int | None
    resource_instance_ids: list[int]
    tag_ids: list[int]
    is_event_deleted: bool

    @property
    def has_event(self) -> bool:
        return self.event_id is not None and not self.is_event_deleted

    def having(self, event: LockedEvent) -> "Occurrence":
        """Return the occurrence with what its event has, which is locked."""
        return replace(
            self,
            team_member_id=event.team_member_id,
            starts_at=event.starts_at,
            duration=event.duration,
            technical_break=event.technical_break,
            resource_instance_ids=event.resource_instance_ids,
            tag_ids=event.tag_ids,
            is_event_deleted=False,
        )


class HandChanges(msgspec.Struct, frozen=True):
    """In what an event departs from its series."""

    member: bool
    start: bool
    length: bool
    tags: bool
    instances: bool

    def __bool__(self) -> bool:
        return self.member or self.start or self.length or self.tags or self.instances


NO_CHANGES = HandChanges(member=False, start=False, length=False, tags=False, instances=False)


def changes_by_hand(occurrence: Occurrence, series: Series) -> HandChanges:
    """Return in what the event of an occurrence departs from what its series plans."""
    if not occurrence.has_event:
        return NO_CHANGES
    return HandChanges(
        member=occurrence.team_member_id != series.team_member_id,
        start=occurrence.starts_at != occurrence.planned_at,
        length=(occurrence.duration, occurrence.technical_break) != (series.duration, series.technical_break),
        tags={*occurrence.tag_ids} != {*series.tag_ids},
        instances={*occurrence.resource_instance_ids} != {*series.resource_instance_ids},
    )


class OccurrenceState(msgspec.Struct, frozen=True):
    """What has become of an occurrence with a change of its series."""

    id: int
    planned_at: datetime
    event_id: int | None
    is_failed: bool

"""The events of a series on the v1 wire."""

from typing import Annotated, Literal
from zoneinfo import ZoneInfo

import msgspec
from msgspec import Meta

from parlour.areas.event_schedules.model.occurrences import Occurrence, changes_by_hand
from parlour.areas.event_schedules.model.schedules import Series
from parlour.areas.event_schedules.v1.wire import fields
from parlour.areas.events.model.related import Related
from parlour.areas.photos import Site
from parlour.http.dates import format_instant
from parlour.http.wire import always, says

Status = Literal["stable", "entity_deleted", "entity_failed"]
BY_HAND = "It was changed by hand, in"


class ScheduleEvent(msgspec.Struct, frozen=True, kw_only=True):
    """When a series plans an event, and the event that there is."""

    id: Annotated[int, says("The plan of this event.", 98)]
    created_at: Annotated[str, says("When it was planned.", "2026-01-31T18:30:00-0500")]
    updated_at: Annotated[str, says("When the plan was last changed.", "2026-01-31T18:30:00-0500")]
    deleted_at: Annotated[str | None, always(None, "Always null: deleted plans aren't shown.")]
    event_status: Annotated[
        Status,
        says(
            "`entity_failed`: something was in the way when it was made or changed; `entity_deleted`: it was deleted"
            " since; otherwise `stable`.",
            "stable",
        ),
    ]
    event_datetime: Annotated[str, says("When it is planned.", "2026-02-02T11:00:00-0500")]
    event_entity_type: Annotated[Literal["record", "activity"], says("`activity`, an event.", "activity")]
    event_entity_id: Annotated[int | None, says("The event; null if there is none.", 7001)]
    is_entity_master_changed: Annotated[bool, says(f"{BY_HAND} its team member.", False)]
    is_entity_datetime_changed: Annotated[bool, says(f"{BY_HAND} its start.", False)]
    is_entity_duration_changed: Annotated[bool, says(f"{BY_HAND} its length or technical break.", False)]
    is_entity_labels_changed: Annotated[bool, says(f"{BY_HAND} its tags.", False)]
    is_entity_resource_instances_changed: Annotated[bool, says(f"{BY_HAND} its rooms and devices.", False)]
    entity_master: fields.ScheduleMaster
    entity_datetime: Annotated[str, says("When it begins, or would, in the location's time.", "2026-02-02 11:00:00")]
    entity_duration: Annotated[str, says("How long its service takes, or would, in seconds; as a text.", "3600")]
    entity_labels: Annotated[list[fields.ScheduleLabel], Meta(description="Its tags, without deleted ones.")]
    entity_resource_instances: Annotated[
        list[fields.ScheduleInstance], Meta(description="The rooms and devices that it takes.")
    ]

    @classmethod
    def of(cls, occurrence: Occurrence, series: Series, named: Related, zone: ZoneInfo, site: Site) -> "ScheduleEvent":
        by_hand = changes_by_hand(occurrence, series)
        held = occurrence if occurrence.event_id is not None else series
        starts_at = occurrence.planned_at if occurrence.starts_at is None else occurrence.starts_at
        length = (held.duration or 0) - (held.technical_break or 0)
        return cls(
            id=occurrence.id,
            created_at=format_instant(occurrence.created_at, zone),
            updated_at=format_instant(occurrence.changed_at, zone),
            deleted_at=None,
            event_status=_status(occurrence),
            event_datetime=format_instant(occurrence.planned_at, zone),
            event_entity_type="activity",
            event_entity_id=occurrence.event_id,
            is_entity_master_changed=by_hand.member,
            is_entity_datetime_changed=by_hand.start,
            is_entity_duration_changed=by_hand.length,
            is_entity_labels_changed=by_hand.tags,
            is_entity_resource_instances_changed=by_hand.instances,
            entity_master=fields.ScheduleMaster.of(named.members[held.team_member_id or series.team_member_id], site),
            entity_datetime=fields.local_moment(starts_at, zone),
            entity_duration=str(length),
            entity_labels=[fields.ScheduleLabel.from_model(tag) for tag in named.tags_of(held)],
            entity_resource_instances=[fields.ScheduleInstance.from_model(each) for each in named.instances_of(held)],
        )


def _status(occurrence: Occurrence) -> Status:
    if occurrence.is_event_deleted:
        return "entity_deleted"
    return "entity_failed" if occurrence.is_failed else "stable"

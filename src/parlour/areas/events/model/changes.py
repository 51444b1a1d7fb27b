"""New events and changes to one: what a request says, and what follows from it alone."""

from collections.abc import Sequence
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import msgspec
from msgspec import UNSET, UnsetType
from msgspec.structs import replace

from parlour.areas.events.model.events import EventFields, LockedEvent
from parlour.areas.patches import changes_of

COMPUTED = ("duration", "technical_break")
"""The fields of a patch that aren't written as they are."""


class EventPatch(msgspec.Struct, frozen=True, kw_only=True):
    """Changes to an event, or the given fields of a new one; UNSET keeps the value, or the default."""

    service_id: int | UnsetType = UNSET
    team_member_id: int | UnsetType = UNSET
    starts_at: datetime | UnsetType = UNSET
    """In UTC."""
    duration: int | UnsetType = UNSET
    """Seconds, with the technical break at the end."""
    technical_break: int | UnsetType = UNSET
    capacity: int | UnsetType = UNSET
    resource_instance_ids: Sequence[int] | UnsetType = UNSET
    tag_ids: Sequence[int] | UnsetType = UNSET
    comment: str | UnsetType = UNSET
    color: str | UnsetType = UNSET
    instructions: str | UnsetType = UNSET
    stream_link: str | UnsetType = UNSET


class EventChange(msgspec.Struct, frozen=True):
    """A locked event, and what it shall have."""

    before: LockedEvent
    after: EventFields


BLANK = EventFields(
    service_id=0,
    team_member_id=0,
    day=date.min,
    starts_at=datetime.min.replace(tzinfo=UTC),
    duration=0,
    technical_break=0,
    capacity=1,
    resource_instance_ids=[],
    tag_ids=[],
    comment="",
    color="",
    instructions="",
    stream_link="",
)
"""A new event without all that is said of it."""


def drafted(current: EventFields, patch: EventPatch, zone: ZoneInfo) -> EventFields:
    """Return the fields with what a patch says of them, as far as nothing else has to be known for that."""
    changes = {name: value for name, value in changes_of(patch).items() if name not in COMPUTED}
    for name in ("resource_instance_ids", "tag_ids"):
        if name in changes:
            changes[name] = [*dict.fromkeys(changes[name])]
    fields = EventFields(*(getattr(current, name) for name in EventFields.__struct_fields__))
    changed = replace(fields, **changes)
    return replace(changed, day=changed.starts_at.astimezone(zone).date())


def takes_other_time(before: EventFields, after: EventFields) -> bool:
    """Return whether it has to be checked again that the time is free."""
    return (before.team_member_id, before.starts_at, before.length, before.resource_instance_ids) != (
        after.team_member_id, after.starts_at, after.length, after.resource_instance_ids,
    )  # fmt: skip

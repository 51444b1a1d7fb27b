"""Which of the events that are planned at once get their time: none of two that are in each other's way."""

from collections.abc import Sequence
from datetime import datetime

from parlour.areas.appointments.model.claims import FoundTime
from parlour.areas.events.model.events import EventFields


def granted(wanted: Sequence[EventFields], found: Sequence[FoundTime]) -> list[bool]:
    """Return which events get their time: the earlier of two for one member, room or device. They come by their start.

    `found` has what is in the way of each beside the others.
    """
    ends: dict[tuple[str, int], datetime] = {}
    result: list[bool] = []
    for fields, time in zip(wanted, found, strict=True):
        starts_at, ends_at = fields.span
        needs = [("member", fields.team_member_id), *(("instance", id_) for id_ in fields.resource_instance_ids)]
        is_free = not time.obstacles and all(need not in ends or ends[need] <= starts_at for need in needs)
        if is_free:
            ends |= dict.fromkeys(needs, ends_at)
        result.append(is_free)
    return result

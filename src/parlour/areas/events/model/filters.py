"""Which events are searched, and in which order they are listed."""

from collections.abc import Sequence
from datetime import date, datetime

import msgspec

from parlour.areas.events.model.events import Event
from parlour.page_requests import MomentSortKey


class EventFilter(msgspec.Struct, frozen=True, kw_only=True):
    """Which events are searched; None admits all, except deleted ones. They are listed by their start, then by id."""

    first_day: date | None = None
    """The first day of the start in the location's time zone; both days are included."""
    last_day: date | None = None
    since: datetime | None = None
    """Only those that begin at this moment or later, and before the other one."""
    until: datetime | None = None
    service_ids: Sequence[int] | None = None
    team_member_ids: Sequence[int] | None = None
    resource_ids: Sequence[int] | None = None
    """Only those that have an instance of one of these kinds."""
    free_seats: int | None = None
    """Only those with at least so many free seats."""


class DateRange(msgspec.Struct, frozen=True):
    """The first and the last day of some events; None without any."""

    first: date | None
    last: date | None


def sort_key_of(event: Event) -> MomentSortKey:
    return MomentSortKey(event.starts_at, event.id)

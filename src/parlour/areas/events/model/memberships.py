"""The schedule that an event belongs to."""

from datetime import date

import msgspec


class Membership(msgspec.Struct, frozen=True):
    """That an event belongs to a schedule."""

    event_id: int
    schedule_id: int
    last_day: date
    """The last day of the schedule."""
    is_changed_by_hand: bool
    """Whether the event departs from its series."""

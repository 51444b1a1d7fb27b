"""What the calendar of a location offers."""

from enum import StrEnum

import msgspec
from msgspec import UNSET, UnsetType


class Bookings(StrEnum):
    """What is booked in the calendar."""

    MIXED = "mixed"
    INDIVIDUAL = "individual"
    GROUP = "group"


class CalendarSettings(msgspec.Struct, frozen=True):
    """The settings of a location's calendar. `max_event_seats` limits the seats of a group event."""

    bookings: Bookings
    max_event_seats: int


class SettingsPatch(msgspec.Struct, frozen=True, kw_only=True):
    """Changes to the settings; UNSET keeps the current value."""

    bookings: Bookings | UnsetType = UNSET
    max_event_seats: int | UnsetType = UNSET

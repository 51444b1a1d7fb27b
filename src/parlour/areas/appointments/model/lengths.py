"""How long an appointment takes: the services, and the technical break at the end. All times are in seconds."""

from collections.abc import Iterable

import msgspec
from msgspec import UNSET, UnsetType

from parlour.areas.appointments.model.appointments import LONGEST, LONGEST_BREAK, SHORTEST, STEP


class Length(msgspec.Struct, frozen=True):
    """The length of an appointment, and the part of it that is the technical break."""

    duration: int
    technical_break: int

    @property
    def has_room(self) -> bool:
        """Return whether an appointment may have this length, and its break fits in."""
        is_possible = SHORTEST <= self.duration <= LONGEST and self.duration % STEP == 0
        return is_possible and 0 <= self.technical_break <= min(LONGEST_BREAK, self.duration)


def break_of(own_breaks: Iterable[int | None], of_location: int) -> int:
    """Return the longest break of services, the location's counting where one has none of its own."""
    return max((of_location if own is None else own for own in own_breaks), default=of_location)


def new_length(
    duration: int | UnsetType, technical_break: int | UnsetType, service_time: int, usual_break: int
) -> Length:
    """Return the length of a new appointment: as given, or as long as its services and the break take."""
    if duration is UNSET:
        pause = usual_break if technical_break is UNSET else technical_break
        return Length(service_time + pause, pause)
    return Length(duration, min(usual_break, duration) if technical_break is UNSET else technical_break)


def changed_length(current: Length, duration: int | UnsetType, technical_break: int | UnsetType) -> Length:
    """Return the length after a change. A break that is changed alone leaves the time of the services as it is."""
    if technical_break is UNSET:
        return current if duration is UNSET else Length(duration, min(current.technical_break, duration))
    grown = current.duration + technical_break - current.technical_break
    return Length(grown if duration is UNSET else duration, technical_break)

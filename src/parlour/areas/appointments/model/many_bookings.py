"""Many bookings at once: which of them get seats."""

from collections.abc import Mapping, Sequence

import msgspec

from parlour.areas.appointments.model.bookings import LockedSeats


class SeatWish(msgspec.Struct, frozen=True):
    """Seats of an event for a client."""

    event_id: int
    client_id: int
    seat_count: int


def with_seats(wishes: Sequence[SeatWish], seats: Mapping[int, LockedSeats]) -> list[SeatWish]:
    """Return the wishes for whose seats there is room, the first ones first. An event that isn't there has no seats."""
    free = {event_id: each.free for event_id, each in seats.items()}
    granted: list[SeatWish] = []
    for wish in wishes:
        if free.get(wish.event_id, 0) >= wish.seat_count:
            free[wish.event_id] -= wish.seat_count
            granted.append(wish)
    return granted

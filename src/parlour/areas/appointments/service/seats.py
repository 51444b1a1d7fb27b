"""The seats of a group event that a booking takes. The event is locked before anything else, so none is taken twice."""

from collections.abc import Iterator

from msgspec import UNSET

from parlour.access.tenant import Tenant
from parlour.areas.appointments import refusals
from parlour.areas.appointments.model.bookings import LockedSeats
from parlour.areas.appointments.model.changes import AppointmentPatch, LockedAppointment
from parlour.areas.appointments.queries.bookings import lock_seats
from parlour.db.pool import Connection
from parlour.db.retrying import ConcurrentChange
from parlour.errors import Fault


async def get_seats(conn: Connection, tenant: Tenant, event_id: int) -> LockedSeats:
    """Lock an event and return its seats. Raise `Invalid` for one that isn't there."""
    found = await lock_seats(conn, tenant, [event_id])
    if event_id not in found:
        raise refusals.NO_EVENT.error("event_id")
    return found[event_id]


def faults_of_seats(seats: LockedSeats, wanted: int, own: int = 0) -> Iterator[Fault]:
    """Yield the fault of a number of seats for a booking that has some of its own already."""
    if wanted > max(seats.most, own):
        yield refusals.TOO_MANY_SEATS.fault("seat_count", seats.most)
    elif wanted > seats.free + own:
        yield refusals.NO_SEATS.fault("seat_count", seats.free + own)


async def faults_of_change(
    conn: Connection, tenant: Tenant, before: LockedAppointment, given: AppointmentPatch
) -> list[Fault]:
    """Return the faults of other seats for a booking. Its event was locked with it."""
    if before.event_id is None or given.seat_count in (UNSET, before.seat_count):
        return []
    found = await lock_seats(conn, tenant, [before.event_id])
    if before.event_id not in found:
        raise ConcurrentChange
    return [*faults_of_seats(found[before.event_id], given.seat_count or 1, before.seat_count)]

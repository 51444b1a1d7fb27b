"""Booking clients into many events at once, and deleting many bookings.

Clients get reminders of these bookings, and one message about all that are deleted at once. Runs inside a database
transaction that may be retried, with a fixed number of statements. Events are locked first, in the order of their ids.
"""

import secrets
from collections.abc import Collection, Mapping, Sequence

from parlour.access.tenant import Tenant
from parlour.areas.appointments.model.many_bookings import SeatWish, with_seats
from parlour.areas.appointments.queries import bookings
from parlour.areas.appointments.queries import many_bookings as queries
from parlour.areas.appointments.service.bookings import undo_bookings
from parlour.db.pool import Connection


async def book_each(conn: Connection, tenant: Tenant, wishes: Sequence[SeatWish]) -> Mapping[tuple[int, int], int]:
    """Book seats where there are any, and return the bookings by event and client. A deleted card gets none."""
    seats = await bookings.lock_seats(conn, tenant, {each.event_id for each in wishes})
    clients = {each.client_id for each in wishes}
    await bookings.lock_groupings(conn, clients)
    live = await queries.lock_cards(conn, tenant, clients)
    granted = with_seats([each for each in wishes if each.client_id in live], seats)
    if not granted:
        return {}
    async with queries.with_reminders_only(conn):
        return await queries.book_each(conn, tenant, granted, [secrets.token_hex(16) for _ in granted])


async def delete_each(
    conn: Connection, tenant: Tenant, event_ids: Collection[int], appointment_ids: Collection[int]
) -> None:
    """Mark bookings of events as deleted. Raise what `undo_bookings` raises."""
    await bookings.lock_seats(conn, tenant, event_ids)
    locked = await queries.lock_each(conn, tenant, appointment_ids)
    await undo_bookings(conn, tenant, locked)
    async with queries.with_reminders_only(conn):
        await queries.soft_delete_each(conn, tenant, [each.id for each in locked])
    await queries.report_bookings(conn, tenant, "cancelled", [each.id for each in locked])

"""Booking clients into all events of series, now and whenever more are made.

Every function runs inside a database transaction that may be retried. The schedule is locked first.
"""

from collections.abc import Sequence
from datetime import UTC, datetime

from parlour.access.permissions import Permission
from parlour.access.tenant import Tenant
from parlour.areas.appointments.model.many_bookings import SeatWish
from parlour.areas.appointments.service.many_bookings import book_each, delete_each
from parlour.areas.clients.model.clients import GivenClient
from parlour.areas.clients.service.matching import find_or_create_client
from parlour.areas.event_schedules import refusals
from parlour.areas.event_schedules.model.client_schedules import MOST_BOOKINGS, BookedOccurrence, ClientSchedule
from parlour.areas.event_schedules.queries import client_schedules as queries
from parlour.areas.event_schedules.queries.schedules import list_series, lock_schedule
from parlour.areas.revisions import Revisions, check_revision
from parlour.db.constraints import violations_mean
from parlour.db.pool import Connection
from parlour.errors import Fault, Invalid, NotFound

NAME = "Client schedule"


async def create_client_schedule(
    conn: Connection, tenant: Tenant, schedule_id: int, client_id: int, series_ids: Sequence[int]
) -> ClientSchedule:
    """Book a client into all events ahead of series, as far as there are seats. Raise `NotFound`, `Invalid`."""
    faults = await _lock(conn, tenant, schedule_id, series_ids)
    tenant.require(Permission.APPOINTMENT_CLIENT_ADD)
    try:
        await find_or_create_client(conn, tenant, GivenClient(id=client_id))
    except Invalid as invalid:
        faults += [Fault("client_id", fault.message) for fault in invalid.faults]
    if faults:
        raise Invalid(faults)
    with violations_mean({"client_schedules_schedule_client_idx": refusals.HAS_SCHEDULE.error("client_id")}):
        (made,) = await queries.create_client_schedules(
            conn, tenant, schedule_id, [*dict.fromkeys(series_ids)], {client_id: 1}
        )
    await catch_up(conn, tenant, schedule_id)
    return await get_client_schedule(conn, tenant, schedule_id, made)


async def copy_clients(
    conn: Connection, tenant: Tenant, schedule_id: int, event_id: int, series_ids: Sequence[int]
) -> None:
    """Book the clients of a locked event into all events ahead of series, each with the seats that they have."""
    seats = await queries.sum_seats(conn, tenant, event_id)
    if seats:
        await queries.create_client_schedules(conn, tenant, schedule_id, series_ids, seats)


async def update_client_schedule(
    conn: Connection,
    tenant: Tenant,
    schedule_id: int,
    client_schedule_id: int,
    series_ids: Sequence[int],
    expected: Revisions,
) -> None:
    """Give a client other series: book what was added, and delete the bookings ahead of what was dropped.

    Raise `NotFound`, `Stale`, `Forbidden`, `Invalid`.
    """
    if faults := await _lock(conn, tenant, schedule_id, series_ids):
        raise Invalid(faults)
    before = await _lock_client_schedule(conn, tenant, schedule_id, client_schedule_id, expected)
    dropped = {*before.series_ids} - {*series_ids}
    ahead = await queries.list_booked(conn, tenant, before.id, datetime.now(UTC))
    await _cancel(conn, tenant, [each for each in ahead if each.series_id in dropped])
    await queries.update_client_schedule(conn, tenant, before.id, [*dict.fromkeys(series_ids)])
    await catch_up(conn, tenant, schedule_id)


async def delete_client_schedule(
    conn: Connection, tenant: Tenant, schedule_id: int, client_schedule_id: int, expected: Revisions
) -> None:
    """Mark a client schedule as deleted, with the bookings ahead. Raise `NotFound`, `Stale`, `Forbidden`."""
    await _lock(conn, tenant, schedule_id, ())
    before = await _lock_client_schedule(conn, tenant, schedule_id, client_schedule_id, expected)
    await _cancel(conn, tenant, await queries.list_booked(conn, tenant, before.id, datetime.now(UTC)))
    await queries.soft_delete_client_schedule(conn, tenant, before.id)


async def get_client_schedule(
    conn: Connection, tenant: Tenant, schedule_id: int, client_schedule_id: int
) -> ClientSchedule:
    """Return a client schedule. Raise `NotFound`."""
    found = await queries.find_client_schedule(conn, tenant, schedule_id, client_schedule_id)
    if found is None:
        raise NotFound(NAME)
    return found


async def catch_up(conn: Connection, tenant: Tenant, schedule_id: int) -> None:
    """Book the clients of a locked schedule into those events ahead of their series that they weren't booked into.

    Raise `Invalid` for too many bookings at once.
    """
    missing = await queries.list_missing(conn, tenant, schedule_id, datetime.now(UTC), MOST_BOOKINGS + 1)
    if not missing:
        return
    if len(missing) > MOST_BOOKINGS:
        raise refusals.TOO_MANY_BOOKINGS.error("last_day", MOST_BOOKINGS)
    wishes = [SeatWish(each.event_id, each.client_id, each.seat_count) for each in missing]
    made = await book_each(conn, tenant, wishes)
    await queries.create_booked(conn, tenant, missing, [made.get((each.event_id, each.client_id)) for each in missing])


async def _lock(conn: Connection, tenant: Tenant, schedule_id: int, series_ids: Sequence[int]) -> list[Fault]:
    """Lock a schedule, and return a fault for each series that it doesn't have. Raise `NotFound`."""
    if await lock_schedule(conn, tenant, schedule_id) is None:
        raise NotFound("Schedule")
    known = {series.id for series in await list_series(conn, tenant, schedule_id)}
    return [
        refusals.NO_SERIES.fault(f"series_ids[{number}]")
        for number, series_id in enumerate(series_ids)
        if series_id not in known
    ]


async def _lock_client_schedule(
    conn: Connection, tenant: Tenant, schedule_id: int, client_schedule_id: int, expected: Revisions
) -> ClientSchedule:
    found = await queries.lock_client_schedule(conn, tenant, schedule_id, client_schedule_id)
    if found is None:
        raise NotFound(NAME)
    check_revision(found.revision, expected)
    return found


async def _cancel(conn: Connection, tenant: Tenant, booked: Sequence[BookedOccurrence]) -> None:
    if not booked:
        return
    events = {each.event_id for each in booked if each.event_id is not None}
    await delete_each(conn, tenant, events, [each.appointment_id for each in booked if each.appointment_id is not None])
    await queries.soft_delete_booked(conn, tenant, [each.booked_id for each in booked])

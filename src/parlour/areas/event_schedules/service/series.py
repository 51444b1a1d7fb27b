"""Adding and deleting the series of a schedule.

Every function runs inside a database transaction that may be retried.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

from parlour.access.tenant import Tenant
from parlour.areas.event_schedules import refusals
from parlour.areas.event_schedules.model.schedules import MOST_SERIES, LockedSchedule, NewSeries, Series
from parlour.areas.event_schedules.queries import schedules as queries
from parlour.areas.event_schedules.service.planning import plan_series
from parlour.areas.event_schedules.service.schedules import delete_series, fill_ahead, lock_schedule, new_series
from parlour.areas.events.service.reading import get_event
from parlour.areas.revisions import Revisions, check_revision
from parlour.db.pool import Connection
from parlour.errors import Fault, Invalid, NotFound

NAME = "Series"
A_DAY = timedelta(days=1)


async def add_series(conn: Connection, tenant: Tenant, schedule_id: int, new: NewSeries) -> Series:
    """Add a series to a schedule with its events from now to the last day, and return it.

    Raise `NotFound`, and what `create_schedule` raises.
    """
    schedule = await lock_schedule(conn, tenant, schedule_id)
    if len(await queries.list_series(conn, tenant, schedule_id)) >= MOST_SERIES:
        raise refusals.TOO_MANY_SERIES.error("weekday", MOST_SERIES)
    original = await get_event(conn, tenant, schedule.original_event_id)
    fields = [new_series(original, new)]
    with _faults_of_one():
        plans = await plan_series(conn, tenant, original, fields)
    series = await queries.create_series(conn, tenant, schedule_id, fields)
    await fill_ahead(conn, tenant, series, plans, schedule.first_day - A_DAY, schedule.last_day)
    return series[0]


@contextmanager
def _faults_of_one() -> Iterator[None]:
    """Name the faults of the only series that is planned without its place."""
    try:
        yield
    except Invalid as invalid:
        raise Invalid(
            Fault(fault.field.removeprefix("series[0]."), fault.message) for fault in invalid.faults
        ) from invalid


async def get_series(conn: Connection, tenant: Tenant, schedule_id: int, series_id: int) -> Series:
    """Return a series of a schedule. Raise `NotFound`."""
    series = await queries.find_series(conn, tenant, schedule_id, series_id)
    if series is None:
        raise NotFound(NAME)
    return series


async def remove_series(
    conn: Connection, tenant: Tenant, schedule_id: int, series_id: int, expected: Revisions
) -> None:
    """Mark a series as deleted, with all its events ahead and their bookings.

    Raise `NotFound`, `Stale`, `Forbidden`.
    """
    _, series = await lock_series(conn, tenant, schedule_id, series_id, expected)
    await delete_series(conn, tenant, [series])


async def lock_series(
    conn: Connection, tenant: Tenant, schedule_id: int, series_id: int, expected: Revisions
) -> tuple[LockedSchedule, Series]:
    """Lock a schedule, and lock one of its series. Raise `NotFound`, `Stale`."""
    schedule = await lock_schedule(conn, tenant, schedule_id)
    series = await queries.lock_series(conn, tenant, schedule_id, series_id)
    if series is None:
        raise NotFound(NAME)
    check_revision(series.revision, expected)
    return schedule, series

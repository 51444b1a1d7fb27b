"""Reading series with their occurrences, and what they show of other things."""

from collections.abc import Sequence
from itertools import groupby

from parlour.access.tenant import Tenant
from parlour.areas.event_schedules.model.client_schedules import BookedOccurrence, ClientSchedule
from parlour.areas.event_schedules.model.occurrences import Occurrence
from parlour.areas.event_schedules.model.schedules import Series
from parlour.areas.event_schedules.model.shown import Shown
from parlour.areas.event_schedules.queries.client_schedules import list_booked
from parlour.areas.event_schedules.queries.occurrences import list_occurrences
from parlour.areas.event_schedules.queries.schedules import list_series
from parlour.areas.events.service.reading import read_named
from parlour.db.pool import Connection


async def read_series(
    conn: Connection, tenant: Tenant, series: Sequence[Series], *, with_occurrences: bool = False
) -> Shown:
    """Return series with what they show: at most three statements."""
    found = await list_occurrences(conn, tenant, [each.id for each in series]) if with_occurrences and series else []
    return await _read_named(conn, tenant, series, found)


async def read_schedule(conn: Connection, tenant: Tenant, schedule_id: int) -> Shown:
    """Return the series of a schedule that the user may see."""
    return await read_series(conn, tenant, await list_series(conn, tenant, schedule_id))


async def read_client_schedule(
    conn: Connection, tenant: Tenant, row: ClientSchedule
) -> tuple[Shown, list[BookedOccurrence]]:
    """Return the series of a client that the user may see, and the client's bookings."""
    seen = await list_series(conn, tenant, row.schedule_id)
    booked = await list_booked(conn, tenant, row.id)
    return await _read_named(conn, tenant, [each for each in seen if each.id in row.series_ids], booked), booked


async def _read_named(conn: Connection, tenant: Tenant, series: Sequence[Series], found: Sequence[Occurrence]) -> Shown:
    all_: list[Series | Occurrence] = [*series, *found]
    named = await read_named(
        conn,
        tenant,
        {each.team_member_id for each in all_ if each.team_member_id is not None},
        {id_ for each in all_ for id_ in each.resource_instance_ids},
        {id_ for each in all_ for id_ in each.tag_ids},
    )
    ordered = sorted(found, key=_series_of)
    return Shown(series, {series_id: [*rows] for series_id, rows in groupby(ordered, _series_of)}, named)


def _series_of(occurrence: Occurrence) -> int:
    return occurrence.series_id

"""Reading series with their occurrences, and what they show of other things."""

from collections.abc import Sequence
from itertools import groupby

from parlour.access.tenant import Tenant
from parlour.areas.event_schedules.model.occurrences import Occurrence
from parlour.areas.event_schedules.model.schedules import Series
from parlour.areas.event_schedules.model.shown import Shown
from parlour.areas.event_schedules.queries.occurrences import list_occurrences
from parlour.areas.event_schedules.queries.schedules import list_series
from parlour.areas.events.service.reading import read_named
from parlour.db.pool import Connection


async def read_series(
    conn: Connection, tenant: Tenant, series: Sequence[Series], *, with_occurrences: bool = False
) -> Shown:
    """Return series with what they show: at most three statements."""
    found = await list_occurrences(conn, tenant, [each.id for each in series]) if with_occurrences and series else []
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


async def read_schedule(conn: Connection, tenant: Tenant, schedule_id: int) -> Shown:
    """Return the series of a schedule that the user may see."""
    return await read_series(conn, tenant, await list_series(conn, tenant, schedule_id))


def _series_of(occurrence: Occurrence) -> int:
    return occurrence.series_id

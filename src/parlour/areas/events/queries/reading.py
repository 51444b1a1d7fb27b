"""Statements that read events. Each shows what the user's rights show of appointments.

Without a user it shows what clients can book, ahead, and without what is not for them.
"""

from collections.abc import Sequence
from datetime import UTC, date, datetime
from typing import LiteralString

import msgspec

from parlour.access.tenant import Tenant
from parlour.areas.appointments.rights import IN_LOCATION, IS_VISIBLE, AppointmentScope
from parlour.areas.events.model.events import Event
from parlour.areas.events.model.facets import Facet
from parlour.areas.events.model.filters import DateRange, EventFilter
from parlour.areas.events.queries.writing import COLUMNS
from parlour.areas.events.rights import IS_OFFERED
from parlour.db.pool import Connection
from parlour.db.rows import to_struct_or_none, to_structs
from parlour.page_requests import MomentSortKey, PageRequest

_EVENT: LiteralString = f"{COLUMNS}, id, location_id, taken_seats, revision, deleted_at IS NOT NULL AS is_deleted"
_ON_OFFER: LiteralString = f"a.deleted_at IS NULL AND {IS_OFFERED}"
FIND_EVENT: LiteralString = f"""
    SELECT {_EVENT} FROM events a
    WHERE {IS_VISIBLE} AND a.id = $6 AND ($7::timestamptz IS NULL OR (a.starts_at > $7 AND {_ON_OFFER}))
"""


async def find_event(conn: Connection, tenant: Tenant, event_id: int) -> Event | None:
    """Return an event that the user may see, also a deleted one."""
    row = await conn.fetchrow(FIND_EVENT, *AppointmentScope.of(tenant).args, event_id, _ahead_of(tenant))
    event = to_struct_or_none(Event, row)
    return event if event is None or not tenant.is_public else event.for_clients()


LIST_OF_IDS: LiteralString = f"""
    SELECT {_EVENT} FROM events a WHERE {IS_VISIBLE} AND a.id = ANY ($6::bigint[]) ORDER BY a.day, a.starts_at, a.id
"""


async def list_of_ids(conn: Connection, tenant: Tenant, event_ids: Sequence[int]) -> list[Event]:
    """List the events of these ids that the user may see, by their start."""
    return to_structs(Event, await conn.fetch(LIST_OF_IDS, *AppointmentScope.of(tenant).args, event_ids))


_ADMITTED: LiteralString = f"""
    {IS_VISIBLE} AND {IN_LOCATION} AND a.deleted_at IS NULL
    AND a.day >= coalesce($6::date, '-infinity') AND a.day <= coalesce($7::date, 'infinity')
    AND ($8::timestamptz IS NULL OR a.starts_at >= $8) AND ($9::timestamptz IS NULL OR a.starts_at < $9)
    AND ($10::bigint[] IS NULL OR a.service_id = ANY ($10))
    AND ($11::bigint[] IS NULL OR a.team_member_id = ANY ($11))
    AND ($12::bigint[] IS NULL OR EXISTS (
        SELECT FROM resource_instances i
        WHERE i.chain_id = $1 AND i.id = ANY (a.resource_instance_ids) AND i.resource_id = ANY ($12)))
    AND ($13::integer IS NULL OR a.capacity - a.taken_seats >= $13)
    AND ($14::timestamptz IS NULL OR (a.starts_at > $14 AND {_ON_OFFER}))
"""
LIST_EVENTS: LiteralString = f"""
    SELECT {_EVENT} FROM events a
    WHERE {_ADMITTED}
      AND (a.day, a.starts_at, a.id) >
          (coalesce($15::date, '-infinity'), coalesce($16::timestamptz, '-infinity'), $17::bigint)
    ORDER BY a.day, a.starts_at, a.id LIMIT $18 OFFSET $19
"""


async def list_events(
    conn: Connection, tenant: Tenant, wanted: EventFilter, page: PageRequest[MomentSortKey]
) -> list[Event]:
    """List the events that a filter admits and the user may see, by their start, then by id."""
    after: tuple[object, ...] = (None, None, 0)
    if page.after is not None:
        after = (page.after.at.astimezone(tenant.timezone).date(), page.after.at, page.after.id)
    rows = await conn.fetch(LIST_EVENTS, *_values(tenant, wanted), *after, page.limit, page.offset)
    events = to_structs(Event, rows)
    return [event.for_clients() for event in events] if tenant.is_public else events


COUNT_EVENTS: LiteralString = f"SELECT count(*) AS count FROM events a WHERE {_ADMITTED}"


async def count_events(conn: Connection, tenant: Tenant, wanted: EventFilter) -> int:
    """Count the events that a filter admits and the user may see."""
    count: int = await conn.fetchval(COUNT_EVENTS, *_values(tenant, wanted))
    return count


LIST_DATES: LiteralString = f"SELECT DISTINCT a.day FROM events a WHERE {_ADMITTED} ORDER BY a.day"


async def list_dates(conn: Connection, tenant: Tenant, wanted: EventFilter) -> list[date]:
    """List the days on which such events begin."""
    return [row["day"] for row in await conn.fetch(LIST_DATES, *_values(tenant, wanted))]


FIND_DATE_RANGE: LiteralString = f"SELECT min(a.day) AS first, max(a.day) AS last FROM events a WHERE {_ADMITTED}"


async def find_date_range(conn: Connection, tenant: Tenant, wanted: EventFilter) -> DateRange:
    """Return the first and the last day on which such events begin."""
    row = await conn.fetchrow(FIND_DATE_RANGE, *_values(tenant, wanted))
    assert row is not None  # noqa: S101 - an aggregate has one row
    return DateRange(row["first"], row["last"])


LIST_FACETS: LiteralString = f"""
    SELECT DISTINCT a.team_member_id, a.service_id, s.category_id, ARRAY(
        SELECT DISTINCT i.resource_id FROM resource_instances i
        WHERE i.chain_id = $1 AND i.id = ANY (a.resource_instance_ids) ORDER BY i.resource_id) AS resource_ids
    FROM events a JOIN services s ON s.chain_id = $1 AND s.id = a.service_id
    WHERE {IS_VISIBLE} AND {IN_LOCATION} AND a.deleted_at IS NULL AND a.day >= $6::date AND a.starts_at >= $7
      AND ($8::boolean OR {_ON_OFFER})
"""


async def list_facets(conn: Connection, tenant: Tenant, since: datetime) -> list[Facet]:
    """List what events have in common that begin at a moment or later, each combination once."""
    day = since.astimezone(tenant.timezone).date()
    rows = await conn.fetch(LIST_FACETS, *AppointmentScope.of(tenant).args, day, since, not tenant.is_public)
    return to_structs(Facet, rows)


def _values(tenant: Tenant, wanted: EventFilter) -> tuple[object, ...]:
    return (*AppointmentScope.of(tenant).args, *msgspec.structs.astuple(wanted), _ahead_of(tenant))


def _ahead_of(tenant: Tenant) -> datetime | None:
    """Return the moment after which events begin that are shown without a user; None with one."""
    return datetime.now(UTC) if tenant.is_public else None

"""Statements that read events. Each shows what the user's rights show of appointments.

Without a user it shows what clients can still book, and without what is not for them: `closing` says until when.
"""

from collections.abc import Sequence
from datetime import date, datetime
from typing import LiteralString

import msgspec

from parlour.access.tenant import Tenant
from parlour.areas.appointments.rights import IN_LOCATION, IS_VISIBLE, AppointmentScope
from parlour.areas.events.model.closing import Closing
from parlour.areas.events.model.events import Event
from parlour.areas.events.model.facets import Facet
from parlour.areas.events.model.filters import DateRange, EventFilter
from parlour.areas.events.queries.writing import COLUMNS
from parlour.areas.events.rights import IS_OFFERED, is_open
from parlour.db.pool import Connection
from parlour.db.rows import to_struct_or_none, to_structs
from parlour.page_requests import MomentSortKey, PageRequest

_EVENT: LiteralString = f"{COLUMNS}, id, location_id, taken_seats, revision, deleted_at IS NOT NULL AS is_deleted"


def _is_shown(moment: LiteralString, leads: LiteralString) -> LiteralString:
    """Return the condition that an event can be booked, if the caller is shown no others."""
    return f"""
    ({moment}::timestamptz IS NULL OR (a.deleted_at IS NULL AND {is_open(moment, leads)} AND {IS_OFFERED}))
"""


FIND_EVENT: LiteralString = f"""
    SELECT {_EVENT} FROM events a WHERE {IS_VISIBLE} AND a.id = $6 AND {_is_shown("$7", "$8")}
"""


async def find_event(conn: Connection, tenant: Tenant, event_id: int, closing: Closing | None = None) -> Event | None:
    """Return an event that the user may see, also a deleted one."""
    row = await conn.fetchrow(FIND_EVENT, *AppointmentScope.of(tenant).args, event_id, *_limits(tenant, closing))
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
    AND {_is_shown("$14", "$15")}
"""
LIST_EVENTS: LiteralString = f"""
    SELECT {_EVENT} FROM events a
    WHERE {_ADMITTED}
      AND (a.day, a.starts_at, a.id) >
          (coalesce($16::date, '-infinity'), coalesce($17::timestamptz, '-infinity'), $18::bigint)
    ORDER BY a.day, a.starts_at, a.id LIMIT $19 OFFSET $20
"""


async def list_events(
    conn: Connection,
    tenant: Tenant,
    wanted: EventFilter,
    page: PageRequest[MomentSortKey],
    closing: Closing | None = None,
) -> list[Event]:
    """List the events that a filter admits and the user may see, by their start, then by id."""
    after: tuple[object, ...] = (None, None, 0)
    if page.after is not None:
        after = (page.after.at.astimezone(tenant.timezone).date(), page.after.at, page.after.id)
    rows = await conn.fetch(LIST_EVENTS, *_values(tenant, wanted, closing), *after, page.limit, page.offset)
    events = to_structs(Event, rows)
    return [event.for_clients() for event in events] if tenant.is_public else events


COUNT_EVENTS: LiteralString = f"SELECT count(*) AS count FROM events a WHERE {_ADMITTED}"


async def count_events(conn: Connection, tenant: Tenant, wanted: EventFilter, closing: Closing | None = None) -> int:
    """Count the events that a filter admits and the user may see."""
    count: int = await conn.fetchval(COUNT_EVENTS, *_values(tenant, wanted, closing))
    return count


LIST_DATES: LiteralString = f"SELECT DISTINCT a.day FROM events a WHERE {_ADMITTED} ORDER BY a.day"


async def list_dates(
    conn: Connection, tenant: Tenant, wanted: EventFilter, closing: Closing | None = None
) -> list[date]:
    """List the days on which such events begin."""
    return [row["day"] for row in await conn.fetch(LIST_DATES, *_values(tenant, wanted, closing))]


FIND_DATE_RANGE: LiteralString = f"SELECT min(a.day) AS first, max(a.day) AS last FROM events a WHERE {_ADMITTED}"


async def find_date_range(
    conn: Connection, tenant: Tenant, wanted: EventFilter, closing: Closing | None = None
) -> DateRange:
    """Return the first and the last day on which such events begin."""
    row = await conn.fetchrow(FIND_DATE_RANGE, *_values(tenant, wanted, closing))
    assert row is not None  # noqa: S101 - an aggregate has one row
    return DateRange(row["first"], row["last"])


LIST_FACETS: LiteralString = f"""
    SELECT DISTINCT a.team_member_id, a.service_id, s.category_id, ARRAY(
        SELECT DISTINCT i.resource_id FROM resource_instances i
        WHERE i.chain_id = $1 AND i.id = ANY (a.resource_instance_ids) ORDER BY i.resource_id) AS resource_ids
    FROM events a JOIN services s ON s.chain_id = $1 AND s.id = a.service_id
    WHERE {IS_VISIBLE} AND {IN_LOCATION} AND a.deleted_at IS NULL AND a.day >= $6::date AND a.starts_at >= $7
      AND {_is_shown("$8", "$9")}
"""


async def list_facets(conn: Connection, tenant: Tenant, since: datetime, closing: Closing | None = None) -> list[Facet]:
    """List what events have in common that begin at a moment or later, each combination once."""
    day = since.astimezone(tenant.timezone).date()
    rows = await conn.fetch(LIST_FACETS, *AppointmentScope.of(tenant).args, day, since, *_limits(tenant, closing))
    return to_structs(Facet, rows)


def _values(tenant: Tenant, wanted: EventFilter, closing: Closing | None) -> tuple[object, ...]:
    return (*AppointmentScope.of(tenant).args, *msgspec.structs.astuple(wanted), *_limits(tenant, closing))


def _limits(tenant: Tenant, closing: Closing | None) -> tuple[datetime | None, str | None]:
    """Return what limits the events that are shown without a user."""
    if closing is not None:
        return closing.now, closing.leads
    if tenant.is_public:
        raise ValueError("Without a user, only events that can still be booked are shown: until when?")
    return None, None

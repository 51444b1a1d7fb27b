"""Statements on what appointments refer to: one for all appointments of an answer."""

from collections.abc import Iterable
from typing import LiteralString

from parlour.access.tenant import Tenant
from parlour.areas.appointments.model.included import ClientSeries, NamedInstance, NamedService
from parlour.db.pool import Connection
from parlour.db.rows import to_structs

LIST_SERVICES: LiteralString = """
    SELECT id, title, category_id FROM services WHERE chain_id = $1 AND id = ANY ($2::bigint[])
"""


async def list_services(conn: Connection, tenant: Tenant, service_ids: Iterable[int]) -> list[NamedService]:
    """List the services of these ids, also deleted ones: old appointments show them."""
    return to_structs(NamedService, await conn.fetch(LIST_SERVICES, tenant.chain_id, [*service_ids]))


LIST_INSTANCES: LiteralString = """
    SELECT id, resource_id, title FROM resource_instances WHERE chain_id = $1 AND id = ANY ($2::bigint[])
"""


async def list_instances(conn: Connection, tenant: Tenant, instance_ids: Iterable[int]) -> list[NamedInstance]:
    """List the rooms and devices of these ids."""
    return to_structs(NamedInstance, await conn.fetch(LIST_INSTANCES, tenant.chain_id, [*instance_ids]))


LIST_CLIENT_VALUES: LiteralString = """
    SELECT id, custom_values::text AS custom_values FROM clients WHERE chain_id = $1 AND id = ANY ($2::bigint[])
"""


async def list_client_values(conn: Connection, tenant: Tenant, client_ids: Iterable[int]) -> dict[int, str]:
    """Return the values of custom fields as they are stored, by the ids of the clients."""
    return dict(map(tuple, await conn.fetch(LIST_CLIENT_VALUES, tenant.chain_id, [*client_ids])))


LIST_CLIENT_SERIES: LiteralString = """
    SELECT DISTINCT ON (x.appointment_id) x.appointment_id, c.id, c.schedule_id, c.series_ids, c.seat_count, s.last_day
    FROM client_occurrences x
    JOIN client_schedules c ON c.chain_id = $1 AND c.id = x.client_schedule_id AND c.deleted_at IS NULL
    JOIN event_schedules s ON s.chain_id = $1 AND s.id = c.schedule_id AND s.deleted_at IS NULL
    WHERE x.chain_id = $1 AND x.appointment_id = ANY ($2::bigint[]) AND x.deleted_at IS NULL
    ORDER BY x.appointment_id, x.id
"""


async def list_client_series(
    conn: Connection, tenant: Tenant, appointment_ids: Iterable[int]
) -> dict[int, ClientSeries]:
    """Return the client schedules that made appointments, by the ids of these; without deleted ones."""
    rows = await conn.fetch(LIST_CLIENT_SERIES, tenant.chain_id, [*appointment_ids])
    return {each.appointment_id: each for each in to_structs(ClientSeries, rows)}

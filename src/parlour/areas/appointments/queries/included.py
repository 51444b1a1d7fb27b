"""Statements on what appointments refer to: one for all appointments of an answer."""

from collections.abc import Iterable
from typing import LiteralString

from parlour.access.tenant import Tenant
from parlour.areas.appointments.model.included import NamedInstance, NamedService
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

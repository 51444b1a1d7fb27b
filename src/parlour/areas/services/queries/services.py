"""Statements on services."""

from typing import LiteralString

import msgspec

from parlour.access.tenant import Tenant
from parlour.areas.services.model.services import Service, ServiceFields, ServiceFilter
from parlour.areas.services.queries.columns import (
    COLUMNS,
    COLUMNS_BY_MEMBER,
    JOINS,
    VISIBLE_SERVICE,
)
from parlour.db.pool import Connection
from parlour.db.rows import to_struct_or_none, to_structs

LIST_SERVICES: LiteralString = f"""
    SELECT {COLUMNS_BY_MEMBER} FROM services s {JOINS}
    LEFT JOIN service_team_members own
        ON own.chain_id = $1 AND own.service_id = s.id AND own.team_member_id = $4 AND own.location_id = $2
    WHERE {VISIBLE_SERVICE}
      AND ($3::bigint IS NULL OR s.id = $3)
      AND ($4::bigint IS NULL OR own.service_id IS NOT NULL)
      AND ($5::bigint IS NULL OR s.category_id = $5)
    ORDER BY s.weight DESC, s.title, s.id
"""


async def list_services(conn: Connection, tenant: Tenant, filter_: ServiceFilter) -> list[Service]:
    """List the services that the location sees, the highest weight first; of a member with the member's durations."""
    rows = await conn.fetch(LIST_SERVICES, tenant.chain_id, tenant.location_id, *msgspec.structs.astuple(filter_))
    return to_structs(Service, rows)


FIND_SERVICE: LiteralString = f"SELECT {COLUMNS} FROM services s {JOINS} WHERE {VISIBLE_SERVICE} AND s.id = $3"


async def find_service(conn: Connection, tenant: Tenant, service_id: int) -> Service | None:
    row = await conn.fetchrow(FIND_SERVICE, tenant.chain_id, tenant.location_id, service_id)
    return to_struct_or_none(Service, row)


# Without the joins above: what they find is read after the lock.
LOCK_SERVICE: LiteralString = f"SELECT FROM services s WHERE {VISIBLE_SERVICE} AND s.id = $3 FOR NO KEY UPDATE"


async def lock_service(conn: Connection, tenant: Tenant, service_id: int) -> None:
    """Lock the service until the transaction ends, against changes of it and of its links."""
    await conn.execute(LOCK_SERVICE, tenant.chain_id, tenant.location_id, service_id)


CREATE_SERVICE: LiteralString = """
    INSERT INTO services (
        chain_id, location_id, title, category_id, booking_title, comment, api_id, price_min, price_max, discount,
        duration, technical_break, weight, is_online, is_for_events, has_date_window, date_from, date_to,
        search_start, search_finish, search_step, step, tax_variant, vat_id)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23,
            $24)
    RETURNING id
"""


async def create_service(conn: Connection, tenant: Tenant, fields: ServiceFields) -> int:
    """Create a service of the location and return its id; its category must be locked."""
    values = msgspec.structs.astuple(fields)
    service_id: int = await conn.fetchval(CREATE_SERVICE, tenant.chain_id, tenant.location_id, *values)
    return service_id


UPDATE_SERVICE: LiteralString = """
    UPDATE services SET
        title = $3, category_id = $4, booking_title = $5, comment = $6, api_id = $7, price_min = $8, price_max = $9,
        discount = $10, duration = $11, technical_break = $12, weight = $13, is_online = $14, is_for_events = $15,
        has_date_window = $16, date_from = $17, date_to = $18, search_start = $19, search_finish = $20,
        search_step = $21, step = $22, tax_variant = $23, vat_id = $24,
        revision = revision + 1, changed_at = now()
    WHERE chain_id = $1 AND id = $2
"""


async def update_service(conn: Connection, tenant: Tenant, service_id: int, fields: ServiceFields) -> None:
    """Write all fields of a locked service; its category must be locked, too."""
    await conn.execute(UPDATE_SERVICE, tenant.chain_id, service_id, *msgspec.structs.astuple(fields))


ADVANCE_REVISION: LiteralString = """
    UPDATE services SET revision = revision + 1, changed_at = now() WHERE chain_id = $1 AND id = $2 RETURNING revision
"""


async def advance_revision(conn: Connection, tenant: Tenant, service_id: int) -> int:
    """Count a change of what belongs to a locked service, and return its new revision."""
    revision: int = await conn.fetchval(ADVANCE_REVISION, tenant.chain_id, service_id)
    return revision


SOFT_DELETE_SERVICE: LiteralString = """
    UPDATE services SET deleted_at = now(), changed_at = now(), revision = revision + 1 WHERE chain_id = $1 AND id = $2
"""


async def soft_delete_service(conn: Connection, tenant: Tenant, service_id: int) -> None:
    await conn.execute(SOFT_DELETE_SERVICE, tenant.chain_id, service_id)

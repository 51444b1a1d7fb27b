"""Products that were sold or used up in appointments."""

from collections.abc import Collection, Mapping

from parlour.access.permissions import Permission
from parlour.access.tenant import Tenant
from parlour.areas.inventory.model.documents import Transaction
from parlour.areas.inventory.queries import views
from parlour.areas.stock.model.stock import Kind
from parlour.db.pool import Connection


async def sold_by_appointment(
    conn: Connection, tenant: Tenant, appointment_ids: Collection[int]
) -> Mapping[int, list[Transaction]]:
    """Return the products sold in each appointment that the user may see, in the order in which they were entered."""
    if Permission.APPOINTMENT_SALES_VIEW not in tenant.permissions:
        return {}
    return await _by_appointment(conn, tenant, Kind.SALE, appointment_ids)


async def used_by_appointment(
    conn: Connection, tenant: Tenant, appointment_ids: Collection[int]
) -> Mapping[int, list[Transaction]]:
    """Return what was used up in each appointment, as far as the user may see movements of stock, in the same order."""
    return await _by_appointment(conn, tenant, Kind.USAGE, appointment_ids)


async def _by_appointment(
    conn: Connection, tenant: Tenant, kind: Kind, appointment_ids: Collection[int]
) -> Mapping[int, list[Transaction]]:
    found: dict[int, list[Transaction]] = {}
    for transaction in await views.list_transactions_of_appointments(conn, tenant, kind, appointment_ids):
        found.setdefault(transaction.appointment_id, []).append(transaction)
    return found

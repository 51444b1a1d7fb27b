"""Products that were sold in appointments."""

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
    found: dict[int, list[Transaction]] = {}
    for transaction in await views.list_transactions_of_appointments(conn, tenant, Kind.SALE, appointment_ids):
        found.setdefault(transaction.appointment_id, []).append(transaction)
    return found

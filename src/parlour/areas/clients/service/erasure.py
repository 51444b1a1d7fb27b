"""Erasing a person on request (GDPR, article 17). It can't be undone."""

from parlour.access.permissions import Permission
from parlour.access.tenant import Tenant
from parlour.areas.clients.model.erasure import Erased
from parlour.areas.clients.queries import erasure
from parlour.areas.clients.service.aliases import not_found
from parlour.db.pool import Connection
from parlour.errors import NotFound


async def erase_client(conn: Connection, tenant: Tenant, client_id: int, *, in_chain: bool = False) -> Erased:
    """Erase all that says who a client was: on the cards, on appointments, in the audit log.

    Visits and amounts stay, without a person. Cards that were merged into this one, and others with its phone number in
    the location (`in_chain`: in the whole chain) are cards of the same person. Raise `NotFound`, `Forbidden`.
    """
    if in_chain:
        tenant.require_in_chain(Permission.CLIENTS_DELETE)
    if not await erasure.is_erasable(conn, tenant, client_id):
        raise await not_found(conn, tenant, client_id)
    client_ids = await erasure.lock_person(conn, tenant, client_id, in_chain=in_chain)
    if client_id not in client_ids:  # another request has just erased it
        raise NotFound("Client")
    counts = await erasure.count_fields(conn, tenant, client_ids)
    await erasure.erase_cards(conn, tenant, client_ids)
    tags = await erasure.erase_tags(conn, tenant, client_ids)
    appointments = await erasure.erase_appointments(conn, tenant, client_ids)
    sales = await erasure.erase_sales(conn, tenant, client_ids)
    return Erased(
        client_ids=client_ids,
        fields=counts.fields,
        custom_values=counts.custom_values,
        tags=tags,
        appointments=appointments,
        sales=sales,
        # Last, because each of the steps before has left its own line.
        audit_lines=await erasure.redact_audit_log(conn, tenant, client_ids),
    )

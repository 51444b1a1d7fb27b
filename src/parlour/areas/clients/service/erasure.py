"""Erasing a person on request (GDPR, article 17). It can't be undone."""

import structlog

from parlour.access.permissions import Permission
from parlour.access.tenant import Tenant
from parlour.areas.clients.model.erasure import Erased
from parlour.areas.clients.queries import erasure
from parlour.areas.clients.service.aliases import not_found
from parlour.db.pool import Connection
from parlour.errors import NotFound, Unavailable, reason_of
from parlour.files import FileStore

log = structlog.get_logger()


async def erase_client(
    conn: Connection, tenant: Tenant, client_id: int, *, in_chain: bool = False
) -> tuple[Erased, list[str]]:
    """Erase all that says who a client was: on cards, appointments, reviews and payments, and in the audit log.

    Visits and amounts stay, without a person. Cards that were merged into this one, and others with its phone number in
    the location (`in_chain`: in the whole chain) are cards of the same person. Return also where the contents of files
    are: `delete_contents` is for the time after the commit. Raise `NotFound`, `Forbidden`.
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
    comments = await erasure.erase_comments(conn, tenant, client_ids)
    contents = await erasure.erase_files(conn, tenant, client_ids)
    appointments = await erasure.erase_appointments(conn, tenant, client_ids)
    sales = await erasure.erase_sales(conn, tenant, client_ids)
    reviews = await erasure.erase_reviews(conn, tenant, client_ids)
    payments = await erasure.erase_payments(conn, tenant, client_ids)
    report = Erased(
        client_ids=client_ids,
        fields=counts.fields,
        custom_values=counts.custom_values,
        tags=tags,
        comments=comments,
        files=len(contents),
        appointments=appointments,
        sales=sales,
        reviews=reviews,
        payments=payments,
        # Last, because each of the steps before has left its own line.
        audit_lines=await erasure.redact_audit_log(conn, tenant, client_ids),
    )
    return report, contents


async def delete_contents(store: FileStore, contents: list[str]) -> None:
    """Delete the contents of erased files. A store that is away leaves them, without a name, and the log says so."""
    try:
        await store.delete(contents)
    except Unavailable as error:
        log.warning("contents of erased files are left", places=contents, reason=reason_of(error))

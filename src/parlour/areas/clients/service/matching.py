"""The client of an appointment: found by id or phone number, or created."""

import msgspec

from parlour.access.tenant import Tenant
from parlour.areas.clients import refusals
from parlour.areas.clients.model.clients import ClientPatch, GivenClient
from parlour.areas.clients.model.phones import normalize_phone
from parlour.areas.clients.queries import clients
from parlour.db.pool import Connection


async def find_or_create_client(conn: Connection, tenant: Tenant, given: GivenClient) -> int | None:
    """Return the client that is meant, created if the location has none with the phone number; None if none is given.

    A card that is there stays as it is, whatever name comes with its number. To be called before days and resources
    are locked: it may wait for another transaction that creates the same client. Raise `Invalid` for `client.id` and
    `client.phone`.
    """
    if given.id:
        if not await clients.has_client(conn, tenant, given.id):
            raise refusals.NO_CLIENT.error("client.id")
        return given.id
    try:
        phone = normalize_phone(given.phone, tenant.country_code)
    except ValueError as error:
        raise refusals.NO_PHONE.error("client.phone") from error
    if not phone:
        return None
    return await _find_or_create(conn, tenant, msgspec.structs.replace(given.patch, phone=phone))


async def _find_or_create(conn: Connection, tenant: Tenant, patch: ClientPatch) -> int:
    """Return the client with the patch's phone number. Between looking and creating, others may create or delete it."""
    fields = patch.to_new()
    while True:
        found = await clients.find_by_phones(conn, tenant, [fields.phone])
        if found:
            return found[fields.phone]
        (created,) = await clients.create_clients(conn, tenant, [fields])
        if created is not None:
            return created

"""The client of an appointment: found by id or phone number, or created."""

from collections.abc import Mapping
from typing import Any

import msgspec

from parlour.access.permissions import Permission
from parlour.access.tenant import Tenant
from parlour.areas.clients import refusals
from parlour.areas.clients.model.clients import NO_VALUES, ClientPatch, GivenClient
from parlour.areas.clients.model.phones import normalize_phone
from parlour.areas.clients.queries import clients
from parlour.areas.custom_fields.model.fields import Kind
from parlour.areas.custom_fields.model.stored import stored_values
from parlour.areas.custom_fields.model.values import changed_values
from parlour.areas.custom_fields.service import list_fields
from parlour.db.pool import Connection


async def find_or_create_client(conn: Connection, tenant: Tenant, given: GivenClient) -> int | None:
    """Return the client that is meant, created if the location has none with the phone number; None if none is given.

    A card that is there stays as it is, whatever name comes with its number. To be called before days and resources
    are locked: it may wait for another transaction that creates the same client. Raise `Invalid` for `client.id`,
    `client.phone` and values of custom fields.
    """
    if given.id:
        if not await clients.has_client(conn, tenant, given.id):
            raise refusals.NO_CLIENT.error("client.id")
        return given.id
    try:
        phone = normalize_phone(given.phone, tenant.country_code)
    except ValueError as error:
        raise refusals.NO_PHONE.error("client.phone") from error
    patch = msgspec.structs.replace(given.patch, phone=phone)
    if not phone:
        return await _create(conn, tenant, given, patch) if given.may_lack_phone else None
    while True:  # between looking and creating, others may create or delete it
        found = await clients.find_by_phones(conn, tenant, [phone])
        if found:
            return found[phone]
        created = await _create(conn, tenant, given, patch)
        if created is not None:
            return created


async def _create(conn: Connection, tenant: Tenant, given: GivenClient, patch: ClientPatch) -> int | None:
    """Create the card of a patch; None if another one has its phone number."""
    values = await _stored(conn, tenant, given.custom_values)
    (created,) = await clients.create_clients(
        conn, tenant, [msgspec.structs.replace(patch, custom_values=values).to_new()]
    )
    return created


async def _stored(conn: Connection, tenant: Tenant, given: Mapping[str, Any]) -> str:
    """Return values of custom fields as they are stored: none without the right to change them."""
    if not given or not {Permission.CLIENT_FIELDS_VIEW, Permission.CLIENT_FIELDS_EDIT} <= tenant.permissions:
        return NO_VALUES
    fields = await list_fields(conn, tenant, Kind.CLIENT)
    return stored_values(fields, changed_values(fields, given, {}, tenant.timezone))

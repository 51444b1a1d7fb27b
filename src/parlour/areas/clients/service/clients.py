"""Creating, changing and deleting clients."""

from collections.abc import Sequence

from parlour.access.tenant import Tenant
from parlour.areas.clients import refusals
from parlour.areas.clients.model.changes import Settled
from parlour.areas.clients.model.clients import Client, ClientFields
from parlour.areas.clients.queries import clients, tags
from parlour.areas.revisions import Revisions, check_revision
from parlour.db.constraints import violations_mean
from parlour.db.pool import Connection
from parlour.db.savepoints import savepoint
from parlour.errors import Conflict, Invalid, NotFound


async def get_client(conn: Connection, tenant: Tenant, client_id: int) -> Client:
    """Return a client of the location whom the user sees. Raise `NotFound`."""
    client = await clients.find_client(conn, tenant, client_id)
    if client is None:
        raise NotFound("Client")
    return client


async def lock_client(conn: Connection, tenant: Tenant, client_id: int, expected: Revisions = None) -> Client:
    """Lock and return a client, to change the card in this transaction. Raise `NotFound`, `Stale`."""
    await clients.lock_client(conn, tenant, client_id)
    client = await get_client(conn, tenant, client_id)
    check_revision(client.revision, expected)
    return client


async def create_client(conn: Connection, tenant: Tenant, new: Settled) -> Client:
    """Create a client. Raise `Invalid` if another one was given the phone number meanwhile."""
    (created,) = await create_clients(conn, tenant, [new])
    if created is None:
        raise await _phone_taken(conn, tenant, new.fields.phone)
    return created


async def create_clients(conn: Connection, tenant: Tenant, new: Sequence[Settled]) -> list[Client | None]:
    """Create clients; None in place of one whose phone number another client was given meanwhile."""
    ids = await clients.create_clients(conn, tenant, [each.fields for each in new])
    tag_ids = {id_: each.tag_ids or () for id_, each in zip(ids, new, strict=True) if id_ is not None}
    await tags.add_tags(conn, tenant, tag_ids)
    created = {client.id: client for client in await clients.list_written(conn, tenant, [*tag_ids])}
    return [None if id_ is None else created[id_] for id_ in ids]


async def update_client(conn: Connection, tenant: Tenant, current: Client, changed: Settled) -> Client:
    """Write a change to a locked client. Raise `Invalid` if another one was given the phone number meanwhile."""
    if changed.fields.phone == current.phone:
        await clients.update_client(conn, tenant, current.id, changed.fields)
    else:
        await _update_with_phone(conn, tenant, current.id, changed.fields)
    if changed.tag_ids is not None:
        await tags.set_tags(conn, tenant, current.id, changed.tag_ids)
    (client,) = await clients.list_written(conn, tenant, [current.id])
    return client


async def _update_with_phone(conn: Connection, tenant: Tenant, client_id: int, fields: ClientFields) -> None:
    try:
        with violations_mean({"clients_phone_idx": Conflict("phone")}):
            async with savepoint(conn):
                await clients.update_client(conn, tenant, client_id, fields)
    except Conflict:
        raise await _phone_taken(conn, tenant, fields.phone) from None


async def delete_client(conn: Connection, tenant: Tenant, client_id: int, expected: Revisions) -> None:
    """Mark a client as deleted; visits, money and comments stay. Raise `NotFound`, `Stale`."""
    await lock_client(conn, tenant, client_id, expected)
    await clients.soft_delete_client(conn, tenant, client_id)


async def _phone_taken(conn: Connection, tenant: Tenant, phone: str) -> Invalid:
    found = await clients.find_by_phones(conn, tenant, [phone])
    return refusals.PHONE_TAKEN.error("phone", found.get(phone, 0))

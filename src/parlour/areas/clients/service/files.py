"""Files on cards. The content is stored before the row and deleted after it, so a row always has its content."""

import structlog

from parlour.access.tenant import Tenant
from parlour.areas.clients.model.files import ClientFile, NewFile, new_place
from parlour.areas.clients.queries import clients, files
from parlour.areas.clients.service.clients import get_client, lock_client
from parlour.db.actor import Actor
from parlour.db.pool import Connection, Pool, connection, transaction
from parlour.errors import NotFound, Unavailable, reason_of
from parlour.files import FileStore

log = structlog.get_logger()


async def list_files(conn: Connection, tenant: Tenant, client_id: int) -> list[ClientFile]:
    """List the files of a client, the newest first. Raise `NotFound`."""
    await get_client(conn, tenant, client_id)
    return await files.list_files(conn, tenant, client_id)


async def get_file(conn: Connection, tenant: Tenant, file_id: int) -> ClientFile:
    """Return a file of a client whom the user sees. Raise `NotFound`."""
    found = await files.find_file(conn, tenant, file_id)
    if found is None:
        raise NotFound("File")
    return found


async def add_file(
    pool: Pool, actor: Actor, store: FileStore, tenant: Tenant, client_id: int, new: NewFile
) -> list[ClientFile]:
    """Add a file to a card, and list all files of the client. Hold no connection while it is stored.

    Raise `NotFound`, `Unavailable`.
    """
    async with connection(pool) as conn:
        await get_client(conn, tenant, client_id)
    place = new_place(tenant.chain_id)
    await store.write(place, new.content)
    async with transaction(pool, actor) as conn:
        await lock_client(conn, tenant, client_id)
        await files.create_file(conn, tenant, client_id, new, place)
        await clients.touch_client(conn, tenant, client_id)
        return await files.list_files(conn, tenant, client_id)


async def delete_file(pool: Pool, actor: Actor, store: FileStore, tenant: Tenant, client_id: int, file_id: int) -> None:
    """Delete a file. Raise `NotFound`."""
    async with transaction(pool, actor) as conn:
        await lock_client(conn, tenant, client_id)
        found = await get_file(conn, tenant, file_id)
        if found.client_id != client_id:
            raise NotFound("File")
        await files.soft_delete_file(conn, tenant, file_id)
        await clients.touch_client(conn, tenant, client_id)
    try:
        await store.delete([found.stored_as])
    except Unavailable as error:
        log.warning("the content of a deleted file is left", reason=reason_of(error))

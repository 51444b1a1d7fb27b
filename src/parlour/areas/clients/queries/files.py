"""Statements on the files of clients."""

from typing import LiteralString

from parlour.access.tenant import NO_USER, Tenant
from parlour.areas.clients.model.files import ClientFile, NewFile
from parlour.areas.clients.queries.visible import IS_VISIBLE, visible_to
from parlour.db.pool import Connection
from parlour.db.rows import to_struct_or_none, to_structs

_FILE: LiteralString = f"""
    SELECT f.id, f.client_id, f.location_id, f.name, f.media_type, f.size, f.stored_as, f.created_at, f.uploader_id,
           coalesce(u.name, '') AS uploader_name, coalesce(u.avatar_url, '') AS uploader_avatar
    FROM client_files f
    JOIN clients c ON c.chain_id = f.chain_id AND c.id = f.client_id
    LEFT JOIN users u ON u.id = f.uploader_id
    WHERE {IS_VISIBLE} AND f.chain_id = $1 AND f.deleted_at IS NULL
"""
LIST_FILES: LiteralString = f"{_FILE} AND f.client_id = $4 ORDER BY f.id DESC"


async def list_files(conn: Connection, tenant: Tenant, client_id: int) -> list[ClientFile]:
    """List the files of a client, the newest first."""
    return to_structs(ClientFile, await conn.fetch(LIST_FILES, *visible_to(tenant), client_id))


FIND_FILE: LiteralString = f"{_FILE} AND f.id = $4"


async def find_file(conn: Connection, tenant: Tenant, file_id: int) -> ClientFile | None:
    return to_struct_or_none(ClientFile, await conn.fetchrow(FIND_FILE, *visible_to(tenant), file_id))


CREATE_FILE: LiteralString = """
    INSERT INTO client_files (chain_id, location_id, client_id, name, media_type, size, stored_as, uploader_id)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
"""


async def create_file(conn: Connection, tenant: Tenant, client_id: int, new: NewFile, stored_as: str) -> None:
    """Create the row of a file whose content is stored."""
    await conn.execute(
        CREATE_FILE,
        tenant.chain_id,
        tenant.location_id,
        client_id,
        new.name,
        new.media_type,
        len(new.content),
        stored_as,
        tenant.user_id if tenant.user_id != NO_USER else None,
    )


SOFT_DELETE_FILE: LiteralString = "UPDATE client_files SET deleted_at = now() WHERE chain_id = $1 AND id = $2"


async def soft_delete_file(conn: Connection, tenant: Tenant, file_id: int) -> None:
    await conn.execute(SOFT_DELETE_FILE, tenant.chain_id, file_id)

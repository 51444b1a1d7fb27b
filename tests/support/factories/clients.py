"""Clients for tests."""

from collections.abc import Sequence
from typing import Any

from parlour.access.tenant import Tenant
from parlour.areas.clients.queries.tags import add_tags
from parlour.db.pool import Connection
from tests.support.factories.rows import insert


async def make_client(
    conn: Connection, tenant: Tenant, name: str = "Maya Reyes", tag_ids: Sequence[int] = (), **fields: Any
) -> int:
    """Make a client of the location and return their id."""
    client_id = await insert(conn, "clients", tenant, **{"name": name, "search_text": name.casefold(), **fields})
    await add_tags(conn, tenant, {client_id: tag_ids})
    return client_id


async def make_comment(
    conn: Connection, tenant: Tenant, client_id: int, text: str = "Allergic to ammonia", **fields: Any
) -> int:
    """Make a comment by the user on a client, and return its id."""
    author = {"author_id": tenant.user_id, **fields}
    return await insert(conn, "client_comments", tenant, client_id=client_id, text=text, **author)


async def make_file(conn: Connection, tenant: Tenant, client_id: int, name: str = "Consent.pdf", **fields: Any) -> int:
    """Make the row of a file of a client, without content, and return its id."""
    kind = {"media_type": "application/pdf", "size": 98970, "stored_as": "private/none", "uploader_id": tenant.user_id}
    return await insert(conn, "client_files", tenant, client_id=client_id, name=name, **{**kind, **fields})

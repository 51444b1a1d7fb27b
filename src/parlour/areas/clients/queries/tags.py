"""Statements on the tags of clients."""

from collections.abc import Mapping, Sequence
from typing import LiteralString

from parlour.access.tenant import Tenant
from parlour.areas.tags.model import Tag
from parlour.db.pool import Connection
from parlour.db.rows import to_structs

ADD_TAGS: LiteralString = """
    INSERT INTO client_tags (chain_id, client_id, tag_id, location_id)
    SELECT $1, given.client_id, given.tag_id, $2 FROM unnest($3::bigint[], $4::bigint[]) AS given (client_id, tag_id)
    ON CONFLICT DO NOTHING
"""


async def add_tags(conn: Connection, tenant: Tenant, tag_ids: Mapping[int, Sequence[int]]) -> None:
    """Put tags on clients, by the ids of the clients. A tag that is there already stays."""
    pairs = [(client_id, tag_id) for client_id, given in tag_ids.items() for tag_id in given]
    if pairs:
        columns = [[*column] for column in zip(*pairs, strict=True)]
        await conn.execute(ADD_TAGS, tenant.chain_id, tenant.location_id, *columns)


REMOVE_OTHER_TAGS: LiteralString = """
    DELETE FROM client_tags WHERE chain_id = $1 AND client_id = $2 AND NOT tag_id = ANY ($3::bigint[])
"""


async def set_tags(conn: Connection, tenant: Tenant, client_id: int, tag_ids: Sequence[int]) -> None:
    """Replace the tags of a locked client."""
    await conn.execute(REMOVE_OTHER_TAGS, tenant.chain_id, client_id, tag_ids)
    await add_tags(conn, tenant, {client_id: tag_ids})


LIST_TAGS_OF: LiteralString = """
    SELECT t.id, t.location_id, t.kind, t.title, t.color, t.icon, t.is_locked, t.revision
    FROM client_tags ct JOIN tags t ON t.chain_id = $1 AND t.id = ct.tag_id
    WHERE ct.chain_id = $1 AND ct.client_id = $2 AND t.deleted_at IS NULL ORDER BY t.id
"""


async def list_tags_of(conn: Connection, tenant: Tenant, client_id: int) -> list[Tag]:
    """List the tags of a client, without deleted ones."""
    return to_structs(Tag, await conn.fetch(LIST_TAGS_OF, tenant.chain_id, client_id))

"""Statements on comments."""

from typing import LiteralString

from parlour.access.tenant import NO_USER, Tenant
from parlour.areas.clients.model.comments import Comment
from parlour.db.pool import Connection
from parlour.db.rows import to_struct_or_none, to_structs

_COMMENT: LiteralString = """
    SELECT m.id, m.text, m.created_at, m.changed_at, m.author_id, coalesce(u.name, '') AS author_name,
           coalesce(u.avatar_url, '') AS author_avatar
    FROM client_comments m LEFT JOIN users u ON u.id = m.author_id
    WHERE m.chain_id = $1 AND m.client_id = $2 AND m.deleted_at IS NULL
"""
LIST_COMMENTS: LiteralString = f"{_COMMENT} ORDER BY m.id DESC"


async def list_comments(conn: Connection, tenant: Tenant, client_id: int) -> list[Comment]:
    """List the comments on a client of the location, the newest first."""
    return to_structs(Comment, await conn.fetch(LIST_COMMENTS, tenant.chain_id, client_id))


FIND_COMMENT: LiteralString = f"{_COMMENT} AND m.id = $3"


async def find_comment(conn: Connection, tenant: Tenant, client_id: int, comment_id: int) -> Comment | None:
    return to_struct_or_none(Comment, await conn.fetchrow(FIND_COMMENT, tenant.chain_id, client_id, comment_id))


CREATE_COMMENT: LiteralString = """
    INSERT INTO client_comments (chain_id, location_id, client_id, text, author_id) VALUES ($1, $2, $3, $4, $5)
    RETURNING id
"""


async def create_comment(conn: Connection, tenant: Tenant, client_id: int, text: str) -> int:
    """Create a comment by the user, and return its id."""
    author_id = tenant.user_id if tenant.user_id != NO_USER else None
    comment_id: int = await conn.fetchval(
        CREATE_COMMENT, tenant.chain_id, tenant.location_id, client_id, text, author_id
    )
    return comment_id


SOFT_DELETE_COMMENT: LiteralString = """
    UPDATE client_comments SET deleted_at = now(), changed_at = now() WHERE chain_id = $1 AND id = $2
"""


async def soft_delete_comment(conn: Connection, tenant: Tenant, comment_id: int) -> None:
    await conn.execute(SOFT_DELETE_COMMENT, tenant.chain_id, comment_id)

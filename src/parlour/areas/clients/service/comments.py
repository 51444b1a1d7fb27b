"""Comments on clients. Each change of them counts as a change of the card."""

from parlour.access.permissions import Permission
from parlour.access.tenant import Tenant
from parlour.areas.clients.model.comments import Comment
from parlour.areas.clients.queries import clients, comments
from parlour.areas.clients.service.clients import get_client, lock_client
from parlour.db.pool import Connection
from parlour.errors import NotFound


async def list_comments(conn: Connection, tenant: Tenant, client_id: int) -> list[Comment]:
    """List the comments on a client, the newest first. Raise `NotFound`."""
    await get_client(conn, tenant, client_id)
    return await comments.list_comments(conn, tenant, client_id)


async def add_comment(conn: Connection, tenant: Tenant, client_id: int, text: str) -> Comment:
    """Add a comment by the user. Raise `NotFound`."""
    await lock_client(conn, tenant, client_id)
    comment_id = await comments.create_comment(conn, tenant, client_id, text)
    await clients.touch_client(conn, tenant, client_id)
    return await _get_comment(conn, tenant, client_id, comment_id)


async def delete_comment(conn: Connection, tenant: Tenant, client_id: int, comment_id: int) -> None:
    """Mark a comment as deleted. Raise `NotFound`, and `Forbidden` for one of another user without that right."""
    await lock_client(conn, tenant, client_id)
    comment = await _get_comment(conn, tenant, client_id, comment_id)
    if comment.author_id != tenant.user_id:
        tenant.require(Permission.CLIENT_COMMENTS_EDIT_OTHERS)
    await comments.soft_delete_comment(conn, tenant, comment_id)
    await clients.touch_client(conn, tenant, client_id)


async def _get_comment(conn: Connection, tenant: Tenant, client_id: int, comment_id: int) -> Comment:
    found = await comments.find_comment(conn, tenant, client_id, comment_id)
    if found is None:
        raise NotFound("Comment")
    return found

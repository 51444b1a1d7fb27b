"""Tags for tests, written straight into the database."""

from typing import Any

from parlour.access.tenant import Tenant
from parlour.areas.tags import queries
from parlour.areas.tags.model import Kind, NewTag, Tag
from parlour.db.pool import Connection


async def make_tag(conn: Connection, tenant: Tenant, title: str = "Regular guest", **fields: Any) -> Tag:
    new = NewTag(**{"title": title, "color": "#ff8800", "kind": Kind.CLIENT, "icon": "star", **fields})
    return await queries.create_tag(conn, tenant, new)


async def lock(conn: Connection, tag: Tag) -> None:
    """Lock a tag, so that the API neither changes nor deletes it."""
    await conn.execute("UPDATE tags SET is_locked = true WHERE id = $1", tag.id)

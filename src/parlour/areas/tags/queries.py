"""Statements on tags."""

from collections.abc import Sequence
from typing import LiteralString

from parlour.access.tenant import Tenant
from parlour.areas.tags.model import Kind, NewTag, Tag
from parlour.db.pool import Connection
from parlour.db.rows import to_struct, to_struct_or_none, to_structs

_COLUMNS: LiteralString = "id, location_id, kind, title, color, icon, is_locked, revision"
_VISIBLE: LiteralString = "chain_id = $1 AND location_id = $2 AND deleted_at IS NULL"

LIST_TAGS: LiteralString = f"""
    SELECT {_COLUMNS} FROM tags WHERE {_VISIBLE} AND ($3::text IS NULL OR kind = $3) ORDER BY id
"""


async def list_tags(conn: Connection, tenant: Tenant, kind: Kind | None) -> list[Tag]:
    """List the location's tags of a kind, or all of them, by id."""
    return to_structs(Tag, await conn.fetch(LIST_TAGS, tenant.chain_id, tenant.location_id, kind))


FIND_TAG: LiteralString = f"SELECT {_COLUMNS} FROM tags WHERE {_VISIBLE} AND id = $3"


async def find_tag(conn: Connection, tenant: Tenant, tag_id: int) -> Tag | None:
    return to_struct_or_none(Tag, await conn.fetchrow(FIND_TAG, tenant.chain_id, tenant.location_id, tag_id))


FIND_TAG_IDS: LiteralString = f"""
    SELECT id FROM tags WHERE {_VISIBLE} AND id = ANY ($3::bigint[]) AND kind = ANY ($4::text[])
"""


async def find_tag_ids(
    conn: Connection, tenant: Tenant, tag_ids: Sequence[int], kinds: Sequence[Kind]
) -> frozenset[int]:
    """Return those of the ids that are tags of the location and of one of the kinds."""
    rows = await conn.fetch(FIND_TAG_IDS, tenant.chain_id, tenant.location_id, tag_ids, kinds)
    return frozenset(row["id"] for row in rows)


LOCK_TAG: LiteralString = f"{FIND_TAG} FOR NO KEY UPDATE"


async def lock_tag(conn: Connection, tenant: Tenant, tag_id: int) -> Tag | None:
    """Lock and return a tag, or None. Until the transaction ends, no other can change or delete it."""
    return to_struct_or_none(Tag, await conn.fetchrow(LOCK_TAG, tenant.chain_id, tenant.location_id, tag_id))


CREATE_TAG: LiteralString = f"""
    INSERT INTO tags (chain_id, location_id, kind, title, color, icon)
    VALUES ($1, $2, $3, $4, $5, $6) RETURNING {_COLUMNS}
"""


async def create_tag(conn: Connection, tenant: Tenant, new: NewTag) -> Tag:
    """Create a tag. A title that another tag of its kind has violates `tags_title_idx`."""
    row = await conn.fetchrow(CREATE_TAG, tenant.chain_id, tenant.location_id, new.kind, new.title, new.color, new.icon)
    assert row is not None  # noqa: S101 - an insert gives its row
    return to_struct(Tag, row)


UPDATE_TAG: LiteralString = f"""
    UPDATE tags SET kind = $3, title = $4, color = $5, icon = $6, revision = revision + 1, changed_at = now()
    WHERE chain_id = $1 AND id = $2 RETURNING {_COLUMNS}
"""


async def update_tag(conn: Connection, tenant: Tenant, tag: Tag) -> Tag:
    """Write the tag as given; the row must be locked. A title in use violates `tags_title_idx`."""
    row = await conn.fetchrow(UPDATE_TAG, tenant.chain_id, tag.id, tag.kind, tag.title, tag.color, tag.icon)
    assert row is not None  # noqa: S101 - the caller holds a lock on the row
    return to_struct(Tag, row)


SOFT_DELETE_TAG: LiteralString = """
    UPDATE tags SET deleted_at = now(), changed_at = now(), revision = revision + 1 WHERE chain_id = $1 AND id = $2
"""


async def soft_delete_tag(conn: Connection, tenant: Tenant, tag_id: int) -> None:
    await conn.execute(SOFT_DELETE_TAG, tenant.chain_id, tag_id)

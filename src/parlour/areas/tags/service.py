"""Creating, changing and deleting tags."""

from collections.abc import Sequence

from parlour.access.tenant import Tenant
from parlour.areas.patches import patched
from parlour.areas.revisions import Revisions, check_revision
from parlour.areas.tags import queries, refusals
from parlour.areas.tags.model import Kind, NewTag, Tag, TagPatch
from parlour.db.constraints import violations_mean
from parlour.db.pool import Connection
from parlour.errors import NotFound


async def get_tag(conn: Connection, tenant: Tenant, tag_id: int) -> Tag:
    """Return a tag of the location. Raise `NotFound`."""
    tag = await queries.find_tag(conn, tenant, tag_id)
    if tag is None:
        raise NotFound("Tag")
    return tag


async def find_tag_ids(conn: Connection, tenant: Tenant, tag_ids: Sequence[int], kind: Kind) -> frozenset[int]:
    """Return those of the ids that are tags of the location and may be put on things of the kind."""
    return await queries.find_tag_ids(conn, tenant, tag_ids, [Kind.COMMON, kind]) if tag_ids else frozenset()


async def create_tag(conn: Connection, tenant: Tenant, new: NewTag) -> Tag:
    """Create a tag in the location. Raise `Invalid` for a title that another tag of its kind has."""
    with violations_mean({"tags_title_idx": refusals.TAKEN.error("title")}):
        return await queries.create_tag(conn, tenant, new)


async def update_tag(conn: Connection, tenant: Tenant, tag_id: int, patch: TagPatch, expected: Revisions) -> Tag:
    """Apply a patch. Raise `NotFound`, `Forbidden` for a locked tag, `Stale`, `Invalid` for a title in use."""
    tag = await _lock_tag(conn, tenant, tag_id, expected)
    with violations_mean({"tags_title_idx": refusals.TAKEN.error("title")}):
        return await queries.update_tag(conn, tenant, patched(tag, patch))


async def delete_tag(conn: Connection, tenant: Tenant, tag_id: int, expected: Revisions) -> None:
    """Mark a tag as deleted. Raise `NotFound`, `Forbidden` for a locked tag, `Stale`."""
    await _lock_tag(conn, tenant, tag_id, expected)
    await queries.soft_delete_tag(conn, tenant, tag_id)


async def _lock_tag(conn: Connection, tenant: Tenant, tag_id: int, expected: Revisions) -> Tag:
    tag = await queries.lock_tag(conn, tenant, tag_id)
    if tag is None:
        raise NotFound("Tag")
    if tag.is_locked:
        raise refusals.LOCKED.error()
    check_revision(tag.revision, expected)
    return tag

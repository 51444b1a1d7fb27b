"""Statements on reviews."""

from typing import LiteralString

from parlour.access.tenant import Tenant
from parlour.areas.reviews.model import NewReview, Review, ReviewFilter
from parlour.db.pool import Connection
from parlour.db.rows import to_struct, to_struct_or_none, to_structs
from parlour.page_requests import MomentSortKey, PageRequest

_COLUMNS: LiteralString = """
    rating, text, author_name, id, location_id, team_member_id, appointment_id, user_id, created_at, revision
"""
_VISIBLE: LiteralString = "chain_id = $1 AND location_id = $2 AND deleted_at IS NULL"
_PAGE: LiteralString = """
    AND ($3::smallint IS NULL OR rating = $3) AND created_at >= coalesce($4::timestamptz, '-infinity')
    AND (created_at, id) < (coalesce($5::timestamptz, 'infinity'), $6::bigint)
    ORDER BY created_at DESC, id DESC LIMIT $7 OFFSET $8
"""

LIST_REVIEWS: LiteralString = f"SELECT {_COLUMNS} FROM reviews WHERE {_VISIBLE} {_PAGE}"
LIST_REVIEWS_OF_MEMBER: LiteralString = (
    f"SELECT {_COLUMNS} FROM reviews WHERE {_VISIBLE} AND team_member_id = $9 {_PAGE}"
)


async def list_reviews(
    conn: Connection, tenant: Tenant, shown: ReviewFilter, page: PageRequest[MomentSortKey]
) -> list[Review]:
    """List the reviews that a filter admits, the newest first."""
    before, id_ = shown.until, 0
    if page.after is not None and (before is None or page.after.at < before):
        before, id_ = page.after.at, page.after.id
    args = (tenant.chain_id, tenant.location_id, shown.rating, shown.since, before, id_, page.limit, page.offset)
    if shown.team_member_id is None:
        return to_structs(Review, await conn.fetch(LIST_REVIEWS, *args))
    return to_structs(Review, await conn.fetch(LIST_REVIEWS_OF_MEMBER, *args, shown.team_member_id))


# About the location, or about a member of its team.
CREATE_REVIEW: LiteralString = f"""
    INSERT INTO reviews (chain_id, location_id, team_member_id, user_id, rating, text, author_name)
    SELECT $1, $2, $3, $4, $5, $6, $7
    WHERE $3::bigint IS NULL OR EXISTS (
        SELECT FROM team_members m WHERE m.chain_id = $1 AND m.location_id = $2 AND m.id = $3 AND m.deleted_at IS NULL)
    RETURNING {_COLUMNS}
"""


async def create_review(conn: Connection, tenant: Tenant, team_member_id: int | None, new: NewReview) -> Review | None:
    """Create a review by the user. Return None if the location has no such team member."""
    row = await conn.fetchrow(
        CREATE_REVIEW,
        tenant.chain_id,
        tenant.location_id,
        team_member_id,
        tenant.user_id,
        new.rating,
        new.text,
        new.author_name,
    )
    return to_struct_or_none(Review, row)


LOCK_REVIEW: LiteralString = f"SELECT {_COLUMNS} FROM reviews WHERE {_VISIBLE} AND id = $3 FOR NO KEY UPDATE"


async def lock_review(conn: Connection, tenant: Tenant, review_id: int) -> Review | None:
    """Lock and return a review, or None. Until the transaction ends, no other can change or delete it."""
    return to_struct_or_none(Review, await conn.fetchrow(LOCK_REVIEW, tenant.chain_id, tenant.location_id, review_id))


UPDATE_REVIEW: LiteralString = f"""
    UPDATE reviews SET rating = $3, text = $4, author_name = $5, revision = revision + 1, changed_at = now()
    WHERE chain_id = $1 AND id = $2 RETURNING {_COLUMNS}
"""


async def update_review(conn: Connection, tenant: Tenant, review: Review) -> Review:
    """Write the review as given; the row must be locked."""
    row = await conn.fetchrow(UPDATE_REVIEW, tenant.chain_id, review.id, review.rating, review.text, review.author_name)
    assert row is not None  # noqa: S101 - the caller holds a lock on the row
    return to_struct(Review, row)


SOFT_DELETE_REVIEW: LiteralString = """
    UPDATE reviews SET deleted_at = now(), changed_at = now(), revision = revision + 1 WHERE chain_id = $1 AND id = $2
"""


async def soft_delete_review(conn: Connection, tenant: Tenant, review_id: int) -> None:
    await conn.execute(SOFT_DELETE_REVIEW, tenant.chain_id, review_id)

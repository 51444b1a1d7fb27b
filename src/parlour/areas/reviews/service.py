"""Leaving, changing and deleting reviews. The ratings of team members follow by triggers."""

from parlour.access.tenant import Tenant
from parlour.areas.patches import patched
from parlour.areas.reviews import queries
from parlour.areas.reviews.model import NewReview, Review, ReviewPatch
from parlour.areas.revisions import Revisions, check_revision
from parlour.db.pool import Connection
from parlour.errors import NotFound


async def leave_review(conn: Connection, tenant: Tenant, team_member_id: int | None, new: NewReview) -> Review:
    """Create a review of a team member, or of the location for None. Raise `NotFound` for an unknown member."""
    review = await queries.create_review(conn, tenant, team_member_id, new)
    if review is None:
        raise NotFound("Team member")
    return review


async def update_review(
    conn: Connection, tenant: Tenant, review_id: int, patch: ReviewPatch, expected: Revisions
) -> Review:
    """Apply a patch. Raise `NotFound`, `Stale`."""
    review = await _lock_review(conn, tenant, review_id, expected)
    return await queries.update_review(conn, tenant, patched(review, patch))


async def delete_review(conn: Connection, tenant: Tenant, review_id: int, expected: Revisions) -> None:
    """Mark a review as deleted; its rating no longer counts. Raise `NotFound`, `Stale`."""
    await _lock_review(conn, tenant, review_id, expected)
    await queries.soft_delete_review(conn, tenant, review_id)


async def _lock_review(conn: Connection, tenant: Tenant, review_id: int, expected: Revisions) -> Review:
    review = await queries.lock_review(conn, tenant, review_id)
    if review is None:
        raise NotFound("Review")
    check_revision(review.revision, expected)
    return review

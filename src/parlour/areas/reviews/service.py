"""Leaving, changing and deleting reviews. The ratings of team members follow by triggers."""

from parlour.access.tenant import Tenant
from parlour.areas.patches import patched
from parlour.areas.reviews import queries, refusals
from parlour.areas.reviews.model import NewReview, Review, ReviewedAppointment, ReviewPatch
from parlour.areas.revisions import Revisions, check_revision
from parlour.db.constraints import violations_mean
from parlour.db.pool import Connection
from parlour.errors import NotFound

NO_NAME = "–"
"""What stands in the place of a client without a name."""


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


async def get_appointment(conn: Connection, token: str) -> ReviewedAppointment:
    """Return the appointment that a client is asked about, by the token of the link. Raise `NotFound`."""
    found = await queries.find_appointment(conn, token)
    if found is None:
        raise refusals.NO_APPOINTMENT.error()
    return found


async def leave_clients_review(conn: Connection, token: str, rating: int, text: str) -> None:
    """Create the client's review of the team member. Raise `NotFound`, or `Invalid` for a second one."""
    about = await get_appointment(conn, token)
    new = NewReview(rating, text, about.author_name or NO_NAME)
    with violations_mean({"reviews_appointment_idx": refusals.REVIEWED.error("rating")}):
        await queries.create_clients_review(conn, about, new)


async def _lock_review(conn: Connection, tenant: Tenant, review_id: int, expected: Revisions) -> Review:
    review = await queries.lock_review(conn, tenant, review_id)
    if review is None:
        raise NotFound("Review")
    check_revision(review.revision, expected)
    return review

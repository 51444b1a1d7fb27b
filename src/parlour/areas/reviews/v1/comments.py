"""Reviews of team members and locations (tag Appointments)."""

from parlour.access.permissions import Permission
from parlour.areas.reviews import queries, service
from parlour.areas.reviews.v1 import wire
from parlour.http.apis import B2B_V1
from parlour.http.body import Body
from parlour.http.context import Reading, Writing
from parlour.http.json import WithETag
from parlour.http.operations import Operations
from parlour.http.pages import Pages
from parlour.http.preconditions import Revisions
from parlour.http.v1_envelope import Answer, PageAnswer, page_answer, with_etag
from parlour.page_requests import MomentSortKey

operations = Operations(B2B_V1, "Appointments")


@operations.get("/api/v1/comments/{location_id}", "get_comments", Permission.REVIEWS_VIEW)
async def get_comments(ctx: Reading, query: wire.ReviewList, pages: Pages) -> PageAnswer[list[wire.Review]]:
    """List reviews

    Of the location and its team, the newest first.
    """
    found = await queries.list_reviews(ctx.conn, ctx.tenant, query.to_filter(ctx.tenant), pages.rows(MomentSortKey))
    reviews = pages.cut(found, lambda review: MomentSortKey(review.created_at, review.id))
    return page_answer([wire.Review.from_model(review, ctx.tenant) for review in reviews], pages.next_cursor)


@operations.post("/api/v1/comments/{location_id}/{team_member_id}", "leave_comment", Permission.REVIEWS_VIEW)
async def leave_comment(
    ctx: Writing, team_member_id: wire.MemberInPath, data: Body[wire.ReviewForm]
) -> WithETag[Answer[wire.Review]]:
    """Leave a review

    Of a team member, or of the location with 0 in place of the team member. The rating counts at once in the member's
    mean.
    """
    review = await service.leave_review(ctx.conn, ctx.tenant, team_member_id or None, data.accept().to_new())
    return with_etag(wire.Review.from_model(review, ctx.tenant), review.revision)


@operations.put("/api/v1/comments/{location_id}/{review_id}", "update_comment", Permission.REVIEWS_DELETE)
async def update_comment(
    ctx: Writing, review_id: wire.ReviewInPath, data: Body[wire.ReviewChanges], if_match: Revisions
) -> WithETag[Answer[wire.Review]]:
    """Change a review

    Ours. Fields that are left out keep their values. It needs the right to delete reviews.
    """
    review = await service.update_review(ctx.conn, ctx.tenant, review_id, data.accept().to_patch(), if_match)
    return with_etag(wire.Review.from_model(review, ctx.tenant), review.revision)


@operations.delete("/api/v1/comments/{location_id}/{review_id}", "delete_comment", Permission.REVIEWS_DELETE)
async def delete_comment(ctx: Writing, review_id: wire.ReviewInPath, if_match: Revisions) -> None:
    """Delete a review

    Ours. Its rating no longer counts in the member's mean.
    """
    await service.delete_review(ctx.conn, ctx.tenant, review_id, if_match)

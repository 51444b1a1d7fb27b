"""The votes and the sum of ratings of team members, which follow each change of a review (0028, `count_rating`)."""

import pytest

from parlour.access.tenant import Tenant
from parlour.db.pool import Connection
from tests.support.factories.reviews import make_review
from tests.support.factories.team import make_team_member

RATINGS = "SELECT chain_id, team_member_id, votes, total FROM team_member_ratings ORDER BY team_member_id"
# What each change of Ana's review with 5 leaves to her, who has another one with 2, and to Ben, who has one with 4.
CHANGES = {
    "UPDATE reviews SET text = 'Well' WHERE id = {review}": ((2, 7), (1, 4)),
    "UPDATE reviews SET rating = 3 WHERE id = {review}": ((2, 5), (1, 4)),
    "UPDATE reviews SET team_member_id = {ben} WHERE id = {review}": ((1, 2), (2, 9)),
    "UPDATE reviews SET team_member_id = NULL WHERE id = {review}": ((1, 2), (1, 4)),
    "UPDATE reviews SET deleted_at = now() WHERE id = {review}": ((1, 2), (1, 4)),
    "UPDATE reviews SET deleted_at = now(); UPDATE reviews SET deleted_at = NULL": ((2, 7), (1, 4)),
    "UPDATE reviews SET deleted_at = now(); DELETE FROM reviews": ((0, 0), (0, 0)),
    "DELETE FROM reviews WHERE id = {review}": ((1, 2), (1, 4)),
}


@pytest.mark.parametrize("change", CHANGES)
async def test_ratings_follow_each_change(change: str, conn: Connection, tenant: Tenant) -> None:
    ana, ben = await make_team_member(conn, tenant), await make_team_member(conn, tenant, "Ben")
    review = await make_review(conn, tenant, ana, rating=5)
    await make_review(conn, tenant, ana, rating=2)
    await make_review(conn, tenant, ben, rating=4)
    await make_review(conn, tenant, None, rating=1)
    await conn.execute(change.format(review=review, ben=ben))
    expected = [(tenant.chain_id, member, *of) for member, of in zip((ana, ben), CHANGES[change], strict=True)]
    assert [tuple(row) for row in await conn.fetch(RATINGS)] == expected

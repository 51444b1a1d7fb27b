"""Reviews for tests."""

from typing import Any

from parlour.access.tenant import Tenant
from parlour.db.pool import Connection
from tests.support.factories.rows import insert


async def make_review(conn: Connection, tenant: Tenant, team_member_id: int | None = None, **fields: Any) -> int:
    """Make a review of a team member, or of the location, and return its id."""
    review = {"author_name": "Maya R.", "rating": 5, "text": "Exactly the cut that I had in mind.", **fields}
    return await insert(conn, "reviews", tenant, team_member_id=team_member_id, **review)

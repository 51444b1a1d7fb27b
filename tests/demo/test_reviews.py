"""What clients of the demo's locations say."""

from datetime import UTC, datetime

from parlour.db.pool import Connection
from parlour.demo.reviews import REVIEWS

NOW = datetime(2026, 5, 1, 12, tzinfo=UTC)


async def test_every_member_in_the_calendar_is_reviewed_in_the_language_of_the_location(loaded: Connection) -> None:
    members = await loaded.fetch("""
        SELECT m.location_id, r.votes, r.total::numeric / r.votes AS mean
        FROM team_members m LEFT JOIN team_member_ratings r ON r.chain_id = m.chain_id AND r.team_member_id = m.id
        WHERE m.has_timetable ORDER BY m.location_id
    """)
    assert all(row["votes"] >= 2 and 3 <= row["mean"] <= 5 for row in members)
    told = await loaded.fetch("""
        SELECT location_id, array_agg(DISTINCT text) AS texts, max(created_at) AS latest
        FROM reviews GROUP BY location_id ORDER BY location_id
    """)
    for row, known in zip(told, REVIEWS.values(), strict=True):
        assert {*row["texts"]} <= {review.text for review in known}
        assert row["latest"] < NOW

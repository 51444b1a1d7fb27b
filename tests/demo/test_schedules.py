"""The schedules of the demo's team members."""

from collections import Counter
from datetime import UTC, date, datetime, timedelta

from parlour.access.tenant import Tenant
from parlour.db.pool import Connection
from parlour.demo.load import load_schedules
from parlour.demo.operator import TeamMember
from parlour.demo.schedules import PATTERNS, day_rows
from tests.support.factories.team import make_team_member

TODAY = date(2026, 5, 1)
NOW = datetime(2026, 5, 1, 12, tzinfo=UTC)
TEAM = [TeamMember(number, 1, 1) for number in range(len(PATTERNS) + 1)]


def test_they_reach_from_eight_weeks_ago_to_eight_weeks_ahead() -> None:
    for member in TEAM:
        days = [day for _, member_id, day, _, _ in day_rows(TEAM, TODAY) if member_id == member.id]
        assert len(days) == len(set(days))
        assert min(days) <= TODAY - timedelta(weeks=7)
        assert max(days) >= TODAY + timedelta(weeks=7)


def test_one_member_is_on_leave_and_the_patterns_differ() -> None:
    rows = [*day_rows(TEAM, TODAY)]
    assert Counter(member_id for _, member_id, _, _, kind in rows if kind == 1) == {0: 14}
    assert len({tuple(minutes) for _, _, _, minutes, _ in rows}) > 5


async def test_they_are_written_for_all_who_are_in_the_calendar(conn: Connection, tenant: Tenant) -> None:
    ana = await make_team_member(conn, tenant, "Ana")
    await make_team_member(conn, tenant, "Bo", has_timetable=False)
    await load_schedules(conn, [tenant.chain_id], NOW)
    (row,) = await conn.fetch("""
        SELECT s.team_member_id, s.location_id, s.last_day, s.revision,
               (SELECT max(day) FROM schedule_days WHERE minutes <> '{}') AS last_working_day
        FROM schedules s
    """)
    assert (row["team_member_id"], row["location_id"], row["revision"]) == (ana, tenant.location_id, 1)
    assert row["last_day"] == row["last_working_day"] > TODAY

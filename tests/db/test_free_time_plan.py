"""How PostgreSQL reads what free time is made of: days and members that are asked for, and no others."""

from collections.abc import AsyncIterator, Sequence
from datetime import date
from typing import LiteralString

import asyncpg
import pytest

from parlour.areas.free_time.queries import calendars, offers
from parlour.areas.team.queries import members
from parlour.db.pool import Connection, connection, create_pool
from tests.db.test_search_plan import blocks_read, explain, nodes
from tests.support.database import clone, url_of
from tests.support.people import CHAIN, HARBOUR

MEMBERS = 60
# The location has many members; in an average one there are few, and few of their days are in one month.
FILL: tuple[LiteralString, ...] = (
    """INSERT INTO team_members (chain_id, location_id, name, has_timetable)
       SELECT $1, $2, 'M', true FROM generate_series(1, 60)
       UNION ALL SELECT 100 + n % 200, 1000 + n % 1000, 'M', true FROM generate_series(1, 5000) AS n""",
    """INSERT INTO services (chain_id, location_id, title, is_online)
       SELECT $1, $2, 'S', true FROM generate_series(1, 30)
       UNION ALL SELECT 100 + n % 200, 1000 + n % 1000, 'S', true FROM generate_series(1, 4000) AS n""",
    """INSERT INTO service_team_members (chain_id, location_id, service_id, team_member_id, duration)
       SELECT $1, $2, s, m, 3600 FROM generate_series(1, 30) AS s, generate_series(1, 60) AS m
       UNION ALL SELECT 100 + n % 200, 1000 + n % 1000, n, n, 3600 FROM generate_series(100, 4000) AS n""",
    """INSERT INTO schedule_days (chain_id, team_member_id, day, minutes)
       SELECT m.chain_id, m.id, date '2026-01-01' + day, '{540, 1080}'
       FROM team_members m, generate_series(0, CASE WHEN m.location_id = $2 THEN 455 ELSE 49 END) AS day
       WHERE m.chain_id >= $1 AND m.id < 1000""",
)


@pytest.fixture(scope="module")
async def staffed(server_url: str, admin: Connection) -> AsyncIterator[Connection]:
    """A connection as the server uses it, to a database in which one location has many members."""
    database = await clone(admin, "staffed")
    settings = {"session_replication_role": "replica", "timezone": "UTC"}
    filling = await asyncpg.connect(url_of(server_url, database), server_settings=settings)
    for statement in FILL:
        await filling.execute(statement, CHAIN, HARBOUR)
    await filling.execute("VACUUM ANALYZE")
    await filling.close()
    async with create_pool(url_of(server_url, database), 1) as pool, connection(pool) as conn:
        yield conn
    await admin.execute(f"DROP DATABASE {database} WITH (FORCE)")


async def test_dates_of_a_month_read_no_other_days(staffed: Connection) -> None:
    ids, month = [*range(1, MEMBERS + 1)], [date(2026, 3, day) for day in range(1, 32)]
    values = f"{CHAIN}, '{_array(ids)}', '{_array([60] * MEMBERS)}', '{_array(month)}', '{{}}', 3"
    assert await blocks_read(staffed, calendars.GLANCE_AT_DAYS, values, rows=31 * 3) < 600


async def test_members_to_choose_from_bring_only_the_chosen_services(staffed: Connection) -> None:
    """And not the thirty that each of them provides."""
    values = f"{CHAIN}, {HARBOUR}, '{{3}}'"
    assert await blocks_read(staffed, members.LIST_WITH_LINKS_TO, values, rows=MEMBERS) < 2000
    assert await blocks_read(staffed, members.LIST_MEMBERS, f"{CHAIN}, {HARBOUR}, false", rows=MEMBERS) > 5000


@pytest.mark.parametrize(
    ("statement", "member", "links"), [(offers.FIND_OFFER, "NULL", MEMBERS), (offers.FIND_OFFER_OF_MEMBER, "7", 1)]
)
async def test_an_offer_compares_no_members_with_each_other(
    staffed: Connection, statement: LiteralString, member: str, links: int
) -> None:
    plan = (await explain(staffed, statement, f"{CHAIN}, {HARBOUR}, '{{3}}', {member}", ", ANALYZE"))["Plan"]
    found = [node["Actual Rows"] for node in nodes(plan) if node.get("Relation Name") == "service_team_members"]
    assert found == [links]
    removed = [
        rows * node["Actual Loops"]
        for node in nodes(plan)
        for name, rows in node.items()
        if name.startswith("Rows Removed by")
    ]
    assert sum(removed) < 2 * MEMBERS


def _array(values: Sequence[object]) -> str:
    return f"{{{','.join(map(str, values))}}}"

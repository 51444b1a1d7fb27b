"""How PostgreSQL finds appointments among 60,000 of one location: in an index, and little beside them."""

import json
from collections.abc import AsyncIterator
from datetime import date
from typing import LiteralString

import asyncpg
import pytest

from parlour.access.identity import Identity
from parlour.access.tenant import get_tenant
from parlour.areas.appointments.model.filters import AppointmentFilter
from parlour.areas.appointments.queries import choices, client_visits, days, grouping, pages, reading, suggestions
from parlour.areas.online_booking.queries.records import FIND_LOCATION_OF_RECORD
from parlour.areas.schedules.queries import reading as schedules
from parlour.db.pool import Connection, connection, create_pool
from parlour.page_requests import PageRequest
from tests.db.test_search_plan import blocks_read, explain, nodes
from tests.support.database import clone, url_of
from tests.support.people import CHAIN, HARBOUR, OWNER

MEMBERS, A_DAY, DAYS, CLIENTS = 60, 500, 120, 10_000
LOCATIONS = 2000
"""The locations of other chains, each small: in an average one, some days look as narrow as a client."""
CREATE_MEMBERS: LiteralString = """
    INSERT INTO team_members (chain_id, location_id, name)
    SELECT $1, $2, 'M ' || n FROM generate_series(1, $3::int) AS n
"""
CREATE_SERVICES: LiteralString = """
    INSERT INTO services (chain_id, location_id, title) SELECT $1, $2, 'S ' || n FROM generate_series(1, 30) AS n
"""
CREATE_LINKS: LiteralString = """
    INSERT INTO service_team_members (chain_id, location_id, service_id, team_member_id, duration)
    SELECT $1, $2, s.id, m.id, 3600 FROM services s CROSS JOIN team_members m WHERE s.chain_id = $1 AND m.chain_id = $1
"""
CREATE_CLIENTS: LiteralString = """
    INSERT INTO clients (chain_id, location_id, name) SELECT $1, $2, 'C ' || n FROM generate_series(1, $3::int) AS n
"""
CREATE_VISITS: LiteralString = """
    INSERT INTO visits (chain_id, location_id, client_id, day)
    SELECT $1, $2, 1 + n * 7919 % $3::int, date '2026-01-01' + n / $4::int
    FROM generate_series(0, $4::int * $5::int - 1) AS n
"""
# Entered in another order than they take place, as it is in life; one in ten is deleted, and one in ten missed.
CREATE_APPOINTMENTS: LiteralString = """
    INSERT INTO appointments (
        chain_id, location_id, visit_id, client_id, team_member_id, day, starts_at, duration, attendance, link_hash,
        created_at, changed_at, deleted_at)
    SELECT $1, $2, v.id, v.client_id, 1 + v.id % $3::int, v.day,
           v.day + time '10:00' + v.id / $3::int % 9 * interval '1 h',
           3600, CASE v.id % 10 WHEN 1 THEN 'no_show' ELSE 'waiting' END, md5(v.id::text),
           v.day - interval '3 days', v.day - interval '2 days', CASE v.id % 10 WHEN 2 THEN now() END
    FROM visits v WHERE v.chain_id = $1 ORDER BY v.id * 7919 % 100_000
"""
CREATE_ELSEWHERE: LiteralString = """
    INSERT INTO appointments (
        chain_id, location_id, visit_id, client_id, team_member_id, day, starts_at, duration, link_hash)
    SELECT 100 + n % 200, 1000 + n % $1::int, 1000000 + n, 1000000 + n, 1000 + n / 20, date '2026-01-01' + n % 120,
           date '2026-01-01' + n % 120 + time '10:00', 3600, md5(n::text)
    FROM generate_series(1, 60000) AS n
"""
CREATE_LINES: LiteralString = """
    INSERT INTO appointment_services (
        chain_id, location_id, appointment_id, position, service_id, title, duration, unit_price, price)
    SELECT $1, $2, a.id, n, 1 + (a.id + n) % 30, 'S', 1800, 50, 50
    FROM appointments a CROSS JOIN generate_series(0, 1) AS n WHERE a.chain_id = $1
"""
CREATE_DAYS: LiteralString = """
    INSERT INTO schedule_days (chain_id, team_member_id, day, minutes, busy)
    SELECT $1, m.id, date '2026-01-01' + n, '{600, 1140}', '{600, 660, 720, 780}'
    FROM team_members m CROSS JOIN generate_series(0, $2::int - 1) AS n WHERE m.chain_id = $1
"""

SCOPE = f"{CHAIN}, {HARBOUR}, NULL, NULL, NULL"


def listed(days: str = "NULL, NULL", times: str = "NULL, NULL, NULL, NULL", ids: str = "NULL, NULL, NULL") -> str:
    """The parameters of a list: days, times of creation and of change, member, client and user, and the first page."""
    first_day = days.partition(",")[0]
    return f"{SCOPE}, {days}, {times}, {ids}, false, NULL, NULL, NULL, 51, 0, {first_day}, NULL, 0"


def counted(days: str = "NULL, NULL", ids: str = "NULL, NULL, NULL") -> str:
    """The parameters of a number of appointments."""
    return f"{SCOPE}, {days}, NULL, NULL, NULL, NULL, {ids}, false, NULL, NULL, NULL"


OF_MEMBER, OF_CLIENT = listed(ids="7, NULL, NULL"), listed(ids="NULL, 77, NULL")
LATELY = "NULL, NULL, '2026-04-28', NULL"
# Each with the index that it needs, and how many blocks it may look at.
READING: dict[str, tuple[LiteralString, str, str, int]] = {
    "a day": (pages.LIST_BY_DAY, listed("'2026-04-20', '2026-04-20'"), "appointments_day_idx", 1000),
    "the first page": (pages.LIST_BY_DAY, listed(), "appointments_day_idx", 1500),
    "a deep page": (
        pages.LIST_BY_DAY,
        listed().replace("NULL, NULL, 0", "'2026-04-01', '2026-04-01 12:00', 0"),
        "appointments_day_idx",
        1500,
    ),
    "a member": (pages.LIST_OF_MEMBER, OF_MEMBER, "appointments_team_member_idx", 1500),
    "a client": (pages.LIST_OF_CLIENT, OF_CLIENT, "appointments_client_idx", 300),
    "what changed": (pages.LIST_CHANGED, listed(times=LATELY), "appointments_changed_idx", 2500),
    "what was made": (
        pages.LIST_CREATED,
        listed(times="'2026-04-27', NULL, NULL, NULL"),
        "appointments_created_idx",
        2500,
    ),
    "how many of a client": (
        pages.COUNT_OF_CLIENT, counted(ids="NULL, 77, NULL"), "appointments_client_idx", 50,
    ),
    "how many of a member": (
        pages.COUNT_OF_MEMBER, counted("'2026-04-01', NULL", "7, NULL, NULL"), "appointments_team_member_idx", 600,
    ),
    "how many of a member's days": (
        pages.COUNT_DAYS_OF_MEMBER, f"{SCOPE}, '2026-01-01', NULL, 7", "appointments_team_member_idx", 30,
    ),
    "the visits of a client": (client_visits.LIST_VISIT_DAYS, f"{SCOPE}, 77", "appointments_client_idx", 100),
    "how many of a day": (
        pages.COUNT_BY_DAY,
        counted("'2026-02-02', '2026-02-02'"),
        "appointments_day_idx",
        700,
    ),
    "one": (reading.FIND_APPOINTMENT, f"{SCOPE}, 30000", "appointments_pkey", 60),
    "one by its secret": (
        FIND_LOCATION_OF_RECORD, f"30000, '{'0' * 32}', NULL", "appointments_link_hash_idx", 10,
    ),
    "some by their ids": (reading.LIST_NAMED, f"{SCOPE}, '{{30000, 30001}}'", "appointments_pkey", 100),
    "a visit": (reading.LIST_OF_VISIT, f"{SCOPE}, 30000", "appointments_visit_idx", 60),
    "what clients missed": (
        reading.COUNT_MISSED, f"{CHAIN}, '{{{', '.join(map(str, range(1, 1000)))}}}'",
        "appointments_missed_idx", 250,
    ),
    "what is suggested": (
        suggestions.LIST_SUGGESTIONS,
        f"{SCOPE}, 7, 77, '2026-01-30', '2026-04-30', 5",
        "appointments_team_member_idx",
        8000,
    ),
    "what keeps members busy": (
        schedules.LIST_ENGAGEMENTS,
        f"{CHAIN}, {HARBOUR}, NULL, '2026-02-02', '2026-02-02'",
        "appointments_day_idx",
        2500,
    ),
}  # fmt: skip
# What creating one asks; each looks at a few rows.
WRITING: dict[str, tuple[LiteralString, str]] = {
    "what is chosen is locked": (choices.LOCK_CHOICE, f"{CHAIN}, {HARBOUR}, 7, '{{3, 4}}'"),
    "what is chosen is read": (choices.READ_CHOICE, f"{CHAIN}, {HARBOUR}, 7, '{{3, 4}}', '{{}}', '{{}}'"),
    "days are locked": (days.LOCK_DAYS, f"{CHAIN}, {HARBOUR}, '{{7}}', '{{2026-02-02}}', '{{}}', '{{}}'"),
    "the visit is found": (grouping.OPEN_VISIT, f"{CHAIN}, {HARBOUR}, 77, '2026-02-02'"),
}


@pytest.fixture(scope="module")
async def busy(server_url: str, admin: Connection) -> AsyncIterator[Connection]:
    """A connection as the server uses it, to a database with four months of a large location."""
    database = await clone(admin, "booked")
    filling = await asyncpg.connect(
        url_of(server_url, database), server_settings={"session_replication_role": "replica", "timezone": "UTC"}
    )
    await filling.execute(CREATE_MEMBERS, CHAIN, HARBOUR, MEMBERS)
    await filling.execute(CREATE_SERVICES, CHAIN, HARBOUR)
    await filling.execute(CREATE_LINKS, CHAIN, HARBOUR)
    await filling.execute(CREATE_CLIENTS, CHAIN, HARBOUR, CLIENTS)
    await filling.execute(CREATE_VISITS, CHAIN, HARBOUR, CLIENTS, A_DAY, DAYS)
    await filling.execute(CREATE_APPOINTMENTS, CHAIN, HARBOUR, MEMBERS)
    await filling.execute(CREATE_LINES, CHAIN, HARBOUR)
    await filling.execute(CREATE_ELSEWHERE, LOCATIONS)
    await filling.execute(CREATE_DAYS, CHAIN, DAYS)
    await filling.execute("UPDATE appointments SET link_hash = repeat('0', 32) WHERE id = 30000")
    await filling.execute("VACUUM ANALYZE")
    await filling.close()
    async with create_pool(url_of(server_url, database), 1) as pool, connection(pool) as conn:
        yield conn
    await admin.execute(f"DROP DATABASE {database} WITH (FORCE)")


@pytest.mark.parametrize("name", READING)
async def test_a_list_reads_little_more_than_itself(busy: Connection, name: str) -> None:
    statement, parameters, index, most_blocks = READING[name]
    plan = (await explain(busy, statement, parameters, ", ANALYZE, BUFFERS, TIMING OFF"))["Plan"]
    found = [node for node in nodes(plan) if node.get("Relation Name") in ("appointments", "appointment_services")]
    assert index in {node.get("Index Name") for node in nodes(plan)}, name
    assert not [node for node in found if node["Node Type"] == "Seq Scan"], name
    assert plan["Actual Rows"] > 0
    assert plan["Shared Hit Blocks"] + plan["Shared Read Blocks"] < most_blocks, name


class Asked:
    """Stands in for a connection, and keeps what it is asked."""

    async def fetch(self, statement: str, *values: object) -> list[asyncpg.Record]:
        self.statement, self.values = statement, values
        return []


async def test_a_page_begins_at_its_first_day(busy: Connection) -> None:
    """And not at the first day of the location, whose 55,000 appointments before would be passed over."""
    tenant = await get_tenant(busy, Identity(1, OWNER.id, OWNER.id), HARBOUR)
    asked, day = Asked(), date(2026, 4, 20)
    wanted = AppointmentFilter(first_day=day, last_day=day)
    await pages.list_appointments(asked, tenant, wanted, PageRequest(None, 51))  # type: ignore[arg-type]
    explained = await busy.fetchval(f"EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) {asked.statement}", *asked.values)
    plan = json.loads(explained)[0]["Plan"]
    assert plan["Actual Rows"] == 51
    assert plan["Shared Hit Blocks"] + plan["Shared Read Blocks"] < 1100


@pytest.mark.parametrize("name", WRITING)
async def test_booking_reads_a_few_rows(busy: Connection, name: str) -> None:
    await busy.execute("BEGIN")
    await explain(busy, *WRITING[name], ", ANALYZE")  # functions are compiled when they are first called
    assert await blocks_read(busy, *WRITING[name], rows=1) < 150
    await busy.execute("ROLLBACK")

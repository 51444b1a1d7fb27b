"""Schedules: a year of 20,000 members of 1,000 locations in one database, and what must stay fast with them."""

import asyncio
import random
from collections.abc import Iterator
from datetime import date, timedelta
from typing import LiteralString

import asyncpg

from bench import dataset, generators, pgbench, servers, traffic
from bench.databases import create_database
from bench.measure import Effort, Measured, ReportStep, Setting
from bench.pgbench import Script
from bench.report import Figure, best
from bench.stock import LOADING
from bench.traffic import Request
from parlour.areas.schedules.queries.reading import LIST_DAYS
from parlour.db.pool import DirectConnection

ALL_LOCATIONS = 1_000
MEMBERS = 20_000
LARGE_LOCATIONS = 40
"""The first locations have as many members each as is asked for; the others share the rest."""
TEAM = 50
FIRST_DAY, DAYS = date(2026, 1, 1), 365
PERIOD = timedelta(days=30)
PRODUCTS = 100
VARIANTS = 200
ALONE = ", alone"
TARGETS = ("statement", f"statement{ALONE}", "bare route", "Parlour", "change", f"change{ALONE}")

FILL: tuple[LiteralString, ...] = (
    """INSERT INTO locations (chain_id, id, title, country_code, timezone, currency, locale)
       OVERRIDING SYSTEM VALUE
       SELECT number % 10 + 1, number, 'Location ' || number, 'DE', 'Europe/Berlin', 'EUR', 'de_DE'
       FROM generate_series(101, 1000) AS number""",
    """INSERT INTO team_members (chain_id, location_id, name, has_timetable)
       SELECT l.chain_id, l.id, 'Member ' || number, true
       FROM generate_series(0, 19999) AS number
       JOIN locations l ON l.id = CASE WHEN number < 2000 THEN number / 50 + 1 ELSE (number - 2000) % 960 + 41 END""",
    """INSERT INTO schedules (chain_id, team_member_id, location_id, last_day, revision)
       SELECT chain_id, id, location_id, '2026-12-31', 1 FROM team_members WHERE has_timetable""",
    """INSERT INTO schedule_days (chain_id, team_member_id, day, minutes)
       SELECT m.chain_id, m.id, '2026-01-01'::date + number,
              CASE m.id % 3 WHEN 0 THEN '{540,1080}' WHEN 1 THEN '{600,840,900,1140}' ELSE '{480,840}' END::smallint[]
       FROM generate_series(0, 364) AS number, team_members m WHERE m.has_timetable""",
)


def steps_of(effort: Effort) -> int:
    """Return the number of steps: filling, then each target in every round."""
    return 1 + effort.rounds * len(TARGETS)


def measure(setting: Setting, report_step: ReportStep) -> list[Figure]:
    """Measure in a database of its own. Raise `Failed`."""
    report_step("Schedules: filling a database")
    url = asyncio.run(create_database(setting.url, "schedules"))
    tokens = asyncio.run(dataset.load(url, PRODUCTS))
    filled = asyncio.run(_fill(url))
    members = asyncio.run(_list_members(url))
    script, reads, changes = _script(members), [*_reads()], [*_changes(members)]
    with (
        servers.parlour(url, setting.directory / "schedules.log") as server,
        servers.bare(url, setting.directory / "schedules_bare.log") as bare_port,
    ):

        def run(target: str) -> Measured:
            report_step(f"Schedules: {target}")
            used = setting.alone() if target.endswith(ALONE) else setting
            match target.removesuffix(ALONE):
                case "statement":
                    return pgbench.run(url, script, used.effort, setting.directory)
                case "bare route":
                    return generators.load(used, bare_port, reads, tokens.authorization)
                case "Parlour":
                    return generators.load(used, server.port, reads, tokens.authorization)
                case _:
                    return generators.load(used, server.port, changes, tokens.authorization)

        found = {target: best([run(target) for _ in range(setting.effort.rounds)]) for target in TARGETS}
    share = found["Parlour"].per_second / found["bare route"].per_second
    notes = {
        f"statement{ALONE}": ("", "p99 under 15 ms"),
        "Parlour": (f"{share:.0%} of bare", "at least 70%"),
        f"change{ALONE}": ("", "under 100 ms"),
    }
    group = f"{TEAM} members, {PERIOD.days + 1} days"
    return [
        Figure("Days", "filled", outcome=f"{filled:,}"),
        *(Figure(group, target, measured, *notes.get(target, ())) for target, measured in found.items()),
    ]


def _script(members: dict[int, list[int]]) -> Script:
    first = FIRST_DAY + timedelta(days=90)
    period = {"first": str(first), "last": str(first + PERIOD)}
    choices = [
        {
            **period,
            "location_id": str(location),
            "chain_id": str(dataset.chain_of(location)),
            "ids": f"{{{','.join(map(str, members[location]))}}}",
        }
        for location in range(1, LARGE_LOCATIONS + 1)
    ]
    return Script(LIST_DAYS, ("chain_id", "location_id", "ids", "first", "last", "with_off_days"),
                  settings=("with_off_days false",), choices=choices)  # fmt: skip


def _periods(seed: int) -> Iterator[tuple[int, date]]:
    draw = random.Random(seed)
    for _ in range(VARIANTS):
        yield draw.randint(1, LARGE_LOCATIONS), FIRST_DAY + timedelta(days=draw.randrange(DAYS - PERIOD.days))


def _reads() -> Iterator[Request]:
    for location, first in _periods(1):
        query: dict[str, object] = {"start_date": first, "end_date": first + PERIOD}
        yield traffic.get(f"/api/v1/company/{location}/staff/schedule", query)


def _changes(members: dict[int, list[int]]) -> Iterator[Request]:
    """Yield changes of all days of a period to other hours, so that each row is written."""
    draw = random.Random(2)
    for location, first in _periods(2):
        start = draw.randrange(6, 12)
        slots = [{"from": f"{start}:{draw.randrange(60):02}", "to": f"{start + 8}:00"}]
        dates = [str(first + timedelta(days=number)) for number in range(PERIOD.days + 1)]
        parts = [{"staff_id": member, "dates": dates, "slots": slots} for member in members[location]]
        request = traffic.post(f"/api/v1/company/{location}/staff/schedule", {"schedules_to_set": parts})
        yield Request("PUT", request.path, request.body)


# Not the members that provide the services of the dataset: they have no schedule.
LIST_MEMBERS: LiteralString = """
    SELECT location_id, array_agg(id) AS ids FROM team_members WHERE has_timetable GROUP BY location_id
"""


async def _list_members(url: str) -> dict[int, list[int]]:
    conn: DirectConnection = await asyncpg.connect(url)
    try:
        return {row["location_id"]: row["ids"] for row in await conn.fetch(LIST_MEMBERS)}
    finally:
        await conn.close()


async def _fill(url: str) -> int:
    """Fill a database that contains the catalogue with members and schedules. Return the number of days."""
    conn: DirectConnection = await asyncpg.connect(url, server_settings=LOADING)
    try:
        for statement in FILL:
            await conn.execute(statement)
        await dataset.vacuum_and_analyze(conn)
        return int(await conn.fetchval("SELECT count(*) FROM schedule_days"))
    finally:
        await conn.close()

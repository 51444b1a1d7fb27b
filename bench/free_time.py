"""Free time: 60 members with 8 or 9 appointments each day for two months, and what clients ask while they book."""

import asyncio
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import LiteralString

import asyncpg

from bench import dataset, generators, servers, traffic
from bench.databases import create_database
from bench.measure import Effort, Measured, ReportStep, Setting
from bench.report import Figure, best
from bench.stock import LOADING
from bench.traffic import Request
from parlour.db.pool import DirectConnection

LOCATION = 1
MEMBERS, DAYS, A_DAY = 60, 60, 500
PRODUCTS = 100
VARIANTS = 3000
FIRST_DAY = datetime.now(UTC).date() + timedelta(days=2)
FULL_FROM = FIRST_DAY + timedelta(days=DAYS)
"""From here on everyone is booked all day, for a month."""
FREE_FROM = FULL_FROM + timedelta(days=31)
"""From here on everyone is free, for a year."""
FREE_DAYS = 365
MONTH = 31
ASKED = {
    "a member, a day": "at least 2,500/s",
    "any of 60, a day": "at least 400/s",
    "a month, any of 60": "at least 250/s",
    "a full month, any of 60": "at least 40/s",
    "60 members, their nearest slots": "p99 at most 40 ms",
}
TARGETS = (*ASKED, "a month, a member", "booked")

FILL: tuple[LiteralString, ...] = (
    """INSERT INTO team_members (chain_id, location_id, name, has_timetable)
       SELECT 1, 1, 'Member ' || number, true FROM generate_series(1, 60) AS number""",
    """CREATE TABLE bench_members AS
       SELECT id, row_number() OVER (ORDER BY id) - 1 AS number FROM team_members
       WHERE location_id = 1 AND has_timetable""",
    """INSERT INTO services (chain_id, location_id, title, price_min, price_max, is_online)
       SELECT 1, 1, 'Offered ' || number, 50, 50, true FROM generate_series(1, 30) AS number""",
    """INSERT INTO service_team_members (chain_id, location_id, service_id, team_member_id, duration)
       SELECT 1, 1, s.id, m.id, 3600 FROM services s CROSS JOIN bench_members m WHERE s.title LIKE 'Offered %'""",
)
# $1 is the first day. Hours in turn: of 540 hours of a day, 500 are taken; later all, and then none.
FILL_DAYS: tuple[LiteralString, ...] = (
    """INSERT INTO schedules (chain_id, team_member_id, location_id, last_day, revision)
       SELECT 1, id, 1, $1::date + 455, 1 FROM bench_members""",
    """INSERT INTO schedule_days (chain_id, team_member_id, day, minutes)
       SELECT 1, m.id, $1::date + n, '{540, 1080}' FROM bench_members m, generate_series(0, 455) AS n""",
    """INSERT INTO visits (chain_id, location_id, day)
       SELECT 1, 1, $1::date + number / 540 FROM generate_series(0, 91 * 540 - 1) AS number
       WHERE number % 540 < 500 OR number >= 60 * 540""",
    """INSERT INTO appointments (chain_id, location_id, visit_id, team_member_id, day, starts_at, duration, link_hash)
       SELECT 1, 1, v.id, m.id, v.day,
              (v.day + time '09:00' + (v.number / 60) * interval '1 hour') AT TIME ZONE l.timezone, 3600,
              md5(v.id::text)
       FROM (SELECT id, day, row_number() OVER (PARTITION BY day ORDER BY id) - 1 AS number FROM visits
             WHERE day >= $1::date) AS v
       JOIN bench_members m ON m.number = v.number % 60
       JOIN locations l ON l.chain_id = 1 AND l.id = 1""",
    # Rows are loaded without triggers.
    """SELECT keep_member_days(1, 1, array_agg(m.id), array_agg($1::date + n))
       FROM bench_members m, generate_series(0, 90) AS n""",
)
LIST_MEMBERS: LiteralString = "SELECT id FROM bench_members ORDER BY number"
FIND_SERVICE: LiteralString = "SELECT min(id) AS id FROM services WHERE title LIKE 'Offered %'"


def steps_of(effort: Effort) -> int:
    """Return the number of steps: filling, then each target in every round."""
    return 1 + effort.rounds * len(TARGETS)


def measure(setting: Setting, report_step: ReportStep) -> list[Figure]:
    """Measure in a database of its own. Raise `Failed`."""
    report_step("Free time: filling a database")
    url = asyncio.run(create_database(setting.url, "free_time"))
    tokens = asyncio.run(dataset.load(url, PRODUCTS))
    members, service_id = asyncio.run(_fill(url))
    slots = _slots(members, service_id)
    with servers.parlour(url, setting.directory / "free_time.log") as server:

        def run(target: str) -> Measured:
            report_step(f"Free time: {target}")
            requests = [*_requests(target, members, service_id, slots)]
            return generators.load(setting, server.port, requests, tokens.authorization)

        found = {target: best([run(target) for _ in range(setting.effort.rounds)]) for target in TARGETS}
    group = f"Free time, {MEMBERS} members, {A_DAY} appointments a day"
    return [Figure(group, target, found[target], asked=ASKED.get(target, "")) for target in TARGETS]


def _requests(target: str, members: list[int], service_id: int, slots: Iterator[Request]) -> Iterator[Request]:
    base = "/api/v1/book"
    chosen: dict[str, object] = {"service_ids[]": service_id}
    for number in range(VARIANTS):
        day = FIRST_DAY + timedelta(days=number % DAYS)
        member = members[number % MEMBERS]
        match target:
            case "a member, a day":
                yield traffic.get(f"{base}_times/{LOCATION}/{member}/{day}", chosen)
            case "any of 60, a day":
                yield traffic.get(f"{base}_times/{LOCATION}/0/{day}", chosen)
            case "a month, any of 60":
                yield _month(FIRST_DAY + timedelta(days=number % 28), chosen)
            case "a full month, any of 60":
                yield _month(FULL_FROM, chosen)
            case "a month, a member":
                yield _month(FIRST_DAY + timedelta(days=number % 28), {**chosen, "staff_id": member})
            case "60 members, their nearest slots":
                yield traffic.get(f"{base}_staff/{LOCATION}", chosen)
            case _:
                yield next(slots)


def _month(first: date, query: dict[str, object]) -> Request:
    period = {"date_from": first, "date_to": first + timedelta(days=MONTH - 1)}
    return traffic.get(f"/api/v1/book_dates/{LOCATION}", {**query, **period})


def _slots(members: list[int], service_id: int) -> Iterator[Request]:
    """Yield bookings of free hours, each once."""
    for number in range(FREE_DAYS * 9 * MEMBERS):
        hours = number // MEMBERS
        day = FREE_FROM + timedelta(days=hours // 9)
        element = {
            "id": 1,
            "services": [service_id],
            "staff_id": members[number % MEMBERS],
            "datetime": f"{day}T{9 + hours % 9:02}:00:00",
        }
        person = {"phone": f"+4930{number % 10_000 + 1_000_000}", "fullname": "Maya", "email": ""}
        yield traffic.post(f"/api/v1/book_record/{LOCATION}", {**person, "appointments": [element]})


async def _fill(url: str) -> tuple[list[int], int]:
    """Fill a database. Return the members, and a service that all of them provide."""
    conn: DirectConnection = await asyncpg.connect(url, server_settings=LOADING)
    try:
        for statement in FILL:
            await conn.execute(statement)
        for statement in FILL_DAYS:
            await conn.execute(statement, FIRST_DAY)
        await dataset.vacuum_and_analyze(conn)
        rows = await conn.fetch(LIST_MEMBERS)
        return [row["id"] for row in rows], int(await conn.fetchval(FIND_SERVICE))
    finally:
        await conn.close()

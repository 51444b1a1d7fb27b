"""Booking: a location with 60 members and 500 appointments a day, for two months, and what must stay fast with them."""

import asyncio
from collections.abc import Iterator
from datetime import date, timedelta
from typing import LiteralString
from urllib.parse import urlsplit, urlunsplit

import asyncpg

from bench import dataset, generators, servers, traffic
from bench.measure import Effort, Measured, ReportStep, Setting
from bench.report import Figure, best
from bench.stock import LOADING
from bench.traffic import Request
from parlour.db.pool import DirectConnection

CHAIN, LOCATION = 1, 1
MEMBERS, A_DAY, DAYS, CLIENTS = 60, 500, 60, 10_000
FIRST_DAY = date(2026, 1, 1)
FREE_FROM = date(2026, 6, 1)
"""From here on members work, and nothing is booked."""
FREE_DAYS = 365
PRODUCTS = 100
VARIANTS = 5000
FIGHTERS = 10
TARGETS = ("a day", "a client", "a member", "what changed", "created", "created, for ten members")

FILL: tuple[LiteralString, ...] = (
    """INSERT INTO team_members (chain_id, location_id, name, has_timetable)
       SELECT 1, 1, 'Member ' || number, true FROM generate_series(1, 60) AS number""",
    """CREATE TABLE bench_members AS
       SELECT id, row_number() OVER (ORDER BY id) - 1 AS number FROM team_members
       WHERE location_id = 1 AND has_timetable""",
    """INSERT INTO services (chain_id, location_id, title, price_min, price_max)
       SELECT 1, 1, 'Booked ' || number, 50, 50 FROM generate_series(1, 30) AS number""",
    """INSERT INTO service_team_members (chain_id, location_id, service_id, team_member_id, duration)
       SELECT 1, 1, s.id, m.id, 3600 FROM services s CROSS JOIN bench_members m WHERE s.title LIKE 'Booked %'""",
    """INSERT INTO clients (chain_id, location_id, name, phone)
       SELECT 1, 1, 'Client ' || number, (13155000000 + number)::text FROM generate_series(1, 10000) AS number""",
    """INSERT INTO schedules (chain_id, team_member_id, location_id, last_day, revision)
       SELECT 1, id, 1, '2027-05-31', 1 FROM bench_members""",
    """INSERT INTO visits (chain_id, location_id, client_id, day)
       SELECT 1, 1, 1 + number * 7919 % 10000, date '2026-01-01' + number / 500
       FROM generate_series(0, 29999) AS number""",
    """INSERT INTO appointments (chain_id, location_id, visit_id, client_id, team_member_id, day, starts_at, duration,
                                 link_hash, created_at, changed_at)
       SELECT 1, 1, v.id, v.client_id, m.id, v.day, v.day + time '08:00' + (v.id / 60 % 9) * interval '1 hour', 3600,
              md5(v.id::text), v.day - interval '3 days', v.day - interval '2 days'
       FROM visits v JOIN bench_members m ON m.number = v.id % 60""",
    """INSERT INTO appointment_services (chain_id, location_id, appointment_id, position, service_id, title, duration,
                                         unit_price, price)
       SELECT 1, 1, a.id, n, s.id, s.title, 1800, 50, 50
       FROM appointments a CROSS JOIN generate_series(0, 1) AS n
       JOIN (SELECT id, title, row_number() OVER (ORDER BY id) AS number FROM services WHERE title LIKE 'Booked %') s
           ON s.number = 1 + (a.id + n) % 30""",
    """INSERT INTO schedule_days (chain_id, team_member_id, day, minutes)
       SELECT 1, m.id, date '2026-06-01' + n, '{480, 1200}'
       FROM bench_members m, generate_series(0, 364) AS n""",
)
LIST_MEMBERS: LiteralString = "SELECT id FROM bench_members ORDER BY number"
FIND_SERVICE: LiteralString = "SELECT min(id) AS id FROM services WHERE title LIKE 'Booked %'"


def steps_of(effort: Effort) -> int:
    """Return the number of steps: filling, then each target in every round."""
    return 1 + effort.rounds * len(TARGETS)


def measure(setting: Setting, report_step: ReportStep) -> list[Figure]:
    """Measure in a database of its own. Raise `Failed`."""
    report_step("Booking: filling a database")
    url = asyncio.run(_create_database(setting.url))
    tokens = asyncio.run(dataset.load(url, PRODUCTS))
    members, service_id = asyncio.run(_fill(url))
    slots = _slots(members, service_id, len(members))
    contested = _slots(members, service_id, FIGHTERS, after=180)
    with servers.parlour(url, setting.directory / "booking.log") as server:

        def run(target: str) -> Measured:
            report_step(f"Booking: {target}")
            requests = [*_requests(target, members, slots, contested)]
            return generators.load(setting, server.port, requests, tokens.authorization)

        found = {target: best([run(target) for _ in range(setting.effort.rounds)]) for target in TARGETS}
    group = f"{MEMBERS} members, {A_DAY} appointments a day"
    asked = {
        "a day": "at least 100/s", "created": "at least 250/s", "created, for ten members": "at least 100/s",
    }  # fmt: skip
    return [Figure(group, target, found[target], asked=asked.get(target, "")) for target in TARGETS]


def _requests(
    target: str, members: list[int], slots: Iterator[Request], contested: Iterator[Request]
) -> Iterator[Request]:
    path = f"/api/v1/records/{LOCATION}"
    for number in range(VARIANTS):
        day = FIRST_DAY + timedelta(days=number % DAYS)
        match target:
            case "a day":
                yield traffic.get(path, {"start_date": day, "end_date": day, "count": 500})
            case "a client":
                yield traffic.get(path, {"client_id": 1 + number * 7919 % CLIENTS})
            case "a member":
                yield traffic.get(path, {"staff_id": members[number % MEMBERS], "start_date": day})
            case "what changed":
                moment = f"{FIRST_DAY + timedelta(days=DAYS - 3)}T12:{number % 60:02}:00Z"
                yield traffic.get(path, {"changed_after": moment, "count": 50})
            case "created":
                yield next(slots)
            case _:
                yield next(contested)


def _slots(members: list[int], service_id: int, count: int, after: int = 0) -> Iterator[Request]:
    """Yield bookings of free hours, of as many members in turn, each once."""
    for number in range(FREE_DAYS * 12 * count):
        hours = number // count
        day = FREE_FROM + timedelta(days=after + hours // 12)
        body = {
            "staff_id": members[number % count],
            "services": [{"id": service_id}],
            "datetime": f"{day} {8 + hours % 12:02}:00",
            "client": {"id": 1 + number * 7919 % CLIENTS},
            # The generator starts over after warming up, and what it sends again must not be refused.
            "save_if_busy": True,
        }
        yield traffic.post(f"/api/v1/records/{LOCATION}", body)


async def _fill(url: str) -> tuple[list[int], int]:
    """Fill a database that contains the catalogue. Return the members, and a service that all of them provide."""
    conn: DirectConnection = await asyncpg.connect(url, server_settings=LOADING)
    try:
        for statement in FILL:
            await conn.execute(statement)
        await dataset.vacuum_and_analyze(conn)
        rows = await conn.fetch(LIST_MEMBERS)
        return [row["id"] for row in rows], int(await conn.fetchval(FIND_SERVICE))
    finally:
        await conn.close()


async def _create_database(url: str) -> str:
    conn = await asyncpg.connect(url)
    try:
        await conn.execute("CREATE DATABASE booking")
    finally:
        await conn.close()
    return urlunsplit(urlsplit(url)._replace(path="/booking"))

"""Creating appointments in free hours: of all members in turn, and of ten for whose hours clients fight."""

import asyncio
from collections.abc import Iterator
from datetime import timedelta
from itertools import islice
from typing import LiteralString

import asyncpg
import msgspec

from bench import generators, traffic
from bench.appointments import FREE_DAYS, FREE_FROM, ITS_CHAIN, LARGEST
from bench.kept import Database
from bench.measure import Failed, ReportStep, Setting
from bench.report import Figure
from bench.stock import LOADING
from bench.traffic import Request
from parlour.db.pool import DirectConnection

STEPS = 2
FIGHTERS, ASKING = 10, 2
"""The members whose hours are fought for, and how many clients want each hour."""
AT_MOST = 600
"""Requests for a second of the load: more than are answered."""
HOURS = range(8, 20)
GROUP = "Creating an appointment"

LIST_MEMBERS: LiteralString = """
    SELECT id FROM team_members WHERE chain_id = $1 AND location_id = $2 AND has_timetable ORDER BY id
"""
FIND_WANTED: LiteralString = """
    SELECT (SELECT min(service_id) FROM service_team_members
            WHERE chain_id = $1 AND location_id = $2 AND team_member_id = $3) AS service_id,
           ARRAY(SELECT id FROM clients WHERE chain_id = $1 AND location_id = $2 ORDER BY id LIMIT 10000) AS client_ids
"""
# Nothing is booked on the free days before, so that a kept database is the same in each run.
REMOVE_CREATED: tuple[LiteralString, ...] = (
    """DELETE FROM booked_services b USING appointments a
       WHERE a.chain_id = $1 AND a.location_id = $2 AND a.day >= $3 AND b.chain_id = $1 AND b.appointment_id = a.id""",
    "DELETE FROM appointment_figures WHERE chain_id = $1 AND location_id = $2 AND day >= $3",
    """DELETE FROM appointment_services s USING appointments a
       WHERE a.chain_id = $1 AND a.location_id = $2 AND a.day >= $3 AND s.chain_id = $1 AND s.appointment_id = a.id""",
    "DELETE FROM appointments WHERE chain_id = $1 AND location_id = $2 AND day >= $3",
    "DELETE FROM visits WHERE chain_id = $1 AND location_id = $2 AND day >= $3",
    """UPDATE schedule_days d SET busy = '{}' FROM team_members m
       WHERE m.chain_id = $1 AND m.location_id = $2 AND d.chain_id = $1 AND d.team_member_id = m.id
         AND d.day >= $3 AND d.busy <> '{}'""",
)
READ_OUTCOME: LiteralString = """
    SELECT count(*) AS created, count(DISTINCT (team_member_id, starts_at)) AS slots,
           (SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()) AS deadlocks
    FROM appointments WHERE chain_id = $1 AND location_id = $2 AND day >= $3
"""


class Outcome(msgspec.Struct, frozen=True):
    """What was created on the free days, in how many slots, and the deadlocks that the database ever had."""

    created: int
    slots: int
    deadlocks: int


class Bookings:
    """Requests for free hours of the members."""

    def __init__(self, members: list[int], service_id: int, client_ids: list[int]) -> None:
        self.members = members
        self.service_id = service_id
        self.client_ids = client_ids

    def of_all(self) -> Iterator[Request]:
        """Yield requests for the hours of all members in turn, each once."""
        for number in range(FREE_DAYS // 2 * len(HOURS) * len(self.members)):
            yield self._request(number, self.members, number // len(self.members), number)

    def of_few(self) -> Iterator[Request]:
        """Yield requests for the hours of few members, each as often as clients want it."""
        first = FREE_DAYS // 2 * len(HOURS)
        for number in range(FREE_DAYS // 2 * len(HOURS) * FIGHTERS):
            for client in range(ASKING):
                yield self._request(number, self.members[:FIGHTERS], first + number // FIGHTERS, number * 2 + client)

    def _request(self, number: int, members: list[int], hour: int, client: int) -> Request:
        day, at = FREE_FROM + timedelta(days=hour // len(HOURS)), HOURS[hour % len(HOURS)]
        body: dict[str, object] = {
            "staff_id": members[number % len(members)],
            "services": [{"id": self.service_id}],
            "datetime": f"{day} {at:02}:00",
            "client": {"id": self.client_ids[client * 7919 % len(self.client_ids)]},
        }
        return traffic.post(f"/api/v1/records/{LARGEST}", body)


async def list_members(url: str) -> list[int]:
    """Return the members of the largest location."""
    conn: DirectConnection = await asyncpg.connect(url)
    try:
        return [row["id"] for row in await conn.fetch(LIST_MEMBERS, ITS_CHAIN, LARGEST)]
    finally:
        await conn.close()


async def bookings_of(url: str, members: list[int]) -> Bookings:
    conn: DirectConnection = await asyncpg.connect(url)
    try:
        row = await conn.fetchrow(FIND_WANTED, ITS_CHAIN, LARGEST, members[0])
        assert row is not None
        return Bookings(members, row["service_id"], row["client_ids"])
    finally:
        await conn.close()


async def remove_created(url: str) -> None:
    """Remove what was created on the free days."""
    conn: DirectConnection = await asyncpg.connect(url, server_settings=LOADING)
    try:
        for statement in REMOVE_CREATED:
            await conn.execute(statement, ITS_CHAIN, LARGEST, FREE_FROM)
        await conn.execute(
            "VACUUM visits, appointments, appointment_services, appointment_figures, booked_services, schedule_days"
        )
    finally:
        await conn.close()


def measure(
    setting: Setting, database: Database, port: int, bookings: Bookings, report_step: ReportStep
) -> list[Figure]:
    """Create appointments without and with a fight for the same hours. Raise `Failed` for a slot that two have."""
    before = asyncio.run(_read_outcome(database.url))
    report_step("Booking: created")
    warm_up = [*islice(free := bookings.of_all(), AT_MOST * setting.effort.warm_up_s)]
    requests = [*islice(free, AT_MOST * setting.effort.seconds)]
    authorization = database.tokens.authorization
    alone = generators.load(setting, port, requests, authorization, warm_up=warm_up)
    report_step("Booking: created, ten members")
    wanted = [*bookings.of_few()][: AT_MOST * ASKING * setting.effort.seconds]
    fought, refused = generators.load_refused(setting, port, wanted, authorization)
    after = asyncio.run(_read_outcome(database.url))
    if after.created != after.slots or after.deadlocks != before.deadlocks:
        raise Failed(
            f"{after.created} appointments in {after.slots} slots; deadlocks: {before.deadlocks}, {after.deadlocks}."
        )
    return [
        Figure(GROUP, "different members", alone, asked="at least 250/s"),
        Figure(GROUP, "ten members", fought, f"{refused:,} refused, one in each slot, no deadlock", "at least 100/s"),
    ]


async def _read_outcome(url: str) -> Outcome:
    conn: DirectConnection = await asyncpg.connect(url)
    try:
        row = await conn.fetchrow(READ_OUTCOME, ITS_CHAIN, LARGEST, FREE_FROM)
        assert row is not None
        return Outcome(*row)
    finally:
        await conn.close()

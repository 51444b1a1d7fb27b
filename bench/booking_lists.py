"""Lists of appointments of the largest location: a day, a client, a member, and what changed."""

import random
import time
from datetime import UTC, datetime, timedelta
from typing import LiteralString

from bench import generators, traffic
from bench.appointments import DAYS, FIRST_DAY, ITS_CHAIN, LARGEST
from bench.dataset import CALLER
from bench.kept import Database
from bench.measure import Effort, Measured, ReportStep, Setting, percentile
from bench.report import Figure, best
from bench.traffic import Request
from parlour.access.identity import Identity
from parlour.access.tenant import Tenant, get_tenant
from parlour.app import collecting_rarely
from parlour.areas.appointments.model.filters import AppointmentFilter
from parlour.areas.appointments.service.reading import find_page
from parlour.db.pool import Connection, create_pool
from parlour.page_requests import PageRequest

A_DAY, PAGE = 500, 50
CALLS, WARM_UP, VARIANTS = 300, 20, 500
DAY = "a day"
TARGETS = (DAY, "a client", "a member", "what changed")
ASKED_IN_DATABASE = {DAY: "p99 under 25 ms"}
ASKED_OVER_HTTP = {DAY: "at least 100/s"}
OWNER = Identity(partner_id=1, user_id=CALLER, session_id=1)

LIST_CLIENTS: LiteralString = "SELECT id FROM clients WHERE chain_id = $1 AND location_id = $2 ORDER BY id LIMIT $3"


def steps_of(effort: Effort) -> int:
    """Return the number of steps over HTTP: the day from the bare route, and each list, in every round."""
    return effort.rounds * (1 + len(TARGETS))


class Lists:
    """Lists of members and clients of the largest location."""

    def __init__(self, members: list[int], clients: list[int]) -> None:
        self.members = members
        self.clients = clients

    def filters(self, target: str, count: int) -> list[AppointmentFilter]:
        """Return so many different lists of a kind; always the same."""
        draw = random.Random(21)
        return [self._filter(target, draw) for _ in range(count)]

    def _filter(self, target: str, draw: random.Random) -> AppointmentFilter:
        day = FIRST_DAY + timedelta(days=draw.randrange(DAYS - 30))
        match target:
            case "a day":
                return AppointmentFilter(first_day=day, last_day=day)
            case "a client":
                return AppointmentFilter(client_id=draw.choice(self.clients))
            case "a member":
                return AppointmentFilter(team_member_id=draw.choice(self.members), first_day=day)
            case _:
                last_changes = datetime.combine(FIRST_DAY, datetime.min.time(), UTC) + timedelta(days=DAYS - 6)
                return AppointmentFilter(changed_since=last_changes + timedelta(minutes=draw.randrange(3 * 24 * 60)))

    def requests(self, target: str) -> list[Request]:
        """Return the same lists as requests."""
        return [_request(target, wanted) for wanted in self.filters(target, VARIANTS)]


def _request(target: str, wanted: AppointmentFilter) -> Request:
    query = {
        "start_date": wanted.first_day,
        "end_date": wanted.last_day,
        "client_id": wanted.client_id,
        "staff_id": wanted.team_member_id,
        "changed_after": wanted.changed_since and wanted.changed_since.isoformat(),
        "count": _page_of(target),
    }
    return traffic.get(f"/api/v1/records/{LARGEST}", {name: value for name, value in query.items() if value})


def _page_of(target: str) -> int:
    return A_DAY if target == DAY else PAGE


async def lists_of(url: str, members: list[int]) -> Lists:
    """Return the lists of the data that a database contains."""
    async with create_pool(url, 1) as pool, pool.acquire() as conn:
        rows = await conn.fetch(LIST_CLIENTS, ITS_CHAIN, LARGEST, 10_000)
    return Lists(members, [row["id"] for row in rows])


async def in_database(url: str, lists: Lists) -> list[Figure]:
    """Measure the statements of each list over one connection, until the rows are read."""
    figures = []
    async with create_pool(url, 1) as pool, pool.acquire() as conn:
        tenant = await get_tenant(conn, OWNER, LARGEST)
        for target in TARGETS:
            filters = lists.filters(target, WARM_UP + CALLS)
            measured = await _time(conn, tenant, filters, _page_of(target))
            asked = ASKED_IN_DATABASE.get(target, "p99 under 10 ms")
            figures.append(Figure("Lists, in the database", target, measured, asked=asked))
    return figures


async def _time(conn: Connection, tenant: Tenant, filters: list[AppointmentFilter], count: int) -> Measured:
    taken: list[float] = []
    with collecting_rarely():  # as a server does
        for wanted in filters:
            begun = time.perf_counter()
            await find_page(conn, tenant, wanted, PageRequest(None, count + 1), 0)
            taken.append((time.perf_counter() - begun) * 1000)
    counted = sorted(taken[WARM_UP:])
    return Measured(len(counted) / sum(counted) * 1000, percentile(counted, 0.5), percentile(counted, 0.99))


def over_http(
    setting: Setting, database: Database, ports: dict[str, int], lists: Lists, report_step: ReportStep
) -> list[Figure]:
    """Measure each list, and the day beside the bare route."""

    def run(server: str, target: str) -> Measured:
        report_step(f"Booking: {target}, {server}")
        return generators.load(setting, ports[server], lists.requests(target), database.tokens.authorization)

    def best_of(server: str, target: str) -> Measured:
        return best([run(server, target) for _ in range(setting.effort.rounds)])

    bare = best_of("bare route", DAY)
    figures = [Figure("Lists, over HTTP", "a day, bare route", bare)]
    for target in TARGETS:
        ours = best_of("Parlour", target)
        outcome = f"{ours.per_second / bare.per_second:.0%} of bare" if target == DAY else ""
        figures.append(Figure("Lists, over HTTP", target, ours, outcome, ASKED_OVER_HTTP.get(target, "")))
    return figures

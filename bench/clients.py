"""Clients: searches in a location with 50,000 clients and 300,000 appointments, of many in one database."""

import asyncio
import time
from collections.abc import Iterator
from typing import LiteralString

import msgspec

from bench import appointments, client_searches, generators, servers, traffic
from bench.appointments import ITS_CHAIN, LARGEST
from bench.dataset import CALLER
from bench.measure import Effort, Measured, ReportStep, Setting, percentile
from bench.report import Figure, best
from bench.traffic import Request
from parlour.access.identity import Identity
from parlour.access.tenant import Tenant, get_tenant
from parlour.areas.clients.model.search import Search
from parlour.areas.clients.queries.search import search_clients
from parlour.db.pool import Connection, create_pool

TARGETS = ("bare route", "Parlour")
VISITORS = 2_000
CALLS, CALLS_OF_PAIR = 400, 12
SHOWN_PAIRS = 5
OWNER = Identity(partner_id=1, user_id=CALLER, session_id=1)

FIND_EXAMPLES: LiteralString = """
    SELECT (SELECT min(id) FROM team_members WHERE chain_id = $1 AND location_id = $2 AND has_timetable) AS member_id,
           (SELECT max(id) FROM tags WHERE chain_id = $1 AND location_id = $2) AS tag_id,
           (SELECT min(id) FROM services WHERE chain_id = $1 AND location_id = $2) AS service_id,
           (SELECT min(category_id) FROM services WHERE chain_id = $1 AND location_id = $2) AS category_id
"""


class Timed(msgspec.Struct, frozen=True):
    """How long a search took."""

    title: str
    measured: Measured


def steps_of(effort: Effort) -> int:
    """Return the number of steps: filling, searches in the database, and each target in every round."""
    return 3 + effort.rounds * len(TARGETS) * len(REQUESTS)


def measure(setting: Setting, report_step: ReportStep) -> list[Figure]:
    """Measure on the data set of appointments. Raise `Failed`."""
    report_step("Clients: filling a database")
    database = appointments.open_appointments(setting)
    locations = appointments.locations_of(setting.effort)
    report_step("Clients: searches by texts")
    typed = asyncio.run(_by_texts(database.url, locations))
    report_step("Clients: searches by all pairs of filters")
    pairs = asyncio.run(_by_pairs(database.url))
    with (
        servers.parlour(database.url, setting.directory / "clients.log") as server,
        servers.bare(database.url, setting.directory / "clients_bare.log") as bare_port,
    ):
        ports = {"bare route": bare_port, "Parlour": server.port}

        def run(target: str, title: str) -> Measured:
            report_step(f"{title}: {target}")
            return generators.load(setting, ports[target], [*REQUESTS[title](locations)], database.tokens.authorization)

        loaded = {
            title: [best([run(target, title) for _ in range(setting.effort.rounds)]) for target in TARGETS]
            for title in REQUESTS
        }
    group = "Search of 50,000 clients, in the database"
    worst = sorted(pairs, key=lambda each: -each.measured.p99_ms)
    return [
        Figure(group, "a part of a name or phone", typed, asked="p99 under 20 ms"),
        *(Figure(group, each.title, each.measured, asked="p99 under 100 ms") for each in worst[:SHOWN_PAIRS]),
        *(figure for title, (bare, ours) in loaded.items() for figure in _beside(title, bare, ours)),
    ]


def _beside(title: str, bare: Measured, ours: Measured) -> Iterator[Figure]:
    yield Figure(title, "bare route", bare)
    yield Figure(title, "Parlour", ours, f"{ours.per_second / bare.per_second:.0%} of bare")


async def _by_texts(url: str, locations: int) -> Measured:
    async with create_pool(url, 1) as pool, pool.acquire() as conn:
        tenant = await get_tenant(conn, OWNER, LARGEST)
        searches = [client_searches.of_text(text) for text in client_searches.texts(locations)]
        await _time(conn, tenant, searches)
        return await _time(conn, tenant, (searches * CALLS)[:CALLS])


async def _by_pairs(url: str) -> list[Timed]:
    async with create_pool(url, 1) as pool, pool.acquire() as conn:
        tenant = await get_tenant(conn, OWNER, LARGEST)
        examples = await conn.fetchrow(FIND_EXAMPLES, ITS_CHAIN, LARGEST)
        assert examples is not None
        found = client_searches.filters(*examples)
        return [
            Timed(title, await _time(conn, tenant, [search] * CALLS_OF_PAIR))
            for title, search in client_searches.pairs(found)
        ]


async def _time(conn: Connection, tenant: Tenant, searches: list[Search]) -> Measured:
    """Run searches over one connection, and read the rows. The first prepares the statement and isn't counted."""
    taken: list[float] = []
    for search in searches:
        begun = time.perf_counter()
        await search_clients(conn, tenant, search)
        taken.append((time.perf_counter() - begun) * 1000)
    counted = sorted(taken[1:])
    return Measured(len(counted) / sum(counted) * 1000, percentile(counted, 0.5), percentile(counted, 0.99))


def _by_text(locations: int) -> Iterator[Request]:
    for text in client_searches.texts(locations):
        filters = [{"type": "quick_search", "state": {"value": text}}]
        yield traffic.post(f"/api/v1/company/{LARGEST}/clients/search", {"filters": filters, "fields": ["id", "name"]})


def _of_clients(locations: int) -> Iterator[Request]:
    """Yield requests for the history of clients of the location."""
    for number in range(VISITORS):
        yield traffic.post(
            f"/api/v1/company/{LARGEST}/clients/visits/search", {"client_id": appointments.client_of(number, locations)}
        )


REQUESTS = {"Search by a text, over HTTP": _by_text, "Visits of a client, over HTTP": _of_clients}

"""Free time: 60 members with 8 or 9 appointments each day for two months, and what clients ask while they book.

The location stands in the data set of appointments, beside a thousand others.
"""

import asyncio
from collections.abc import Iterator
from itertools import islice

from bench import appointments, free_time_growth, free_time_rows, generators, servers
from bench.cpu import cpu_ms
from bench.free_time_race import race
from bench.free_time_requests import (
    DAY,
    FULL_MONTH,
    MEMBER_DAY,
    MONTH_OF_ANY,
    NEAREST,
    READS,
    bookings,
    reads,
)
from bench.kept import Database
from bench.measure import Effort, Measured, ReportStep, Setting
from bench.report import Figure, best
from bench.servers import Server
from bench.traffic import Request

ASKED = {
    MEMBER_DAY: "at least 2,500/s",
    DAY: "at least 400/s",
    MONTH_OF_ANY: "at least 250/s",
    FULL_MONTH: "at least 40/s",
}
ASKED_ALONE = {
    MONTH_OF_ANY: "p99 at most 20 ms",
    FULL_MONTH: "p99 at most 20 ms",
    NEAREST: "p99 at most 40 ms",
}
AT_MOST = 600
"""Bookings for a second of the load: more than are made."""


def steps_of(effort: Effort) -> int:
    """Return the number of steps: filling, reads of two servers and alone, bookings, and growth."""
    return 1 + effort.rounds * (2 * len(READS) + len(ASKED_ALONE) + 1 + free_time_growth.STEPS) + 1


class Bench:
    """The servers, and what is measured of them."""

    def __init__(
        self, setting: Setting, database: Database, place: free_time_rows.Place, server: Server, bare_port: int
    ) -> None:
        self.setting = setting
        self.authorization = database.tokens.authorization
        self.place = place
        self.server = server
        self.bare_port = bare_port

    def read(self, target: str, report_step: ReportStep) -> list[Figure]:
        """Measure requests of one kind, from the bare route and from Parlour."""
        requests, rounds = reads(target, self.place), []
        for _ in range(self.setting.effort.rounds):
            report_step(f"Free time: {target}, bare route")
            bare = generators.load(self.setting, self.bare_port, requests, self.authorization)
            report_step(f"Free time: {target}, Parlour")
            rounds.append((bare, *self._load(requests)))
        bare, ours = best([each[0] for each in rounds]), best([each[1] for each in rounds])
        spent = [each[2] for each in rounds if each[2] is not None]
        outcome = f"{ours.per_second / bare.per_second:.0%} of bare" + (
            f", {min(spent):.2f} ms of a core" if spent else ""
        )
        return [Figure(target, "bare route", bare), Figure(target, "Parlour", ours, outcome, ASKED.get(target, ""))]

    def _load(self, requests: list[Request]) -> tuple[Measured, float | None]:
        """Return the measurement, and the processor time of the server for each answer, in ms."""
        effort = self.setting.effort
        before = cpu_ms(self.server.pid)
        measured = generators.load(self.setting, self.server.port, requests, self.authorization)
        after = cpu_ms(self.server.pid)
        if before is None or after is None:
            return measured, None
        # The warm-up is answered at about the same speed.
        return measured, (after - before) / (measured.per_second * (effort.warm_up_s + effort.seconds))

    def read_alone(self, target: str, asked: str, report_step: ReportStep) -> Figure:
        """Measure requests over one connection."""
        alone, rounds = self.setting.alone(), []
        for _ in range(self.setting.effort.rounds):
            report_step(f"Free time: {target}, alone")
            rounds.append(generators.load(alone, self.server.port, reads(target, self.place), self.authorization))
        return Figure("One client alone", target, best(rounds), asked=asked)

    def book(self, free: Iterator[Request], report_step: ReportStep) -> Figure:
        """Measure bookings of free hours, each once."""
        effort, rounds = self.setting.effort, []
        for _ in range(effort.rounds):
            report_step("Free time: booked")
            warm_up = [*islice(free, AT_MOST * effort.warm_up_s)]
            requests = [*islice(free, AT_MOST * effort.seconds)]
            rounds.append(
                generators.load(self.setting, self.server.port, requests, self.authorization, warm_up=warm_up)
            )
        return Figure("Booking", "each another hour", best(rounds), asked="at least 200/s")


def measure(setting: Setting, report_step: ReportStep) -> list[Figure]:
    """Measure in the database of appointments. Raise `Failed`."""
    report_step("Free time: filling a database")
    database = appointments.open_appointments(setting)
    place = asyncio.run(free_time_rows.fill(database.url))
    with (
        servers.parlour(database.url, setting.directory / "free_time.log") as server,
        servers.bare(database.url, setting.directory / "free_time_bare.log") as bare_port,
    ):
        bench = Bench(setting, database, place, server, bare_port)
        figures = [figure for target in READS for figure in bench.read(target, report_step)]
        figures += [bench.read_alone(target, asked, report_step) for target, asked in ASKED_ALONE.items()]
        figures.append(bench.book(bookings(place), report_step))
        report_step("Free time: many clients at once")
        figures.append(race(server.port, place, bench.authorization))
        figures += free_time_growth.grow(setting, server.port, place, bench.authorization, report_step)
    asyncio.run(free_time_rows.remove(database.url))
    return figures

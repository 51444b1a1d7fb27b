"""Stock: two million movements, and every case that must stay fast and correct with them."""

import asyncio
import subprocess
import sys
import time
from collections.abc import Callable, Iterator

import msgspec

from bench import (
    dataset,
    exporting,
    generators,
    moving,
    pgbench,
    reading,
    searching,
    servers,
    stock,
    without_stock,
    writers,
)
from bench.check import ask
from bench.measure import Effort, Failed, Measured, ReportStep, Setting
from bench.pgbench import Script
from bench.report import Figure, best
from bench.stock_rows import BUSIEST, LINES
from bench.traffic import Request

PAGES = 4
OPERATIONS = ("sale", "receipt", "transfer")
CHECK_S = 300
WRITERS_AT_LEAST_S = 3


def steps_of(effort: Effort) -> int:
    """Return the number of steps.

    They are: filling; pages; searches, then over HTTP; operations, then one in the past; writers; export; check.
    """
    over_and_over = PAGES + 1 + len(OPERATIONS) + 1
    return 1 + over_and_over * effort.rounds + len(searching.SEARCHES) + 3


def measure(setting: Setting, tokens: dataset.Tokens, report_step: ReportStep) -> list[Figure]:
    """Measure on a database that contains the catalogue. Raise `Failed`."""
    report_step("Inventory: filling the database")
    begun = time.perf_counter()
    movements = asyncio.run(stock.load(setting.url))
    filled = f"{movements:,} in {time.perf_counter() - begun:.0f} s"
    bench = Bench(setting, tokens.authorization, report_step)
    with (
        servers.parlour(setting.url, setting.directory / "without_stock.log", without_stock.PROGRAM) as stockless,
        servers.parlour(setting.url, setting.directory / "inventory.log") as server,
    ):
        figures = [
            Figure("Movements", "filled", outcome=filled),
            *bench.pages(stockless.port, server.port),
            *bench.searches(server.port),
            *bench.operations(server.port),
            bench.writers(server.port),
        ]
    # A server of its own, so that its memory is that of the export.
    with servers.parlour(setting.url, setting.directory / "export.log") as server:
        figures.append(bench.export(server))
    return [*figures, bench.check()]


class Bench(msgspec.Struct, frozen=True):
    """The prepared database and its settings."""

    setting: Setting
    authorization: str
    report_step: ReportStep

    def pages(self, port_without_stock: int, port: int) -> Iterator[Figure]:
        """Measure the statement and the server, each with and without stock."""
        page = reading.page_of_products()

        def run(script: Script) -> Measured:
            return pgbench.run(self.setting.url, script, self.setting.effort, self.setting.directory)

        targets = {
            "statement without stock": lambda: run(without_stock.script(page.script)),
            "statement": lambda: run(page.script),
            "Parlour without stock": lambda: self._load(port_without_stock, page.requests),
            "Parlour": lambda: self._load(port, page.requests),
        }
        statement, with_stock, answer, answer_with_stock = self._in_turn(page.title, targets)
        group = f"{page.title} products"
        yield Figure(group, "statement without stock", statement)
        yield Figure(group, "statement", with_stock, _longer(with_stock, statement))
        yield Figure(group, "Parlour without stock", answer)
        yield Figure(group, "Parlour", answer_with_stock, _longer(answer_with_stock, answer), "at most +30% time")

    def searches(self, port: int) -> Iterator[Figure]:
        seeds = asyncio.run(searching.draw_seeds(self.setting.url))
        for title, search in searching.SEARCHES.items():
            self.report_step(f"Search: {title}")
            measured = asyncio.run(searching.measure(self.setting.url, search, seeds))
            yield Figure("Search, in the database", title, measured, asked="p99 under 20 ms")
        yield self._loaded("Search, over HTTP", "one filter after the other", port, searching.requests(seeds))

    def operations(self, port: int) -> Iterator[Figure]:
        group = f"Operation of {LINES} lines"
        for kind in OPERATIONS:
            requests = moving.operations(kind)
            self._expect_lines(port, kind, requests[0])
            yield self._loaded(group, kind, port, requests, asked="150/s")
        yield self._loaded(group, "receipt of long ago", port, moving.operations("receipt", moving.LONG_AGO))

    def writers(self, port: int) -> Figure:
        group = f"{writers.WRITERS} writers on {writers.PRODUCTS} products"
        self.report_step(group)
        seconds = max(self.setting.effort.seconds, WRITERS_AT_LEAST_S)
        measured = writers.measure(self.setting.url, port, self.authorization, seconds)
        return Figure(group, "entering, changing, taking back", measured, "no error, nothing lost", "the same")

    def export(self, server: servers.Server) -> Figure:
        self.report_step("Export")
        exported = exporting.measure(server, self.authorization)
        if exported.rows != asyncio.run(stock.count_transactions(self.setting.url, BUSIEST)):
            raise Failed(f"The export has {exported.rows} rows, which is not what is there.")
        peak = "unknown" if exported.peak_mb is None else f"{exported.peak_mb:.0f} MB"
        outcome = f"{exported.rows / exported.taken_s:,.0f} rows/s, {peak} at most"
        return Figure("Export", f"{exported.rows:,} rows", outcome=outcome, asked="under 200 MB")

    def check(self) -> Figure:
        """Run `parlour inventory check` after all changes. Raise `Failed` unless everything adds up."""
        self.report_step("Check")
        begun = time.perf_counter()
        done = subprocess.run(
            [sys.executable, "-m", "parlour", "inventory", "check"],
            env=servers.parlour_environment(self.setting.url),
            capture_output=True,
            text=True,
            timeout=CHECK_S,
            check=False,
        )
        if done.returncode != 0:
            raise Failed(f"parlour inventory check: {(done.stdout + done.stderr).strip()[-1000:]}")
        return Figure("Check", "parlour inventory check", outcome=f"adds up, {time.perf_counter() - begun:.0f} s")

    def _expect_lines(self, port: int, kind: str, request: Request) -> None:
        rows = ask(port, request, self.authorization)["data"]["transactions"]
        if len(rows) != LINES * (2 if kind == "transfer" else 1):
            raise Failed(f"{request.path}: {len(rows)} transactions came of {LINES} lines.")

    def _in_turn(self, group: str, targets: dict[str, Callable[[], Measured]]) -> list[Measured]:
        """Return each target's best round. Targets take turns, so that other load slows all of them down."""
        rounds: list[list[Measured]] = []
        for _ in range(self.setting.effort.rounds):
            rounds.append([])
            for title, target in targets.items():
                self.report_step(f"{group}: {title}")
                rounds[-1].append(target())
        return [best([*of_target]) for of_target in zip(*rounds, strict=True)]

    def _loaded(self, group: str, title: str, port: int, requests: list[Request], asked: str = "") -> Figure:
        measured = self._in_turn(group, {title: lambda: self._load(port, requests)})[0]
        return Figure(group, title, measured, asked=asked)

    def _load(self, port: int, requests: list[Request]) -> Measured:
        return generators.load(self.setting, port, requests, self.authorization)


def _longer(measured: Measured, other: Measured) -> str:
    return f"{other.per_second / measured.per_second - 1:+.0%} time"

"""The mock beside Prism: one process each, the same description, the same requests, one after the other."""

import asyncio
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import msgspec

from bench import generators, prism, servers, traffic
from bench.check import ask
from bench.measure import Effort, Failed, ReportStep, Setting
from bench.report import MockResult, best_mock_of
from bench.traffic import Request
from parlour.database import migrate_url
from parlour.http.apis import B2B_V1

AUTHORIZATION = "Bearer any-partner-token, User any-user-token"
VARIANTS = 200


class Case(msgspec.Struct, frozen=True):
    """One operation, requested with many different ids."""

    title: str
    requests: list[Request]

    @property
    def own_requests(self) -> list[Request]:
        """Return the same requests to the addresses of our mock."""
        return [msgspec.structs.replace(request, path=f"{B2B_V1.mock_path}{request.path}") for request in self.requests]


def cases() -> Iterator[Case]:
    numbers = range(1, VARIANTS + 1)
    pages = [traffic.get(f"/api/v1/goods/{number}", {"count": 100, "page": number}) for number in numbers]
    yield Case("Page of products", pages)
    yield Case("One product", [traffic.get(f"/api/v1/goods/1/{number}") for number in numbers])
    forms = [{"title": f"Shampoos {number}", "parent_category_id": number, "article": "SH"} for number in numbers]
    yield Case("Create a category", [traffic.post("/api/v1/goods_categories/1", form) for form in forms])


def steps_of(effort: Effort) -> int:
    """Return the number of steps: installing Prism, then in every round both servers with each case."""
    return 1 + len([*cases()]) * effort.rounds * 2


def measure(setting: Setting, report_step: ReportStep) -> list[MockResult]:
    """Measure every case. Raise `NotAvailable` if there is no Prism, `Failed` if something else goes wrong."""
    report_step("Mock: getting Prism ready")
    command = prism.install()
    asyncio.run(migrate_url(setting.url))
    with servers.parlour(setting.url, setting.directory / "mock.log") as ours:
        description = setting.directory / "b2b-v1.yaml"
        _fetch(f"http://127.0.0.1:{ours.port}/openapi/b2b-v1.yaml", description)
        with prism.serving(command, description, setting.directory / "prism.log") as theirs:
            bench = Bench(setting, theirs, ours.port)
            return [bench.measure(case, report_step) for case in cases()]


def _fetch(address: str, file: Path) -> None:
    with urllib.request.urlopen(address, timeout=30) as answer:  # noqa: S310 - our own server
        file.write_bytes(answer.read())


class Bench(msgspec.Struct, frozen=True):
    """Both servers, running."""

    setting: Setting
    prism_port: int
    parlour_port: int

    def measure(self, case: Case, report_step: ReportStep) -> MockResult:
        theirs = ask(self.prism_port, case.requests[0], AUTHORIZATION)
        if theirs != ask(self.parlour_port, case.own_requests[0], AUTHORIZATION):
            raise Failed(f"{case.title}: Prism and Parlour's mock don't answer the same.")
        return best_mock_of([self._round(case, report_step) for _ in range(self.setting.effort.rounds)])

    def _round(self, case: Case, report_step: ReportStep) -> MockResult:
        report_step(f"Mock, {case.title}: Prism")
        theirs = generators.load(self.setting, self.prism_port, case.requests, AUTHORIZATION)
        report_step(f"Mock, {case.title}: Parlour")
        ours = generators.load(self.setting, self.parlour_port, case.own_requests, AUTHORIZATION)
        return MockResult(case.title, prism=theirs, parlour=ours)

"""One run: a database of its own, and one part after the other."""

import asyncio
import contextlib
import tempfile
from datetime import UTC, datetime
from pathlib import Path

from bench import booking, catalogue, clients, dataset, free_time, growth, inventory, mock, schedules
from bench.machine import this_machine
from bench.measure import Effort, Generator, Part, ReportStep, Setting
from bench.prism import NotAvailable
from bench.report import Figure, MockResult, Report, Result
from parlour.db.embedded import embedded_postgres_url

STEPS = {
    "catalogue": catalogue.steps_of,
    "inventory": inventory.steps_of,
    "schedules": schedules.steps_of,
    "booking": booking.steps_of,
    "free_time": free_time.steps_of,
    "clients": clients.steps_of,
    "mock": mock.steps_of,
    "growth": growth.steps_of,
}
# These are measured on a database full of products.
ON_PRODUCTS: set[Part] = {"catalogue", "inventory"}


def steps_of(parts: set[Part], effort: Effort) -> int:
    filling = 1 if parts & ON_PRODUCTS else 0
    return filling + sum(steps(effort) for part, steps in STEPS.items() if part in parts)


def run(
    parts: set[Part], generator: Generator, effort: Effort, report_step: ReportStep, data: Path | None = None
) -> Report:
    """Measure the parts, in databases of the directory `data` if it is given. Raise `Failed`."""
    with contextlib.ExitStack() as stack:
        directory = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="parlour-bench-")))
        data = data or directory / "data"
        url = stack.enter_context(embedded_postgres_url(data))
        setting = Setting(url, directory, data, generator, effort)
        results, figures = _measure_on_products(parts, setting, report_step) if parts & ON_PRODUCTS else ([], [])
        worked = schedules.measure(setting, report_step) if "schedules" in parts else []
        booked = booking.measure(setting, report_step) if "booking" in parts else []
        offered = free_time.measure(setting, report_step) if "free_time" in parts else []
        found = clients.measure(setting, report_step) if "clients" in parts else []
        grown = growth.measure(setting, report_step) if "growth" in parts else []
        mocks, left_out = _measure_mock(setting, report_step) if "mock" in parts else ([], "")
        machine = this_machine(url)
    return Report(
        datetime.now(UTC),
        machine,
        generator,
        effort,
        results,
        figures,
        worked,
        booked,
        offered,
        found,
        grown,
        mocks,
        left_out,
    )


def _measure_on_products(
    parts: set[Part], setting: Setting, report_step: ReportStep
) -> tuple[list[Result], list[Figure]]:
    report_step("Filling the database")
    tokens = asyncio.run(dataset.load(setting.url))
    results = catalogue.measure(setting, tokens, report_step) if "catalogue" in parts else []
    figures = inventory.measure(setting, tokens, report_step) if "inventory" in parts else []
    return results, figures


def _measure_mock(setting: Setting, report_step: ReportStep) -> tuple[list[MockResult], str]:
    """Return the results, and the reason if there are none."""
    try:
        return mock.measure(setting, report_step), ""
    except NotAvailable as error:
        return [], str(error)

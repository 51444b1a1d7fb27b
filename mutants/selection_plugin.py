"""A pytest plugin that runs the named tests in the given order, and records which one failed."""

import json
import os
from pathlib import Path

import pytest
from hypothesis import Phase, settings

TESTS = "MUTANTS_TESTS"
OUTCOME = "MUTANTS_OUTCOME"


def pytest_configure() -> None:
    # It only matters that a test fails; finding the smallest example would take long.
    settings.register_profile("mutants", phases=[Phase.explicit, Phase.generate])
    settings.load_profile("mutants")


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    wanted = {name: place for place, name in enumerate(Path(os.environ[TESTS]).read_text().splitlines())}
    config.hook.pytest_deselected(items=[item for item in items if item.nodeid not in wanted])
    items[:] = sorted((item for item in items if item.nodeid in wanted), key=lambda item: wanted[item.nodeid])


def pytest_collectreport(report: pytest.CollectReport) -> None:
    if report.failed:
        _note(report.nodeid, "collect")


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    if report.failed:
        _note(report.nodeid, report.when)


def _note(test: str, when: str) -> None:
    file = Path(os.environ[OUTCOME])
    if not file.exists():
        file.write_text(json.dumps([test, when]))

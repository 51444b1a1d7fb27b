"""A pytest plugin that runs the named tests in the given order while time is left, and records which one failed."""

import json
import os
import time
from pathlib import Path

import pytest
from hypothesis import Phase, settings

TESTS = "MUTANTS_TESTS"
OUTCOME = "MUTANTS_OUTCOME"
LIMIT_S = "MUTANTS_LIMIT_S"
# On a busy machine a second of the processor takes several.
SLOWNESS = 5


class Limited:
    """Runs tests until they have used the time that there is for them. What others use doesn't count."""

    def __init__(self, limit_s: float) -> None:
        self._limit_s = limit_s
        self._done = 0
        self._began = self._used_until = self._until = 0.0

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtestloop(self) -> None:
        """Count the time from here on: collecting the tests takes some, too."""
        self._began = time.process_time()
        self._used_until = self._began + self._limit_s
        self._until = time.monotonic() + self._limit_s * SLOWNESS

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtest_protocol(self) -> bool | None:
        """Leave the test to pytest; after the limit do nothing in its place."""
        if self._done and (time.process_time() > self._used_until or time.monotonic() > self._until):
            return True
        self._done += 1
        return None

    def pytest_sessionfinish(self) -> None:
        _note(ran=self._done, used_s=time.process_time() - self._began)


def pytest_configure(config: pytest.Config) -> None:
    config.pluginmanager.register(Limited(float(os.environ[LIMIT_S])))
    # It only matters that a test fails; finding the smallest example would take long.
    settings.register_profile("mutants", phases=[Phase.explicit, Phase.generate])
    settings.load_profile("mutants")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    wanted = _wanted()
    config.hook.pytest_deselected(items=[item for item in items if item.nodeid not in wanted])
    items[:] = [item for item in items if item.nodeid in wanted]


def pytest_collection_finish(session: pytest.Session) -> None:
    """Sort the tests after all others have: the suite has an order of its own, which begins with the slowest."""
    wanted = _wanted()
    session.items.sort(key=lambda item: wanted[item.nodeid])


def _wanted() -> dict[str, int]:
    return {name: place for place, name in enumerate(Path(os.environ[TESTS]).read_text().splitlines())}


def pytest_collectreport(report: pytest.CollectReport) -> None:
    if report.failed:
        _note(test=report.nodeid, when="collect")


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    if report.failed:
        _note(test=report.nodeid, when=report.when)


def _note(**news: object) -> None:
    """Write down what is new. What is known stays: the first failure is the one that counts."""
    file = Path(os.environ[OUTCOME])
    known = json.loads(file.read_text()) if file.exists() else {}
    file.write_text(json.dumps({**news, **known}))

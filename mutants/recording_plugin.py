"""A pytest plugin that records how long each test takes and which lines it runs, in its own process and in servers."""

import json
import os
from collections.abc import Generator
from pathlib import Path

import pytest
from coverage import Coverage

DIRECTORY = "MUTANTS_RECORDED"
TEST = "MUTANTS_TEST"
CONFIG = """\
[run]
source = parlour
data_file = {directory}/lines
parallel = true
context = ${{MUTANTS_TEST-}}
patch = _exit
sigterm = true
disable_warnings = module-not-measured, module-not-imported, no-data-collected
"""


def write_config(directory: Path) -> Path:
    """Write the configuration of coverage, for this process and for the servers that tests start."""
    file = directory / "coveragerc"
    file.write_text(CONFIG.format(directory=directory))
    return file


class Recording:
    """One process of the run."""

    def __init__(self, directory: Path) -> None:
        self._directory = directory
        self._seconds: dict[str, float] = {}
        self._coverage = Coverage(config_file=str(directory / "coveragerc"), data_suffix=True)
        self._coverage.start()

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> Generator[None, object, object]:
        self._coverage.switch_context(item.nodeid)
        os.environ[TEST] = item.nodeid
        os.environ["COVERAGE_PROCESS_START"] = str(self._directory / "coveragerc")
        result = yield
        self._coverage.switch_context("")
        return result

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if report.passed:
            self._seconds[report.nodeid] = self._seconds.get(report.nodeid, 0) + report.duration
        else:
            self._seconds[report.nodeid] = float("-inf")

    def pytest_sessionfinish(self) -> None:
        passed = {name: took for name, took in self._seconds.items() if took >= 0}
        file = self._directory / f"seconds-{os.environ.get('PYTEST_XDIST_WORKER', 'alone')}.json"
        file.write_text(json.dumps(passed))
        self._coverage.stop()
        self._coverage.save()


def pytest_configure(config: pytest.Config) -> None:
    is_leader = hasattr(config.option, "dist") and config.option.dist != "no" and not hasattr(config, "workerinput")
    if not is_leader:
        config.pluginmanager.register(Recording(Path(os.environ[DIRECTORY])))

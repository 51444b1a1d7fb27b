"""What earlier runs of the tests showed: how long each test took, and which lines it ran.

A line is identified by its function and its text, so a record stays valid while other lines move.
"""

import ast
import contextlib
import hashlib
from collections import defaultdict
from collections.abc import Collection
from pathlib import Path

import msgspec
from coverage import CoverageData
from coverage.exceptions import DataError

from mutants.python_source import FUNCTIONS, PythonSource

Places = dict[str, dict[str, set[str]]]
"""Tests by file and place in it."""


class Record(msgspec.Struct):
    seconds: dict[str, float] = {}
    """By test, only for those that passed."""
    files: dict[str, str] = {}
    """The hash of each test file when it was last recorded."""
    names: list[str] = []
    places: dict[str, dict[str, list[int]]] = {}
    """By file and place, the tests that ran it, as indexes of `names`."""

    def tests_of(self, path: str, place: str) -> set[str]:
        return {self.names[number] for number in self.places.get(path, {}).get(place, [])}

    def tests_in(self, path: str, scope: str) -> set[str]:
        """Return the tests that ran any line of a function or class."""
        found = self.places.get(path, {})
        return {
            self.names[number]
            for place, numbers in found.items()
            if scope in (place.partition("|")[0], place.partition("|")[0].rpartition(".")[0])
            for number in numbers
        }


def load(file: Path) -> Record:
    return msgspec.json.decode(file.read_bytes(), type=Record) if file.exists() else Record()


def save(record: Record, file: Path) -> None:
    file.write_bytes(msgspec.json.encode(record))


def places_of(text: str) -> dict[int, str]:
    """Return the place of each line inside a function: the function's dotted name, and the line's text."""
    source = PythonSource(text)
    lines = text.splitlines()
    found: dict[int, str] = {}
    for node in ast.walk(source.tree):  # from the outside in: lines of an inner function get its name
        if isinstance(node, FUNCTIONS):
            name = source.scope_of(node)
            first, last = node.body[0].lineno, node.end_lineno or node.lineno
            found.update({line: f"{name}|{lines[line - 1].strip()}" for line in range(first, last + 1)})
    return found


def hash_of(file: Path) -> str:
    return hashlib.sha256(file.read_bytes()).hexdigest()[:16]


def outdated_files(record: Record, root: Path, left_out: tuple[str, ...], only: tuple[str, ...] = ()) -> list[str]:
    """Return test files that are new or were changed since they were recorded; with `only`, those at or below it."""
    paths = (str(file.relative_to(root)) for file in sorted((root / "tests").rglob("test_*.py")))
    wanted = (path for path in paths if path.startswith(only or "") and not path.startswith(left_out))
    return [path for path in wanted if record.files.get(path) != hash_of(root / path)]


def add(record: Record, root: Path, paths: list[str], recorded: Path) -> Record:
    """Add to a record what a run of some test files left in a directory."""
    seconds: dict[str, float] = {}
    for file in recorded.glob("seconds-*.json"):
        seconds |= msgspec.json.decode(file.read_bytes(), type=dict[str, float])
    places: Places = defaultdict(lambda: defaultdict(set))
    for path, of_file in record.places.items():
        for place, numbers in of_file.items():
            kept = {record.names[number] for number in numbers}
            places[path][place] = {name for name in kept if name.partition("::")[0] not in paths}
    known: dict[str, dict[int, str]] = {}
    for file in recorded.glob("lines*"):
        with contextlib.suppress(DataError):  # of a server that a test has killed while it was writing
            _read(CoverageData(str(file)), root, places, seconds.keys(), known)
    kept_seconds = {name: took for name, took in record.seconds.items() if name.partition("::")[0] not in paths}
    return _packed(kept_seconds | seconds, record.files | {path: hash_of(root / path) for path in paths}, places)


def _read(
    data: CoverageData, root: Path, places: Places, passed: Collection[str], known: dict[str, dict[int, str]]
) -> None:
    """Add what one process ran. `known` keeps the places of files: each of many servers runs the same ones."""
    data.read()
    for measured in data.measured_files():
        file = Path(measured)
        if not file.is_relative_to(root / "src"):
            continue
        path = str(file.relative_to(root))
        if path not in known:
            known[path] = places_of(file.read_text())
        for line, tests in data.contexts_by_lineno(measured).items():
            if line in known[path]:
                places[path][known[path][line]].update(test for test in tests if test in passed)


def _packed(seconds: dict[str, float], files: dict[str, str], places: Places) -> Record:
    names = sorted(seconds)
    numbers = {name: number for number, name in enumerate(names)}
    packed = {
        path: {
            place: sorted(numbers[test] for test in tests if test in numbers)
            for place, tests in of_file.items()
            if tests
        }
        for path, of_file in places.items()
    }
    return Record(seconds, files, names, packed)

"""A fault in a small tree of its own: it is tried on a copy, by the tests that cover it, and listed or not."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from mutants.choosing import Chooser
from mutants.copies import Copy
from mutants.equivalents import MissingReason, obsolete, read_equivalents
from mutants.finding import find_mutants
from mutants.mutant import Mutant
from mutants.record import Record, add, outdated_files
from mutants.recording_plugin import DIRECTORY, write_config
from mutants.trial import FIRST_FILES, Bench, Run, Verdict, parts_of, verdict_of

CODE = """def first(values):
    return values[:2]


def wait(limit):
    while limit > 0:
        limit -= 1
    return 7
"""
TESTS = """from parlour.toy import first, wait

def test_first():
    assert first([1, 2, 3]) == [1, 2]

def test_wait():
    wait(3)
"""
REVERSED = """import pytest

@pytest.hookimpl(wrapper=True)
def pytest_collection_modifyitems(items):
    yield
    items.reverse()
"""
UNSURE = """from pathlib import Path

def test_unsure():
    known = Path(__file__).parents[3] / "once"
    assert known.exists() or known.write_text("") is None and False
"""
PATH = "src/parlour/toy.py"
SETTINGS = """[tool.pytest.ini_options]
filterwarnings = ["error"]
asyncio_default_fixture_loop_scope = "session"
"""


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    tree = tmp_path / "tree"
    for name, text in {
        PATH: CODE,
        "src/parlour/__init__.py": "",
        "src/parlour/db/schema.sql": "",
        "tests/test_toy.py": TESTS,
    }.items():
        (tree / name).parent.mkdir(parents=True, exist_ok=True)
        (tree / name).write_text(text)
    subprocess.run(["git", "init", "--quiet"], cwd=tree, check=True)
    return tree


@pytest.fixture
def record() -> Record:
    """What the tests of the tree would leave when they were recorded."""
    return Record(
        seconds={"tests/test_toy.py::test_first": 0.02, "tests/test_toy.py::test_wait": 0.01},
        names=["tests/test_toy.py::test_first", "tests/test_toy.py::test_wait"],
        places={PATH: {"first|return values[:2]": [0], "wait|return 7": [1], "wait|limit -= 1": [1]}},
    )


def mutant_of(tree: Path, scope: str, what: str) -> Mutant:
    return next(each for each in find_mutants(tree, [PATH]) if (each.scope, each.edit.what) == (scope, what))


def tried(tree: Path, record: Record, mutant: Mutant, limit_s: float = 10) -> tuple[Verdict, str]:
    copy = Copy(tree, tree.parent / "copy")
    copy.root.mkdir(exist_ok=True)
    copy.refresh()
    outcome = Bench(copy).try_out(mutant, Chooser(tree, record).choose(mutant), limit_s)
    return outcome.verdict, outcome.killer


def test_a_fault_that_a_test_notices_is_killed_by_it(tree: Path, record: Record) -> None:
    mutant = mutant_of(tree, "first", "constant + 1")
    assert tried(tree, record, mutant) == ("killed", "tests/test_toy.py::test_first")


def test_a_fault_that_no_test_notices_survives(tree: Path, record: Record) -> None:
    assert tried(tree, record, mutant_of(tree, "wait", "constant + 1"))[0] == "survived"


def test_what_no_time_was_left_for_is_no_survivor(tree: Path, record: Record) -> None:
    """There is always time for one test."""
    record.places[PATH]["wait|return 7"] = [0, 1]
    mutant = mutant_of(tree, "wait", "constant + 1")
    assert tried(tree, record, mutant, 0)[0] == "unfinished"
    assert tried(tree, record, mutant, 10)[0] == "survived"


def test_a_test_that_fails_under_load_has_to_fail_twice(tree: Path, record: Record) -> None:
    """It fails in its first run only; what comes after it is run, too."""
    (tree / "tests/races").mkdir()
    (tree / "tests/races/test_unsure.py").write_text(UNSURE)
    record.seconds |= {"tests/races/test_unsure.py::test_unsure": 0.001}
    record.names.append("tests/races/test_unsure.py::test_unsure")
    record.places[PATH] = {"first|return values[:2]": [0, 2], "wait|return 7": [2]}
    assert tried(tree, record, mutant_of(tree, "wait", "constant + 1"))[0] == "survived"
    (tree.parent / "once").unlink()
    mutant = mutant_of(tree, "first", "constant + 1")
    assert tried(tree, record, mutant) == ("killed", "tests/test_toy.py::test_first")


def test_files_that_name_the_module_come_first(tree: Path, record: Record) -> None:
    (tree / "tests/toy").mkdir()
    (tree / "tests/toy/test_quick.py").write_text("def test_it(): pass")
    record.seconds |= {"tests/toy/test_quick.py::test_it": 0.001}
    record.names.append("tests/toy/test_quick.py::test_it")
    record.places[PATH]["first|return values[:2]"] = [2, 0]
    chosen = Chooser(tree, record).choose(mutant_of(tree, "first", "constant + 1"))
    assert chosen == ["tests/test_toy.py::test_first", "tests/toy/test_quick.py::test_it"]
    record.seconds["tests/test_toy.py::test_first"] = 9
    assert Chooser(tree, record).choose(mutant_of(tree, "first", "constant + 1")) == chosen[::-1]  # slow ones are last


def test_one_parameter_of_each_test_comes_before_the_second_of_any(tree: Path, record: Record) -> None:
    tests = [f"tests/test_toy.py::test_many[{number}]" for number in (1, 2, 3)]
    record.seconds |= {name: 0.001 * number for number, name in enumerate(tests, 1)}
    record.names += tests
    record.places[PATH]["first|return values[:2]"] = [0, 2, 3, 4]
    chosen = Chooser(tree, record).choose(mutant_of(tree, "first", "constant + 1"))
    assert chosen == [tests[0], "tests/test_toy.py::test_first", tests[1], tests[2]]


def test_files_whose_tests_share_a_setup_come_last_and_together(tree: Path, record: Record) -> None:
    (tree / "tests/test_shared.py").write_text('@pytest.fixture(scope="module")')
    tests = [f"tests/test_shared.py::test_{name}" for name in "ab"]
    record.seconds |= {tests[0]: 0.001, tests[1]: 9, "tests/test_toy.py::test_first": 8}
    record.names += tests
    record.places[PATH]["first|return values[:2]"] = [0, 2, 3]
    chosen = Chooser(tree, record).choose(mutant_of(tree, "first", "constant + 1"))
    assert chosen == ["tests/test_toy.py::test_first", *tests]


def test_of_many_files_the_first_are_run_before_all_others(tree: Path) -> None:
    tests = [f"tests/test_{number}.py::test_{name}" for name in "ab" for number in range(2 * FIRST_FILES)]
    first, others = parts_of(tests)
    assert sorted(first + others) == sorted(tests)
    assert first == [*tests[:FIRST_FILES], *tests[2 * FIRST_FILES : 3 * FIRST_FILES]]
    assert parts_of(tests[:FIRST_FILES]) == (tests[:FIRST_FILES], [])


def test_a_fault_is_noticed_by_a_test_of_a_later_file(tree: Path, record: Record) -> None:
    (tree / "tests/toy").mkdir()
    for number in range(2 * FIRST_FILES):
        name = f"tests/toy/test_{number}.py::test_it"
        (tree / name.partition("::")[0]).write_text("def test_it():\n    assert 'parlour.toy'\n")
        record.seconds[name] = 0.001
        record.names.append(name)
    record.places[PATH] = {
        "first|return values[:2]": [0, *range(2, len(record.names))],
        "wait|return 7": list(range(1, len(record.names))),
    }
    mutant = mutant_of(tree, "first", "constant + 1")
    assert Chooser(tree, record).choose(mutant)[-1] == "tests/test_toy.py::test_first"
    assert tried(tree, record, mutant) == ("killed", "tests/test_toy.py::test_first")
    assert tried(tree, record, mutant_of(tree, "wait", "constant + 1"))[0] == "survived"


def test_what_cannot_be_imported_is_not_killed(tree: Path, record: Record) -> None:
    mutant = mutant_of(tree, "wait", "constant + 1")
    (tree / "tests/test_toy.py").write_text("import parlour.none")
    assert tried(tree, record, mutant) == ("invalid", "tests/test_toy.py")


def test_tests_run_in_the_given_order_whatever_the_order_of_the_suite(tree: Path, record: Record) -> None:
    (tree / "tests/conftest.py").write_text(REVERSED)
    (tree / "tests/test_toy.py").write_text(TESTS + "\n\ndef test_again():\n    test_first()\n")
    record.seconds["tests/test_toy.py::test_again"] = 1
    record.names.append("tests/test_toy.py::test_again")
    record.places[PATH]["first|return values[:2]"] = [0, 2]
    mutant = mutant_of(tree, "first", "constant + 1")
    assert tried(tree, record, mutant) == ("killed", "tests/test_toy.py::test_first")


def test_what_hangs_after_a_test_has_failed_is_noticed(tree: Path) -> None:
    mutant = mutant_of(tree, "wait", "constant + 1")
    assert verdict_of(mutant, Run(None, 1, "tests/test_toy.py::test_first", "call"), 2) == "killed"
    assert verdict_of(mutant, Run(None, 1), 2) == "timeout"


def test_a_fault_in_a_line_that_no_test_runs_is_listed_apart(tree: Path, record: Record) -> None:
    record.places[PATH] = {}
    record.seconds = {}
    assert tried(tree, record, mutant_of(tree, "first", "constant + 1")) == ("no tests", "")


def test_the_tree_and_the_copy_are_as_before(tree: Path, record: Record) -> None:
    tried(tree, record, mutant_of(tree, "first", "constant + 1"))
    assert (tree / PATH).read_text() == CODE
    assert (tree.parent / "copy" / PATH).read_text() == CODE


def test_only_the_tests_of_the_line_are_run(tree: Path, record: Record) -> None:
    chosen = Chooser(tree, record).choose(mutant_of(tree, "first", "constant + 1"))
    assert chosen == ["tests/test_toy.py::test_first"]


def test_a_mutant_is_recognised_after_other_lines_have_moved(tree: Path) -> None:
    before = mutant_of(tree, "first", "constant + 1")
    (tree / PATH).write_text("# A line more.\n\n" + CODE)
    after = mutant_of(tree, "first", "constant + 1")
    assert before.line != after.line
    assert read_equivalents(f"# Why.\n{before.key}\nThe third is never asked for.\n") == {
        after.key: "The third is never asked for."
    }


def test_an_equivalent_without_a_reason_is_refused(tree: Path) -> None:
    with pytest.raises(MissingReason):
        read_equivalents(mutant_of(tree, "first", "constant + 1").key)


def test_every_entry_of_the_list_is_still_a_mutant_of_the_code(repo: Path) -> None:
    equivalents = read_equivalents((repo / "tests/mutants/equivalent.txt").read_text())
    paths = sorted({key.partition(" ")[0] for key in equivalents})
    assert obsolete(equivalents, find_mutants(repo, [path for path in paths if (repo / path).exists()])) == []


@pytest.mark.timeout(400)  # three processes are started, on a machine that may be busy
def test_what_the_tests_run_is_recorded_line_by_line(tree: Path) -> None:
    """As a run does it: with two processes, and warnings taken for errors."""
    recorded = tree.parent / "recorded"
    recorded.mkdir()
    write_config(recorded)
    (tree / "pyproject.toml").write_text(SETTINGS)
    (tree / "tests/conftest.py").write_text("import parlour.toy\n")
    assert outdated_files(Record(), tree, ()) == ["tests/test_toy.py"]
    assert outdated_files(Record(), tree, (), ("tests/api/", "tests/test_t")) == ["tests/test_toy.py"]
    assert outdated_files(Record(), tree, (), ("tests/api/",)) == []
    subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "mutants.recording_plugin", "-n", "2", "tests/test_toy.py"],
        cwd=tree, env={**os.environ, **Copy(tree, tree).environ, DIRECTORY: str(recorded)}, check=True,
    )  # fmt: skip
    record = add(Record(), tree, ["tests/test_toy.py"], recorded)
    assert sorted(record.seconds) == ["tests/test_toy.py::test_first", "tests/test_toy.py::test_wait"]
    assert record.tests_of(PATH, "first|return values[:2]") == {"tests/test_toy.py::test_first"}
    assert record.tests_in(PATH, "wait") == {"tests/test_toy.py::test_wait"}
    assert outdated_files(record, tree, ()) == []

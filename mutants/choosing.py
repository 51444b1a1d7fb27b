"""Choosing the tests that should notice a mutant, and their order."""

import re
from collections import Counter
from pathlib import Path, PurePath

from mutants.mutant import Mutant
from mutants.record import Record, places_of
from mutants.sql_columns import types_of
from mutants.usages import Mentions, Place, callers_of, tables_near, tables_triggering

# Tests that read the code rather than run it.
READERS_OF_SQL = "tests/db/test_statements.py"
READERS_OF_ROUTES = ("tests/access/test_matrix.py", "tests/access/test_declared.py", "tests/contract/test_openapi.py")
# What describes the API runs once in a process, for all tests that read the description.
DESCRIBES, READERS_OF_DESCRIPTION = "src/parlour/http/openapi/", ("tests/contract/", "tests/unit/http/")
READERS = (READERS_OF_SQL, "tests/contract/test_openapi.py")
# Classes and constants of these are described, too.
WIRE = re.compile(r"/v[12]/")
# A comparison of the migrations with the schema made from them would notice every change, so it proves nothing.
UNINFORMATIVE_TEST = "test_all_migrations_add_up_to_schema_sql"
SLOW_S = 2.0
# A file whose tests share what takes long to prepare.
SHARES_SETUP = 'scope="module"'
NOT_AREA_NAMES = {"src", "parlour", "areas", "py", "sql", "v1", "v2", "tests", "test", "api"}


class Chooser:
    """Chooser of tests, by what was recorded of the tree."""

    def __init__(self, root: Path, record: Record) -> None:
        self._root = root
        self._record = record
        self._texts: dict[str, str] = {}
        self._mentions = Mentions(root)
        self._schema = (root / "src/parlour/db/schema.sql").read_text()
        self._tables = set(types_of(self._schema))

    def choose(self, mutant: Mutant) -> list[str]:
        """Return the tests that may notice the mutant, in the order in which they should run.

        Of a test with many parameters one is tried first, then one of the next test, so that time is left for all.
        """
        found = {name for name in self._covering(mutant) if UNINFORMATIVE_TEST not in name}
        area = _area_of(mutant)
        named = self._name_of(mutant)
        rounds = self._rounds(found)

        def rank(name: str) -> tuple[bool, bool, str, bool, int, int, float]:
            """Put readers of statements and descriptions first, then files that name it; slow tests come last."""
            file = name.partition("::")[0]
            took = self._record.seconds[name]
            prepared = file if SHARES_SETUP in self._text(file) else ""  # together, since it is prepared for each turn
            is_named = re.search(named, self._text(file)) is not None
            near = len(area & _words(file))
            is_slow = took > SLOW_S or bool(prepared)
            return not name.startswith(READERS), is_slow, prepared, not is_named, -near, rounds[name], took

        return sorted(found, key=rank)

    def _rounds(self, tests: set[str]) -> dict[str, int]:
        """Return for each test how many faster ones there are of the same function."""
        rounds: dict[str, int] = {}
        count: Counter[str] = Counter()
        for name in sorted(tests, key=self._record.seconds.__getitem__):
            function = name.partition("[")[0]
            rounds[name] = count[function]
            count[function] += 1
        return rounds

    @staticmethod
    def _name_of(mutant: Mutant) -> str:
        """Return a pattern of the module, or of what the statement of a migration creates."""
        module = mutant.path.removeprefix("src/").removesuffix(".py").replace("/", ".")
        return rf"\b{re.escape(mutant.scope if mutant.is_migration and mutant.scope else module)}\b"

    def _text(self, file: str) -> str:
        if file not in self._texts:
            path = self._root / file
            self._texts[file] = path.read_text() if path.exists() else ""
        return self._texts[file]

    def _covering(self, mutant: Mutant) -> set[str]:
        readers = self._readers(mutant)
        if mutant.is_migration:
            callers = callers_of(mutant.scope, self._schema)
            near = tables_near(mutant, (self._root / mutant.path).read_text(), self._tables)
            writing = self._mentions.functions_writing(near | tables_triggering(callers, self._schema))
            found = self._of_functions(writing | self._mentions.functions_calling(callers))
            return found | self._with_statements_of_their_own(mutant)
        known = places_of((self._root / mutant.path).read_text())
        for line in mutant.lines:
            if line in known and (found := self._record.tests_of(mutant.path, known[line])):
                return readers | found
        if WIRE.search(mutant.path):
            readers |= self._in_folder(READERS_OF_DESCRIPTION)
        inside = self._record.tests_in(mutant.path, mutant.scope)
        if mutant.lines[0] in known and inside:  # a line that was changed since, or that no test runs
            return readers | inside
        scope = mutant.scope.rpartition(".")[2]
        using = self._mentions.functions_using(scope) if scope else set()
        found = inside | self._of_functions(using)
        return readers | (found or self._in_folder(self._folder_of(mutant)))

    def _with_statements_of_their_own(self, mutant: Mutant) -> set[str]:
        """Return the tests that may write to the tables themselves, so that no recorded line leads to them."""
        area = _area_of(mutant)
        return {
            name
            for name in self._record.seconds
            if not name.startswith(READERS_OF_SQL)
            and (name.startswith("tests/db/") or area & _words(name.partition("::")[0]))
        }

    def _of_functions(self, places: set[Place]) -> set[str]:
        return {test for path, scope in places for test in self._record.tests_in(path, scope)}

    def _readers(self, mutant: Mutant) -> set[str]:
        if mutant.edit.what.startswith("option"):
            return self._in_folder(READERS_OF_ROUTES)
        if mutant.path.startswith(DESCRIBES):
            return self._in_folder(READERS_OF_DESCRIPTION)
        if not mutant.is_sql:
            return set()
        module = mutant.path.removeprefix("src/").removesuffix(".py").replace("/", ".")
        return {name for name in self._in_folder(READERS_OF_SQL) if f"[{module}." in name}

    def _in_folder(self, folder: str | tuple[str, ...]) -> set[str]:
        return {name for name in self._record.seconds if name.startswith(folder)}

    def _folder_of(self, mutant: Mutant) -> str:
        """Return the folder of the tests for the same part of the tree; that of the API tests if there is none."""
        parts = PurePath(mutant.path).parts[2:-1]
        for folder in (f"tests/unit/{'/'.join(parts)}/", f"tests/{parts[0] if parts else 'unit'}/"):
            if self._in_folder(folder):
                return folder
        return "tests/api/"


def _area_of(mutant: Mutant) -> set[str]:
    return _words(f"{mutant.path}_{mutant.scope}" if mutant.is_migration else mutant.path)


def _words(path: str) -> set[str]:
    """Return what a path says of the part of the tree that it belongs to, without the plural."""
    parts = re.split(r"[/_.]", path.replace("db/migrations/", ""))
    return {part.removesuffix("s") for part in parts if not part.isdigit()} - NOT_AREA_NAMES

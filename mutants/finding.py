"""All mutants of a file of code or of a migration."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from mutants.mutant import Edit, Mutant, make_mutant
from mutants.python_faults import KINDS
from mutants.python_source import PythonSource
from mutants.sql_columns import Types, swapped_columns, types_of
from mutants.sql_faults import KINDS as SQL_KINDS
from mutants.sql_tokens import Statement

CREATED = re.compile(
    r"^(?:CREATE|ALTER|DROP|INSERT INTO|UPDATE)\b(?: OR REPLACE| UNIQUE| CONSTRAINT)*"
    r"(?: (?:TABLE|FUNCTION|TRIGGER|INDEX|VIEW|TYPE|AGGREGATE))?(?: IF NOT EXISTS)? (\w+)",
    re.MULTILINE,
)
SCHEMA = Path("src/parlour/db/schema.sql")


def find_mutants(root: Path, paths: list[str]) -> list[Mutant]:
    """Return the mutants of all files, in the order of the files and their text."""
    types = types_of((root / SCHEMA).read_text())
    found = [mutant for path in paths for mutant in mutants_of(path, (root / path).read_text(), types)]
    outdated = _outdated(root)
    return [mutant for mutant in found if (mutant.path, mutant.scope) not in outdated]


def mutants_of(path: str, text: str, types: Types) -> list[Mutant]:
    found = _of_migration(path, text, types) if path.endswith(".sql") else _of_python(path, text, types)
    return list({(each.edit.start, each.edit.end, each.edit.replacement): each for each in found}.values())


def _of_python(path: str, text: str, types: Types) -> Iterator[Mutant]:
    source = PythonSource(text)
    original = ast.dump(source.tree)
    for node in ast.walk(source.tree):
        if source.is_sql(node) and not isinstance(source.parents.get(node), ast.JoinedStr):
            start, end = source.span(node)
            sql = Statement(text[start:end], start)
            for edit in _sql_edits(sql, types):
                yield make_mutant(path, text, edit, source.scope_of(node), node.lineno, is_sql=True)
        else:
            for kind in KINDS:
                for edit in kind(source, node):
                    statement = source.statement_of(node) if not isinstance(node, ast.mod) else None
                    line = statement.lineno if statement else 1
                    yield from _compiled(make_mutant(path, text, edit, source.scope_of(node), line), text, original)


def _compiled(mutant: Mutant, text: str, original: str) -> Iterator[Mutant]:
    """Yield the mutant if it is valid Python and a different program."""
    try:
        tree = ast.parse(mutant.apply(text))
    except SyntaxError:
        return
    if ast.dump(tree) != original:
        yield mutant


def _of_migration(path: str, text: str, types: Types) -> Iterator[Mutant]:
    created = list(CREATED.finditer(text))
    for edit in _sql_edits(Statement(text), types):
        statement = next((found for found in reversed(created) if found.start() <= edit.start), None)
        if statement and statement[0].startswith("CREATE INDEX"):  # it changes the speed, not the result
            continue
        yield make_mutant(path, text, edit, statement[1] if statement else "", 0, is_sql=True)


def _sql_edits(sql: Statement, types: Types) -> Iterator[Edit]:
    for kind in SQL_KINDS:
        yield from kind(sql)
    yield from swapped_columns(sql, types)


def _outdated(root: Path) -> set[tuple[str, str]]:
    """Return functions of migrations that a later migration redefines: the first definition has no effect."""
    last: dict[str, str] = {}
    outdated: set[tuple[str, str]] = set()
    for file in sorted((root / "src/parlour/db/migrations").glob("*.sql")):
        path = str(file.relative_to(root))
        for name in set(re.findall(r"^CREATE (?:OR REPLACE )?FUNCTION (\w+)", file.read_text(), re.MULTILINE)):
            if name in last:
                outdated.add((last[name], name))
            last[name] = path
    return outdated

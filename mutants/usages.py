"""Where a name is used: how a constant, such as a statement, leads to the functions that run it."""

import ast
import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from mutants.mutant import Mutant
from mutants.python_source import FUNCTIONS, PythonSource

Place = tuple[str, str]
"""A file and the dotted name of a function in it, or the name of a constant."""


class Mentions:
    """The functions and constants of a tree by the names they mention."""

    def __init__(self, root: Path) -> None:
        self._by_name: dict[str, set[Place]] = defaultdict(set)
        self._statements: dict[Place, str] = {}
        self._functions: set[Place] = set()
        for file in sorted((root / "src").rglob("*.py")):
            self._read(str(file.relative_to(root)), file.read_text())

    def _read(self, path: str, text: str) -> None:
        source = PythonSource(text)
        for node in ast.walk(source.tree):
            if isinstance(node, FUNCTIONS):
                self._functions.add((path, source.scope_of(node)))
            elif isinstance(node, ast.Name | ast.Attribute) and not source.is_annotation(node):
                name = node.id if isinstance(node, ast.Name) else node.attr
                self._by_name[name].add((path, source.scope_of(node)))
            elif source.is_sql(node):
                place = (path, source.scope_of(node))
                self._statements[place] = self._statements.get(place, "") + source.segment(node)

    def functions_using(self, name: str) -> set[Place]:
        """Return functions that mention the name, or a constant that mentions it, and so on."""
        found: set[Place] = set()
        seen, waiting = set(), [name]
        while waiting:
            name = waiting.pop()
            for place in self._by_name[name]:
                if place in self._functions or "." in place[1]:
                    found.add(place)
                elif place[1] and place[1] not in seen:
                    seen.add(place[1])
                    waiting.append(place[1])
        return found

    def functions_writing(self, tables: set[str]) -> set[Place]:
        """Return functions whose statements change one of the tables, and so run its triggers."""
        if not tables:
            return set()
        return self._running(rf"\b(?:INSERT INTO|UPDATE|DELETE FROM)\s+({'|'.join(map(re.escape, tables))})\b")

    def functions_calling(self, names: set[str]) -> set[Place]:
        """Return functions whose statements call one of the functions of the database."""
        return self._running(rf"\b({'|'.join(map(re.escape, names))})\(") if names else set()

    def _running(self, pattern: str) -> set[Place]:
        found: set[Place] = set()
        searched = re.compile(pattern)
        for place, text in self._statements.items():
            if searched.search(text):
                found |= {place} if place in self._functions else self.functions_using(place[1])
        return found


def tables_near(mutant: Mutant, migration: str, tables: set[str]) -> set[str]:
    """Return the tables in the statement around a mutant, and those whose triggers call the function it creates."""
    statements = re.split(r"\n(?=(?:CREATE|ALTER|DROP|INSERT|UPDATE) )", migration)
    place = 0
    named: set[str] = {mutant.scope} & tables
    for statement in statements:
        end = place + len(statement)
        is_around = place <= mutant.edit.start <= end
        is_trigger = f"EXECUTE FUNCTION {mutant.scope}(" in statement
        if is_around or is_trigger:
            named |= set(_words(statement)) & tables
        place = end + 1
    return named


def callers_of(name: str, schema: str) -> set[str]:
    """Return the function of the database itself, and those that call it, or call one that does."""
    definitions = dict(re.findall(r"^CREATE FUNCTION public\.(\w+)(\(.*?\$_?\$;$)", schema, re.MULTILINE | re.DOTALL))
    found: set[str] = set()
    waiting = {name} & definitions.keys()
    while waiting:
        found |= waiting
        called = re.compile(rf"\b({'|'.join(waiting)})\(")
        waiting = {other for other, text in definitions.items() if called.search(text)} - found
    return found


def tables_triggering(names: set[str], schema: str) -> set[str]:
    """Return the tables whose changes run one of the functions of the database."""
    triggers = re.findall(
        r"^CREATE TRIGGER .* ON public\.(\w+) .*EXECUTE FUNCTION public\.(\w+)\(", schema, re.MULTILINE
    )
    return {table for table, function in triggers if function in names}


def _words(text: str) -> Iterator[str]:
    return (found[0] for found in re.finditer(r"\w+", text))

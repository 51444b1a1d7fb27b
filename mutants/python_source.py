"""A Python file as text and as a tree, with the position of each node in the text."""

import ast
from collections.abc import Iterator
from typing import TypeGuard

FunctionNode = ast.FunctionDef | ast.AsyncFunctionDef
SQL_WORDS = ("SELECT ", "INSERT ", "UPDATE ", "DELETE ", "WHERE ", "ORDER BY ", "JOIN ", " AND ", "FROM ", "LOCK ")


class PythonSource:
    """The tree of a file, with the parent and the scope of each node."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.tree = ast.parse(text)
        self._starts = [0]
        for line in text.splitlines(keepends=True):
            self._starts.append(self._starts[-1] + len(line))
        self._lines = text.splitlines(keepends=True)
        self.parents = {child: parent for parent in ast.walk(self.tree) for child in ast.iter_child_nodes(parent)}
        self.annotations = set(self._annotations())

    def offset(self, line: int, column: int) -> int:
        """Convert a line and a column in bytes, as in the tree, to a position in the text."""
        if line > len(self._lines):
            return len(self.text)
        return self._starts[line - 1] + len(self._lines[line - 1].encode()[:column].decode())

    def span(self, node: ast.expr | ast.stmt | ast.keyword | ast.excepthandler) -> tuple[int, int]:
        end = (node.end_lineno or node.lineno, node.end_col_offset or 0)  # the nodes of a parsed tree have both
        return self.offset(node.lineno, node.col_offset), self.offset(*end)

    def segment(self, node: ast.expr | ast.stmt | ast.keyword) -> str:
        start, end = self.span(node)
        return self.text[start:end]

    def above(self, node: ast.AST) -> Iterator[ast.AST]:
        """Yield the node and the nodes that contain it, from the inside out."""
        current: ast.AST | None = node
        while current is not None:
            yield current
            current = self.parents.get(current)

    def scope_of(self, node: ast.AST) -> str:
        """Return the dotted name of the function or class that contains the node, else of the constant that it defines.

        A decorator belongs to the function or class that it decorates.
        """
        names = [above.name for above in self.above(node) if isinstance(above, (*FUNCTIONS, ast.ClassDef))]
        if names:
            return ".".join(reversed(names))
        for above in self.above(node):
            if isinstance(above, ast.Assign | ast.AnnAssign):
                target = above.target if isinstance(above, ast.AnnAssign) else above.targets[0]
                return self.segment(target)
        return ""

    def statement_of(self, node: ast.AST) -> ast.stmt:
        return next(above for above in self.above(node) if isinstance(above, ast.stmt))

    def is_docstring(self, node: ast.AST) -> bool:
        return isinstance(self.parents.get(node), ast.Expr)

    def is_annotation(self, node: ast.AST) -> bool:
        return any(above in self.annotations for above in self.above(node))

    def is_sql(self, node: ast.AST) -> TypeGuard[ast.Constant | ast.JoinedStr]:
        """Return whether a node is a text that contains a part of a statement."""
        if not isinstance(node, ast.Constant | ast.JoinedStr) or self.is_docstring(node) or self.is_annotation(node):
            return False
        if isinstance(node, ast.Constant) and not isinstance(node.value, str):
            return False
        return any(word in self.segment(node) for word in SQL_WORDS)

    def _annotations(self) -> Iterator[ast.AST]:
        for node in ast.walk(self.tree):
            found = [node.annotation] if isinstance(node, ast.arg | ast.AnnAssign) else []
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                found = [node.returns]
            yield from (part for part in found if part is not None)


FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)

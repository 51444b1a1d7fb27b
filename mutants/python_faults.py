"""Faults of Python code, a function for each kind. Each takes a node and yields the edits that break it."""

import ast
import re
from collections.abc import Callable, Iterable, Iterator
from itertools import pairwise

from mutants.mutant import Edit
from mutants.python_source import FUNCTIONS, PythonSource

OPERATORS = {
    "<": "<=",
    "<=": "<",
    ">": ">=",
    ">=": ">",
    "==": "!=",
    "!=": "==",
    "is not": "is",
    "is": "is not",
    "not in": "in",
    "in": "not in",
}
OPERATOR = re.compile(r"is\s+not|not\s+in|is|in|[<>=!]=|[<>]")
ARITHMETIC = {"+": "-", "-": "+", "*": "/", "/": "*", "//": "/", "|": "&", "&": "|"}
TWINS = {"min": "max", "max": "min", "any": "all", "all": "any"}
NOTHING_TO_DROP = ("super", "logger", "log", "print", "console")
# What they return doesn't depend on the order of two arguments.
SYMMETRIC = {"min", "max", "multiply", "gcd"}
# Usual first arguments, which would fail by their type alone in another place.
FIXED_PLACES = {"conn", "tenant", "pool", "request", "self", "cls", "writer", "response"}
# Options for descriptions, or for the memory layout of a struct.
SHOWN = {"examples", "description", "title", "summary", "frozen", "kw_only", "gc", "array_like", "maxsize"}


def comparisons(source: PythonSource, node: ast.AST) -> Iterator[Edit]:
    if isinstance(node, ast.Compare):
        for left, right in pairwise([node.left, *node.comparators]):
            start, end = source.span(left)[1], source.span(right)[0]
            if found := OPERATOR.search(source.text, start, end):
                other = OPERATORS[re.sub(r"\s+", " ", found[0])]
                yield Edit(*found.span(), other, f"{found[0]} → {other}")


def connectives(source: PythonSource, node: ast.AST) -> Iterator[Edit]:
    """Replace `and` by `or` and the reverse, and drop operands."""
    if isinstance(node, ast.BoolOp):
        word, other, neutral = ("and", "or", "True") if isinstance(node.op, ast.And) else ("or", "and", "False")
        for left, right in pairwise(node.values):
            if found := re.compile(rf"\b{word}\b").search(source.text, source.span(left)[1], source.span(right)[0]):
                yield Edit(*found.span(), other, f"{word} → {other}")
        for value in node.values:
            if not any(isinstance(part, ast.NamedExpr) for part in ast.walk(value)):
                yield Edit(*source.span(value), neutral, "operand dropped")
    elif isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
        yield Edit(*source.span(node), f"({source.segment(node.operand)})", "not dropped")


def conditions(source: PythonSource, node: ast.AST) -> Iterator[Edit]:
    """Negate conditions, and disable guards."""
    tests: list[ast.expr] = []
    if isinstance(node, ast.If | ast.IfExp):
        tests = [node.test]
    elif isinstance(node, ast.comprehension):
        tests = node.ifs
        for test in tests:
            yield Edit(*source.span(test), "True", "filter dropped")
    for test in tests:
        text = source.segment(test)
        if not isinstance(test, ast.Compare | ast.UnaryOp):
            yield Edit(*source.span(test), f"not ({text})", "condition negated")
        if isinstance(node, ast.If) and isinstance(node.body[0], ast.Return | ast.Continue | ast.Break):
            yield Edit(*source.span(test), f"False and ({text})", "guard never acts")


def constants(source: PythonSource, node: ast.AST) -> Iterator[Edit]:
    if isinstance(node, ast.Constant) and not source.is_annotation(node) and not _is_shown(source, node):
        if isinstance(node.value, bool):
            yield Edit(*source.span(node), str(not node.value), f"{node.value} → {not node.value}")
        elif isinstance(node.value, int | float):
            yield Edit(*source.span(node), f"{source.segment(node)} + 1", "constant + 1")


def _is_shown(source: PythonSource, node: ast.AST) -> bool:
    return any(isinstance(above, ast.keyword) and above.arg in SHOWN for above in source.above(node))


def arithmetic(source: PythonSource, node: ast.AST) -> Iterator[Edit]:
    if isinstance(node, ast.BinOp) and not source.is_annotation(node) and not _holds_text(node):
        start, end = source.span(node.left)[1], source.span(node.right)[0]
        if (found := re.compile(r"//|[-+*/|&]").search(source.text, start, end)) and found[0] in ARITHMETIC:
            yield Edit(*found.span(), ARITHMETIC[found[0]], f"{found[0]} → {ARITHMETIC[found[0]]}")


def _holds_text(node: ast.BinOp) -> bool:
    return any(
        isinstance(part, ast.JoinedStr) or (isinstance(part, ast.Constant) and isinstance(part.value, str))
        for part in (node.left, node.right)
    )


def calls(source: PythonSource, node: ast.AST) -> Iterator[Edit]:
    """Swap neighbouring arguments, and functions such as `min` and `max`."""
    if not isinstance(node, ast.Call):
        return
    if isinstance(node.func, ast.Name) and node.func.id in TWINS:
        yield Edit(*source.span(node.func), TWINS[node.func.id], f"{node.func.id} → {TWINS[node.func.id]}")
    named = [keyword.value for keyword in node.keywords if keyword.arg]
    name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
    for values in (node.args, named) if name not in SYMMETRIC else ():
        for one, other in pairwise(values):
            texts = source.segment(one), source.segment(other)
            if texts[0] != texts[1] and not any(_is_odd(value) for value in (one, other)):
                start, end = source.span(one)[0], source.span(other)[1]
                between = source.text[source.span(one)[1] : source.span(other)[0]]
                yield Edit(start, end, f"{texts[1]}{between}{texts[0]}", "arguments swapped")


def _is_odd(value: ast.expr) -> bool:
    """Return whether swapping it proves nothing: several values at once, a function, a text, SQL, a connection."""
    if isinstance(value, ast.Name):
        return value.id in FIXED_PLACES or value.id.isupper()
    return isinstance(value, ast.Starred | ast.Lambda | ast.JoinedStr | ast.GeneratorExp) or (
        isinstance(value, ast.Constant) and isinstance(value.value, str)
    )


def decorators(source: PythonSource, node: ast.AST) -> Iterator[Edit]:
    """Drop options of a route."""
    if isinstance(node, FUNCTIONS):
        for call in node.decorator_list:
            for keyword in call.keywords if isinstance(call, ast.Call) else []:
                if keyword.arg not in (None, "tags", "operation_id", *SHOWN):
                    start, end = source.span(keyword)
                    while source.text[end] in " \n":
                        end += 1
                    yield Edit(start, end + (source.text[end] == ","), "", f"option {keyword.arg} dropped")


def statements(source: PythonSource, node: ast.AST) -> Iterator[Edit]:
    """Drop calls, raises and changes of state."""
    if isinstance(node, ast.Expr) and isinstance(node.value, ast.Call | ast.Await):
        if not source.segment(node).removeprefix("await ").startswith(NOTHING_TO_DROP):
            yield Edit(*source.span(node), "pass", "call dropped")
    elif isinstance(node, ast.Raise):
        yield Edit(*source.span(node), "pass", "raise dropped")
    elif isinstance(node, ast.AugAssign):
        yield Edit(*source.span(node), "pass", "change dropped")
    elif isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Attribute | ast.Subscript):
        yield Edit(*source.span(node), "pass", "assignment dropped")


def returns(source: PythonSource, node: ast.AST) -> Iterator[Edit]:
    if not isinstance(node, ast.Return) or node.value is None or isinstance(node.value, ast.Constant):
        return
    function = next((above for above in source.above(node) if isinstance(above, FUNCTIONS)), None)
    returned = source.segment(function.returns) if function and function.returns else ""
    text = source.segment(node.value)
    if returned == "bool":
        if not isinstance(node.value, ast.Compare | ast.BoolOp | ast.UnaryOp):
            yield Edit(*source.span(node.value), f"not ({text})", "answer negated")
    elif "None" in returned:
        yield Edit(*source.span(node.value), "None", "None returned")
    elif returned.startswith("list["):
        yield Edit(*source.span(node.value), "[]", "nothing returned")


def handlers(source: PythonSource, node: ast.AST) -> Iterator[Edit]:
    """Drop exceptions that are caught, and locks and timeouts that are held."""
    if isinstance(node, ast.ExceptHandler) and node.type:
        kinds = node.type.elts if isinstance(node.type, ast.Tuple) else [node.type]
        for kind in kinds:
            yield Edit(*source.span(kind), "()" if len(kinds) == 1 else _other(kinds, kind, source), "not caught")
    elif isinstance(node, ast.With | ast.AsyncWith):
        for item in node.items:
            if item.optional_vars is None:
                span = source.span(item.context_expr)
                yield Edit(*span, '__import__("contextlib").nullcontext()', "context dropped")


def _other(kinds: list[ast.expr], kind: ast.expr, source: PythonSource) -> str:
    return source.segment(next(other for other in kinds if other is not kind))


def order(source: PythonSource, node: ast.AST) -> Iterator[Edit]:
    """Swap two neighbouring statements if one of them awaits something."""
    for name in ("body", "orelse", "finalbody"):
        block = getattr(node, name, None)
        if not isinstance(block, list):
            continue
        for one, other in pairwise(block):
            if _may_swap(one, other) and any(map(_waits, (one, other))) and all(map(_has_time, (one, other))):
                start, end = source.span(one)[0], source.span(other)[1]
                between = source.text[source.span(one)[1] : source.span(other)[0]]
                swapped = f"{source.segment(other)}{between}{source.segment(one)}"
                yield Edit(start, end, swapped, "statements swapped")


def _may_swap(one: ast.stmt, other: ast.stmt) -> bool:
    """Return whether neither ends the function, and the second uses no name that the first assigns."""
    leaving = (ast.Return, ast.Raise, ast.Continue, ast.Break, *FUNCTIONS)
    if isinstance(one, ast.Expr) and isinstance(one.value, ast.Constant):  # a docstring
        return False
    if any(isinstance(part, leaving) for stmt in (one, other) for part in ast.walk(stmt)):
        return False
    return not (_names(one, ast.Store) & _names(other, ast.Load))


def _names(stmt: ast.stmt, context: type[ast.expr_context]) -> set[str]:
    return {part.id for part in ast.walk(stmt) if isinstance(part, ast.Name) and isinstance(part.ctx, context)}


def _has_time(stmt: ast.stmt) -> bool:
    """Return whether its time matters: it awaits, has an effect, or reads an attribute that may change."""
    is_effect = isinstance(stmt, ast.Expr | ast.AugAssign)
    return _waits(stmt) or is_effect or (isinstance(stmt, ast.Assign) and isinstance(stmt.value, ast.Attribute))


def _waits(stmt: ast.stmt) -> bool:
    return any(isinstance(part, ast.Await | ast.AsyncWith | ast.AsyncFor) for part in ast.walk(stmt))


Kind = Callable[[PythonSource, ast.AST], Iterable[Edit]]
KINDS: tuple[Kind, ...] = (
    comparisons,
    connectives,
    conditions,
    constants,
    arithmetic,
    calls,
    decorators,
    statements,
    returns,
    handlers,
    order,
)

"""Faults of SQL, a function for each kind, in statements of the code and in migrations alike.

A dropped condition stays in the text with `OR true`: otherwise its parameter would have no type, and the statement
would fail without any test's help.
"""

import re
from collections.abc import Callable, Iterable, Iterator

from mutants.mutant import Edit
from mutants.sql_tokens import Statement

COMPARISONS = {"<": "<=", "<=": "<", ">": ">=", ">=": ">"}
WEAKER = {
    ("FOR", "UPDATE"): "FOR SHARE",
    ("FOR", "SHARE"): "FOR KEY SHARE",
    ("FOR", "NO", "KEY", "UPDATE"): "FOR KEY SHARE",
}
JOINS = {"AND", "OR", "NOT"}
ADVISORY = re.compile(r"pg_advisory_xact_lock(?!_shared)")
Ranges = list[tuple[int, int]]


def _edit(sql: Statement, begin: int, end: int, replacement: str, what: str) -> Edit:
    """Return an edit of the tokens from `begin` up to, not including, `end`."""
    return Edit(sql.offset + sql.tokens[begin].start, sql.offset + sql.tokens[end - 1].end, replacement, what)


def _conditions(sql: Statement) -> Ranges:
    """Return ranges of tokens with conditions: after WHERE, ON, HAVING, WHEN and IF, in CHECK, in their brackets."""
    found: Ranges = []
    for index, token in enumerate(sql.tokens):
        after = sql.words(index + 1, 1)
        if token.word in ("WHERE", "HAVING", "WHEN", "ELSIF") or (token.word == "ON" and _joins(sql, index)):
            found.append(sql.condition_from(index + 1))
        elif token.word == "IF":
            begin, end = sql.condition_from(index + 1)
            if sql.words(end, 1) == ("THEN",):
                found.append((begin, end))
        elif token.word == "CHECK" and after == ("(",):
            found.append((index + 2, sql.closing(index + 1)))
    for begin, end in found:  # the list grows during the loop
        for index in range(begin, end):
            before = sql.tokens[index - 1]
            is_call = before.word not in JOINS and re.fullmatch(r"\w+", before.text) is not None
            if sql.tokens[index].text == "(" and not is_call and sql.words(index + 1, 1) != ("SELECT",):
                inner = (index + 1, sql.closing(index))
                if inner[0] < inner[1] and any(len(sql.split(*inner, word)) > 1 for word in ("AND", "OR")):
                    found.append(inner)
    return list(dict.fromkeys(found))


def _joins(sql: Statement, index: int) -> bool:
    if sql.words(index + 1, 1) == ("CONFLICT",):
        return False
    depth = sql.tokens[index].depth
    for at in range(index - 1, -1, -1):
        token = sql.tokens[at]
        if token.depth < depth or token.text == ";" or token.word in ("TRIGGER", "INDEX", "CONFLICT", "INSERT"):
            return False
        if token.depth == depth and token.word == "JOIN":
            return True
    return False


def conditions(sql: Statement) -> Iterator[Edit]:
    """Drop parts of AND and OR, and replace AND by OR and the reverse."""
    for begin, end in _conditions(sql):
        alternatives = sql.split(begin, end, "OR")
        if len(alternatives) > 1:
            for part in alternatives:
                yield _edit(sql, *part, f"({sql.source(*part)} AND false)", "alternative dropped")
            yield _edit(sql, alternatives[0][1], alternatives[0][1] + 1, "AND", "OR → AND")
        for alternative in alternatives:
            conjuncts = sql.split(*alternative, "AND")
            for part in conjuncts if len(conjuncts) > 1 or len(alternatives) == 1 else []:
                if part[0] < part[1] and sql.source(*part).lower() not in ("true", "false"):
                    yield _edit(sql, *part, f"({sql.source(*part)} OR true)", "condition dropped")
            for left in conjuncts[:-1]:
                yield _edit(sql, left[1], left[1] + 1, "OR", "AND → OR")


def comparisons(sql: Statement) -> Iterator[Edit]:
    for index, token in enumerate(sql.tokens):
        if token.text in COMPARISONS:
            other = COMPARISONS[token.text]
            yield _edit(sql, index, index + 1, other, f"{token.text} → {other}")
        words = sql.words(index, 4)
        if words[:2] == ("IS", "NULL"):
            yield _edit(sql, index, index + 2, "IS NOT NULL", "IS NULL → IS NOT NULL")
        elif words[:3] == ("IS", "NOT", "NULL"):
            yield _edit(sql, index, index + 3, "IS NULL", "IS NOT NULL → IS NULL")
        elif words[:2] == ("IS", "DISTINCT"):
            yield _edit(sql, index, index + 2, "IS NOT DISTINCT", "DISTINCT negated")
        elif words[:3] == ("IS", "NOT", "DISTINCT"):
            yield _edit(sql, index, index + 3, "IS DISTINCT", "DISTINCT negated")
        elif words[:2] == ("NOT", "EXISTS") and sql.words(index - 1, 1) != ("IF",):
            yield _edit(sql, index, index + 1, "", "NOT dropped")


def locks(sql: Statement) -> Iterator[Edit]:
    for index, token in enumerate(sql.tokens):
        for words, weaker in WEAKER.items():
            if sql.words(index, len(words)) == words:
                end = index + len(words)
                yield _edit(sql, index, _end_of_lock(sql, end), "", "lock dropped")
                yield _edit(sql, index, end, weaker, "lock weakened")
        if sql.words(index, 2) == ("SKIP", "LOCKED") or token.word == "NOWAIT":
            yield _edit(sql, index, index + (2 if token.word == "SKIP" else 1), "", f"{token.word} dropped")
        if ADVISORY.fullmatch(token.text):
            yield _edit(sql, index, index + 1, "pg_advisory_xact_lock_shared", "advisory lock shared")


def _end_of_lock(sql: Statement, end: int) -> int:
    """Return the end of a lock clause, including `OF` and what follows it."""
    if sql.words(end, 1) == ("OF",):
        end += 2
    while sql.words(end, 1) in (("SKIP",), ("LOCKED",), ("NOWAIT",)):
        end += 1
    return end


def orders(sql: Statement) -> Iterator[Edit]:
    """Reverse each direction, and drop the last criterion."""
    for index in range(len(sql.tokens)):
        if sql.words(index, 2) != ("ORDER", "BY"):
            continue
        items = _items(sql, index + 2)
        for begin, end in items:
            words = [token.word for token in sql.tokens[begin:end]]
            text = sql.source(begin, end)
            if "DESC" in words:
                yield _edit(sql, begin, end, re.sub(r"(?i)\s+desc\b", "", text), "DESC dropped")
            elif "NULLS" not in words:
                yield _edit(sql, begin, end, re.sub(r"(?i)\s+asc\b", "", text) + " DESC", "order turned round")
        if len(items) > 1:
            yield _edit(sql, items[-2][1], items[-1][1], "", "last criterion of the order dropped")


def _items(sql: Statement, index: int) -> Ranges:
    """Return the parts of a list between its commas."""
    items: Ranges = []
    while True:
        begin, end = sql.condition_from(index)
        if begin >= end:
            return items
        items.append((begin, end))
        if sql.words(end, 1) != (",",):
            return items
        index = end + 1


def limits(sql: Statement) -> Iterator[Edit]:
    for index, token in enumerate(sql.tokens):
        if token.word in ("LIMIT", "OFFSET") and sql.words(index + 1, 1) not in ((), ("0",)):
            begin, end = sql.condition_from(index + 1)
            if begin < end:
                yield _edit(sql, begin, end, f"{sql.source(begin, end)} + 1", f"{token.word} off by one")


def arithmetic(sql: Statement) -> Iterator[Edit]:
    for index in range(1, len(sql.tokens)):
        token, before = sql.tokens[index], sql.tokens[index - 1]
        if token.text in ("+", "-") and re.fullmatch(r"[\w.$]+|[)\]]", before.text) and before.word != "RETURN":
            other = "-" if token.text == "+" else "+"
            yield _edit(sql, index, index + 1, other, f"{token.text} → {other}")
        if token.text.isdecimal() and before.text in ("=", "<", ">", "<=", ">=", "+", "-", "*", "/", "["):
            yield _edit(sql, index, index + 1, f"{int(token.text) + 1}", "constant + 1")


def joins(sql: Statement) -> Iterator[Edit]:
    """Change kinds of joins and unions, and keep duplicates."""
    for index in range(len(sql.tokens)):
        following, before = sql.words(index, 3), sql.words(index - 1, 1) if index else ()
        if following[:2] == ("LEFT", "JOIN"):
            yield _edit(sql, index, index + 2, "JOIN", "LEFT dropped")
        elif following[:1] == ("JOIN",) and before not in (("LEFT",), ("CROSS",), ("FULL",), ("INNER",)):
            yield _edit(sql, index, index + 1, "LEFT JOIN", "JOIN → LEFT JOIN")
        elif following[:2] == ("UNION", "ALL"):
            yield _edit(sql, index, index + 2, "UNION", "ALL dropped")
        elif following[:2] == ("SELECT", "DISTINCT") and following[2:] != ("ON",):
            yield _edit(sql, index, index + 2, "SELECT", "DISTINCT dropped")


def fallbacks(sql: Statement) -> Iterator[Edit]:
    """Drop the value for a missing one, and the action if a row exists already."""
    for index in range(len(sql.tokens)):
        following = sql.words(index, 2)
        if following == ("COALESCE", "("):
            closing = sql.closing(index + 1)
            parts = sql.split(index + 2, closing, ",")
            if len(parts) > 1:
                yield _edit(sql, index, closing + 1, f"({sql.source(*parts[0])})", "fallback dropped")
        elif following == ("ON", "CONFLICT"):
            yield _edit(sql, index, _end_of_conflict(sql, index), "", "ON CONFLICT dropped")


def triggers(sql: Statement) -> Iterator[Edit]:
    """Change what functions of the database do, on which events and with which of two rows."""
    for index, token in enumerate(sql.tokens):
        following = sql.words(index, 3)
        if token.text.startswith(("NEW.", "OLD.")):
            other = ("OLD" if token.text.startswith("NEW") else "NEW") + token.text[3:]
            yield _edit(sql, index, index + 1, other, f"{token.text} → {other}")
        elif following[:2] == ("RAISE", "EXCEPTION"):
            yield _edit(sql, index, index + 2, "RAISE DEBUG", "exception dropped")
        elif token.word == "PERFORM":
            end = next((at for at in range(index, len(sql.tokens)) if sql.tokens[at].text == ";"), len(sql.tokens))
            yield _edit(sql, index, end, "NULL", "call dropped")
        elif following[1:2] == ("OR",) and {token.word, *following[2:]} <= {"INSERT", "UPDATE", "DELETE"}:
            yield _edit(sql, index + 1, index + 3, "", f"trigger's {following[2]} dropped")


def _end_of_conflict(sql: Statement, index: int) -> int:
    depth = sql.tokens[index].depth
    for at in range(index, len(sql.tokens)):
        token = sql.tokens[at]
        if token.depth < depth or (token.depth == depth and token.word in ("RETURNING", ";", ")")):
            return at
    return len(sql.tokens)


Kind = Callable[[Statement], Iterable[Edit]]
KINDS: tuple[Kind, ...] = (conditions, comparisons, locks, orders, limits, arithmetic, joins, fallbacks, triggers)

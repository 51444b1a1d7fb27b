"""Values written into the wrong column. Only columns of the same type are swapped: others would fail anyway."""

import re
from collections.abc import Iterator
from itertools import pairwise

from mutants.mutant import Edit
from mutants.sql_tokens import Statement

Types = dict[str, dict[str, str]]


def types_of(schema: str) -> Types:
    """Return the type of each column of each table, from the text of the schema."""
    tables = re.findall(r"^CREATE TABLE (?:public\.)?(\w+) \(\n(.*?)^\)", schema, re.MULTILINE | re.DOTALL)
    return {
        table: {
            found[1]: re.sub(r"\s*\b(NOT NULL|DEFAULT|GENERATED|CONSTRAINT|COLLATE)\b.*", "", found[2]).rstrip(", ")
            for line in body.splitlines()
            if (found := re.match(r"\s+(\w+) (\w.*)$", line)) and found[1] != "CONSTRAINT"
        }
        for table, body in tables
    }


def swapped_columns(sql: Statement, types: Types) -> Iterator[Edit]:
    for index in range(len(sql.tokens)):
        if sql.words(index, 2) == ("INSERT", "INTO"):
            yield from _of_insert(sql, index, types)
        elif sql.words(index, 1) == ("SET",):
            yield from _of_update(sql, index, types)


def _of_insert(sql: Statement, index: int, types: Types) -> Iterator[Edit]:
    columns = types.get(sql.tokens[index + 2].text, {}) if index + 2 < len(sql.tokens) else {}
    opening = next((at for at in range(index + 3, min(index + 6, len(sql.tokens))) if sql.words(at, 1) == ("(",)), None)
    if opening is None or not columns:
        return
    named = [at for at in range(opening + 1, sql.closing(opening)) if sql.tokens[at].text in columns]
    by_type: dict[str, list[int]] = {}
    for at in named:
        by_type.setdefault(columns[sql.tokens[at].text], []).append(at)
    for alike in by_type.values():
        for one, other in pairwise(alike):
            yield _swap(sql, (one, one + 1), (other, other + 1), "columns swapped")


def _of_update(sql: Statement, index: int, types: Types) -> Iterator[Edit]:
    """Swap neighbouring values of the same type, and leave each column unchanged."""
    table = _table_before(sql, index, types)
    values: dict[str, tuple[int, int]] = {}
    begin = index + 1
    while begin < len(sql.tokens) and sql.words(begin + 1, 1) == ("=",) and table:
        _, end = sql.condition_from(begin + 2)
        values[sql.tokens[begin].text] = (begin + 2, end)
        if sql.words(end, 1) != (",",):
            break
        begin = end + 1
    for column, (start, end) in values.items():
        kept = f"CASE WHEN true THEN {table}.{column} ELSE {sql.source(start, end)} END"
        yield Edit(sql.offset + sql.tokens[start].start, sql.offset + sql.tokens[end - 1].end, kept, "column kept")
    for (one, its), (other, others) in pairwise(values.items()):
        if types[table].get(one) == types[table].get(other) and sql.source(*its) != sql.source(*others):
            yield _swap(sql, its, others, "values swapped")


def _table_before(sql: Statement, index: int, types: Types) -> str:
    """Return the table of an UPDATE; empty if the statement uses an alias."""
    if index >= 2 and sql.words(index - 2, 1) == ("UPDATE",) and sql.tokens[index - 1].text in types:
        return sql.tokens[index - 1].text
    return ""


def _swap(sql: Statement, one: tuple[int, int], other: tuple[int, int], what: str) -> Edit:
    between = sql.text[sql.tokens[one[1] - 1].end : sql.tokens[other[0]].start]
    swapped = f"{sql.source(*other)}{between}{sql.source(*one)}"
    start, end = sql.tokens[one[0]].start, sql.tokens[other[1] - 1].end
    return Edit(sql.offset + start, sql.offset + end, swapped, what)

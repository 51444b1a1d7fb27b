"""Whether a text of SQL binds every table of tenants that it reads or changes to a chain."""

import re
from collections import Counter

from parlour.db.pool import Connection

_WORDS = "WHERE|SET|ON|JOIN|CROSS|LEFT|USING|ORDER|GROUP|LIMIT|FOR|UNION|AND|AS"
_TABLE = rf"\b(?:FROM|JOIN|UPDATE|USING)\s+({{tables}})\b(?:\s+(?:AS\s+)?(?!(?:{_WORDS})\b)(\w+))?"
# A condition by itself or with AND: what stands beside OR binds nothing.
_BOUND = re.compile(r"\b(?:WHERE|AND|ON)\s+\(?(?:(\w+)\.)?chain_id = (\(?[\w.$)]+)(?![\w.$)])(?!\s*OR\b)")
_BOUND_TOGETHER = re.compile(r"\b(?:WHERE|AND|ON)\s+\((?:(\w+)\.)?chain_id, ")


async def tables_of_chains(conn: Connection) -> set[str]:
    rows = await conn.fetch("""
        SELECT relname FROM pg_class JOIN pg_attribute ON attrelid = pg_class.oid
        WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace AND attname = 'chain_id'
    """)
    return {row[0] for row in rows}


def unbound(text: str, tables: set[str]) -> list[str]:
    """The tables that may be unbound: neither by their alias, nor are there enough conditions without one."""
    text = re.sub(r"--[^\n]*", "", text)
    ways = "|".join(sorted(tables, key=len, reverse=True))
    named = [(found[1], found[2]) for found in re.finditer(_TABLE.format(tables=ways), text)]
    conditions = [(found[1], found[2].rpartition(".")[0]) for found in _BOUND.finditer(text)]
    conditions += [(found[1], "") for found in _BOUND_TOGETHER.finditer(text)]
    bound = Counter(name for condition in conditions for name in {*condition} if name)
    plain = {table for table, name in named if not name}
    without_alias = sum(name is None or name in plain for name, _ in conditions)
    missing = [table for table, name in named if not name]
    for table, name in named:
        if name and bound[name] == 0:
            missing.append(table)
        bound[name] -= 1
    return missing if len(missing) > without_alias else []

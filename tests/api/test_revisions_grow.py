"""What an operation changes of a row that has a revision gets a later revision and a later time, in every operation."""

from datetime import datetime

import httpx
import msgspec
from litestar import Litestar

from parlour.db.pool import Connection
from tests.access.test_authority import attempts
from tests.support.kept_database import KeptDatabase
from tests.support.people import WORKER
from tests.support.requests import Ids

READ_REVISIONS = """
    SELECT string_agg(format(
        'SELECT %L || '' '' || concat_ws('' '', %s), revision, changed_at,'
        ' md5((to_jsonb(t) - ''revision'' - ''changed_at'')::text) FROM %I t', table_name, key, table_name
    ), ' UNION ALL ')
    FROM (
        SELECT c.table_name, string_agg(k.column_name, ', ' ORDER BY k.ordinal_position) AS key
        FROM information_schema.columns c
        JOIN information_schema.key_column_usage k
            ON k.table_name = c.table_name AND k.constraint_name = c.table_name || '_pkey'
        WHERE c.table_schema = 'public' AND c.column_name = 'revision' AND c.table_name IN (
            SELECT table_name FROM information_schema.columns WHERE column_name = 'changed_at')
        GROUP BY c.table_name
    ) AS tables
"""
Revisions = dict[str, tuple[int, datetime, str]]


async def test_a_change_is_a_later_revision(
    http: httpx.AsyncClient, litestar: Litestar, kept_database: KeptDatabase, conn: Connection, settled: Ids
) -> None:
    reading = await conn.fetchval(READ_REVISIONS)

    async def revisions() -> Revisions:
        return {key: (revision, at, content) for key, revision, at, content in await conn.fetch(reading)}

    before = await revisions()
    wrong: set[tuple[str, str]] = set()
    changed: set[str] = set()
    for attempt in attempts(litestar, http, msgspec.structs.replace(settled, user_id=WORKER.id)):
        await attempt.send(http)
        after = await revisions()
        for key in before.keys() & after.keys():
            (revision, at, content), (later_revision, later_at, later_content) = before[key], after[key]
            if content != later_content:
                table = key.partition(" ")[0]
                changed.add(table)
                if not (later_revision > revision and later_at > at):
                    wrong.add((attempt.name, key))
            elif later_revision < revision or later_at < at:
                wrong.add((attempt.name, key))
        await kept_database.rewind()
        litestar.state.services.clear_access()
    assert wrong == set()
    assert len(changed) > 15, changed

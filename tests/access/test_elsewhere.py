"""What an operation does in one location changes nothing in another: neither of the same chain, nor of others.

There is the same everywhere, and the same user works in two of the locations, so a statement that forgets to name the
location, or the chain, hits something.
"""

import httpx
import msgspec
import pytest
from litestar import Litestar

from parlour.access.identity import Identity
from parlour.access.tenant import Tenant, get_tenant
from parlour.db.pool import Connection
from tests.access.test_authority import attempts
from tests.support.factories.users import give_role
from tests.support.kept_database import KeptDatabase
from tests.support.people import ABROAD, FOREIGNER, HARBOUR, HILLSIDE, OTHER_CHAIN, OWNER, WORKER
from tests.support.requests import Ids
from tests.support.world import settle_in

# They name other locations on purpose, or make one.
IN_SEVERAL = {"copy_user_to_locations", "remove_user_from_locations", "create_location"}
READ_ELSEWHERE = f"""
    SELECT 'SELECT name, rows FROM ('
        || string_agg(format(
            'SELECT %L, (SELECT md5(string_agg(t::text, '''' ORDER BY t::text)) FROM %I t WHERE %s)', table_name,
            table_name, CASE WHEN has_location THEN 'location_id <> {HARBOUR}' ELSE 'chain_id = {OTHER_CHAIN}' END
        ), ' UNION ALL ') || ') elsewhere (name, rows)'
    FROM (
        SELECT table_name, bool_or(column_name = 'location_id') AS has_location FROM information_schema.columns
        WHERE table_schema = 'public' AND column_name IN ('chain_id', 'location_id') GROUP BY table_name
    ) AS tables
"""


@pytest.fixture
async def ids(kept_database: KeptDatabase, conn: Connection, tenant: Tenant) -> Ids:
    """What is in HARBOUR; there is the same in HILLSIDE and ABROAD."""

    async def settle_everywhere() -> Ids:
        await give_role(conn, WORKER, "worker", HILLSIDE)
        await conn.execute("UPDATE locations SET currency = 'USD' WHERE id = $1", ABROAD)
        for user_id, location_id in ((OWNER.id, HILLSIDE), (FOREIGNER.id, ABROAD)):
            await settle_in(conn, await get_tenant(conn, Identity(1, user_id, user_id), location_id))
        return msgspec.structs.replace(await settle_in(conn, tenant), user_id=WORKER.id)

    return await kept_database.reach("settled everywhere", settle_everywhere)


async def test_what_is_done_in_one_location_changes_nothing_elsewhere(
    http: httpx.AsyncClient, litestar: Litestar, kept_database: KeptDatabase, conn: Connection, ids: Ids
) -> None:
    reading = await conn.fetchval(READ_ELSEWHERE)

    async def elsewhere() -> dict[str, str]:
        return {row["name"]: row["rows"] for row in await conn.fetch(reading)}

    before = await elsewhere()
    touched: dict[str, list[str]] = {}
    done = 0
    for attempt in attempts(litestar, http, ids):
        if attempt.name in IN_SEVERAL:
            continue
        done += (await attempt.send(http)).is_success
        after = await elsewhere()
        if changed := [table for table, rows in after.items() if rows != before[table]]:
            touched[attempt.name] = changed
        await kept_database.rewind()
        litestar.state.services.clear_access()
    assert touched == {}
    assert done > 60

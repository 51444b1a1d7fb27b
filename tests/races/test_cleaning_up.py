"""Rows that no longer count are deleted by those who add new ones: without waiting for a row that another holds."""

from collections.abc import Awaitable, Callable
from datetime import timedelta
from ipaddress import ip_address
from typing import Any, LiteralString

import asyncpg
import pytest

from parlour.access.tenant import Tenant
from parlour.areas.accounts.model import KNOWN_NETWORK_LIFETIME
from parlour.areas.accounts.queries import attempts
from parlour.areas.accounts.queries.attempts import CLEANUP_BATCH, Attempt
from parlour.areas.users.service import rate_limits
from parlour.db.pool import Connection
from tests.support.people import OWNER

MINE = Attempt.of(OWNER.email, ip_address("192.0.2.1"), "")
ADD: dict[str, LiteralString] = {
    "sign_in_failures": """
        INSERT INTO sign_in_failures (login_hash, ip, failed_at)
        SELECT sha256('x'), '10.0.0.1'::cidr, now() - interval '2 days' FROM generate_series(1, 3)
    """,
    "known_networks": """
        INSERT INTO known_networks (user_id, network, last_at)
        SELECT 1, ('10.0.0.' || n)::cidr, now() - interval '91 days' FROM generate_series(1, 3) AS n
    """,
    "invitations_sent": """
        INSERT INTO invitations_sent (recipient_hash, user_id, chain_id, sent_at)
        SELECT sha256('x'), 99, 99, now() - interval '2 days' FROM generate_series(1, 3)
    """,
}
ACTS: dict[str, Callable[[Connection, Tenant], Awaitable[Any]]] = {
    "sign_in_failures": lambda conn, _: attempts.reserve(conn, MINE),
    "known_networks": lambda conn, _: attempts.clear_failures(conn, MINE, 0, OWNER.id),
    "invitations_sent": lambda conn, tenant: rate_limits.count_invitations(conn, tenant, ["anna@example.com"]),
}


@pytest.mark.parametrize("table", ADD)
async def test_what_another_holds_is_left_for_the_next(
    database_url: str, conn: Connection, tenant: Tenant, table: str
) -> None:
    """Even if the other only shares it."""
    await conn.execute(ADD[table])
    held = await conn.fetchval(f"SELECT min(ctid) FROM {table}")
    other = await asyncpg.connect(database_url)
    try:
        async with other.transaction():
            await other.execute(f"SELECT FROM {table} WHERE ctid = $1 FOR SHARE", held)
            async with conn.transaction():
                await conn.execute("SET LOCAL lock_timeout = '1s'")
                await ACTS[table](conn, tenant)
            assert [row["ctid"] for row in await conn.fetch(f"SELECT ctid FROM {table}")][:1] == [held]
            assert await conn.fetchval(f"SELECT count(*) FROM {table}") == 2
        async with conn.transaction():
            await ACTS[table](conn, tenant)
        assert await conn.fetchval(f"SELECT count(*) FROM {table} WHERE ctid = $1", held) == 0
    finally:
        await other.close()


async def test_networks_go_a_batch_at_a_time_the_oldest_first(conn: Connection) -> None:
    microsecond = timedelta(microseconds=1)
    remember = """
        INSERT INTO known_networks (user_id, network, last_at)
        SELECT 1, ('10.0.' || $1::integer || '.' || n)::cidr, now() - $2::interval
        FROM generate_series(1, $3::integer) AS n
    """
    async with conn.transaction():
        await conn.execute(remember, 1, KNOWN_NETWORK_LIFETIME + 2 * microsecond, 1)
        await conn.execute(remember, 2, KNOWN_NETWORK_LIFETIME + microsecond, CLEANUP_BATCH)
        await attempts.clear_failures(conn, MINE, 0, OWNER.id)
        left = await conn.fetch("SELECT now() - last_at AS ago FROM known_networks ORDER BY 1")
        assert [row["ago"] for row in left] == [timedelta(0), KNOWN_NETWORK_LIFETIME + microsecond]

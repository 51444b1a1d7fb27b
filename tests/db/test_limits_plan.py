"""How PostgreSQL counts attempts and invitations among 100,000 of others: in indexes, expired ones too."""

import hashlib
import time
from collections.abc import AsyncIterator
from ipaddress import ip_address

import pytest

from parlour.access.tenant import Tenant
from parlour.areas.accounts.queries import attempts
from parlour.areas.accounts.queries.attempts import Attempt
from parlour.areas.users.service import rate_limits
from parlour.db.actor import OPERATOR
from parlour.db.pool import Connection, Pool, create_pool, transaction
from parlour.errors import Throttled
from tests.support.people import OWNER

OTHERS = 100_000
FILL = f"""
    INSERT INTO sign_in_failures (login_hash, ip, failed_at)
    SELECT sha256(n::text::bytea), ('10.0.0.0'::inet + n % 50000)::cidr, now() - n * interval '2 seconds'
    FROM generate_series(1, {OTHERS}) AS n;
    INSERT INTO known_networks (user_id, network, last_at)
    SELECT 1 + n % 9, ('10.0.0.0'::inet + n)::cidr, now() - n * interval '2 minutes'
    FROM generate_series(1, {OTHERS}) AS n;
    INSERT INTO invitations_sent (chain_id, user_id, recipient_hash, sent_at)
    SELECT 1000 + n % 100, 1000 + n % 900, sha256(n::text::bytea), now() - n * interval '2 seconds'
    FROM generate_series(1, {OTHERS}) AS n;
    ANALYZE sign_in_failures, known_networks, invitations_sent;
"""
SCANS = "SELECT sum(seq_scan)::int FROM pg_stat_user_tables WHERE relname = ANY ($1::text[])"
TABLES = ["sign_in_failures", "known_networks", "invitations_sent"]


@pytest.fixture
async def crowded(database_url: str, conn: Connection) -> AsyncIterator[Pool]:
    await conn.execute(FILL)
    async with create_pool(database_url, 1) as pool:
        yield pool


async def scans(conn: Connection) -> int:
    """How often one of the tables was read from end to end."""
    await conn.execute("SELECT pg_stat_force_next_flush()")
    await conn.execute("SELECT pg_stat_clear_snapshot()")
    found: int = await conn.fetchval(SCANS, TABLES)
    return found


async def test_counting_scans_no_whole_table(crowded: Pool, conn: Connection, tenant: Tenant) -> None:
    attempt = Attempt.of(OWNER.email, ip_address("203.0.113.1"), "")
    async with transaction(crowded, OPERATOR) as own:
        before = await scans(own)
        started = time.perf_counter()
        for number in range(5):
            reserved = await attempts.reserve(own, attempt)
            assert reserved.id is not None
            await attempts.mark_failed(own, reserved.id)
            await rate_limits.count_invitations(own, tenant, [f"anna{number}@example.com", "ben@example.com"])
        assert time.perf_counter() - started < 5
        assert (await attempts.reserve(own, attempt)).id is None
        with pytest.raises(Throttled):
            await rate_limits.count_invitations(own, tenant, ["ben@example.com"])
        await attempts.clear_failures(own, attempt, 0, OWNER.id)
    async with transaction(crowded, OPERATOR) as own:
        assert await scans(own) == before
    for table, left in zip(TABLES, (500, 100, 1000), strict=True):
        count = await conn.fetchval(f"SELECT count(*) FROM {table}")
        assert OTHERS - left - 200 <= count < OTHERS, table


async def test_a_hash_of_a_login_is_the_same_in_the_database() -> None:
    assert attempts.hash_login(OWNER.email) == hashlib.sha256(OWNER.email.encode()).digest()

"""What counts within a period counts until its very last microsecond, and no longer: each statement in one transaction,
in which the clock stands still."""

from datetime import timedelta
from ipaddress import ip_address

import pytest

from parlour.access.tenant import Tenant
from parlour.access.tokens import get_identity
from parlour.areas.accounts.model import KNOWN_NETWORK_LIFETIME, LIMITS, LONGEST_PERIOD
from parlour.areas.accounts.queries import attempts
from parlour.areas.accounts.queries.attempts import CLEANUP_BATCH, UNDECIDED_TIMEOUT, Attempt, Reservation
from parlour.areas.users.queries import invitations
from parlour.areas.users.service import rate_limits
from parlour.areas.users.service.rate_limits import FROM_CHAIN, FROM_INVITER, TO_RECIPIENT
from parlour.db import idempotency
from parlour.db.idempotency import DELETED_AT_ONCE, Key, StoredAnswer
from parlour.db.pool import Connection
from parlour.errors import Throttled
from tests.support.people import CHAIN, OWNER, PARTNER_TOKEN

MICROSECOND = timedelta(microseconds=1)
RETENTION = timedelta(hours=24)
HERE, THERE = ip_address("192.0.2.1"), ip_address("198.51.100.1")
FAIL = """
    INSERT INTO sign_in_failures (login_hash, ip, failed_at, is_settled)
    SELECT coalesce($1, sha256(n::text::bytea)), coalesce($2, ('10.0.0.' || n)::cidr), now() - $3::interval, $4
    FROM generate_series(1, $5::integer) AS n
"""
SEND = """
    INSERT INTO invitations_sent (recipient_hash, user_id, chain_id, sent_at)
    SELECT coalesce(sha256($1::bytea), sha256(n::text::bytea)), $2, $3, now() - $4::interval
    FROM generate_series(1, $5::integer) AS n
"""
MINE = Attempt.of(OWNER.email, HERE, "tests")


async def reserve_after(
    conn: Connection, limit: str, count: int, ago: timedelta, *, is_settled: bool = True
) -> Reservation:
    """An attempt after so many failures, so long ago, of those that one limit counts."""
    login = None if limit == "network" else MINE.login_hash
    network = None if limit == "login" else MINE.network
    await conn.execute(FAIL, login, network, ago, is_settled, count)
    return await attempts.reserve(conn, MINE)


@pytest.mark.parametrize(("name", "most", "period"), [(each.name, each.max_failures, each.period) for each in LIMITS])
async def test_a_failed_sign_in_counts_for_its_period(
    conn: Connection, name: str, most: int, period: timedelta
) -> None:
    for count, ago, is_refused in (
        (most, period - MICROSECOND, True),
        (most, period, False),
        (most - 1, period - MICROSECOND, False),
    ):
        async with conn.transaction():
            reserved = await reserve_after(conn, name, count, ago)
            assert (reserved.id is None) == is_refused, (count, ago)
            assert reserved.wait_s == (1 if is_refused else None)
            assert not reserved.is_undecided
            await conn.execute("DELETE FROM sign_in_failures")


async def test_an_attempt_counts_as_failed_when_it_has_had_its_time(conn: Connection) -> None:
    limit = LIMITS[0]
    for ago, is_undecided in ((UNDECIDED_TIMEOUT, True), (UNDECIDED_TIMEOUT + MICROSECOND, False)):
        async with conn.transaction():
            reserved = await reserve_after(conn, limit.name, limit.max_failures, ago, is_settled=False)
            assert (reserved.id, reserved.is_undecided) == (None, is_undecided)
            await conn.execute("DELETE FROM sign_in_failures")


async def test_a_known_network_is_known_until_the_end_of_its_time(conn: Connection) -> None:
    for ago, is_known in ((KNOWN_NETWORK_LIFETIME - MICROSECOND, True), (KNOWN_NETWORK_LIFETIME, False)):
        async with conn.transaction():
            await conn.execute("DELETE FROM known_networks")
            await conn.execute(
                "INSERT INTO known_networks (user_id, network, last_at) VALUES ($1, $2, now() - $3::interval)",
                OWNER.id, MINE.network, ago,
            )  # fmt: skip
            reserved = await attempts.reserve(conn, MINE)
            found = await conn.fetchval("SELECT is_known FROM sign_in_failures WHERE id = $1", reserved.id)
            assert found == is_known


async def test_failures_are_kept_for_the_longest_period_and_go_a_batch_at_a_time_the_oldest_first(
    conn: Connection,
) -> None:
    async with conn.transaction():
        for ago in (LONGEST_PERIOD, LONGEST_PERIOD + 2 * MICROSECOND):
            await conn.execute(FAIL, None, None, ago, True, 1)
        await conn.execute(FAIL, None, None, LONGEST_PERIOD + MICROSECOND, True, CLEANUP_BATCH)
        await attempts.reserve(conn, Attempt.of("other", THERE, ""))
        left = await conn.fetch("SELECT now() - failed_at AS ago FROM sign_in_failures WHERE is_settled ORDER BY 1")
        assert [row["ago"] for row in left] == [LONGEST_PERIOD, LONGEST_PERIOD + MICROSECOND]


async def test_networks_are_kept_for_their_time_and_one_is_renewed_once_a_day(conn: Connection) -> None:
    async with conn.transaction():
        remember = "INSERT INTO known_networks (user_id, network, last_at) VALUES ($1, $2::cidr, now() - $3::interval)"
        day = timedelta(days=1)
        for network, ago in (
            ("10.0.0.1", KNOWN_NETWORK_LIFETIME),
            ("10.0.0.2", KNOWN_NETWORK_LIFETIME + MICROSECOND),
            ("192.0.2.1", day),
            ("198.51.100.1", day + MICROSECOND),
        ):
            await conn.execute(remember, OWNER.id, network, ago)
        for ip in (HERE, THERE):
            await attempts.clear_failures(conn, Attempt.of(OWNER.email, ip, ""), 0, OWNER.id)
        rows = await conn.fetch("SELECT host(network) AS network, now() - last_at AS ago FROM known_networks")
        assert {row["network"]: row["ago"] for row in rows} == {
            "10.0.0.1": KNOWN_NETWORK_LIFETIME,
            "192.0.2.1": day,
            "198.51.100.1": timedelta(0),
        }


LIMITS_OF_INVITATIONS = [
    *(("recipient", limit.max_count, limit.period) for limit in TO_RECIPIENT),
    ("inviter", FROM_INVITER.max_count, FROM_INVITER.period),
    ("chain", FROM_CHAIN.max_count, FROM_CHAIN.period),
]


@pytest.mark.parametrize(("of", "most", "period"), LIMITS_OF_INVITATIONS)
async def test_an_invitation_counts_for_its_period(
    conn: Connection, tenant: Tenant, of: str, most: int, period: timedelta
) -> None:
    to, user_id, chain_id = (
        b"anna" if of == "recipient" else None, tenant.user_id if of == "inviter" else 0, CHAIN if of == "chain" else 0,
    )  # fmt: skip
    for count, ago, is_refused in (
        (most, period - MICROSECOND, True),
        (most + 1, period - MICROSECOND, True),
        (most, period, False),
        (most - 1, period - MICROSECOND, False),
    ):
        async with conn.transaction():
            await conn.execute(SEND, to, user_id, chain_id, ago, count)
            counting = rate_limits.count_invitations(conn, tenant, ["anna"])
            if is_refused:
                with pytest.raises(Throttled) as throttled:
                    await counting
                assert throttled.value.retry_after_s == 1
            else:
                await counting
            await conn.execute("DELETE FROM invitations_sent")


async def test_several_invitations_at_once_need_room_for_all(conn: Connection, tenant: Tenant) -> None:
    several = [f"recipient {number}" for number in range(5)]
    for of, limit in (("inviter", FROM_INVITER), ("chain", FROM_CHAIN)):
        user_id, chain_id = (tenant.user_id, 0) if of == "inviter" else (0, CHAIN)
        for room in (3, 4, 5):
            async with conn.transaction():
                await conn.execute(SEND, None, user_id, chain_id, timedelta(0), limit.max_count - room)
                if room < len(several):
                    with pytest.raises(Throttled):
                        await rate_limits.count_invitations(conn, tenant, several)
                else:
                    await rate_limits.count_invitations(conn, tenant, several)
                await conn.execute("DELETE FROM invitations_sent")


async def test_counted_invitations_are_kept_for_a_day(conn: Connection, tenant: Tenant) -> None:
    async with conn.transaction():
        for ago in (RETENTION, RETENTION + 2 * MICROSECOND):
            await conn.execute(SEND, None, 0, 0, ago, 1)
        await conn.execute(SEND, None, 0, 0, RETENTION + MICROSECOND, rate_limits.CLEANUP_BATCH)
        await rate_limits.count_invitations(conn, tenant, ["anna"])
        left = await conn.fetch("SELECT now() - sent_at AS ago FROM invitations_sent ORDER BY 1")
        assert [row["ago"] for row in left] == [timedelta(0), RETENTION, RETENTION + MICROSECOND]


async def test_an_invitation_expires_at_its_moment(conn: Connection, tenant: Tenant) -> None:
    invite = """
        INSERT INTO invitations (chain_id, location_id, expires_at, user_id, sent_to, name, is_mailed, token_hash)
        SELECT chain_id, location_id, now() + $1::interval, user_id, 'a', 'a', false, sha256('a')
        FROM location_roles WHERE location_id = $2 LIMIT 1
    """
    for left, is_open in ((MICROSECOND, True), (timedelta(0), False)):
        async with conn.transaction():
            await conn.execute(invite, left, tenant.location_id)
            invitation = await invitations.find_invitation(conn, "a")
            assert invitation
            assert invitation.is_expired is not is_open
            assert await invitations.close_invitation(conn, invitation) is is_open
            await conn.execute("DELETE FROM invitations")


async def test_an_answer_is_kept_for_its_time(conn: Connection) -> None:
    key, answer = Key(1, 1, "key"), StoredAnswer(b"1", 200, "{}", b"")
    age = "UPDATE idempotency_keys SET created_at = now() - $1::interval"
    for ago, is_kept in ((RETENTION - MICROSECOND, True), (RETENTION, False)):
        async with conn.transaction():
            assert await idempotency.store_answer(conn, key, answer)
            await conn.execute(age, ago)
            assert (await idempotency.find_answer(conn, key) is not None) is is_kept
            assert await idempotency.store_answer(conn, key, answer) is not is_kept
            await conn.execute("DELETE FROM idempotency_keys")
    async with conn.transaction():
        for number in range(DELETED_AT_ONCE + 1):
            assert await idempotency.store_answer(conn, Key(1, 1, str(number)), answer)
        await conn.execute(age, RETENTION)
        await conn.execute("UPDATE idempotency_keys SET created_at = created_at + $1 WHERE key = '0'", MICROSECOND)
        assert await idempotency.store_answer(conn, key, answer)
        assert {row["key"] for row in await conn.fetch("SELECT key FROM idempotency_keys")} == {"0", "key"}


async def test_when_a_session_was_last_used_is_right_to_the_minute(conn: Connection) -> None:
    minute = timedelta(minutes=1)
    for ago, later in ((minute, minute), (minute + MICROSECOND, timedelta(0))):
        async with conn.transaction():
            await conn.execute("UPDATE sessions SET last_used_at = now() - $1::interval", ago)
            assert OWNER.user_token
            await get_identity(conn, PARTNER_TOKEN, OWNER.user_token)
            assert later == await conn.fetchval(
                "SELECT now() - last_used_at FROM sessions WHERE user_id = $1", OWNER.id
            )

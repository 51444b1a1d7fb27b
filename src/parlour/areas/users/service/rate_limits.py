"""Limits on invitations: to one recipient from all tenants, from one inviter, and from one chain.

Invitations from the command line aren't counted.
"""

import hashlib
from collections.abc import Sequence
from datetime import timedelta
from typing import LiteralString

import msgspec

from parlour.access.tenant import Tenant
from parlour.areas.users.refusals import TOO_MANY_INVITATIONS
from parlour.db.locks import LockKind, lock
from parlour.db.pool import Connection

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
CLEANUP_BATCH = 200


class Limit(msgspec.Struct, frozen=True):
    """How many invitations may be sent within a period."""

    max_count: int
    period: timedelta


# Why these numbers: docs/decisions/0014-guessing.md.
TO_RECIPIENT = (Limit(5, HOUR), Limit(15, DAY))
FROM_INVITER = Limit(100, HOUR)
FROM_CHAIN = Limit(200, HOUR)


# For each limit, the row that must expire before there is room: the last of `max_count` for a recipient; an earlier one
# for an inviter and a chain, who are about to send several.
COUNT_INVITATIONS: LiteralString = """
    WITH expired AS (
        DELETE FROM invitations_sent WHERE id = ANY (ARRAY (
            SELECT id FROM invitations_sent WHERE sent_at < now() - interval '1 day'
            ORDER BY sent_at LIMIT $10 FOR UPDATE SKIP LOCKED))
    ), blocking (until) AS (
        SELECT (SELECT sent_at FROM invitations_sent s WHERE s.recipient_hash = r.hash AND s.sent_at > now() - l.period
                ORDER BY s.sent_at DESC OFFSET l.max_count - 1 LIMIT 1) + l.period
        FROM unnest($3::bytea[]) AS r (hash) CROSS JOIN unnest($4::integer[], $5::interval[]) AS l (max_count, period)
        UNION ALL
        SELECT (SELECT sent_at FROM invitations_sent WHERE user_id = $2 AND sent_at > now() - $7::interval
                ORDER BY sent_at DESC OFFSET greatest($6::integer - cardinality($3), 0) LIMIT 1) + $7
        UNION ALL
        SELECT (SELECT sent_at FROM invitations_sent WHERE chain_id = $1 AND sent_at > now() - $9::interval
                ORDER BY sent_at DESC OFFSET greatest($8::integer - cardinality($3), 0) LIMIT 1) + $9
    ), verdict AS (
        SELECT max(until) AS until FROM blocking
    ), counted AS (
        INSERT INTO invitations_sent (chain_id, user_id, recipient_hash)
        SELECT $1, $2, r.hash FROM unnest($3::bytea[]) AS r (hash), verdict WHERE verdict.until IS NULL
    )
    SELECT ceil(extract(epoch FROM until - now()))::integer FROM verdict
"""


async def count_invitations(conn: Connection, tenant: Tenant, recipients: Sequence[str]) -> None:
    """Count one invitation to each recipient if no limit is reached, or raise `Throttled`. A rollback undoes it.

    Until the transaction ends, no other one invites these recipients, or for the chain or the inviter.
    """
    hashes = [hashlib.sha256(recipient.encode()).digest() for recipient in recipients]
    chain = hashlib.sha256(b"%d" % tenant.chain_id).digest()
    inviter = hashlib.sha256(b"%d" % tenant.user_id).digest()
    wanted = [(LockKind.RECIPIENT, each) for each in hashes]
    await lock(conn, [*wanted, (LockKind.INVITER, inviter), (LockKind.CHAIN, chain)])
    wait_s = await conn.fetchval(
        COUNT_INVITATIONS,
        tenant.chain_id,
        tenant.user_id,
        hashes,
        [limit.max_count for limit in TO_RECIPIENT],
        [limit.period for limit in TO_RECIPIENT],
        FROM_INVITER.max_count,
        FROM_INVITER.period,
        FROM_CHAIN.max_count,
        FROM_CHAIN.period,
        CLEANUP_BATCH,
    )
    if wait_s is not None:
        raise TOO_MANY_INVITATIONS.error(retry_after_s=max(1, wait_s))

"""Statements on codes. They belong to no chain: a phone number is a person's."""

import hashlib
from typing import LiteralString

import msgspec

from parlour.access.tenant import Tenant
from parlour.areas.phone_codes.model import (
    FOR_PHONE,
    LIFETIME,
    LONGEST_PERIOD,
    MAX_WRONG_TRIES,
    PERIOD_OF_LOCATION,
    Code,
    hash_phone,
)
from parlour.db.locks import LockKind, lock
from parlour.db.pool import Connection
from parlour.db.rows import to_struct

CLEANUP_BATCH = 100


class Stored(msgspec.Struct, frozen=True):
    """What became of a code: how long to wait where a limit is reached, and the location's title for the message."""

    wait_s: int | None
    is_last: bool
    """Whether it is the last one that the location can send for now."""
    title: str


# For each limit, the row that must expire before there is room.
ADD_CODE: LiteralString = """
    WITH expired AS (
        DELETE FROM phone_codes WHERE id = ANY (ARRAY (
            SELECT id FROM phone_codes WHERE made_at < now() - $9::interval
            ORDER BY made_at LIMIT $10 FOR UPDATE SKIP LOCKED))
    ), of_location AS (
        SELECT made_at FROM phone_codes WHERE location_id = $2 AND made_at > now() - $11::interval
        ORDER BY made_at DESC LIMIT $8
    ), blocking (until) AS (
        SELECT (SELECT made_at FROM phone_codes WHERE phone_hash = $3 AND made_at > now() - l.period
                ORDER BY made_at DESC OFFSET l.max_count - 1 LIMIT 1) + l.period
        FROM unnest($6::integer[], $7::interval[]) AS l (max_count, period)
        UNION ALL
        SELECT (SELECT made_at FROM of_location OFFSET $8::integer - 1 LIMIT 1) + $11
    ), verdict AS (
        SELECT max(until) AS until FROM blocking
    ), added AS (
        INSERT INTO phone_codes (phone_hash, location_id, salt, code_hash)
        SELECT $3, $2, $4, $5 FROM verdict WHERE until IS NULL
    )
    SELECT ceil(extract(epoch FROM until - now()))::integer AS wait_s,
           until IS NULL AND (SELECT count(*) FROM of_location) = $8 - 1 AS is_last, l.title
    FROM verdict, locations l WHERE l.chain_id = $1 AND l.id = $2
"""


async def add_code(conn: Connection, tenant: Tenant, phone: str, code: Code, most_of_location: int) -> Stored:
    """Store a code, which replaces earlier ones of the number, unless a limit is reached. A rollback undoes it.

    All who ask for a code for the number, or from the location, wait for each other here.
    """
    phone_hash = hash_phone(phone)
    sender = hashlib.sha256(f"{tenant.location_id}".encode()).digest()
    await lock(conn, [(LockKind.RECIPIENT, phone_hash), (LockKind.SENDER, sender)])
    row = await conn.fetchrow(
        ADD_CODE,
        tenant.chain_id,
        tenant.location_id,
        phone_hash,
        code.salt,
        code.hash,
        [limit.max_count for limit in FOR_PHONE],
        [limit.period for limit in FOR_PHONE],
        most_of_location,
        LONGEST_PERIOD,
        CLEANUP_BATCH,
        PERIOD_OF_LOCATION,
    )
    assert row is not None  # noqa: S101 - locations are never deleted
    return to_struct(Stored, row)


REPLACE_CODE: LiteralString = """
    INSERT INTO phone_codes (phone_hash, location_id, salt, code_hash) VALUES ($1, $2, $3, $4)
"""


async def replace_code(conn: Connection, tenant: Tenant, phone: str, code: Code) -> None:
    """Store a code that the operator made: without limits."""
    await conn.execute(REPLACE_CODE, hash_phone(phone), tenant.location_id, code.salt, code.hash)


# A wrong try is counted by the statement that finds it wrong: parallel ones wait for the row, and read the count again.
TRY_CODE: LiteralString = """
    UPDATE phone_codes SET wrong_tries = wrong_tries + (code_hash <> sha256(salt || convert_to($2, 'UTF8')))::integer
    WHERE id = (SELECT id FROM phone_codes WHERE phone_hash = $1 ORDER BY made_at DESC, id DESC LIMIT 1)
      AND wrong_tries < $3 AND made_at > now() - $4::interval
    RETURNING code_hash = sha256(salt || convert_to($2, 'UTF8'))
"""


async def try_code(conn: Connection, phone: str, code: str) -> bool:
    """Return whether it is the code of the number; count it if it isn't. The caller's transaction must commit."""
    return await conn.fetchval(TRY_CODE, hash_phone(phone), code, MAX_WRONG_TRIES, LIFETIME) is True

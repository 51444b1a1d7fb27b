"""Statements on what was booked."""

from collections.abc import Sequence
from datetime import date
from hashlib import sha256
from typing import LiteralString

from parlour.access.tenant import Tenant
from parlour.db.locks import LockKind, lock
from parlour.db.pool import Connection

LIST_HASHES: LiteralString = """
    SELECT id, link_hash FROM appointments WHERE chain_id = $1 AND location_id = $2 AND id = ANY ($3::bigint[])
"""


async def list_hashes(conn: Connection, tenant: Tenant, appointment_ids: Sequence[int]) -> dict[int, str]:
    """Return the secrets of appointments, with which their clients can change them."""
    rows = await conn.fetch(LIST_HASHES, tenant.chain_id, tenant.location_id, appointment_ids)
    return {row["id"]: row["link_hash"] for row in rows}


async def lock_booking(conn: Connection, tenant: Tenant, phone: str, days: Sequence[date]) -> None:
    """Wait until no other transaction books with a phone, or chooses any member for these days.

    So each sees what the one before has booked.
    """
    place = tenant.location_id
    wanted = [(LockKind.ANY_MEMBER, f"{place} {day}") for day in days] + [(LockKind.PHONE, f"{place} {phone}")]
    await lock(conn, [(kind, sha256(what.encode()).digest()) for kind, what in wanted])


# Also what was cancelled. A client whom a phone is of may have many appointments, so the days are read from one on.
COUNT_OF_PHONE: LiteralString = """
    SELECT count(*) AS count,
           greatest(1, ceil(extract(epoch FROM min(a.created_at) + interval '1 hour' - now())))::integer AS wait_s
    FROM clients c
    JOIN appointments a ON a.chain_id = $1 AND a.client_id = c.id
    WHERE c.chain_id = $1 AND c.location_id = $2 AND c.phone = $3 AND c.phone <> '' AND c.deleted_at IS NULL
      AND a.location_id = $2 AND a.day >= current_date - 1 AND a.source <> 'staff'
      AND a.created_at > now() - interval '1 hour'
"""


async def count_of_phone(conn: Connection, tenant: Tenant, phone: str) -> tuple[int, int]:
    """Count what was booked online with a phone within the last hour; in how many seconds is it one less at least?"""
    row = await conn.fetchrow(COUNT_OF_PHONE, tenant.chain_id, tenant.location_id, phone)
    assert row is not None  # noqa: S101 - a count has a row
    return row["count"], row["wait_s"]

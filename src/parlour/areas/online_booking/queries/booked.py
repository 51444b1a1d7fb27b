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


async def lock_choice_of_member(conn: Connection, tenant: Tenant, days: Sequence[date]) -> None:
    """Wait until no other transaction chooses any member for these days: each sees what the one before has booked."""
    places = [f"{tenant.location_id} {day}" for day in days]
    await lock(conn, [(LockKind.ANY_MEMBER, sha256(place.encode()).digest()) for place in places])

"""Statements on forms that have booked, by their keys."""

import hashlib
from typing import LiteralString

from parlour.access.networks import Network
from parlour.access.tenant import Tenant
from parlour.areas.booking_page.model.appointments import Booked
from parlour.db.locks import LockKind, lock
from parlour.db.pool import Connection
from parlour.db.rows import to_struct_or_none

RETENTION: LiteralString = "interval '24 hours'"
# Each new key deletes this many old ones: the table doesn't grow, and no form deletes all of them.
DELETED_AT_ONCE = 4

FIND_BOOKED: LiteralString = """
    SELECT a.id AS appointment_id, a.link_hash
    FROM booking_page_keys k JOIN appointments a ON a.chain_id = $1 AND a.id = k.appointment_id
    WHERE k.chain_id = $1 AND k.location_id = $2 AND k.key = $3
"""


async def find_booked(conn: Connection, tenant: Tenant, key: str) -> Booked | None:
    """Return what the form with a key has booked."""
    return to_struct_or_none(Booked, await conn.fetchrow(FIND_BOOKED, tenant.chain_id, tenant.location_id, key))


TAKE_KEY: LiteralString = f"""
    WITH old AS (
        DELETE FROM booking_page_keys WHERE chain_id = $1 AND (location_id, key) IN (
            SELECT location_id, key FROM booking_page_keys
            WHERE chain_id = $1 AND created_at <= now() - {RETENTION} AND key <> $3
            ORDER BY created_at LIMIT {DELETED_AT_ONCE} FOR UPDATE SKIP LOCKED)
    )
    INSERT INTO booking_page_keys (chain_id, location_id, key, network) VALUES ($1, $2, $3, $4)
    ON CONFLICT DO NOTHING RETURNING key
"""


async def take_key(conn: Connection, tenant: Tenant, key: str, network: Network) -> bool:
    """Take a key for the transaction, and return whether it was free. Waits while another transaction has it."""
    return await conn.fetchval(TAKE_KEY, tenant.chain_id, tenant.location_id, key, network) is not None


COUNT_RECENT: LiteralString = """
    SELECT count(*) FROM booking_page_keys
    WHERE chain_id = $1 AND network = $2 AND created_at > now() - interval '1 hour'
"""


async def count_recent(conn: Connection, tenant: Tenant, network: Network) -> int:
    """Count the appointments of a business that were booked from a network within the last hour.

    Until the transaction ends, no other one books from there.
    """
    subject = hashlib.sha256(f"{tenant.chain_id} {network}".encode()).digest()
    await lock(conn, [(LockKind.NETWORK, subject)])
    found: int = await conn.fetchval(COUNT_RECENT, tenant.chain_id, network)
    return found


KEEP_BOOKED: LiteralString = """
    UPDATE booking_page_keys SET appointment_id = $4 WHERE chain_id = $1 AND location_id = $2 AND key = $3
"""


async def keep_booked(conn: Connection, tenant: Tenant, key: str, appointment_id: int) -> None:
    """Keep what the form with a key has booked."""
    await conn.execute(KEEP_BOOKED, tenant.chain_id, tenant.location_id, key, appointment_id)

"""Statements on the appointments that clients hold the secret of."""

from typing import LiteralString

from parlour.db.pool import Connection

# Across chains: the chain of the appointment isn't known yet, and who knows the secret may know it.
FIND_LOCATION_OF_RECORD: LiteralString = "SELECT location_id FROM appointments WHERE id = $1 AND link_hash = $2"


async def find_location_of_record(conn: Connection, appointment_id: int, link_hash: str) -> int | None:
    """Return the location of an appointment with a secret, or None."""
    location_id: int | None = await conn.fetchval(FIND_LOCATION_OF_RECORD, appointment_id, link_hash)
    return location_id

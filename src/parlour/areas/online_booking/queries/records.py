"""Statements on appointments in the hands of their clients."""

from typing import LiteralString

from parlour.areas.online_booking.model.records import OwnRecord, RecordsOfLocation
from parlour.db.pool import Connection
from parlour.db.rows import to_struct_or_none, to_structs

# Across chains: the chain of the appointment isn't known yet. Who knows the secret may know it, and so may the person
# whose confirmed number is the one of the card.
FIND_LOCATION_OF_RECORD: LiteralString = """
    SELECT location_id, link_hash FROM appointments WHERE id = $1 AND link_hash = $2
    UNION ALL
    SELECT a.location_id, a.link_hash
    FROM client_accounts own
    JOIN clients c ON c.phone = own.phone AND c.phone <> '' AND c.deleted_at IS NULL
    JOIN appointments a ON a.chain_id = c.chain_id AND a.client_id = c.id
    WHERE own.id = $3::bigint AND a.id = $1
    LIMIT 1
"""


async def find_own_record(
    conn: Connection, appointment_id: int, link_hash: str, account_id: int | None
) -> OwnRecord | None:
    """Return where an appointment is, and its secret: for who knows the secret, or for the account of its client."""
    row = await conn.fetchrow(FIND_LOCATION_OF_RECORD, appointment_id, link_hash, account_id)
    return to_struct_or_none(OwnRecord, row)


# Across chains, as above; only of locations that are open.
LIST_RECORDS_OF_PERSON: LiteralString = """
    SELECT location_id, array_agg(id) AS appointment_ids FROM (
        SELECT a.location_id, a.id
        FROM client_accounts own
        JOIN clients c ON c.phone = own.phone AND c.phone <> '' AND c.deleted_at IS NULL
        JOIN appointments a ON a.chain_id = c.chain_id AND a.client_id = c.id
        JOIN locations l ON l.chain_id = a.chain_id AND l.id = a.location_id AND l.closed_at IS NULL
        WHERE own.id = $1
        ORDER BY a.starts_at DESC, a.id DESC LIMIT $2
    ) latest GROUP BY location_id
"""


async def list_records_of_person(conn: Connection, account_id: int, most: int) -> list[RecordsOfLocation]:
    """List the latest appointments of a person by their locations, which are open; cancelled ones included."""
    return to_structs(RecordsOfLocation, await conn.fetch(LIST_RECORDS_OF_PERSON, account_id, most))

"""Statements on what clients want to get."""

from typing import LiteralString

from parlour.access.tenant import Tenant
from parlour.areas.appointment_messages.model.choices import ClientsChoice
from parlour.areas.appointment_messages.model.messages import Channel
from parlour.db.pool import Connection
from parlour.db.rows import to_struct_or_none

FIND_CHOICE: LiteralString = """
    SELECT l.title AS location_title, c.id AS client_id, a.link_hash,
           choice_of_client($1, c.id, 'email') AS email_choice, choice_of_client($1, c.id, 'sms') AS sms_choice
    FROM appointments a
    JOIN locations l ON l.chain_id = $1 AND l.id = a.location_id
    JOIN clients c ON c.chain_id = $1 AND c.id = a.client_id AND c.deleted_at IS NULL
    WHERE a.chain_id = $1 AND a.location_id = $2 AND a.id = $3
"""


async def find_choice(conn: Connection, tenant: Tenant, appointment_id: int) -> ClientsChoice | None:
    """Return the choice of the client of an appointment, also of a deleted one."""
    row = await conn.fetchrow(FIND_CHOICE, tenant.chain_id, tenant.location_id, appointment_id)
    return to_struct_or_none(ClientsChoice, row)


# What was chosen on cards that were merged into this one no longer counts.
SET_REFUSAL: LiteralString = """
    WITH earlier AS (
        DELETE FROM message_refusals
        WHERE chain_id = $1 AND channel = $4 AND client_id <> $3 AND client_id IN (SELECT cards_of_client($1, $3))
    )
    INSERT INTO message_refusals AS r (chain_id, location_id, client_id, channel, refuses_all)
    VALUES ($1, $2, $3, $4, $5)
    ON CONFLICT (chain_id, client_id, channel) DO UPDATE SET refuses_all = excluded.refuses_all, changed_at = now()
    WHERE r.refuses_all <> excluded.refuses_all
"""


async def set_refusal(conn: Connection, tenant: Tenant, client_id: int, channel: Channel, *, refuses_all: bool) -> None:
    """Store that a client wants no reminders through a channel, or nothing at all."""
    await conn.execute(SET_REFUSAL, tenant.chain_id, tenant.location_id, client_id, channel, refuses_all)


END_REFUSAL: LiteralString = """
    DELETE FROM message_refusals
    WHERE chain_id = $1 AND channel = $3 AND client_id IN (SELECT cards_of_client($1, $2))
"""


async def end_refusal(conn: Connection, tenant: Tenant, client_id: int, channel: Channel) -> None:
    """Store that a client wants to get everything through a channel."""
    await conn.execute(END_REFUSAL, tenant.chain_id, client_id, channel)

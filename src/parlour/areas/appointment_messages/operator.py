"""What the operator of the server reads of messages about appointments, and sets for a location."""

from datetime import datetime
from typing import LiteralString

import msgspec

from parlour.access.tenant import get_operators_tenant
from parlour.areas.appointment_messages.model.messages import Channel, Occasion
from parlour.db.pool import Connection
from parlour.db.rows import to_struct, to_structs


class ListedMessage(msgspec.Struct, frozen=True):
    """A message as an operator sees it."""

    id: int
    occasion: Occasion
    channel: Channel
    client: str
    appointment_id: int
    starts_at: datetime
    due_at: datetime
    state: str
    """waiting, failing, given up, sent, or why it was dropped."""
    ended_at: datetime | None
    last_error: str


# Of a message that was neither sent nor dropped, the entry of the outbox has ended if none is found.
LIST_MESSAGES: LiteralString = """
    SELECT m.id, m.occasion, m.channel, coalesce(c.name, a.visitor_name) AS client, m.appointment_id, m.starts_at,
           m.due_at, CASE
               WHEN m.sent_at IS NOT NULL THEN 'sent' WHEN m.dropped_at IS NOT NULL THEN m.drop_reason
               WHEN entry.attempts IS NULL THEN 'given up' WHEN entry.last_error <> '' THEN 'failing' ELSE 'waiting'
           END AS state, coalesce(m.sent_at, m.dropped_at) AS ended_at, coalesce(entry.last_error, '') AS last_error
    FROM appointment_messages m
    JOIN appointments a ON a.chain_id = $1 AND a.id = m.appointment_id
    LEFT JOIN clients c ON c.chain_id = $1 AND c.id = a.client_id
    LEFT JOIN LATERAL (
        SELECT o.attempts, o.last_error FROM outbox o
        WHERE o.subject = 'chain:' || $1::bigint || CASE m.occasion
                WHEN 'reminder' THEN '/reminder:' || m.id ELSE '/appointment:' || a.id || '/' || m.channel END
          AND o.done_at IS NULL AND o.given_up_at IS NULL AND (o.payload ->> 'message_id')::bigint = m.id
        LIMIT 1
    ) AS entry ON true
    WHERE m.chain_id = $1 AND m.location_id = $2 AND m.part_of IS NULL
      AND (m.sent_at IS NOT NULL OR m.dropped_at IS NOT NULL OR entry.attempts IS NULL) = $3
    ORDER BY CASE WHEN $3 THEN m.due_at END DESC, m.due_at, m.id LIMIT $4
"""


async def list_messages(conn: Connection, location_id: int, limit: int, *, has_ended: bool) -> list[ListedMessage]:
    """List the messages of a location that are to be sent, the next one first, or those that ended, the latest first.

    Raise `NotFound`.
    """
    tenant = await get_operators_tenant(conn, location_id)
    rows = await conn.fetch(LIST_MESSAGES, tenant.chain_id, tenant.location_id, has_ended, limit)
    return to_structs(ListedMessage, rows)


class ReminderSettings(msgspec.Struct, frozen=True):
    """How a location reminds its clients where an appointment says nothing."""

    location_id: int
    sends_sms_reminders: bool
    sms_reminder_hours: int
    """Before the start; 0 for no reminder."""
    email_reminder_hours: int


SET_REMINDERS: LiteralString = """
    UPDATE locations SET
        sends_sms_reminders = coalesce($3, sends_sms_reminders),
        sms_reminder_hours = coalesce($4, sms_reminder_hours),
        email_reminder_hours = coalesce($5, email_reminder_hours)
    WHERE chain_id = $1 AND id = $2
    RETURNING id AS location_id, sends_sms_reminders, sms_reminder_hours, email_reminder_hours
"""


async def set_reminders(
    conn: Connection, location_id: int, sends_sms: bool | None, sms_hours: int | None, email_hours: int | None
) -> ReminderSettings:
    """Set how a location reminds its clients; None keeps a value. Raise `NotFound`."""
    tenant = await get_operators_tenant(conn, location_id)
    row = await conn.fetchrow(SET_REMINDERS, tenant.chain_id, tenant.location_id, sends_sms, sms_hours, email_hours)
    assert row is not None  # noqa: S101 - locations are never deleted
    return to_struct(ReminderSettings, row)

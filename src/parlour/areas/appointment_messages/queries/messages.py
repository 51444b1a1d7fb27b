"""Statements of delivering."""

from typing import LiteralString

from parlour.access.tenant import Tenant
from parlour.areas.appointment_messages.model.messages import Message, Reason
from parlour.db.pool import Connection
from parlour.db.rows import to_struct_or_none

# What could not be delivered may be tried again, once the operator has corrected the settings. A message with parts is
# about the first date that is still news; the other ones are counted. Any other message has one date. A client can have
# several bookings of one event: their places are added up, and of their reminders the one that is due first is sent.
FIND_MESSAGE: LiteralString = """
    WITH dates AS MATERIALIZED (
        SELECT a.id, a.event_id, a.seat_count, a.starts_at, has_later,
               NOT has_later AND a.starts_at > now() AND CASE part.occasion
                   WHEN 'cancelled' THEN a.deleted_at IS NOT NULL OR a.attendance = 'no_show'
                   ELSE awaits_client(a) END AS is_news
        FROM appointment_messages part
        JOIN appointments a ON a.chain_id = $1 AND a.id = part.appointment_id
        CROSS JOIN LATERAL (
            SELECT EXISTS (
                SELECT FROM appointment_messages o
                WHERE o.chain_id = $1 AND o.appointment_id = a.id AND o.channel = part.channel
                  AND o.occasion <> 'reminder' AND o.id > part.id) AS has_later) AS later
        WHERE part.chain_id = $1 AND part.location_id = $2 AND (part.id = $3 OR part.part_of = $3)
    ), first AS (
        SELECT id, event_id, has_later FROM dates ORDER BY NOT is_news, starts_at, id LIMIT 1
    ), others AS (
        SELECT coalesce(json_agg(json_build_object(
            'appointment_id', a.id, 'link_hash', a.link_hash, 'starts_at', a.starts_at,
            'length_s', a.duration - a.technical_break, 'revision', a.revision, 'changed_at', a.changed_at,
            'titles', ARRAY (
                SELECT s.title FROM appointment_services s
                WHERE s.chain_id = $1 AND s.appointment_id = a.id ORDER BY s.position)
        ) ORDER BY a.starts_at, a.id), '[]')::text AS bookings
        FROM dates d JOIN appointments a ON a.chain_id = $1 AND a.id = d.id
        WHERE d.is_news AND d.id <> (SELECT id FROM first)
    )
    SELECT m.id, m.occasion, m.channel,
           m.sent_at IS NULL AND (m.dropped_at IS NULL OR m.drop_reason = 'undeliverable') AS is_open,
           m.due_at > now() AS is_early, first.has_later, (
               SELECT count(DISTINCT d.event_id) FROM dates d
               WHERE d.is_news AND d.event_id <> first.event_id) AS other_count,
           coalesce(CASE m.occasion WHEN 'cancelled' THEN (
               SELECT sum(d.seat_count) FROM dates d WHERE d.is_news AND d.event_id = first.event_id)
               ELSE booked.places END, 1) AS place_count, coalesce(booked.places, 0) AS left_count,
           (SELECT bookings FROM others) AS others,
           m.occasion = 'reminder' AND EXISTS (
               SELECT FROM appointments b
               JOIN appointment_messages o ON o.chain_id = $1 AND o.appointment_id = b.id AND o.channel = m.channel
                   AND o.moment = m.moment AND o.occasion = 'reminder'
               WHERE b.chain_id = $1 AND b.event_id = a.event_id AND b.client_id = a.client_id AND b.id <> a.id
                 AND awaits_client(b) AND o.dropped_at IS NULL
                 AND CASE WHEN o.sent_at IS NULL THEN (o.due_at, o.id) < (m.due_at, m.id)
                          ELSE o.sent_at > m.created_at END) AS is_said_elsewhere,
           a.id AS appointment_id, a.link_hash, a.starts_at,
           a.duration - a.technical_break AS length_s, awaits_client(a) AS is_expected,
           a.deleted_at IS NOT NULL OR a.attendance = 'no_show' AS is_cancelled, a.starts_at <= now() AS has_begun,
           a.revision, a.changed_at, a.language, ARRAY (
               SELECT s.title FROM appointment_services s
               WHERE s.chain_id = $1 AND s.appointment_id = a.id ORDER BY s.position) AS titles,
           t.name AS member_name, (
               SELECT f.id FROM booking_forms f
               WHERE f.chain_id = $1 AND f.location_id = $2 AND f.deleted_at IS NULL
               ORDER BY f.id <> coalesce(a.booking_form_id, 0), NOT f.is_default, f.id LIMIT 1) AS form_id,
           coalesce(CASE m.channel WHEN 'email' THEN c.email ELSE c.phone END, '') AS recipient,
           CASE choice_of_client($1, a.client_id, m.channel)
               WHEN 'everything' THEN false WHEN 'nothing' THEN true ELSE m.occasion = 'reminder' END AS is_refused,
           l.sends_sms_reminders
    FROM appointment_messages m CROSS JOIN first
    JOIN appointments a ON a.chain_id = $1 AND a.id = first.id
    JOIN locations l ON l.chain_id = $1 AND l.id = m.location_id
    JOIN team_members t ON t.chain_id = $1 AND t.id = a.team_member_id
    CROSS JOIN LATERAL (
        SELECT sum(b.seat_count) AS places FROM appointments b
        WHERE b.chain_id = $1 AND b.event_id = a.event_id AND b.client_id = a.client_id AND awaits_client(b)
    ) AS booked
    LEFT JOIN clients c ON c.chain_id = $1 AND c.id = a.client_id AND c.deleted_at IS NULL AND c.erased_at IS NULL
    WHERE m.chain_id = $1 AND m.location_id = $2 AND m.id = $3
"""


async def find_message(conn: Connection, tenant: Tenant, message_id: int) -> Message | None:
    """Return a message with all that it may say, as things are now."""
    row = await conn.fetchrow(FIND_MESSAGE, tenant.chain_id, tenant.location_id, message_id)
    return to_struct_or_none(Message, row)


NOTE_SENT: LiteralString = """
    UPDATE appointment_messages SET sent_at = now(), dropped_at = NULL, drop_reason = ''
    WHERE chain_id = $1 AND location_id = $2 AND (id = $3 OR part_of = $3) AND sent_at IS NULL
"""


async def note_sent(conn: Connection, tenant: Tenant, message_id: int) -> None:
    """Store that a message was sent, also if it was withdrawn meanwhile."""
    await conn.execute(NOTE_SENT, tenant.chain_id, tenant.location_id, message_id)


DROP: LiteralString = """
    UPDATE appointment_messages SET dropped_at = now(), drop_reason = $4
    WHERE chain_id = $1 AND location_id = $2 AND (id = $3 OR part_of = $3) AND sent_at IS NULL AND dropped_at IS NULL
"""


async def drop(conn: Connection, tenant: Tenant, message_id: int, reason: Reason) -> None:
    """Store why a message isn't sent."""
    await conn.execute(DROP, tenant.chain_id, tenant.location_id, message_id, reason)

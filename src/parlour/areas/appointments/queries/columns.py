"""The columns and joins that all statements have that read whole appointments.

They need an appointment `a`, and the chain as $1.
"""

from typing import LiteralString

# Of the start that it has now, by the key of messages. Most appointments have no reminder, and nothing is looked up.
_IS_REMINDED: LiteralString = """
    CASE WHEN a.sms_reminder_hours IS NULL THEN false ELSE EXISTS (
        SELECT FROM appointment_messages m
        WHERE m.chain_id = a.chain_id AND m.appointment_id = a.id AND m.channel = 'sms'
          AND m.moment = extract(epoch FROM a.starts_at)::bigint AND m.sent_at IS NOT NULL)
    END
"""
COLUMNS: LiteralString = f"""
    a.id, a.location_id, a.visit_id, v.attendance AS visit_attendance, v.document_id, v.owed_amount,
    v.paid_amount, a.team_member_id, a.client_id,
    a.event_id, a.day, a.starts_at, a.duration, a.technical_break, a.attendance, a.seat_count, a.resource_instance_ids,
    a.tag_ids, a.custom_values::text AS custom_values, a.comment, a.api_id, a.color, a.visitor_name, a.source,
    a.booking_form_id, a.from_url, a.is_member_chosen, a.notifies_by_sms, a.notifies_by_email, a.sms_reminder_hours,
    a.email_reminder_hours, {_IS_REMINDED} AS is_sms_reminder_sent, a.link_hash, a.created_user_id, a.revision,
    a.created_at, a.changed_at,
    a.deleted_at IS NOT NULL AS is_deleted, booked.lines, card.client
"""
# In the order of `model.appointments.Line`. Looked up for each appointment by an index: OFFSET 0 keeps a plan for any
# parameters from reading whole tables, because it doesn't know how few rows a page has.
_LINES: LiteralString = """
    CROSS JOIN LATERAL (
        SELECT coalesce(json_agg(json_build_array(
            l.id, l.service_id, l.title, l.duration, l.amount, trim_scale(l.unit_price)::text,
            trim_scale(l.discount)::text, trim_scale(l.price)::text) ORDER BY l.position), '[]')::text AS lines
        FROM appointment_services l
        WHERE l.chain_id = $1 AND l.appointment_id = a.id
    ) AS booked
"""
# In the order of `model.people.ClientOfAppointment`.
_CARD: LiteralString = """
    LEFT JOIN LATERAL (
        SELECT json_build_array(
            c.id, c.name, c.surname, c.middle_name, c.phone, c.email, c.card, c.comment, c.gender,
            trim_scale(c.discount)::text, c.birth_date, c.visit_count)::text AS client
        FROM clients c
        WHERE c.chain_id = $1 AND c.id = a.client_id OFFSET 0
    ) AS card ON true
"""
JOINS: LiteralString = f"""
    CROSS JOIN LATERAL (
        SELECT attendance, document_id, owed_amount, paid_amount FROM visits
        WHERE chain_id = $1 AND id = a.visit_id OFFSET 0) AS v
    {_LINES} {_CARD}
"""

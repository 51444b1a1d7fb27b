-- Several events that are moved or deleted at once, as those of a series are, are one message to each client and
-- channel.
SET lock_timeout = '5s';

-- Each booking has a row, so that its key and what happens to it later count as for any other. One of them is the
-- message; the others are parts of it, and end with it.
ALTER TABLE appointment_messages ADD COLUMN part_of bigint;
ALTER TABLE appointment_messages ADD CONSTRAINT appointment_messages_part_of_fkey
    FOREIGN KEY (chain_id, part_of) REFERENCES appointment_messages (chain_id, id);
CREATE INDEX appointment_messages_part_of_idx ON appointment_messages (chain_id, part_of) WHERE part_of IS NOT NULL;

-- Enter the messages about bookings that were moved or deleted with their events, as 'changed' or 'cancelled'. Clients
-- learn nothing of what is past, or if they weren't expected: as with one booking.
CREATE FUNCTION report_bookings(of_chain bigint, of_location bigint, of_occasion text, ids bigint[]) RETURNS void
LANGUAGE sql AS $$
    WITH reported AS MATERIALIZED (
        SELECT a.id, a.client_id, a.revision, a.starts_at, channel,
               row_number() OVER (PARTITION BY a.client_id, channel ORDER BY a.starts_at, a.id) = 1 AS is_first
        FROM appointments a CROSS JOIN LATERAL channels_of_appointment(a) AS channel
        WHERE a.chain_id = of_chain AND a.location_id = of_location AND a.id = ANY (ids)
          AND a.client_id IS NOT NULL AND a.starts_at > now() AND a.attendance IN ('waiting', 'confirmed')
          AND (a.deleted_at IS NOT NULL) = (of_occasion = 'cancelled')
    ), entered AS (
        INSERT INTO appointment_messages (
            chain_id, location_id, appointment_id, occasion, channel, moment, starts_at, due_at)
        SELECT of_chain, of_location, id, of_occasion, channel, revision, starts_at, now()
        FROM reported WHERE is_first ORDER BY starts_at, id, channel
        ON CONFLICT ON CONSTRAINT appointment_messages_moment_key DO NOTHING
        RETURNING id, appointment_id, channel
    ), parts AS (
        INSERT INTO appointment_messages (
            chain_id, location_id, appointment_id, occasion, channel, moment, starts_at, due_at, part_of)
        SELECT of_chain, of_location, other.id, of_occasion, other.channel, other.revision, other.starts_at, now(), e.id
        FROM entered e
        JOIN reported first ON first.id = e.appointment_id AND first.channel = e.channel
        JOIN reported other ON other.client_id = first.client_id AND other.channel = e.channel AND NOT other.is_first
        ORDER BY other.starts_at, other.id, other.channel
        ON CONFLICT ON CONSTRAINT appointment_messages_moment_key DO NOTHING
    )
    INSERT INTO outbox (kind, subject, payload, chain_id)
    SELECT 'appointment_' || channel, 'chain:' || of_chain || '/appointment:' || appointment_id || '/' || channel,
           jsonb_build_object('location_id', of_location, 'message_id', id), of_chain
    FROM entered ORDER BY id
$$;

-- What clients are written to about their appointments. See docs/decisions/0037-messages-about-appointments.md.
SET lock_timeout = '5s';

ALTER TABLE locations
    ADD COLUMN sends_sms_reminders boolean NOT NULL DEFAULT true,
    -- For appointments whose hours nothing says; 0 for no reminder.
    ADD COLUMN sms_reminder_hours smallint NOT NULL DEFAULT 0
        CONSTRAINT locations_sms_reminder_hours_check CHECK (sms_reminder_hours BETWEEN 0 AND 8760),
    ADD COLUMN email_reminder_hours smallint NOT NULL DEFAULT 0
        CONSTRAINT locations_email_reminder_hours_check CHECK (email_reminder_hours BETWEEN 0 AND 8760);
-- The language in which a client has booked; empty where it isn't known.
ALTER TABLE appointments
    ADD COLUMN language text NOT NULL DEFAULT ''
        CONSTRAINT appointments_language_check CHECK (language ~ '^([a-z]{2})?$');

-- One row for each message, whether it is still to be sent, was sent, or isn't sent any more. Its text is written when it
-- is sent; what delivers it is an entry of the outbox.
CREATE TABLE appointment_messages (
    chain_id bigint NOT NULL,
    id bigint GENERATED ALWAYS AS IDENTITY,
    location_id bigint NOT NULL,
    appointment_id bigint NOT NULL,
    occasion text NOT NULL
        CONSTRAINT appointment_messages_occasion_check CHECK (occasion IN ('booked', 'changed', 'cancelled', 'reminder')),
    channel text NOT NULL CONSTRAINT appointment_messages_channel_check CHECK (channel IN ('email', 'sms')),
    -- Of a reminder the start of which it reminds, in seconds; of any other message the revision of the appointment.
    moment bigint NOT NULL,
    starts_at timestamptz NOT NULL,
    due_at timestamptz NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    sent_at timestamptz,
    dropped_at timestamptz,
    -- Why it isn't sent.
    drop_reason text NOT NULL DEFAULT '',
    CONSTRAINT appointment_messages_pkey PRIMARY KEY (chain_id, id),
    -- Whatever writes the appointment, and however often: each occasion has one message in each channel.
    CONSTRAINT appointment_messages_moment_key UNIQUE (chain_id, appointment_id, channel, moment),
    CONSTRAINT appointment_messages_location_fkey
        FOREIGN KEY (chain_id, location_id) REFERENCES locations (chain_id, id),
    CONSTRAINT appointment_messages_appointment_fkey
        FOREIGN KEY (chain_id, appointment_id) REFERENCES appointments (chain_id, id),
    CONSTRAINT appointment_messages_ended_check CHECK (sent_at IS NULL OR dropped_at IS NULL)
);
CREATE INDEX appointment_messages_due_idx ON appointment_messages (chain_id, location_id, due_at, id);

-- What a client doesn't want to get. Without a row everything is sent.
CREATE TABLE message_refusals (
    chain_id bigint NOT NULL,
    client_id bigint NOT NULL,
    channel text NOT NULL CONSTRAINT message_refusals_channel_check CHECK (channel IN ('email', 'sms')),
    location_id bigint NOT NULL,
    -- Not only reminders, but also what happens to the client's appointments.
    refuses_all boolean NOT NULL,
    changed_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT message_refusals_pkey PRIMARY KEY (chain_id, client_id, channel),
    CONSTRAINT message_refusals_client_fkey FOREIGN KEY (chain_id, client_id) REFERENCES clients (chain_id, id),
    CONSTRAINT message_refusals_location_fkey FOREIGN KEY (chain_id, location_id) REFERENCES locations (chain_id, id)
);
CREATE TRIGGER message_refusals_audit AFTER INSERT OR UPDATE OR DELETE ON message_refusals
    FOR EACH ROW EXECUTE FUNCTION record_change('message_refusal', 'client_id');

-- Return a card and all that were merged into it: they are one person, also if the merge is undone later.
CREATE FUNCTION cards_of_client(of_chain bigint, card_id bigint) RETURNS SETOF bigint
LANGUAGE sql STABLE ROWS 1 AS $$
    WITH RECURSIVE cards AS (
        SELECT card_id AS id
        UNION
        SELECT c.id FROM cards JOIN clients c ON c.chain_id = of_chain AND c.merged_into = cards.id
    )
    SELECT id FROM cards
$$;

-- Return how much a client gets through a channel. Of merged cards the one that refuses most counts.
CREATE FUNCTION choice_of_client(of_chain bigint, card_id bigint, of_channel text) RETURNS text
LANGUAGE sql STABLE AS $$
    SELECT CASE WHEN bool_or(r.refuses_all) THEN 'nothing' WHEN count(*) > 0 THEN 'no_reminders' ELSE 'everything' END
    FROM cards_of_client(of_chain, card_id) AS id
    JOIN message_refusals r ON r.chain_id = of_chain AND r.client_id = id AND r.channel = of_channel
$$;

-- Where an invitation went, and what is on its way to people outside.
SET lock_timeout = '5s';

-- What the inviter knew of the invited user; nothing else of that user is shown until the invitation is accepted.
ALTER TABLE invitations
    ADD COLUMN sent_to text NOT NULL CONSTRAINT invitations_sent_to_check CHECK (sent_to <> ''),
    ADD COLUMN name text NOT NULL CONSTRAINT invitations_name_check CHECK (name <> ''),
    -- Only a link that came by mail proves that the address is the user's.
    ADD COLUMN is_mailed boolean NOT NULL;
-- A new invitation revokes the one before it.
CREATE UNIQUE INDEX invitations_open_idx ON invitations (chain_id, location_id, user_id)
    WHERE accepted_at IS NULL AND revoked_at IS NULL;

-- Messages to be sent. The texts hold links that let somebody in, so they are blanked once they are sent or given up.
CREATE TABLE messages (
    id bigint GENERATED ALWAYS AS IDENTITY CONSTRAINT messages_pkey PRIMARY KEY,
    recipient text NOT NULL CONSTRAINT messages_recipient_check CHECK (recipient <> ''),
    subject text NOT NULL,
    plain text NOT NULL,
    html text NOT NULL,
    link text NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    next_attempt_at timestamptz NOT NULL DEFAULT now(),
    attempts integer NOT NULL DEFAULT 0,
    sent_at timestamptz,
    given_up_at timestamptz,
    last_error text NOT NULL DEFAULT '',
    CONSTRAINT messages_blanked_check CHECK (
        (sent_at IS NULL AND given_up_at IS NULL) OR (plain = '' AND html = '' AND link = ''))
);
CREATE INDEX messages_waiting_idx ON messages (next_attempt_at) WHERE sent_at IS NULL AND given_up_at IS NULL;

-- One table for everything that is delivered to others after a commit. See docs/decisions/0027-outbox.md.
SET lock_timeout = '5s';

CREATE TABLE outbox (
    id bigint GENERATED ALWAYS AS IDENTITY CONSTRAINT outbox_pkey PRIMARY KEY,
    -- Which handler delivers it, such as 'email'.
    kind text NOT NULL CONSTRAINT outbox_kind_check CHECK (kind <> ''),
    -- Entries of one subject are delivered one after the other, in the order of their ids.
    subject text NOT NULL CONSTRAINT outbox_subject_check CHECK (length(subject) BETWEEN 1 AND 500),
    -- The chain that it concerns, if any. The server delivers for all chains.
    chain_id bigint,
    payload jsonb,
    -- A secret payload is erased as soon as the entry is done or given up.
    is_secret boolean NOT NULL DEFAULT false,
    created_at timestamptz NOT NULL DEFAULT now(),
    attempts integer NOT NULL DEFAULT 0 CONSTRAINT outbox_attempts_check CHECK (attempts >= 0),
    -- When a worker may take it; NULL while it is held back by an entry of its subject, and in the end. While a worker
    -- delivers it (taken_at), this is the end of the worker's lease.
    next_attempt_at timestamptz DEFAULT now(),
    taken_at timestamptz,
    done_at timestamptz,
    given_up_at timestamptz,
    last_error text NOT NULL DEFAULT '',
    CONSTRAINT outbox_ended_check CHECK (
        (done_at IS NULL AND given_up_at IS NULL)
        OR ((done_at IS NULL OR given_up_at IS NULL) AND taken_at IS NULL AND next_attempt_at IS NULL)),
    CONSTRAINT outbox_payload_check CHECK (
        CASE WHEN done_at IS NULL AND given_up_at IS NULL THEN payload IS NOT NULL ELSE NOT is_secret OR payload IS NULL END)
);
CREATE INDEX outbox_due_idx ON outbox (kind, next_attempt_at, id) WHERE next_attempt_at IS NOT NULL;
CREATE INDEX outbox_subject_idx ON outbox (subject, id) WHERE done_at IS NULL AND given_up_at IS NULL;
-- Of each subject at most one entry is started: two workers can't deliver two of them at once, whatever each has read.
CREATE UNIQUE INDEX outbox_started_idx ON outbox (subject)
    WHERE attempts > 0 AND done_at IS NULL AND given_up_at IS NULL;
CREATE INDEX outbox_ended_idx ON outbox (coalesce(done_at, given_up_at))
    WHERE done_at IS NOT NULL OR given_up_at IS NOT NULL;

CREATE FUNCTION announce_outbox() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_notify('parlour_outbox', '');
    RETURN NULL;
END
$$;
CREATE TRIGGER outbox_announce AFTER INSERT ON outbox FOR EACH STATEMENT EXECUTE FUNCTION announce_outbox();

-- The end of an entry releases the next one of its subject. As a trigger, so that no way of ending one can forget it.
CREATE FUNCTION release_outbox_subject() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
    UPDATE outbox SET next_attempt_at = now()
    WHERE next_attempt_at IS NULL AND id = (
        SELECT id FROM outbox WHERE subject = OLD.subject AND done_at IS NULL AND given_up_at IS NULL ORDER BY id LIMIT 1);
    IF FOUND THEN
        PERFORM pg_notify('parlour_outbox', '');
    END IF;
    RETURN NULL;
END
$$;
CREATE TRIGGER outbox_release AFTER UPDATE OF done_at, given_up_at ON outbox FOR EACH ROW
    WHEN (OLD.done_at IS NULL AND OLD.given_up_at IS NULL AND (NEW.done_at IS NOT NULL OR NEW.given_up_at IS NOT NULL))
    EXECUTE FUNCTION release_outbox_subject();
CREATE TRIGGER outbox_release_deleted AFTER DELETE ON outbox FOR EACH ROW
    WHEN (OLD.done_at IS NULL AND OLD.given_up_at IS NULL)
    EXECUTE FUNCTION release_outbox_subject();

-- No server of the version before may send a message between the copy and the end of the table.
LOCK TABLE messages IN ACCESS EXCLUSIVE MODE;
INSERT INTO outbox (kind, subject, payload, is_secret, created_at, attempts, next_attempt_at, last_error)
SELECT 'email', left('recipient:' || recipient, 500),
       jsonb_build_object('recipient', recipient, 'subject', subject, 'plain', plain, 'html', html, 'link', link),
       true, created_at,
       -- Of several messages to one recipient the first goes on with its attempts, the others wait for it.
       CASE row_number() OVER (PARTITION BY recipient ORDER BY id) WHEN 1 THEN attempts ELSE 0 END,
       next_attempt_at, last_error
FROM messages WHERE sent_at IS NULL AND given_up_at IS NULL
ORDER BY id;
DROP TABLE messages;

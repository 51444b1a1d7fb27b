-- The answers of requests that were sent with an Idempotency-Key: a retry gets the first answer again.
SET lock_timeout = '5s';

-- Written by the transaction of the request itself: there is an answer exactly when there is what it tells of.
CREATE TABLE idempotency_keys (
    user_id bigint NOT NULL CONSTRAINT idempotency_keys_user_id_fkey REFERENCES users,
    partner_id bigint NOT NULL,
    key text NOT NULL,
    -- Of the whole request: the same key with another one is a mistake of the client's.
    fingerprint bytea NOT NULL,
    status smallint NOT NULL,
    headers jsonb NOT NULL,
    body bytea NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT idempotency_keys_pkey PRIMARY KEY (user_id, partner_id, key)
);
CREATE INDEX idempotency_keys_created_at_idx ON idempotency_keys (created_at);

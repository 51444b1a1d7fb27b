-- Accounts of people who book online. A person is known by a phone number and belongs to no chain, as users don't.
SET lock_timeout = '5s';

CREATE TABLE client_accounts (
    id bigint GENERATED ALWAYS AS IDENTITY CONSTRAINT client_accounts_pkey PRIMARY KEY,
    -- Digits with the country's code. A code has confirmed it.
    phone text NOT NULL CONSTRAINT client_accounts_phone_key UNIQUE
        CONSTRAINT client_accounts_phone_check CHECK (phone ~ '^[0-9]{9,15}$'),
    name text NOT NULL DEFAULT '',
    -- Nothing has confirmed it; several accounts may have the same.
    email text NOT NULL DEFAULT '',
    -- Null until the person sets one.
    password_hash text,
    created_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX client_accounts_email_idx ON client_accounts (email) WHERE email <> '';

-- A person signed in through a partner's integration. The row is the token, of a kind that users don't have.
CREATE TABLE client_sessions (
    id bigint GENERATED ALWAYS AS IDENTITY CONSTRAINT client_sessions_pkey PRIMARY KEY,
    account_id bigint NOT NULL CONSTRAINT client_sessions_account_id_fkey REFERENCES client_accounts,
    partner_id bigint NOT NULL CONSTRAINT client_sessions_partner_id_fkey REFERENCES partners,
    token_hash bytea NOT NULL CONSTRAINT client_sessions_token_hash_key UNIQUE,
    created_at timestamptz NOT NULL DEFAULT now(),
    revoked_at timestamptz
);
CREATE INDEX client_sessions_account_id_idx ON client_sessions (account_id);
CREATE INDEX client_sessions_partner_id_idx ON client_sessions (partner_id);

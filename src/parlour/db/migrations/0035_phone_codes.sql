-- Codes by which people confirm that a phone number is theirs.
SET lock_timeout = '5s';

-- A row for each code that was made; the newest of a number is the one that counts. A number belongs to a person, and so
-- to no chain: a limit on guesses that counted by chain would be as many limits as there are chains.
CREATE TABLE phone_codes (
    id bigint GENERATED ALWAYS AS IDENTITY CONSTRAINT phone_codes_pkey PRIMARY KEY,
    phone_hash bytea NOT NULL,
    -- Through which location it was asked for.
    location_id bigint NOT NULL,
    salt bytea NOT NULL,
    code_hash bytea NOT NULL,
    wrong_tries smallint NOT NULL DEFAULT 0,
    made_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX phone_codes_phone_hash_idx ON phone_codes (phone_hash, made_at);
CREATE INDEX phone_codes_location_id_idx ON phone_codes (location_id, made_at);
CREATE INDEX phone_codes_made_at_idx ON phone_codes (made_at);

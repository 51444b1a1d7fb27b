-- Guesses are counted by network, reserved before they are checked, and slower for a login over all addresses.
-- Invitations are counted by recipient, inviter and chain.
SET lock_timeout = '5s';

-- The network of an address: an IPv4 address alone, and the /64 of an IPv6 address.
CREATE FUNCTION pg_temp.network_of(address inet) RETURNS cidr LANGUAGE sql IMMUTABLE AS $$
    SELECT CASE
        WHEN family(address) = 4 THEN network(set_masklen(address, 32))
        WHEN address << '::ffff:0:0/96'::inet THEN network(set_masklen('0.0.0.0'::inet + (address - '::ffff:0:0'), 32))
        ELSE network(set_masklen(address, 64))
    END
$$;

-- A row is written before the password is checked, and removed when it fits. The network keeps the name `ip`.
ALTER TABLE sign_in_failures
    ALTER COLUMN ip TYPE cidr USING pg_temp.network_of(ip),
    -- The password was checked, and was wrong.
    ADD COLUMN is_settled boolean NOT NULL DEFAULT true,
    -- The user had signed in from this network before.
    ADD COLUMN is_known boolean NOT NULL DEFAULT false;

-- From where a user signed in before: the slower limit of a login leaves these networks alone.
CREATE TABLE known_networks (
    user_id bigint NOT NULL CONSTRAINT known_networks_user_id_fkey REFERENCES users,
    network cidr NOT NULL,
    last_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT known_networks_pkey PRIMARY KEY (user_id, network)
);
CREATE INDEX known_networks_last_at_idx ON known_networks (last_at);
INSERT INTO known_networks (user_id, network, last_at)
SELECT user_id, pg_temp.network_of(ip), max(created_at) FROM sessions
WHERE ip IS NOT NULL AND created_at > now() - interval '90 days'
GROUP BY user_id, pg_temp.network_of(ip);

-- Invitations that went out. They are counted although the invitation itself is withdrawn.
CREATE TABLE invitations_sent (
    id bigint GENERATED ALWAYS AS IDENTITY CONSTRAINT invitations_sent_pkey PRIMARY KEY,
    recipient_hash bytea NOT NULL,
    user_id bigint NOT NULL,
    chain_id bigint NOT NULL,
    sent_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX invitations_sent_recipient_hash_idx ON invitations_sent (recipient_hash, sent_at);
CREATE INDEX invitations_sent_user_id_idx ON invitations_sent (user_id, sent_at);
CREATE INDEX invitations_sent_chain_id_idx ON invitations_sent (chain_id, sent_at);
CREATE INDEX invitations_sent_sent_at_idx ON invitations_sent (sent_at);

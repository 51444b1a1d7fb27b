-- Secret addresses from which calendar programs read appointments.
SET lock_timeout = '5s';

CREATE TABLE calendar_feeds (
    chain_id bigint NOT NULL,
    id bigint GENERATED ALWAYS AS IDENTITY,
    location_id bigint NOT NULL,
    -- Whose appointments; null for those of the whole location.
    team_member_id bigint,
    shows_clients boolean NOT NULL,
    token_hash bytea NOT NULL,
    -- Whose rights it shows appointments by; null for one that was made at the command line.
    user_id bigint,
    created_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT calendar_feeds_pkey PRIMARY KEY (chain_id, id),
    CONSTRAINT calendar_feeds_token_hash_key UNIQUE (token_hash),
    CONSTRAINT calendar_feeds_location_fkey FOREIGN KEY (chain_id, location_id) REFERENCES locations (chain_id, id),
    CONSTRAINT calendar_feeds_team_member_fkey
        FOREIGN KEY (chain_id, team_member_id) REFERENCES team_members (chain_id, id),
    CONSTRAINT calendar_feeds_user_fkey FOREIGN KEY (user_id) REFERENCES users (id)
);
CREATE INDEX calendar_feeds_location_idx ON calendar_feeds (chain_id, location_id, id);
CREATE INDEX calendar_feeds_team_member_idx ON calendar_feeds (chain_id, team_member_id)
    WHERE team_member_id IS NOT NULL;
CREATE INDEX calendar_feeds_user_idx ON calendar_feeds (user_id) WHERE user_id IS NOT NULL;
CREATE TRIGGER calendar_feeds_audit AFTER INSERT OR UPDATE OR DELETE ON calendar_feeds
    FOR EACH ROW EXECUTE FUNCTION record_change('calendar_feed');

-- How many appointments a member has is counted in the index alone: it holds what all lists ask for, too.
SET lock_timeout = '5s';

DROP INDEX appointments_team_member_idx;
CREATE INDEX appointments_team_member_idx ON appointments (chain_id, team_member_id, day, starts_at, id)
    INCLUDE (location_id, deleted_at);

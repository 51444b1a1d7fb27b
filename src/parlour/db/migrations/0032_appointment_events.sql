-- The appointments of a group event.
SET lock_timeout = '5s';

CREATE INDEX appointments_event_idx ON appointments (chain_id, event_id, day, starts_at, id)
    WHERE event_id IS NOT NULL;

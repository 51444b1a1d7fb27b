-- Cards of clients: what has changed since a moment, comments and files.
SET lock_timeout = '5s';

CREATE INDEX clients_changed_idx ON clients (chain_id, location_id, changed_at) WHERE deleted_at IS NULL;

-- Appointments by the secret of their links: who knows it need not know the chain.
SET lock_timeout = '5s';

CREATE INDEX appointments_link_hash_idx ON appointments (link_hash);

-- Appointments by the secret of their links, for reviews that clients leave.
SET lock_timeout = '5s';

CREATE INDEX appointments_link_hash_idx ON appointments (link_hash);

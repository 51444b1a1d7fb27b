-- Requests of people who book: through an integration, without a user.
SET lock_timeout = '5s';

-- The user of a key; 0 for none. Rows are deleted after a day, and users never are.
ALTER TABLE idempotency_keys DROP CONSTRAINT idempotency_keys_user_id_fkey;

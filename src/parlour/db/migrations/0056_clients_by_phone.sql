-- Cards of a person in all chains: who has confirmed the number may see and change the own appointments.
SET lock_timeout = '5s';

CREATE INDEX clients_phone_anywhere_idx ON clients (phone) WHERE deleted_at IS NULL AND phone <> '';

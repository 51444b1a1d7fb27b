-- Through which integration an appointment was made; null for those of before, and for those of the operator.
SET lock_timeout = '5s';

ALTER TABLE appointments ADD COLUMN partner_id bigint CONSTRAINT appointments_partner_id_fkey REFERENCES partners;
-- Who acts is named to the database with every transaction.
ALTER TABLE appointments
    ALTER COLUMN partner_id SET DEFAULT ((nullif(current_setting('parlour.actor', true), ''))::actor).partner_id;
CREATE INDEX appointments_partner_idx ON appointments (partner_id, chain_id, location_id, starts_at, id)
    WHERE partner_id IS NOT NULL;

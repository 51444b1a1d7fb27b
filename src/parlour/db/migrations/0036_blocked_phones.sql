-- Phone numbers that can't book online in a location.
SET lock_timeout = '5s';

CREATE TABLE blocked_phones (
    chain_id bigint NOT NULL,
    id bigint GENERATED ALWAYS AS IDENTITY,
    location_id bigint NOT NULL,
    phone text NOT NULL CONSTRAINT blocked_phones_phone_check CHECK (phone ~ '^[0-9]{9,15}$'),
    created_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT blocked_phones_pkey PRIMARY KEY (chain_id, id),
    CONSTRAINT blocked_phones_phone_key UNIQUE (chain_id, location_id, phone),
    CONSTRAINT blocked_phones_location_fkey FOREIGN KEY (chain_id, location_id) REFERENCES locations (chain_id, id)
);
CREATE TRIGGER blocked_phones_audit AFTER INSERT OR UPDATE OR DELETE ON blocked_phones
    FOR EACH ROW EXECUTE FUNCTION record_change('blocked_phone');

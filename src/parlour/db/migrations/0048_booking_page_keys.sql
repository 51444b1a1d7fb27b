-- Forms of booking pages that have booked: sent again, such a form leads to the same appointment.
SET lock_timeout = '5s';

CREATE TABLE booking_page_keys (
    chain_id bigint NOT NULL,
    location_id bigint NOT NULL,
    key text NOT NULL CONSTRAINT booking_page_keys_key_check CHECK (key ~ '^[0-9a-f]{32}$'),
    -- From where it was sent: an IPv4 address, or the /64 of an IPv6 address.
    network cidr NOT NULL,
    -- Null only until the transaction that books ends.
    appointment_id bigint,
    created_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT booking_page_keys_pkey PRIMARY KEY (chain_id, location_id, key),
    CONSTRAINT booking_page_keys_location_fkey FOREIGN KEY (chain_id, location_id)
        REFERENCES locations (chain_id, id),
    CONSTRAINT booking_page_keys_appointment_fkey FOREIGN KEY (chain_id, appointment_id)
        REFERENCES appointments (chain_id, id)
);
CREATE INDEX booking_page_keys_network_idx ON booking_page_keys (chain_id, network, created_at);
CREATE INDEX booking_page_keys_created_at_idx ON booking_page_keys (chain_id, created_at);
CREATE INDEX booking_page_keys_appointment_idx ON booking_page_keys (chain_id, appointment_id);

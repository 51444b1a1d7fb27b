-- What the services of an appointment use up, where a user has set it: then the bill of materials doesn't count.
SET lock_timeout = '5s';

CREATE TABLE appointment_usages (
    chain_id bigint NOT NULL,
    appointment_id bigint NOT NULL,
    service_id bigint NOT NULL,
    location_id bigint NOT NULL,
    -- The bill of materials is still shown with the service.
    shows_bill boolean NOT NULL DEFAULT true,
    CONSTRAINT appointment_usages_pkey PRIMARY KEY (chain_id, appointment_id, service_id),
    CONSTRAINT appointment_usages_location_fkey FOREIGN KEY (chain_id, location_id) REFERENCES locations (chain_id, id),
    CONSTRAINT appointment_usages_appointment_fkey
        FOREIGN KEY (chain_id, appointment_id) REFERENCES appointments (chain_id, id)
);
CREATE TRIGGER appointment_usages_audit AFTER INSERT OR UPDATE OR DELETE ON appointment_usages
    FOR EACH ROW EXECUTE FUNCTION record_change('appointment_usage', 'appointment_id');

CREATE TABLE appointment_consumables (
    chain_id bigint NOT NULL,
    appointment_id bigint NOT NULL,
    service_id bigint NOT NULL,
    product_id bigint NOT NULL,
    storage_id bigint NOT NULL,
    location_id bigint NOT NULL,
    -- In the product's write-off unit, for all that the appointment has of the service.
    amount numeric NOT NULL CONSTRAINT appointment_consumables_amount_check CHECK (amount > 0),
    -- Of one write-off unit; null for what it costs when it is used up.
    price numeric CONSTRAINT appointment_consumables_price_check CHECK (price >= 0),
    CONSTRAINT appointment_consumables_pkey PRIMARY KEY (chain_id, appointment_id, service_id, product_id, storage_id),
    CONSTRAINT appointment_consumables_location_fkey
        FOREIGN KEY (chain_id, location_id) REFERENCES locations (chain_id, id),
    CONSTRAINT appointment_consumables_usage_fkey FOREIGN KEY (chain_id, appointment_id, service_id)
        REFERENCES appointment_usages (chain_id, appointment_id, service_id) ON DELETE CASCADE,
    CONSTRAINT appointment_consumables_product_fkey FOREIGN KEY (chain_id, product_id) REFERENCES products (chain_id, id),
    CONSTRAINT appointment_consumables_storage_fkey FOREIGN KEY (chain_id, storage_id) REFERENCES storages (chain_id, id)
);
CREATE TRIGGER appointment_consumables_audit AFTER INSERT OR UPDATE OR DELETE ON appointment_consumables
    FOR EACH ROW EXECUTE FUNCTION record_change('appointment_consumable', 'appointment_id');

-- Services, their categories, who provides them, with what, and what they use up.
SET lock_timeout = '5s';

-- Without a location it belongs to the chain, and all of its locations have it.
CREATE TABLE service_categories (
    chain_id bigint NOT NULL CONSTRAINT service_categories_chain_id_fkey REFERENCES chains,
    id bigint GENERATED ALWAYS AS IDENTITY,
    location_id bigint,
    title text NOT NULL CONSTRAINT service_categories_title_check CHECK (title <> ''),
    api_id text NOT NULL DEFAULT '',
    -- Lists begin with the highest.
    weight integer NOT NULL DEFAULT 0,
    revision integer NOT NULL DEFAULT 1,
    created_at timestamptz NOT NULL DEFAULT now(),
    changed_at timestamptz NOT NULL DEFAULT now(),
    deleted_at timestamptz,
    CONSTRAINT service_categories_pkey PRIMARY KEY (chain_id, id),
    CONSTRAINT service_categories_location_fkey FOREIGN KEY (chain_id, location_id) REFERENCES locations (chain_id, id)
);
CREATE INDEX service_categories_scope_idx ON service_categories (chain_id, item_scope(chain_id, location_id));
CREATE TRIGGER service_categories_audit AFTER INSERT OR UPDATE OR DELETE ON service_categories
    FOR EACH ROW EXECUTE FUNCTION record_change('service_category');

-- Lengths and times of day are in seconds.
CREATE TABLE services (
    chain_id bigint NOT NULL CONSTRAINT services_chain_id_fkey REFERENCES chains,
    id bigint GENERATED ALWAYS AS IDENTITY,
    location_id bigint,
    category_id bigint,
    title text NOT NULL CONSTRAINT services_title_check CHECK (title <> ''),
    booking_title text NOT NULL DEFAULT '',
    receipt_title text NOT NULL DEFAULT '',
    comment text NOT NULL DEFAULT '',
    api_id text NOT NULL DEFAULT '',
    price_min numeric NOT NULL DEFAULT 0,
    price_max numeric NOT NULL DEFAULT 0,
    -- Percent.
    discount numeric NOT NULL DEFAULT 0 CONSTRAINT services_discount_check CHECK (discount BETWEEN 0 AND 100),
    duration integer NOT NULL DEFAULT 3600,
    -- Without one the location's is used.
    technical_break integer,
    -- Lists begin with the highest.
    weight integer NOT NULL DEFAULT 0,
    -- Offered in online booking.
    is_online boolean NOT NULL DEFAULT false,
    -- For group events only.
    is_for_events boolean NOT NULL DEFAULT false,
    capacity integer NOT NULL DEFAULT 1,
    -- Bookable only for starts on these dates.
    has_date_window boolean NOT NULL DEFAULT false,
    date_from date,
    date_to date,
    search_start integer NOT NULL DEFAULT 0,
    search_finish integer NOT NULL DEFAULT 86400,
    search_step integer NOT NULL DEFAULT 900,
    -- The distance between the starts that are shown; 0 shows all that are searched.
    step integer NOT NULL DEFAULT 0,
    tax_variant integer,
    vat_id integer,
    prepayment text NOT NULL DEFAULT 'forbidden'
        CONSTRAINT services_prepayment_check CHECK (prepayment IN ('forbidden', 'optional', 'required')),
    prepayment_amount numeric NOT NULL DEFAULT 0,
    prepayment_percent numeric NOT NULL DEFAULT 0,
    repeat_visit_days integer,
    revision integer NOT NULL DEFAULT 1,
    created_at timestamptz NOT NULL DEFAULT now(),
    changed_at timestamptz NOT NULL DEFAULT now(),
    deleted_at timestamptz,
    CONSTRAINT services_pkey PRIMARY KEY (chain_id, id),
    CONSTRAINT services_location_fkey FOREIGN KEY (chain_id, location_id) REFERENCES locations (chain_id, id),
    CONSTRAINT services_category_fkey FOREIGN KEY (chain_id, category_id) REFERENCES service_categories (chain_id, id),
    CONSTRAINT services_price_check CHECK (0 <= price_min AND price_min <= price_max),
    CONSTRAINT services_duration_check CHECK (duration BETWEEN 300 AND 86400),
    CONSTRAINT services_technical_break_check CHECK (technical_break BETWEEN 0 AND 3600 AND technical_break % 300 = 0),
    CONSTRAINT services_dates_check CHECK (date_from <= date_to),
    CONSTRAINT services_search_check
        CHECK (search_start BETWEEN 0 AND search_finish AND search_finish <= 86400 AND search_step > 0 AND step >= 0)
);
CREATE INDEX services_scope_idx ON services (chain_id, item_scope(chain_id, location_id), weight DESC, title, id)
    WHERE deleted_at IS NULL;
CREATE INDEX services_category_idx ON services (chain_id, category_id);
CREATE TRIGGER services_audit AFTER INSERT OR UPDATE OR DELETE ON services
    FOR EACH ROW EXECUTE FUNCTION record_change('service');

-- The title of a service in another language.
CREATE TABLE service_translations (
    chain_id bigint NOT NULL,
    service_id bigint NOT NULL,
    language_id integer NOT NULL,
    location_id bigint,
    title text NOT NULL CONSTRAINT service_translations_title_check CHECK (title <> ''),
    CONSTRAINT service_translations_pkey PRIMARY KEY (chain_id, service_id, language_id),
    CONSTRAINT service_translations_service_fkey FOREIGN KEY (chain_id, service_id) REFERENCES services (chain_id, id)
);
CREATE TRIGGER service_translations_audit AFTER INSERT OR UPDATE OR DELETE ON service_translations
    FOR EACH ROW EXECUTE FUNCTION record_change('service_translation', 'service_id');

-- The kinds of resources that a service needs, one instance of each.
CREATE TABLE service_resources (
    chain_id bigint NOT NULL,
    service_id bigint NOT NULL,
    resource_id bigint NOT NULL,
    location_id bigint NOT NULL,
    CONSTRAINT service_resources_pkey PRIMARY KEY (chain_id, service_id, resource_id),
    CONSTRAINT service_resources_service_fkey FOREIGN KEY (chain_id, service_id) REFERENCES services (chain_id, id),
    CONSTRAINT service_resources_resource_fkey FOREIGN KEY (chain_id, resource_id) REFERENCES resources (chain_id, id),
    CONSTRAINT service_resources_location_fkey FOREIGN KEY (chain_id, location_id) REFERENCES locations (chain_id, id)
);
CREATE INDEX service_resources_location_idx ON service_resources (chain_id, location_id, service_id);
CREATE INDEX service_resources_resource_idx ON service_resources (chain_id, resource_id);
CREATE TRIGGER service_resources_audit AFTER INSERT OR UPDATE OR DELETE ON service_resources
    FOR EACH ROW EXECUTE FUNCTION record_change('service_resource', 'service_id');

-- The bill of materials of services: what is used up. The API calls it a technological card.
CREATE TABLE bills_of_materials (
    chain_id bigint NOT NULL,
    id bigint GENERATED ALWAYS AS IDENTITY,
    location_id bigint NOT NULL,
    title text NOT NULL CONSTRAINT bills_of_materials_title_check CHECK (title <> ''),
    revision integer NOT NULL DEFAULT 1,
    created_at timestamptz NOT NULL DEFAULT now(),
    changed_at timestamptz NOT NULL DEFAULT now(),
    deleted_at timestamptz,
    CONSTRAINT bills_of_materials_pkey PRIMARY KEY (chain_id, id),
    CONSTRAINT bills_of_materials_location_fkey FOREIGN KEY (chain_id, location_id) REFERENCES locations (chain_id, id)
);
CREATE INDEX bills_of_materials_location_idx ON bills_of_materials (chain_id, location_id, id);
CREATE TRIGGER bills_of_materials_audit AFTER INSERT OR UPDATE OR DELETE ON bills_of_materials
    FOR EACH ROW EXECUTE FUNCTION record_change('bill_of_materials');

CREATE TABLE bill_lines (
    chain_id bigint NOT NULL,
    id bigint GENERATED ALWAYS AS IDENTITY,
    location_id bigint NOT NULL,
    bill_id bigint NOT NULL,
    storage_id bigint NOT NULL,
    product_id bigint NOT NULL,
    -- In the write-off unit of the product.
    amount numeric NOT NULL CONSTRAINT bill_lines_amount_check CHECK (amount > 0),
    CONSTRAINT bill_lines_pkey PRIMARY KEY (chain_id, id),
    CONSTRAINT bill_lines_location_fkey FOREIGN KEY (chain_id, location_id) REFERENCES locations (chain_id, id),
    CONSTRAINT bill_lines_bill_fkey FOREIGN KEY (chain_id, bill_id) REFERENCES bills_of_materials (chain_id, id),
    CONSTRAINT bill_lines_storage_fkey FOREIGN KEY (chain_id, storage_id) REFERENCES storages (chain_id, id),
    CONSTRAINT bill_lines_product_fkey FOREIGN KEY (chain_id, product_id) REFERENCES products (chain_id, id)
);
CREATE UNIQUE INDEX bill_lines_product_idx ON bill_lines (chain_id, bill_id, product_id, storage_id);
CREATE TRIGGER bill_lines_audit AFTER INSERT OR UPDATE OR DELETE ON bill_lines
    FOR EACH ROW EXECUTE FUNCTION record_change('bill_line', 'bill_id');

-- Who provides a service, how long that takes them, and their own price; without one the price is the service's.
CREATE TABLE service_team_members (
    chain_id bigint NOT NULL,
    service_id bigint NOT NULL,
    team_member_id bigint NOT NULL,
    location_id bigint NOT NULL,
    -- Seconds.
    duration integer NOT NULL CONSTRAINT service_team_members_duration_check CHECK (duration BETWEEN 300 AND 86100),
    price_min numeric,
    price_max numeric,
    bill_id bigint,
    api_id text NOT NULL DEFAULT '',
    is_online boolean NOT NULL DEFAULT true,
    -- Staff may make appointments for it.
    is_offline boolean NOT NULL DEFAULT true,
    CONSTRAINT service_team_members_pkey PRIMARY KEY (chain_id, service_id, team_member_id),
    CONSTRAINT service_team_members_service_fkey FOREIGN KEY (chain_id, service_id) REFERENCES services (chain_id, id),
    CONSTRAINT service_team_members_team_member_fkey
        FOREIGN KEY (chain_id, team_member_id) REFERENCES team_members (chain_id, id),
    CONSTRAINT service_team_members_bill_fkey FOREIGN KEY (chain_id, bill_id) REFERENCES bills_of_materials (chain_id, id),
    CONSTRAINT service_team_members_location_fkey FOREIGN KEY (chain_id, location_id) REFERENCES locations (chain_id, id),
    CONSTRAINT service_team_members_price_check CHECK (0 <= price_min AND price_min <= price_max)
);
CREATE INDEX service_team_members_location_idx ON service_team_members (chain_id, location_id, service_id);
CREATE INDEX service_team_members_member_idx ON service_team_members (chain_id, team_member_id);
CREATE TRIGGER service_team_members_audit AFTER INSERT OR UPDATE OR DELETE ON service_team_members
    FOR EACH ROW EXECUTE FUNCTION record_change('service_team_member', 'service_id');

-- Pictures of these, too.
ALTER TABLE images DROP CONSTRAINT images_entity_check, ADD CONSTRAINT images_entity_check
    CHECK (entity IN ('product', 'location', 'service', 'team_member'));

ALTER TABLE locations ADD COLUMN technical_break integer NOT NULL DEFAULT 0
    CONSTRAINT locations_technical_break_check CHECK (technical_break BETWEEN 0 AND 3600 AND technical_break % 300 = 0);

-- Cities of the world, the city and the networks of a location, and what a location can't be without.
SET lock_timeout = '5s';

-- The same for every chain. The id is that of GeoNames; see areas/dictionaries/loading.py.
CREATE TABLE cities (
    id bigint CONSTRAINT cities_pkey PRIMARY KEY,
    title text NOT NULL CONSTRAINT cities_title_check CHECK (title <> ''),
    country_code text NOT NULL CONSTRAINT cities_country_code_check CHECK (country_code ~ '^[A-Z]{2}$'),
    timezone text NOT NULL,
    latitude numeric(9, 6) NOT NULL,
    longitude numeric(9, 6) NOT NULL,
    population bigint NOT NULL
);
CREATE INDEX cities_country_code_idx ON cities (country_code, title, id);

ALTER TABLE locations
    ADD COLUMN city_id bigint CONSTRAINT locations_city_id_fkey REFERENCES cities,
    ADD COLUMN telegram text NOT NULL DEFAULT '',
    ADD COLUMN instagram text NOT NULL DEFAULT '',
    ADD COLUMN vk text NOT NULL DEFAULT '',
    ADD COLUMN facebook text NOT NULL DEFAULT '',
    ADD COLUMN viber text NOT NULL DEFAULT '',
    ADD COLUMN whatsapp text NOT NULL DEFAULT '';
CREATE INDEX locations_city_id_idx ON locations (city_id);

-- Where stock is kept: consumables are used up in services, products are sold.
CREATE TABLE storages (
    chain_id bigint NOT NULL CONSTRAINT storages_chain_id_fkey REFERENCES chains,
    id bigint GENERATED ALWAYS AS IDENTITY,
    location_id bigint NOT NULL,
    title text NOT NULL CONSTRAINT storages_title_check CHECK (title <> ''),
    kind text NOT NULL CONSTRAINT storages_kind_check CHECK (kind IN ('consumables', 'products')),
    created_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT storages_pkey PRIMARY KEY (chain_id, id),
    CONSTRAINT storages_location_fkey FOREIGN KEY (chain_id, location_id) REFERENCES locations (chain_id, id)
);
CREATE INDEX storages_location_idx ON storages (chain_id, location_id);

-- Where money is kept.
CREATE TABLE cash_accounts (
    chain_id bigint NOT NULL CONSTRAINT cash_accounts_chain_id_fkey REFERENCES chains,
    id bigint GENERATED ALWAYS AS IDENTITY,
    location_id bigint NOT NULL,
    title text NOT NULL CONSTRAINT cash_accounts_title_check CHECK (title <> ''),
    kind text NOT NULL CONSTRAINT cash_accounts_kind_check CHECK (kind IN ('cash', 'card')),
    created_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT cash_accounts_pkey PRIMARY KEY (chain_id, id),
    CONSTRAINT cash_accounts_location_fkey FOREIGN KEY (chain_id, location_id) REFERENCES locations (chain_id, id)
);
CREATE INDEX cash_accounts_location_idx ON cash_accounts (chain_id, location_id);

-- Locations that were there before these tables get what new ones start with.
INSERT INTO storages (chain_id, location_id, title, kind)
SELECT l.chain_id, l.id, kept.title, kept.kind
FROM locations l CROSS JOIN (VALUES ('Consumables', 'consumables'), ('Products', 'products')) AS kept (title, kind)
ORDER BY l.id, kept.kind;
INSERT INTO cash_accounts (chain_id, location_id, title, kind)
SELECT l.chain_id, l.id, kept.title, kept.kind
FROM locations l CROSS JOIN (VALUES ('Cash', 'cash'), ('Card', 'card')) AS kept (title, kind)
ORDER BY l.id, kept.kind DESC;

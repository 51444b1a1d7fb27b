-- Who signs in, where they work, and the product catalogue.
SET lock_timeout = '5s';

-- Integrations. Only the SHA-256 of a token is kept.
CREATE TABLE partners (
    id bigint GENERATED ALWAYS AS IDENTITY CONSTRAINT partners_pkey PRIMARY KEY,
    title text NOT NULL CONSTRAINT partners_title_check CHECK (title <> ''),
    token_hash bytea NOT NULL CONSTRAINT partners_token_hash_key UNIQUE,
    created_at timestamptz NOT NULL DEFAULT now(),
    revoked_at timestamptz
);

-- People. They belong to no chain: one person may work for several.
CREATE TABLE users (
    id bigint GENERATED ALWAYS AS IDENTITY CONSTRAINT users_pkey PRIMARY KEY,
    name text NOT NULL CONSTRAINT users_name_check CHECK (name <> ''),
    email text CONSTRAINT users_email_key UNIQUE,
    phone text CONSTRAINT users_phone_key UNIQUE,
    avatar_url text NOT NULL DEFAULT '',
    password_hash text NOT NULL,
    is_approved boolean NOT NULL DEFAULT true,
    is_email_confirmed boolean NOT NULL DEFAULT false,
    created_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT users_login_check CHECK (email IS NOT NULL OR phone IS NOT NULL)
);

-- A user signed in through a partner's integration. The row is the user token.
CREATE TABLE sessions (
    id bigint GENERATED ALWAYS AS IDENTITY CONSTRAINT sessions_pkey PRIMARY KEY,
    user_id bigint NOT NULL CONSTRAINT sessions_user_id_fkey REFERENCES users,
    partner_id bigint NOT NULL CONSTRAINT sessions_partner_id_fkey REFERENCES partners,
    token_hash bytea NOT NULL CONSTRAINT sessions_token_hash_key UNIQUE,
    device text NOT NULL,
    ip inet,
    created_at timestamptz NOT NULL DEFAULT now(),
    last_used_at timestamptz NOT NULL DEFAULT now(),
    revoked_at timestamptz
);
CREATE INDEX sessions_user_id_idx ON sessions (user_id) WHERE revoked_at IS NULL;
CREATE INDEX sessions_partner_id_idx ON sessions (partner_id) WHERE revoked_at IS NULL;

-- Failed sign-ins of the last minutes; older rows are deleted. The login is kept as a hash.
CREATE TABLE sign_in_failures (
    id bigint GENERATED ALWAYS AS IDENTITY CONSTRAINT sign_in_failures_pkey PRIMARY KEY,
    login_hash bytea NOT NULL,
    ip inet NOT NULL,
    failed_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX sign_in_failures_login_hash_idx ON sign_in_failures (login_hash, failed_at);
CREATE INDEX sign_in_failures_ip_idx ON sign_in_failures (ip, failed_at);
CREATE INDEX sign_in_failures_failed_at_idx ON sign_in_failures (failed_at);

-- The tenant. Every table of business data below carries chain_id first in its primary key.
CREATE TABLE chains (
    id bigint GENERATED ALWAYS AS IDENTITY CONSTRAINT chains_pkey PRIMARY KEY,
    title text NOT NULL CONSTRAINT chains_title_check CHECK (title <> ''),
    created_at timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE locations (
    chain_id bigint NOT NULL CONSTRAINT locations_chain_id_fkey REFERENCES chains,
    id bigint GENERATED ALWAYS AS IDENTITY CONSTRAINT locations_id_key UNIQUE,
    title text NOT NULL CONSTRAINT locations_title_check CHECK (title <> ''),
    short_description text NOT NULL DEFAULT '',
    description text NOT NULL DEFAULT '',
    logo_url text NOT NULL DEFAULT '',
    phones text[] NOT NULL DEFAULT '{}',
    email text NOT NULL DEFAULT '',
    site text NOT NULL DEFAULT '',
    country_code text NOT NULL CONSTRAINT locations_country_code_check CHECK (country_code ~ '^[A-Z]{2}$'),
    city text NOT NULL DEFAULT '',
    address text NOT NULL DEFAULT '',
    zip text NOT NULL DEFAULT '',
    latitude numeric(9, 6),
    longitude numeric(9, 6),
    timezone text NOT NULL,
    currency text NOT NULL CONSTRAINT locations_currency_check CHECK (currency ~ '^[A-Z]{3}$'),
    locale text NOT NULL,
    schedule text NOT NULL DEFAULT '',
    business_type_id bigint NOT NULL DEFAULT 0,
    created_at timestamptz NOT NULL DEFAULT now(),
    closed_at timestamptz,
    CONSTRAINT locations_pkey PRIMARY KEY (chain_id, id)
);

-- What a user may do in a whole chain, and in one location. A right in the chain holds in all its locations.
CREATE TABLE chain_roles (
    chain_id bigint NOT NULL CONSTRAINT chain_roles_chain_id_fkey REFERENCES chains,
    user_id bigint NOT NULL CONSTRAINT chain_roles_user_id_fkey REFERENCES users,
    role text NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT chain_roles_pkey PRIMARY KEY (chain_id, user_id)
);
CREATE INDEX chain_roles_user_id_idx ON chain_roles (user_id);

CREATE TABLE location_roles (
    chain_id bigint NOT NULL,
    location_id bigint NOT NULL,
    user_id bigint NOT NULL CONSTRAINT location_roles_user_id_fkey REFERENCES users,
    role text NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT location_roles_pkey PRIMARY KEY (chain_id, location_id, user_id),
    CONSTRAINT location_roles_location_fkey FOREIGN KEY (chain_id, location_id) REFERENCES locations
);
CREATE INDEX location_roles_user_id_idx ON location_roles (user_id);

-- Units of measure, the same for every chain.
CREATE TABLE units (
    id bigint CONSTRAINT units_pkey PRIMARY KEY,
    title text NOT NULL,
    short_title text NOT NULL
);
INSERT INTO units (id, title, short_title) VALUES
    (1, 'Piece', 'pcs'), (2, 'Gram', 'g'), (3, 'Kilogram', 'kg'), (4, 'Millilitre', 'ml'), (5, 'Litre', 'l'),
    (6, 'Centimetre', 'cm'), (7, 'Metre', 'm'), (8, 'Package', 'pack'), (9, 'Set', 'set'), (10, 'Pair', 'pair'),
    (11, 'Bottle', 'bottle'), (12, 'Tube', 'tube'), (13, 'Ampoule', 'amp'), (14, 'Dose', 'dose'), (15, 'Drop', 'drop');

-- The shortest pieces of a text by which it is found: its runs of one, two and three characters, each bound to a
-- scope, so that an index holds every tenant's pieces apart. Hashed: a collision costs a look at one row more.
CREATE FUNCTION search_pieces(scope bigint, folded text) RETURNS integer[]
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE COST 10000 AS $$
    SELECT coalesce(array_agg(DISTINCT hashtext(scope || ':' || substr(folded, i, n))), '{}')
    FROM generate_series(1, length(folded)) AS i, generate_series(1, 3) AS n
    WHERE i + n - 1 <= length(folded)
$$;
-- The pieces that a text must have when it contains the term: the term's longest ones suffice.
CREATE FUNCTION term_pieces(scope bigint, term text) RETURNS integer[]
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
    SELECT coalesce(array_agg(DISTINCT hashtext(scope || ':' || substr(term, i, least(3, length(term))))), '{}')
    FROM generate_series(1, greatest(length(term) - 2, 1)) AS i
$$;
-- Who sees an item: one location, or (as a negative number) a whole chain.
CREATE FUNCTION item_scope(chain_id bigint, location_id bigint) RETURNS bigint
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$ SELECT coalesce(location_id, -chain_id) $$;

-- No index on an id alone: it would tempt a plan to walk through other tenants' rows.
-- A category or product without a location belongs to the chain and shows in all its locations.
-- search_text is the folded title, article (and barcode), each behind the character U+001F.
CREATE TABLE categories (
    chain_id bigint NOT NULL CONSTRAINT categories_chain_id_fkey REFERENCES chains,
    id bigint GENERATED ALWAYS AS IDENTITY,
    location_id bigint,
    parent_id bigint,
    title text NOT NULL CONSTRAINT categories_title_check CHECK (title <> ''),
    article text NOT NULL DEFAULT '',
    comment text NOT NULL DEFAULT '',
    search_text text NOT NULL,
    revision integer NOT NULL DEFAULT 1,
    created_at timestamptz NOT NULL DEFAULT now(),
    changed_at timestamptz NOT NULL DEFAULT now(),
    deleted_at timestamptz,
    CONSTRAINT categories_pkey PRIMARY KEY (chain_id, id),
    CONSTRAINT categories_location_fkey FOREIGN KEY (chain_id, location_id) REFERENCES locations (chain_id, id),
    CONSTRAINT categories_parent_fkey FOREIGN KEY (chain_id, parent_id) REFERENCES categories (chain_id, id)
);
CREATE INDEX categories_parent_idx ON categories (chain_id, parent_id, left(search_text, 64), id) WHERE deleted_at IS NULL;
CREATE INDEX categories_location_idx ON categories (chain_id, location_id);
CREATE INDEX categories_search_idx ON categories
    USING gin (search_pieces(item_scope(chain_id, location_id), search_text))
    WITH (gin_pending_list_limit = 256) WHERE deleted_at IS NULL;

CREATE TABLE products (
    chain_id bigint NOT NULL CONSTRAINT products_chain_id_fkey REFERENCES chains,
    id bigint GENERATED ALWAYS AS IDENTITY,
    location_id bigint,
    category_id bigint NOT NULL,
    title text NOT NULL CONSTRAINT products_title_check CHECK (title <> ''),
    receipt_title text NOT NULL DEFAULT '',
    article text NOT NULL DEFAULT '',
    barcode text NOT NULL DEFAULT '',
    price numeric(14, 2) NOT NULL DEFAULT 0 CONSTRAINT products_price_check CHECK (price >= 0),
    cost_price numeric(14, 2) NOT NULL DEFAULT 0 CONSTRAINT products_cost_price_check CHECK (cost_price >= 0),
    sale_unit_id bigint NOT NULL CONSTRAINT products_sale_unit_id_fkey REFERENCES units,
    write_off_unit_id bigint NOT NULL CONSTRAINT products_write_off_unit_id_fkey REFERENCES units,
    unit_ratio numeric(14, 4) NOT NULL DEFAULT 1 CONSTRAINT products_unit_ratio_check CHECK (unit_ratio > 0),
    critical_amount numeric(14, 4) NOT NULL DEFAULT 0 CONSTRAINT products_critical_amount_check CHECK (critical_amount >= 0),
    desired_amount numeric(14, 4) NOT NULL DEFAULT 0 CONSTRAINT products_desired_amount_check CHECK (desired_amount >= 0),
    net_mass numeric(14, 4) NOT NULL DEFAULT 0 CONSTRAINT products_net_mass_check CHECK (net_mass >= 0),
    gross_mass numeric(14, 4) NOT NULL DEFAULT 0 CONSTRAINT products_gross_mass_check CHECK (gross_mass >= 0),
    comment text NOT NULL DEFAULT '',
    tax_variant integer,
    vat_id integer,
    is_marked boolean NOT NULL DEFAULT false,
    search_text text NOT NULL,
    revision integer NOT NULL DEFAULT 1,
    created_at timestamptz NOT NULL DEFAULT now(),
    changed_at timestamptz NOT NULL DEFAULT now(),
    deleted_at timestamptz,
    CONSTRAINT products_pkey PRIMARY KEY (chain_id, id),
    CONSTRAINT products_location_fkey FOREIGN KEY (chain_id, location_id) REFERENCES locations (chain_id, id),
    CONSTRAINT products_category_fkey FOREIGN KEY (chain_id, category_id) REFERENCES categories (chain_id, id)
);
CREATE INDEX products_location_idx ON products (chain_id, location_id, id) WHERE deleted_at IS NULL;
-- In the order of the ids: "location_id IS NULL" in the index above gives the rows, but not their order.
CREATE INDEX products_of_chain_idx ON products (chain_id, id) WHERE location_id IS NULL AND deleted_at IS NULL;
CREATE INDEX products_category_idx ON products (chain_id, category_id, id) WHERE deleted_at IS NULL;
CREATE INDEX products_category_title_idx ON products (chain_id, category_id, left(search_text, 64), id)
    WHERE deleted_at IS NULL;
CREATE INDEX products_changed_at_idx ON products (chain_id, location_id, changed_at) WHERE deleted_at IS NULL;
CREATE INDEX products_search_idx ON products
    USING gin (search_pieces(item_scope(chain_id, location_id), search_text))
    WITH (gin_pending_list_limit = 256) WHERE deleted_at IS NULL;

-- Whatever decides who may do what announces its change, so that every worker forgets what it remembers of it.
-- The database itself speaks up, so no writer (not even psql) can forget to.
CREATE FUNCTION announce_access_change() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_notify('parlour_access', '');
    RETURN NULL;
END
$$;
CREATE TRIGGER partners_access AFTER UPDATE OF token_hash, revoked_at OR DELETE ON partners
    FOR EACH STATEMENT EXECUTE FUNCTION announce_access_change();
CREATE TRIGGER users_access AFTER UPDATE OF password_hash, is_approved OR DELETE ON users
    FOR EACH STATEMENT EXECUTE FUNCTION announce_access_change();
-- A new password ends every session, whoever writes it.
CREATE FUNCTION revoke_sessions_of_user() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
    UPDATE sessions SET revoked_at = now() WHERE user_id = NEW.id AND revoked_at IS NULL;
    RETURN NULL;
END
$$;
CREATE TRIGGER users_password AFTER UPDATE OF password_hash ON users
    FOR EACH ROW WHEN (OLD.password_hash <> NEW.password_hash) EXECUTE FUNCTION revoke_sessions_of_user();
CREATE TRIGGER sessions_access AFTER UPDATE OF token_hash, revoked_at OR DELETE ON sessions
    FOR EACH STATEMENT EXECUTE FUNCTION announce_access_change();
CREATE TRIGGER locations_access AFTER UPDATE OR DELETE ON locations
    FOR EACH STATEMENT EXECUTE FUNCTION announce_access_change();
CREATE TRIGGER chain_roles_access AFTER INSERT OR UPDATE OR DELETE ON chain_roles
    FOR EACH STATEMENT EXECUTE FUNCTION announce_access_change();
CREATE TRIGGER location_roles_access AFTER INSERT OR UPDATE OR DELETE ON location_roles
    FOR EACH STATEMENT EXECUTE FUNCTION announce_access_change();

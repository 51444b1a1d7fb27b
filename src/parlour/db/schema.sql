CREATE FUNCTION public.announce_access_change() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    PERFORM pg_notify('parlour_access', '');
    RETURN NULL;
END
$$;

CREATE FUNCTION public.item_scope(chain_id bigint, location_id bigint) RETURNS bigint
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    AS $$ SELECT coalesce(location_id, -chain_id) $$;

CREATE FUNCTION public.revoke_sessions_of_user() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    UPDATE sessions SET revoked_at = now() WHERE user_id = NEW.id AND revoked_at IS NULL;
    RETURN NULL;
END
$$;

CREATE FUNCTION public.search_pieces(scope bigint, folded text) RETURNS integer[]
    LANGUAGE sql IMMUTABLE STRICT COST 10000 PARALLEL SAFE
    AS $$
    SELECT coalesce(array_agg(DISTINCT hashtext(scope || ':' || substr(folded, i, n))), '{}')
    FROM generate_series(1, length(folded)) AS i, generate_series(1, 3) AS n
    WHERE i + n - 1 <= length(folded)
$$;

CREATE FUNCTION public.term_pieces(scope bigint, term text) RETURNS integer[]
    LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
    AS $$
    SELECT coalesce(array_agg(DISTINCT hashtext(scope || ':' || substr(term, i, least(3, length(term))))), '{}')
    FROM generate_series(1, greatest(length(term) - 2, 1)) AS i
$$;

CREATE TABLE public.categories (
    chain_id bigint NOT NULL,
    id bigint NOT NULL,
    location_id bigint,
    parent_id bigint,
    title text NOT NULL,
    article text DEFAULT ''::text NOT NULL,
    comment text DEFAULT ''::text NOT NULL,
    search_text text NOT NULL,
    revision integer DEFAULT 1 NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    changed_at timestamp with time zone DEFAULT now() NOT NULL,
    deleted_at timestamp with time zone,
    CONSTRAINT categories_title_check CHECK ((title <> ''::text))
);

ALTER TABLE public.categories ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.categories_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.chain_roles (
    chain_id bigint NOT NULL,
    user_id bigint NOT NULL,
    role text NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL
);

CREATE TABLE public.chains (
    id bigint NOT NULL,
    title text NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT chains_title_check CHECK ((title <> ''::text))
);

ALTER TABLE public.chains ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.chains_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.location_roles (
    chain_id bigint NOT NULL,
    location_id bigint NOT NULL,
    user_id bigint NOT NULL,
    role text NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL
);

CREATE TABLE public.locations (
    chain_id bigint NOT NULL,
    id bigint NOT NULL,
    title text NOT NULL,
    short_description text DEFAULT ''::text NOT NULL,
    description text DEFAULT ''::text NOT NULL,
    logo_url text DEFAULT ''::text NOT NULL,
    phones text[] DEFAULT '{}'::text[] NOT NULL,
    email text DEFAULT ''::text NOT NULL,
    site text DEFAULT ''::text NOT NULL,
    country_code text NOT NULL,
    city text DEFAULT ''::text NOT NULL,
    address text DEFAULT ''::text NOT NULL,
    zip text DEFAULT ''::text NOT NULL,
    latitude numeric(9,6),
    longitude numeric(9,6),
    timezone text NOT NULL,
    currency text NOT NULL,
    locale text NOT NULL,
    schedule text DEFAULT ''::text NOT NULL,
    business_type_id bigint DEFAULT 0 NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    closed_at timestamp with time zone,
    CONSTRAINT locations_country_code_check CHECK ((country_code ~ '^[A-Z]{2}$'::text)),
    CONSTRAINT locations_currency_check CHECK ((currency ~ '^[A-Z]{3}$'::text)),
    CONSTRAINT locations_title_check CHECK ((title <> ''::text))
);

ALTER TABLE public.locations ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.locations_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.partners (
    id bigint NOT NULL,
    title text NOT NULL,
    token_hash bytea NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    revoked_at timestamp with time zone,
    CONSTRAINT partners_title_check CHECK ((title <> ''::text))
);

ALTER TABLE public.partners ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.partners_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.products (
    chain_id bigint NOT NULL,
    id bigint NOT NULL,
    location_id bigint,
    category_id bigint NOT NULL,
    title text NOT NULL,
    receipt_title text DEFAULT ''::text NOT NULL,
    article text DEFAULT ''::text NOT NULL,
    barcode text DEFAULT ''::text NOT NULL,
    price numeric(14,2) DEFAULT 0 NOT NULL,
    cost_price numeric(14,2) DEFAULT 0 NOT NULL,
    sale_unit_id bigint NOT NULL,
    write_off_unit_id bigint NOT NULL,
    unit_ratio numeric(14,4) DEFAULT 1 NOT NULL,
    critical_amount numeric(14,4) DEFAULT 0 NOT NULL,
    desired_amount numeric(14,4) DEFAULT 0 NOT NULL,
    net_mass numeric(14,4) DEFAULT 0 NOT NULL,
    gross_mass numeric(14,4) DEFAULT 0 NOT NULL,
    comment text DEFAULT ''::text NOT NULL,
    tax_variant integer,
    vat_id integer,
    is_marked boolean DEFAULT false NOT NULL,
    search_text text NOT NULL,
    revision integer DEFAULT 1 NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    changed_at timestamp with time zone DEFAULT now() NOT NULL,
    deleted_at timestamp with time zone,
    CONSTRAINT products_cost_price_check CHECK ((cost_price >= (0)::numeric)),
    CONSTRAINT products_critical_amount_check CHECK ((critical_amount >= (0)::numeric)),
    CONSTRAINT products_desired_amount_check CHECK ((desired_amount >= (0)::numeric)),
    CONSTRAINT products_gross_mass_check CHECK ((gross_mass >= (0)::numeric)),
    CONSTRAINT products_net_mass_check CHECK ((net_mass >= (0)::numeric)),
    CONSTRAINT products_price_check CHECK ((price >= (0)::numeric)),
    CONSTRAINT products_title_check CHECK ((title <> ''::text)),
    CONSTRAINT products_unit_ratio_check CHECK ((unit_ratio > (0)::numeric))
);

ALTER TABLE public.products ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.products_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.schema_migrations (
    version integer NOT NULL,
    name text NOT NULL,
    checksum text NOT NULL,
    applied_at timestamp with time zone DEFAULT now() NOT NULL
);

CREATE TABLE public.sessions (
    id bigint NOT NULL,
    user_id bigint NOT NULL,
    partner_id bigint NOT NULL,
    token_hash bytea NOT NULL,
    device text NOT NULL,
    ip inet,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    last_used_at timestamp with time zone DEFAULT now() NOT NULL,
    revoked_at timestamp with time zone
);

ALTER TABLE public.sessions ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.sessions_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.sign_in_failures (
    id bigint NOT NULL,
    login_hash bytea NOT NULL,
    ip inet NOT NULL,
    failed_at timestamp with time zone DEFAULT now() NOT NULL
);

ALTER TABLE public.sign_in_failures ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.sign_in_failures_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.units (
    id bigint NOT NULL,
    title text NOT NULL,
    short_title text NOT NULL
);

CREATE TABLE public.users (
    id bigint NOT NULL,
    name text NOT NULL,
    email text,
    phone text,
    avatar_url text DEFAULT ''::text NOT NULL,
    password_hash text NOT NULL,
    is_approved boolean DEFAULT true NOT NULL,
    is_email_confirmed boolean DEFAULT false NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT users_login_check CHECK (((email IS NOT NULL) OR (phone IS NOT NULL))),
    CONSTRAINT users_name_check CHECK ((name <> ''::text))
);

ALTER TABLE public.users ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.users_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

ALTER TABLE ONLY public.categories
    ADD CONSTRAINT categories_pkey PRIMARY KEY (chain_id, id);

ALTER TABLE ONLY public.chain_roles
    ADD CONSTRAINT chain_roles_pkey PRIMARY KEY (chain_id, user_id);

ALTER TABLE ONLY public.chains
    ADD CONSTRAINT chains_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.location_roles
    ADD CONSTRAINT location_roles_pkey PRIMARY KEY (chain_id, location_id, user_id);

ALTER TABLE ONLY public.locations
    ADD CONSTRAINT locations_id_key UNIQUE (id);

ALTER TABLE ONLY public.locations
    ADD CONSTRAINT locations_pkey PRIMARY KEY (chain_id, id);

ALTER TABLE ONLY public.partners
    ADD CONSTRAINT partners_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.partners
    ADD CONSTRAINT partners_token_hash_key UNIQUE (token_hash);

ALTER TABLE ONLY public.products
    ADD CONSTRAINT products_pkey PRIMARY KEY (chain_id, id);

ALTER TABLE ONLY public.schema_migrations
    ADD CONSTRAINT schema_migrations_pkey PRIMARY KEY (version);

ALTER TABLE ONLY public.sessions
    ADD CONSTRAINT sessions_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.sessions
    ADD CONSTRAINT sessions_token_hash_key UNIQUE (token_hash);

ALTER TABLE ONLY public.sign_in_failures
    ADD CONSTRAINT sign_in_failures_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.units
    ADD CONSTRAINT units_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.users
    ADD CONSTRAINT users_email_key UNIQUE (email);

ALTER TABLE ONLY public.users
    ADD CONSTRAINT users_phone_key UNIQUE (phone);

ALTER TABLE ONLY public.users
    ADD CONSTRAINT users_pkey PRIMARY KEY (id);

CREATE INDEX categories_location_idx ON public.categories USING btree (chain_id, location_id);

CREATE INDEX categories_parent_idx ON public.categories USING btree (chain_id, parent_id, "left"(search_text, 64), id) WHERE (deleted_at IS NULL);

CREATE INDEX categories_search_idx ON public.categories USING gin (public.search_pieces(public.item_scope(chain_id, location_id), search_text)) WITH (gin_pending_list_limit='256') WHERE (deleted_at IS NULL);

CREATE INDEX chain_roles_user_id_idx ON public.chain_roles USING btree (user_id);

CREATE INDEX location_roles_user_id_idx ON public.location_roles USING btree (user_id);

CREATE INDEX products_category_idx ON public.products USING btree (chain_id, category_id, id) WHERE (deleted_at IS NULL);

CREATE INDEX products_category_title_idx ON public.products USING btree (chain_id, category_id, "left"(search_text, 64), id) WHERE (deleted_at IS NULL);

CREATE INDEX products_changed_at_idx ON public.products USING btree (chain_id, location_id, changed_at) WHERE (deleted_at IS NULL);

CREATE INDEX products_location_idx ON public.products USING btree (chain_id, location_id, id) WHERE (deleted_at IS NULL);

CREATE INDEX products_of_chain_idx ON public.products USING btree (chain_id, id) WHERE ((location_id IS NULL) AND (deleted_at IS NULL));

CREATE INDEX products_search_idx ON public.products USING gin (public.search_pieces(public.item_scope(chain_id, location_id), search_text)) WITH (gin_pending_list_limit='256') WHERE (deleted_at IS NULL);

CREATE INDEX sessions_partner_id_idx ON public.sessions USING btree (partner_id) WHERE (revoked_at IS NULL);

CREATE INDEX sessions_user_id_idx ON public.sessions USING btree (user_id) WHERE (revoked_at IS NULL);

CREATE INDEX sign_in_failures_failed_at_idx ON public.sign_in_failures USING btree (failed_at);

CREATE INDEX sign_in_failures_ip_idx ON public.sign_in_failures USING btree (ip, failed_at);

CREATE INDEX sign_in_failures_login_hash_idx ON public.sign_in_failures USING btree (login_hash, failed_at);

CREATE TRIGGER chain_roles_access AFTER INSERT OR DELETE OR UPDATE ON public.chain_roles FOR EACH STATEMENT EXECUTE FUNCTION public.announce_access_change();

CREATE TRIGGER location_roles_access AFTER INSERT OR DELETE OR UPDATE ON public.location_roles FOR EACH STATEMENT EXECUTE FUNCTION public.announce_access_change();

CREATE TRIGGER locations_access AFTER DELETE OR UPDATE ON public.locations FOR EACH STATEMENT EXECUTE FUNCTION public.announce_access_change();

CREATE TRIGGER partners_access AFTER DELETE OR UPDATE OF token_hash, revoked_at ON public.partners FOR EACH STATEMENT EXECUTE FUNCTION public.announce_access_change();

CREATE TRIGGER sessions_access AFTER DELETE OR UPDATE OF token_hash, revoked_at ON public.sessions FOR EACH STATEMENT EXECUTE FUNCTION public.announce_access_change();

CREATE TRIGGER users_access AFTER DELETE OR UPDATE OF password_hash, is_approved ON public.users FOR EACH STATEMENT EXECUTE FUNCTION public.announce_access_change();

CREATE TRIGGER users_password AFTER UPDATE OF password_hash ON public.users FOR EACH ROW WHEN ((old.password_hash <> new.password_hash)) EXECUTE FUNCTION public.revoke_sessions_of_user();

ALTER TABLE ONLY public.categories
    ADD CONSTRAINT categories_chain_id_fkey FOREIGN KEY (chain_id) REFERENCES public.chains(id);

ALTER TABLE ONLY public.categories
    ADD CONSTRAINT categories_location_fkey FOREIGN KEY (chain_id, location_id) REFERENCES public.locations(chain_id, id);

ALTER TABLE ONLY public.categories
    ADD CONSTRAINT categories_parent_fkey FOREIGN KEY (chain_id, parent_id) REFERENCES public.categories(chain_id, id);

ALTER TABLE ONLY public.chain_roles
    ADD CONSTRAINT chain_roles_chain_id_fkey FOREIGN KEY (chain_id) REFERENCES public.chains(id);

ALTER TABLE ONLY public.chain_roles
    ADD CONSTRAINT chain_roles_user_id_fkey FOREIGN KEY (user_id) REFERENCES public.users(id);

ALTER TABLE ONLY public.location_roles
    ADD CONSTRAINT location_roles_location_fkey FOREIGN KEY (chain_id, location_id) REFERENCES public.locations(chain_id, id);

ALTER TABLE ONLY public.location_roles
    ADD CONSTRAINT location_roles_user_id_fkey FOREIGN KEY (user_id) REFERENCES public.users(id);

ALTER TABLE ONLY public.locations
    ADD CONSTRAINT locations_chain_id_fkey FOREIGN KEY (chain_id) REFERENCES public.chains(id);

ALTER TABLE ONLY public.products
    ADD CONSTRAINT products_category_fkey FOREIGN KEY (chain_id, category_id) REFERENCES public.categories(chain_id, id);

ALTER TABLE ONLY public.products
    ADD CONSTRAINT products_chain_id_fkey FOREIGN KEY (chain_id) REFERENCES public.chains(id);

ALTER TABLE ONLY public.products
    ADD CONSTRAINT products_location_fkey FOREIGN KEY (chain_id, location_id) REFERENCES public.locations(chain_id, id);

ALTER TABLE ONLY public.products
    ADD CONSTRAINT products_sale_unit_id_fkey FOREIGN KEY (sale_unit_id) REFERENCES public.units(id);

ALTER TABLE ONLY public.products
    ADD CONSTRAINT products_write_off_unit_id_fkey FOREIGN KEY (write_off_unit_id) REFERENCES public.units(id);

ALTER TABLE ONLY public.sessions
    ADD CONSTRAINT sessions_partner_id_fkey FOREIGN KEY (partner_id) REFERENCES public.partners(id);

ALTER TABLE ONLY public.sessions
    ADD CONSTRAINT sessions_user_id_fkey FOREIGN KEY (user_id) REFERENCES public.users(id);

-- Clients: the card of a person in a location.
SET lock_timeout = '5s';

CREATE TABLE clients (
    chain_id bigint NOT NULL,
    id bigint GENERATED ALWAYS AS IDENTITY,
    location_id bigint NOT NULL,
    name text NOT NULL CONSTRAINT clients_name_check CHECK (name <> ''),
    surname text NOT NULL DEFAULT '',
    middle_name text NOT NULL DEFAULT '',
    -- Digits with the country's code; empty when there is none.
    phone text NOT NULL DEFAULT '' CONSTRAINT clients_phone_check CHECK (phone ~ '^([0-9]{9,15})?$'),
    email text NOT NULL DEFAULT '',
    card text NOT NULL DEFAULT '',
    gender text NOT NULL DEFAULT 'unknown'
        CONSTRAINT clients_gender_check CHECK (gender IN ('unknown', 'male', 'female')),
    importance text NOT NULL DEFAULT 'none'
        CONSTRAINT clients_importance_check CHECK (importance IN ('none', 'bronze', 'silver', 'gold')),
    discount numeric NOT NULL DEFAULT 0 CONSTRAINT clients_discount_check CHECK (discount BETWEEN 0 AND 100),
    birth_date date,
    comment text NOT NULL DEFAULT '',
    gets_birthday_message boolean NOT NULL DEFAULT false,
    refuses_mailings boolean NOT NULL DEFAULT false,
    -- Values of custom fields, by the field's id: a text, a number or a list of texts.
    custom_values jsonb NOT NULL DEFAULT '{}'
        CONSTRAINT clients_custom_values_check CHECK (jsonb_typeof(custom_values) = 'object'),
    -- What the client had spent, paid and owed (below zero) before the location began to use this server.
    starting_sold numeric NOT NULL DEFAULT 0,
    starting_paid numeric NOT NULL DEFAULT 0,
    starting_balance numeric NOT NULL DEFAULT 0,
    -- Figures, kept by triggers: see client_figures.
    visit_count integer NOT NULL DEFAULT 0,
    first_visit_on date,
    last_visit_on date,
    sold_amount numeric NOT NULL DEFAULT 0,
    paid_amount numeric NOT NULL DEFAULT 0,
    balance numeric NOT NULL DEFAULT 0,
    -- Names, email and card as a search compares them; areas/clients/model writes it.
    search_text text NOT NULL DEFAULT '',
    -- The card that this one was merged into.
    merged_into bigint,
    -- When the person was erased on request: visits and money stay.
    erased_at timestamptz,
    revision integer NOT NULL DEFAULT 1,
    created_at timestamptz NOT NULL DEFAULT now(),
    changed_at timestamptz NOT NULL DEFAULT now(),
    deleted_at timestamptz,
    CONSTRAINT clients_pkey PRIMARY KEY (chain_id, id),
    CONSTRAINT clients_location_fkey FOREIGN KEY (chain_id, location_id) REFERENCES locations (chain_id, id),
    CONSTRAINT clients_merged_into_fkey FOREIGN KEY (chain_id, merged_into) REFERENCES clients (chain_id, id)
);
CREATE UNIQUE INDEX clients_phone_idx ON clients (chain_id, location_id, phone)
    WHERE deleted_at IS NULL AND phone <> '';
CREATE INDEX clients_location_idx ON clients (chain_id, location_id, id) WHERE deleted_at IS NULL;
CREATE INDEX clients_merged_into_idx ON clients (chain_id, merged_into) WHERE merged_into IS NOT NULL;
CREATE INDEX clients_chain_phone_idx ON clients (chain_id, phone) WHERE deleted_at IS NULL AND phone <> '';

CREATE TABLE client_tags (
    chain_id bigint NOT NULL,
    client_id bigint NOT NULL,
    tag_id bigint NOT NULL,
    location_id bigint NOT NULL,
    CONSTRAINT client_tags_pkey PRIMARY KEY (chain_id, client_id, tag_id),
    CONSTRAINT client_tags_client_fkey FOREIGN KEY (chain_id, client_id) REFERENCES clients (chain_id, id),
    CONSTRAINT client_tags_tag_fkey FOREIGN KEY (chain_id, tag_id) REFERENCES tags (chain_id, id)
);
CREATE INDEX client_tags_tag_idx ON client_tags (chain_id, tag_id, client_id);

-- Figures that triggers keep follow from other rows, which are recorded themselves.
CREATE OR REPLACE FUNCTION record_change() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
DECLARE
    untold CONSTANT text[] :=
        '{id,chain_id,created_at,changed_at,revision,search_text,deleted_at,closed_at,password_hash,token_hash,link_hash,
          visit_count,first_visit_on,last_visit_on,sold_amount,paid_amount,balance}';
    who actor;
    old_row jsonb;
    new_row jsonb;
    shown jsonb;
    done text;
    earlier jsonb;
    later jsonb;
BEGIN
    IF current_setting('parlour.audit', true) = 'off' THEN
        RETURN NULL;
    END IF;
    IF TG_OP <> 'INSERT' THEN
        old_row := to_jsonb(OLD);
    END IF;
    IF TG_OP <> 'DELETE' THEN
        new_row := to_jsonb(NEW);
    END IF;
    IF TG_OP = 'INSERT' THEN
        done := 'created';
        later := jsonb_strip_nulls(new_row - untold);
    ELSIF TG_OP = 'DELETE' OR is_hidden(new_row) AND NOT is_hidden(old_row) THEN
        done := 'deleted';
        earlier := jsonb_strip_nulls(old_row - untold);
    ELSIF is_hidden(old_row) AND NOT is_hidden(new_row) THEN
        done := 'restored';
        later := jsonb_strip_nulls(new_row - untold);
    ELSE
        done := 'changed';
        later := differing(new_row - untold, old_row - untold);
        earlier := differing(old_row - untold, new_row - untold);
        IF later IS NULL THEN
            RETURN NULL;
        END IF;
    END IF;
    shown := coalesce(new_row, old_row);
    who := coalesce(nullif(current_setting('parlour.actor', true), ''), '(database,,,,)');
    INSERT INTO audit_log (
        chain_id, location_id, origin, user_id, partner_id, session_id, ip, action, entity, entity_id, before, after)
    VALUES (
        coalesce(shown ->> 'chain_id', shown ->> 'id')::bigint,
        (shown ->> coalesce(TG_ARGV[2], 'location_id'))::bigint,
        who.origin, who.user_id, who.partner_id, who.session_id, who.ip, done, TG_ARGV[0],
        (shown ->> coalesce(TG_ARGV[1], 'id'))::bigint,
        earlier, later);
    RETURN NULL;
END
$$;

CREATE TRIGGER clients_audit AFTER INSERT OR UPDATE OR DELETE ON clients
    FOR EACH ROW EXECUTE FUNCTION record_change('client');
CREATE TRIGGER client_tags_audit AFTER INSERT OR DELETE ON client_tags
    FOR EACH ROW EXECUTE FUNCTION record_change('client_tag', 'client_id');

-- Fields that a business adds to its clients and appointments.
SET lock_timeout = '5s';

CREATE TABLE custom_fields (
    chain_id bigint NOT NULL,
    id bigint GENERATED ALWAYS AS IDENTITY,
    location_id bigint NOT NULL,
    kind text NOT NULL CONSTRAINT custom_fields_kind_check CHECK (kind IN ('client', 'appointment')),
    -- The key of the values.
    code text NOT NULL CONSTRAINT custom_fields_code_check CHECK (code ~ '^[a-z0-9_-]{1,255}$'),
    value_type text NOT NULL CONSTRAINT custom_fields_value_type_check
        CHECK (value_type IN ('text', 'number', 'select', 'list', 'date', 'datetime')),
    title text NOT NULL CONSTRAINT custom_fields_title_check CHECK (title <> ''),
    choices text[] NOT NULL DEFAULT '{}',
    is_visible boolean NOT NULL,
    -- By users, in a form.
    is_editable boolean NOT NULL,
    is_required boolean NOT NULL DEFAULT false,
    -- Lists begin with the highest.
    weight integer NOT NULL DEFAULT 0,
    revision integer NOT NULL DEFAULT 1,
    created_at timestamptz NOT NULL DEFAULT now(),
    changed_at timestamptz NOT NULL DEFAULT now(),
    deleted_at timestamptz,
    CONSTRAINT custom_fields_pkey PRIMARY KEY (chain_id, id),
    CONSTRAINT custom_fields_location_fkey FOREIGN KEY (chain_id, location_id) REFERENCES locations (chain_id, id),
    CONSTRAINT custom_fields_choices_check CHECK (choices = '{}' OR value_type IN ('select', 'list'))
);
CREATE UNIQUE INDEX custom_fields_code_idx ON custom_fields (chain_id, location_id, kind, code) WHERE deleted_at IS NULL;
CREATE TRIGGER custom_fields_audit AFTER INSERT OR UPDATE OR DELETE ON custom_fields
    FOR EACH ROW EXECUTE FUNCTION record_change('custom_field');

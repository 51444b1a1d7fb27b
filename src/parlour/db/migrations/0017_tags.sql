-- Tags of clients, appointments and events.
SET lock_timeout = '5s';

CREATE TABLE tags (
    chain_id bigint NOT NULL CONSTRAINT tags_chain_id_fkey REFERENCES chains,
    id bigint GENERATED ALWAYS AS IDENTITY,
    location_id bigint NOT NULL,
    kind text NOT NULL CONSTRAINT tags_kind_check CHECK (kind IN ('common', 'client', 'appointment', 'event')),
    title text NOT NULL CONSTRAINT tags_title_check CHECK (title <> ''),
    color text NOT NULL CONSTRAINT tags_color_check CHECK (color ~ '^#[0-9a-f]{6}$'),
    icon text NOT NULL DEFAULT '',
    -- Nobody changes or deletes it through the API.
    is_locked boolean NOT NULL DEFAULT false,
    revision integer NOT NULL DEFAULT 1,
    created_at timestamptz NOT NULL DEFAULT now(),
    changed_at timestamptz NOT NULL DEFAULT now(),
    deleted_at timestamptz,
    CONSTRAINT tags_pkey PRIMARY KEY (chain_id, id),
    CONSTRAINT tags_location_fkey FOREIGN KEY (chain_id, location_id) REFERENCES locations (chain_id, id)
);
CREATE UNIQUE INDEX tags_title_idx ON tags (chain_id, location_id, kind, lower(title)) WHERE deleted_at IS NULL;
CREATE TRIGGER tags_audit AFTER INSERT OR UPDATE OR DELETE ON tags
    FOR EACH ROW EXECUTE FUNCTION record_change('tag');

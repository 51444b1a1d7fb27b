-- What a service needs besides a person: kinds of rooms and devices, and the rooms and devices themselves.
SET lock_timeout = '5s';

CREATE TABLE resources (
    chain_id bigint NOT NULL,
    id bigint GENERATED ALWAYS AS IDENTITY,
    location_id bigint NOT NULL,
    title text NOT NULL CONSTRAINT resources_title_check CHECK (title <> ''),
    revision integer NOT NULL DEFAULT 1,
    created_at timestamptz NOT NULL DEFAULT now(),
    changed_at timestamptz NOT NULL DEFAULT now(),
    deleted_at timestamptz,
    CONSTRAINT resources_pkey PRIMARY KEY (chain_id, id),
    CONSTRAINT resources_location_fkey FOREIGN KEY (chain_id, location_id) REFERENCES locations (chain_id, id)
);
CREATE UNIQUE INDEX resources_title_idx ON resources (chain_id, location_id, lower(title)) WHERE deleted_at IS NULL;
CREATE TRIGGER resources_audit AFTER INSERT OR UPDATE OR DELETE ON resources
    FOR EACH ROW EXECUTE FUNCTION record_change('resource');

CREATE TABLE resource_instances (
    chain_id bigint NOT NULL,
    id bigint GENERATED ALWAYS AS IDENTITY,
    location_id bigint NOT NULL,
    resource_id bigint NOT NULL,
    title text NOT NULL CONSTRAINT resource_instances_title_check CHECK (title <> ''),
    created_at timestamptz NOT NULL DEFAULT now(),
    changed_at timestamptz NOT NULL DEFAULT now(),
    deleted_at timestamptz,
    CONSTRAINT resource_instances_pkey PRIMARY KEY (chain_id, id),
    CONSTRAINT resource_instances_location_fkey FOREIGN KEY (chain_id, location_id) REFERENCES locations (chain_id, id),
    CONSTRAINT resource_instances_resource_fkey FOREIGN KEY (chain_id, resource_id) REFERENCES resources (chain_id, id)
);
CREATE INDEX resource_instances_resource_idx ON resource_instances (chain_id, resource_id, id) WHERE deleted_at IS NULL;
CREATE TRIGGER resource_instances_audit AFTER INSERT OR UPDATE OR DELETE ON resource_instances
    FOR EACH ROW EXECUTE FUNCTION record_change('resource_instance');

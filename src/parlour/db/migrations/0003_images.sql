-- Pictures of products and locations. A row stands for one picture in three sizes; the files lie in the image store.
SET lock_timeout = '5s';

CREATE TABLE images (
    chain_id bigint NOT NULL CONSTRAINT images_chain_id_fkey REFERENCES chains,
    id bigint GENERATED ALWAYS AS IDENTITY CONSTRAINT images_id_key UNIQUE,
    location_id bigint NOT NULL,
    entity text NOT NULL CONSTRAINT images_entity_check CHECK (entity IN ('product', 'location')),
    entity_id bigint NOT NULL,
    names text[] NOT NULL,
    widths integer[] NOT NULL,
    heights integer[] NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    created_by bigint NOT NULL CONSTRAINT images_created_by_fkey REFERENCES users,
    deleted_at timestamptz,
    CONSTRAINT images_pkey PRIMARY KEY (chain_id, id),
    CONSTRAINT images_location_fkey FOREIGN KEY (chain_id, location_id) REFERENCES locations (chain_id, id),
    CONSTRAINT images_names_check
        CHECK (cardinality(names) = 3 AND cardinality(widths) = 3 AND cardinality(heights) = 3)
);
CREATE INDEX images_location_idx ON images (chain_id, location_id);
CREATE INDEX images_created_by_idx ON images (created_by);
-- A thing has one picture: a new one takes the place of the one before.
CREATE UNIQUE INDEX images_entity_idx ON images (chain_id, entity, entity_id) WHERE deleted_at IS NULL;

-- Cards of clients: what has changed since a moment, comments and files.
SET lock_timeout = '5s';

CREATE INDEX clients_changed_idx ON clients (chain_id, location_id, changed_at) WHERE deleted_at IS NULL;

CREATE TABLE client_comments (
    chain_id bigint NOT NULL,
    id bigint GENERATED ALWAYS AS IDENTITY,
    location_id bigint NOT NULL,
    client_id bigint NOT NULL,
    text text NOT NULL CONSTRAINT client_comments_text_check CHECK (text <> ''),
    author_id bigint,
    created_at timestamptz NOT NULL DEFAULT now(),
    changed_at timestamptz NOT NULL DEFAULT now(),
    deleted_at timestamptz,
    CONSTRAINT client_comments_pkey PRIMARY KEY (chain_id, id),
    CONSTRAINT client_comments_client_fkey FOREIGN KEY (chain_id, client_id) REFERENCES clients (chain_id, id)
);
CREATE INDEX client_comments_client_idx ON client_comments (chain_id, client_id, id) WHERE deleted_at IS NULL;
CREATE TRIGGER client_comments_audit AFTER INSERT OR UPDATE OR DELETE ON client_comments
    FOR EACH ROW EXECUTE FUNCTION record_change('client_comment');

CREATE TABLE client_files (
    chain_id bigint NOT NULL,
    id bigint GENERATED ALWAYS AS IDENTITY,
    location_id bigint NOT NULL,
    client_id bigint NOT NULL,
    name text NOT NULL CONSTRAINT client_files_name_check CHECK (name <> ''),
    media_type text NOT NULL,
    size bigint NOT NULL CONSTRAINT client_files_size_check CHECK (size > 0),
    -- The name of the content in the file store.
    stored_as text NOT NULL,
    uploader_id bigint,
    created_at timestamptz NOT NULL DEFAULT now(),
    deleted_at timestamptz,
    CONSTRAINT client_files_pkey PRIMARY KEY (chain_id, id),
    CONSTRAINT client_files_client_fkey FOREIGN KEY (chain_id, client_id) REFERENCES clients (chain_id, id)
);
CREATE INDEX client_files_client_idx ON client_files (chain_id, client_id, id) WHERE deleted_at IS NULL;
CREATE TRIGGER client_files_audit AFTER INSERT OR UPDATE OR DELETE ON client_files
    FOR EACH ROW EXECUTE FUNCTION record_change('client_file');

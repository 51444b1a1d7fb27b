-- What a user's rights differ in from their role's, and invitations.
SET lock_timeout = '5s';

ALTER TABLE chain_roles ADD CONSTRAINT chain_roles_role_check CHECK (role <> '');
ALTER TABLE location_roles
    ADD COLUMN rights jsonb NOT NULL DEFAULT '{}',
    ADD COLUMN team_member_id bigint,
    ADD COLUMN position text NOT NULL DEFAULT '',
    -- An invited user has a role from the start and no access until the invitation is accepted.
    ADD COLUMN is_accepted boolean NOT NULL DEFAULT true,
    ADD CONSTRAINT location_roles_role_check CHECK (role <> ''),
    ADD CONSTRAINT location_roles_rights_check CHECK (jsonb_typeof(rights) = 'object');

-- A link that lets an invited user in, once. Only the SHA-256 of its token is kept.
CREATE TABLE invitations (
    chain_id bigint NOT NULL,
    id bigint GENERATED ALWAYS AS IDENTITY CONSTRAINT invitations_id_key UNIQUE,
    location_id bigint NOT NULL,
    user_id bigint NOT NULL,
    token_hash bytea NOT NULL CONSTRAINT invitations_token_hash_key UNIQUE,
    invited_by bigint CONSTRAINT invitations_invited_by_fkey REFERENCES users,
    created_at timestamptz NOT NULL DEFAULT now(),
    expires_at timestamptz NOT NULL,
    accepted_at timestamptz,
    revoked_at timestamptz,
    CONSTRAINT invitations_pkey PRIMARY KEY (chain_id, id),
    CONSTRAINT invitations_role_fkey FOREIGN KEY (chain_id, location_id, user_id)
        REFERENCES location_roles ON DELETE CASCADE
);
CREATE INDEX invitations_role_idx ON invitations (chain_id, location_id, user_id);
CREATE INDEX invitations_invited_by_idx ON invitations (invited_by);

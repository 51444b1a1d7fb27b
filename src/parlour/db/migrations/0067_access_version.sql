-- Confirming access at COMMIT looks into six tables, which is a tenth of what PostgreSQL does for a new product. Remember
-- which transaction changed access last: while that is the same as when the access was read, nothing has changed.
SET lock_timeout = '5s';

CREATE TABLE access_version (
    is_only boolean DEFAULT true PRIMARY KEY CONSTRAINT access_version_is_only_check CHECK (is_only),
    changed_in bigint NOT NULL
);
INSERT INTO access_version (changed_in) VALUES (pg_current_xact_id()::text::bigint);

-- Fires at COMMIT, so that those who change access wait for each other only while they commit.
CREATE FUNCTION record_access_change() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
    UPDATE access_version SET changed_in = pg_current_xact_id()::text::bigint
    WHERE changed_in <> pg_current_xact_id()::text::bigint;
    RETURN NULL;
END
$$;

-- ALWAYS: a session that switches triggers off (session_replication_role) must not change access unseen either.
CREATE CONSTRAINT TRIGGER sessions_version
    AFTER UPDATE OF user_id, partner_id, revoked_at OR DELETE ON sessions
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION record_access_change();
ALTER TABLE sessions ENABLE ALWAYS TRIGGER sessions_version;

CREATE CONSTRAINT TRIGGER users_version
    AFTER UPDATE OF is_approved OR DELETE ON users
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION record_access_change();
ALTER TABLE users ENABLE ALWAYS TRIGGER users_version;

CREATE CONSTRAINT TRIGGER partners_version
    AFTER UPDATE OF revoked_at OR DELETE ON partners
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION record_access_change();
ALTER TABLE partners ENABLE ALWAYS TRIGGER partners_version;

CREATE CONSTRAINT TRIGGER locations_version
    AFTER UPDATE OF chain_id, closed_at OR DELETE ON locations
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION record_access_change();
ALTER TABLE locations ENABLE ALWAYS TRIGGER locations_version;

CREATE CONSTRAINT TRIGGER chain_roles_version
    AFTER INSERT OR UPDATE OR DELETE ON chain_roles
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION record_access_change();
ALTER TABLE chain_roles ENABLE ALWAYS TRIGGER chain_roles_version;

CREATE CONSTRAINT TRIGGER location_roles_version
    AFTER INSERT OR UPDATE OR DELETE ON location_roles
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION record_access_change();
ALTER TABLE location_roles ENABLE ALWAYS TRIGGER location_roles_version;

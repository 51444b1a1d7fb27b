-- Who changed what, when, from where: written by the database itself, so that no writer can forget to.
SET lock_timeout = '5s';

-- For whom a transaction is done; it says so in the setting parlour.actor. Without a word: somebody with psql.
CREATE TYPE actor AS (origin text, user_id bigint, partner_id bigint, session_id bigint, ip inet);

-- A row without a location is of the whole chain. Nothing here refers to other tables: the log outlives what it tells of.
-- The instant stands in the key, so that old months can become partitions.
CREATE TABLE audit_log (
    chain_id bigint NOT NULL,
    id bigint GENERATED ALWAYS AS IDENTITY,
    location_id bigint,
    at timestamptz NOT NULL DEFAULT now(),
    origin text NOT NULL,
    user_id bigint,
    partner_id bigint,
    session_id bigint,
    ip inet,
    action text NOT NULL,
    entity text NOT NULL,
    entity_id bigint,
    before jsonb,
    after jsonb,
    CONSTRAINT audit_log_pkey PRIMARY KEY (chain_id, at, id)
);
CREATE INDEX audit_log_location_idx ON audit_log (chain_id, location_id, at, id) WHERE location_id IS NOT NULL;
-- "location_id IS NULL" in an index like that gives the rows, but not their order.
CREATE INDEX audit_log_of_chain_idx ON audit_log (chain_id, at, id) WHERE location_id IS NULL;
CREATE INDEX audit_log_entity_idx ON audit_log (chain_id, entity_id, at, id);
CREATE INDEX audit_log_user_idx ON audit_log (chain_id, user_id, at, id);

-- The columns of a row that differ from another state of it; null when none does.
CREATE FUNCTION differing(shown jsonb, other jsonb) RETURNS jsonb
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT jsonb_object_agg(key, value) FROM jsonb_each(shown) WHERE other -> key IS DISTINCT FROM value
$$;

CREATE FUNCTION is_hidden(shown jsonb) RETURNS boolean
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT coalesce(shown ->> 'deleted_at', shown ->> 'closed_at') IS NOT NULL
$$;

-- Arguments: the business's word for a row; the column with its id, unless "id"; that with its location, unless
-- "location_id". Secrets, and columns that only keep books, are never told.
CREATE FUNCTION record_change() RETURNS trigger
LANGUAGE plpgsql AS $$
DECLARE
    untold CONSTANT text[] :=
        '{id,chain_id,created_at,changed_at,revision,search_text,deleted_at,closed_at,password_hash,token_hash}';
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

-- People belong to no chain: what happens to one is told in each chain that they work for; in their location alone when
-- it is their only one there. An invitation that wasn't accepted (0005) lets nobody see when a stranger signs in.
CREATE FUNCTION record_of_user(about_user_id bigint, what text, what_id bigint, done text, earlier jsonb, later jsonb)
RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    who actor;
BEGIN
    IF current_setting('parlour.audit', true) = 'off' THEN
        RETURN;
    END IF;
    who := coalesce(nullif(current_setting('parlour.actor', true), ''), '(database,,,,)');
    INSERT INTO audit_log (
        chain_id, location_id, origin, user_id, partner_id, session_id, ip, action, entity, entity_id, before, after)
    SELECT chain_id, CASE WHEN count(*) = 1 THEN min(location_id) END,
           who.origin, who.user_id, who.partner_id, who.session_id, who.ip, done, what, what_id, earlier, later
    FROM (
        SELECT chain_id, NULL::bigint AS location_id FROM chain_roles WHERE user_id = about_user_id
        UNION ALL
        SELECT chain_id, location_id FROM location_roles WHERE user_id = about_user_id AND is_accepted
    ) AS places
    GROUP BY chain_id;
END
$$;

CREATE FUNCTION record_session() RETURNS trigger
LANGUAGE plpgsql AS $$
DECLARE
    shown CONSTANT jsonb := jsonb_build_object('user_id', NEW.user_id, 'partner_id', NEW.partner_id, 'device', NEW.device);
    who actor;
BEGIN
    IF TG_OP = 'INSERT' THEN
        PERFORM record_of_user(NEW.user_id, 'session', NEW.id, 'signed_in', NULL, shown);
    ELSE
        who := coalesce(nullif(current_setting('parlour.actor', true), ''), '(database,,,,)');
        PERFORM record_of_user(
            NEW.user_id, 'session', NEW.id, CASE who.session_id WHEN NEW.id THEN 'signed_out' ELSE 'ended' END, shown, NULL);
    END IF;
    RETURN NULL;
END
$$;

CREATE FUNCTION record_user() RETURNS trigger
LANGUAGE plpgsql AS $$
DECLARE
    untold CONSTANT text[] := '{id,created_at,password_hash}';
    earlier CONSTANT jsonb := to_jsonb(OLD) - untold;
    later CONSTANT jsonb := to_jsonb(NEW) - untold;
BEGIN
    IF OLD.password_hash <> NEW.password_hash THEN
        PERFORM record_of_user(NEW.id, 'user', NEW.id, 'password_changed', NULL, NULL);
    END IF;
    IF earlier <> later THEN
        PERFORM record_of_user(NEW.id, 'user', NEW.id, 'changed', differing(earlier, later), differing(later, earlier));
    END IF;
    RETURN NULL;
END
$$;

CREATE TRIGGER sessions_audit_opened AFTER INSERT ON sessions FOR EACH ROW EXECUTE FUNCTION record_session();
CREATE TRIGGER sessions_audit_ended AFTER UPDATE OF revoked_at ON sessions
    FOR EACH ROW WHEN (OLD.revoked_at IS NULL AND NEW.revoked_at IS NOT NULL) EXECUTE FUNCTION record_session();
CREATE TRIGGER users_audit AFTER UPDATE ON users FOR EACH ROW EXECUTE FUNCTION record_user();
CREATE TRIGGER chains_audit AFTER INSERT OR UPDATE OR DELETE ON chains
    FOR EACH ROW EXECUTE FUNCTION record_change('chain');
CREATE TRIGGER locations_audit AFTER INSERT OR UPDATE OR DELETE ON locations
    FOR EACH ROW EXECUTE FUNCTION record_change('location', 'id', 'id');
CREATE TRIGGER chain_roles_audit AFTER INSERT OR UPDATE OR DELETE ON chain_roles
    FOR EACH ROW EXECUTE FUNCTION record_change('chain_role', 'user_id');
CREATE TRIGGER location_roles_audit AFTER INSERT OR UPDATE OR DELETE ON location_roles
    FOR EACH ROW EXECUTE FUNCTION record_change('location_role', 'user_id');
CREATE TRIGGER categories_audit AFTER INSERT OR UPDATE OR DELETE ON categories
    FOR EACH ROW EXECUTE FUNCTION record_change('category');
CREATE TRIGGER products_audit AFTER INSERT OR UPDATE OR DELETE ON products
    FOR EACH ROW EXECUTE FUNCTION record_change('product');
CREATE TRIGGER images_audit AFTER INSERT OR UPDATE OR DELETE ON images
    FOR EACH ROW EXECUTE FUNCTION record_change('image');
CREATE TRIGGER storages_audit AFTER INSERT OR UPDATE OR DELETE ON storages
    FOR EACH ROW EXECUTE FUNCTION record_change('storage');
CREATE TRIGGER cash_accounts_audit AFTER INSERT OR UPDATE OR DELETE ON cash_accounts
    FOR EACH ROW EXECUTE FUNCTION record_change('cash_account');

-- When somebody last signed in.
CREATE INDEX sessions_of_user_idx ON sessions (user_id, id);

"""The statements that keep states of a database and put it back to one, for use inside that database.

A row that a test wrote has a younger transaction than all rows of the state that was restored, and one that it deleted
is missing from the count: so the tables to restore are found without comparing contents.
"""

from typing import LiteralString

FIRST = "first_state"
"""The state in which a test finds the database."""
# Without triggers. To be set for the connection: changing it forgets the plans, which take longer than the rest.
KEEPER_SETTINGS = {"session_replication_role": "replica"}
CATALOGUE_OF_STATES: LiteralString = """
    CREATE SCHEMA kept;
    CREATE TABLE kept.tables (state text, name text, rows bigint, copy text, PRIMARY KEY (state, name));
    CREATE TABLE kept.sequences (state text, id regclass, value bigint, is_used boolean, PRIMARY KEY (state, id));
    DO $$
        BEGIN
            EXECUTE (
                SELECT 'CREATE VIEW kept.current_tables AS ' || string_agg(format(
                    'SELECT %1$L AS name, count(*) AS rows, max(xmin::text::bigint) AS youngest FROM public.%1$I',
                    tablename
                ), ' UNION ALL ')
                FROM pg_tables WHERE schemaname = 'public'
            );
        END
    $$;
    CREATE FUNCTION kept.changed_tables(since_state text, since bigint) RETURNS text[] LANGUAGE plpgsql AS $$
        BEGIN
            RETURN ARRAY(
                SELECT now.name FROM kept.current_tables now
                LEFT JOIN kept.tables kept ON kept.name = now.name AND kept.state = since_state
                WHERE kept.rows IS DISTINCT FROM now.rows OR now.youngest > since
            );
        END
    $$;
"""
# What can't be put back: the schema, what the planner knows of the tables, and attributes of the database itself.
# Temporary tables are gone by themselves.
WATCH_DEFINITIONS: LiteralString = """
    CREATE VIEW kept.current_properties AS
        SELECT (SELECT max(xmin::text::bigint) FROM pg_statistic) AS youngest_statistic,
            (SELECT sum(reltuples) FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r')
                AS counted_rows,
            (SELECT xmin::text FROM pg_database WHERE datname = current_database()) AS altered_by;
    CREATE TABLE kept.properties AS TABLE kept.current_properties WITH NO DATA;
    CREATE TABLE kept.redefinitions (command text);
    CREATE FUNCTION kept.note_redefinition() RETURNS event_trigger LANGUAGE plpgsql SECURITY DEFINER AS $$
        BEGIN
            INSERT INTO kept.redefinitions
                SELECT tg_tag FROM pg_event_trigger_ddl_commands()
                HAVING bool_and(coalesce(schema_name, '') = 'pg_temp') IS NOT TRUE;
        END
    $$;
    CREATE FUNCTION kept.is_redefined() RETURNS boolean LANGUAGE sql AS $$
        SELECT EXISTS (SELECT FROM kept.redefinitions)
            OR EXISTS (TABLE kept.current_properties EXCEPT TABLE kept.properties)
    $$;
"""
# What hasn't changed since another state was restored is copied already.
KEEP_FUNCTION: LiteralString = """
    CREATE FUNCTION kept.keep(new_state text, since_state text, since bigint) RETURNS bigint LANGUAGE plpgsql AS $$
        DECLARE
            name text;
            changed text[] := kept.changed_tables(since_state, since);
        BEGIN
            EXECUTE format('CREATE SCHEMA %I', new_state);
            FOREACH name IN ARRAY changed LOOP
                EXECUTE format('CREATE TABLE %1$I.%2$I AS TABLE public.%2$I', new_state, name);
            END LOOP;
            INSERT INTO kept.tables
                SELECT new_state, now.name, now.rows,
                    CASE WHEN now.name = ANY (changed) THEN format('%I.%I', new_state, now.name) ELSE kept.copy END
                FROM kept.current_tables now
                LEFT JOIN kept.tables kept ON kept.name = now.name AND kept.state = since_state;
            INSERT INTO kept.sequences
                SELECT new_state, format('%I.%I', schemaname, sequencename)::regclass,
                    coalesce(last_value, start_value), last_value IS NOT NULL
                FROM pg_sequences WHERE schemaname = 'public';
            RETURN pg_current_xact_id()::text::bigint;
        END
    $$;
"""
# A table that has grown is slow to read, even when it is empty again. The audit log, which each change writes to, grows
# the most; it is truncated, since no table refers to it. For any other the database is replaced, which is possible only
# before a test: what has grown on the way to a later state waits for that.
RESTORE_FUNCTION: LiteralString = f"""
    CREATE FUNCTION kept.restore(to_state text, since_state text, since bigint) RETURNS bigint LANGUAGE plpgsql AS $$
        DECLARE
            name text;
            copy text;
            has_grown boolean;
            changed text[] := kept.changed_tables(since_state, since);
        BEGIN
            IF kept.is_redefined() THEN
                RETURN NULL;
            END IF;
            FOR name, copy IN
                SELECT goal.name, goal.copy FROM kept.tables goal
                JOIN kept.tables last ON last.state = since_state AND last.name = goal.name
                WHERE goal.state = to_state
                    AND (goal.copy <> last.copy OR goal.name = ANY (changed))
            LOOP
                has_grown := pg_relation_size(format('public.%I', name)::regclass) >= 1000000;
                IF has_grown AND name = 'audit_log' THEN
                    TRUNCATE public.audit_log;
                ELSIF has_grown AND to_state = '{FIRST}' THEN
                    RETURN NULL;
                ELSE
                    EXECUTE format('DELETE FROM public.%I', name);
                END IF;
                EXECUTE format(
                    'INSERT INTO public.%1$I (%2$s) OVERRIDING SYSTEM VALUE SELECT %2$s FROM %3$s', name,
                    (SELECT string_agg(quote_ident(attname), ', ') FROM pg_attribute
                     WHERE attrelid = format('public.%I', name)::regclass AND attnum > 0 AND NOT attisdropped
                       AND attgenerated = ''),
                    copy
                );
            END LOOP;
            PERFORM setval(id, value, is_used) FROM kept.sequences WHERE state = to_state;
            RETURN pg_current_xact_id()::text::bigint;
        END
    $$;
    CREATE EVENT TRIGGER note_redefinition ON ddl_command_end EXECUTE FUNCTION kept.note_redefinition();
"""
KEEP_STATES: LiteralString = f"{CATALOGUE_OF_STATES}{WATCH_DEFINITIONS}{KEEP_FUNCTION}{RESTORE_FUNCTION}"
KEEP: LiteralString = "SELECT kept.keep($1, $2, $3)"
"""The transaction that kept the current state."""
RESTORE: LiteralString = "SELECT kept.restore($1, $2, $3)"
"""The transaction that restored a state; null if the database was redefined, or has grown before the first one."""
BEGIN_IN_COPY: LiteralString = """
    WITH properties AS (INSERT INTO kept.properties TABLE kept.current_properties)
    SELECT pg_current_xact_id()::text::bigint
"""
"""To be asked in each new copy of a database in which the first state was kept. All of it is older than the answer."""
CHANGED_TABLES: LiteralString = "SELECT kept.changed_tables($1, $2)"
COUNT_BACKENDS: LiteralString = """
    SELECT pg_stat_get_db_numbackends(oid) FROM pg_database WHERE datname = current_database()
"""

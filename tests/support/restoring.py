"""The statements that put a database back to its first state, for use inside that database.

A row that a test wrote has a younger transaction than all rows of the first state, and one that it deleted is missing
from the count: so the tables to restore are found without comparing contents.
"""

from typing import LiteralString

COPY_FIRST_STATE: LiteralString = """
    CREATE SCHEMA first_state;
    DO $$
        DECLARE
            name text;
            rows bigint;
            states text[];
        BEGIN
            FOR name IN SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY tablename LOOP
                EXECUTE format('CREATE TABLE first_state.%1$I AS TABLE public.%1$I', name);
                EXECUTE format('SELECT count(*) FROM public.%I', name) INTO rows;
                states := states || format(
                    'SELECT %1$L AS name, count(*) <> %2$s AS has_other_count, max(xmin::text::bigint) AS youngest'
                    ' FROM public.%1$I', name, rows
                );
            END LOOP;
            EXECUTE 'CREATE VIEW first_state.tables AS ' || array_to_string(states, ' UNION ALL ');
        END
    $$;
    CREATE TABLE first_state.sequences AS
        SELECT format('%I.%I', schemaname, sequencename)::regclass AS id,
            coalesce(last_value, start_value) AS value, last_value IS NOT NULL AS is_used
        FROM pg_sequences WHERE schemaname = 'public';
"""
# What can't be put back: the schema, what the planner knows of the tables, and attributes of the database itself.
WATCH_DEFINITIONS: LiteralString = """
    CREATE VIEW first_state.current_properties AS
        SELECT (SELECT max(xmin::text::bigint) FROM pg_statistic) AS youngest_statistic,
            (SELECT sum(reltuples) FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r')
                AS counted_rows,
            (SELECT xmin::text FROM pg_database WHERE datname = current_database()) AS altered_by;
    CREATE TABLE first_state.properties AS TABLE first_state.current_properties;
    CREATE TABLE first_state.redefinitions (command text);
    CREATE FUNCTION first_state.note_redefinition() RETURNS event_trigger LANGUAGE plpgsql SECURITY DEFINER AS $$
        BEGIN
            INSERT INTO first_state.redefinitions VALUES (tg_tag);
        END
    $$;
    CREATE FUNCTION first_state.is_redefined() RETURNS boolean LANGUAGE sql AS $$
        SELECT EXISTS (SELECT FROM first_state.redefinitions)
            OR EXISTS (TABLE first_state.current_properties EXCEPT TABLE first_state.properties)
    $$;
"""
# A table that has grown is slow to read, even when it is empty again. The audit log, which each change writes to, grows
# the most; it is truncated, since no table refers to it.
RESTORE_FUNCTION: LiteralString = """
    CREATE FUNCTION first_state.restore(last_restored_by bigint) RETURNS bigint
    LANGUAGE plpgsql AS $$
        DECLARE
            changed text;
        BEGIN
            IF first_state.is_redefined() THEN
                RETURN NULL;
            END IF;
            FOREACH changed IN ARRAY ARRAY(
                SELECT name FROM first_state.tables WHERE has_other_count OR youngest > last_restored_by
            ) LOOP
                IF pg_relation_size(format('public.%I', changed)::regclass) < 1000000 THEN
                    EXECUTE format('DELETE FROM public.%I', changed);
                ELSIF changed = 'audit_log' THEN
                    TRUNCATE public.audit_log;
                ELSE
                    RETURN NULL;
                END IF;
                EXECUTE format(
                    'INSERT INTO public.%1$I (%2$s) OVERRIDING SYSTEM VALUE SELECT %2$s FROM first_state.%1$I', changed,
                    (SELECT string_agg(quote_ident(attname), ', ') FROM pg_attribute
                     WHERE attrelid = format('public.%I', changed)::regclass AND attnum > 0 AND NOT attisdropped
                       AND attgenerated = '')
                );
            END LOOP;
            PERFORM setval(id, value, is_used) FROM first_state.sequences;
            RETURN pg_current_xact_id()::text::bigint;
        END
    $$;
    CREATE EVENT TRIGGER note_redefinition ON ddl_command_end EXECUTE FUNCTION first_state.note_redefinition();
"""
KEEP_FIRST_STATE: LiteralString = f"{COPY_FIRST_STATE}{WATCH_DEFINITIONS}{RESTORE_FUNCTION}"
OWN_TRANSACTION: LiteralString = "SELECT pg_current_xact_id()::text::bigint"
RESTORE: LiteralString = "SELECT first_state.restore($1)"
"""The transaction that restored the database; null if it can't be put back."""
COUNT_BACKENDS: LiteralString = """
    SELECT pg_stat_get_db_numbackends(oid) FROM pg_database WHERE datname = current_database()
"""

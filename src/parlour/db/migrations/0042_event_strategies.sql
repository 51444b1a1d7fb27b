-- Rules by which events are duplicated, kept for later use.
SET lock_timeout = '5s';

CREATE TABLE event_strategies (
    chain_id bigint NOT NULL,
    id bigint GENERATED ALWAYS AS IDENTITY,
    location_id bigint NOT NULL,
    title text NOT NULL CONSTRAINT event_strategies_title_check CHECK (title <> ''),
    -- 1 daily, 2 Monday to Friday, 3 Monday, Wednesday, Friday, 4 Tuesday, Thursday, 5 weekly, 6 monthly, 7 yearly.
    mode smallint NOT NULL CONSTRAINT event_strategies_mode_check CHECK (mode BETWEEN 1 AND 7),
    -- Of a weekly rule; 0 is Sunday.
    days smallint[] NOT NULL DEFAULT '{}'
        CONSTRAINT event_strategies_days_check CHECK (days <@ '{0,1,2,3,4,5,6}'::smallint[]),
    -- How many periods are passed over before the next one.
    skipped smallint NOT NULL DEFAULT 0 CONSTRAINT event_strategies_skipped_check CHECK (skipped BETWEEN 0 AND 99),
    -- Kept for clients, without effect: 1 bookings aren't copied, 2 they are.
    content smallint NOT NULL DEFAULT 1 CONSTRAINT event_strategies_content_check CHECK (content IN (1, 2)),
    revision integer NOT NULL DEFAULT 1,
    created_at timestamptz NOT NULL DEFAULT now(),
    changed_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT event_strategies_pkey PRIMARY KEY (chain_id, id),
    CONSTRAINT event_strategies_location_fkey FOREIGN KEY (chain_id, location_id) REFERENCES locations (chain_id, id)
);
CREATE INDEX event_strategies_location_idx ON event_strategies (chain_id, location_id, id);
CREATE TRIGGER event_strategies_audit AFTER INSERT OR UPDATE OR DELETE ON event_strategies
    FOR EACH ROW EXECUTE FUNCTION record_change('event_strategy');

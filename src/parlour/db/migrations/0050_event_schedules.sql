-- Schedules of events: series of events that repeat an original one, each on a day of the week.
SET lock_timeout = '5s';

CREATE TABLE event_schedules (
    chain_id bigint NOT NULL,
    id bigint GENERATED ALWAYS AS IDENTITY,
    location_id bigint NOT NULL,
    original_event_id bigint NOT NULL,
    -- The day of the original event, and the last day on which there are events.
    first_day date NOT NULL,
    last_day date NOT NULL,
    created_user_id bigint,
    revision integer NOT NULL DEFAULT 1,
    created_at timestamptz NOT NULL DEFAULT now(),
    changed_at timestamptz NOT NULL DEFAULT now(),
    deleted_at timestamptz,
    CONSTRAINT event_schedules_pkey PRIMARY KEY (chain_id, id),
    CONSTRAINT event_schedules_last_day_check CHECK (last_day >= first_day),
    CONSTRAINT event_schedules_location_fkey FOREIGN KEY (chain_id, location_id) REFERENCES locations (chain_id, id),
    CONSTRAINT event_schedules_original_event_fkey
        FOREIGN KEY (chain_id, original_event_id) REFERENCES events (chain_id, id)
);
CREATE INDEX event_schedules_location_idx ON event_schedules (chain_id, location_id, id);
CREATE INDEX event_schedules_original_event_idx ON event_schedules (chain_id, original_event_id);
CREATE TRIGGER event_schedules_audit AFTER INSERT OR UPDATE OR DELETE ON event_schedules
    FOR EACH ROW EXECUTE FUNCTION record_change('event_schedule');

CREATE TABLE event_series (
    chain_id bigint NOT NULL,
    id bigint GENERATED ALWAYS AS IDENTITY,
    location_id bigint NOT NULL,
    schedule_id bigint NOT NULL,
    -- 1 is Monday, 7 is Sunday.
    weekday smallint NOT NULL CONSTRAINT event_series_weekday_check CHECK (weekday BETWEEN 1 AND 7),
    team_member_id bigint NOT NULL,
    -- The start on the clock of the location, in minutes since midnight.
    minute smallint NOT NULL CONSTRAINT event_series_minute_check CHECK (minute BETWEEN 0 AND 1439),
    -- As of events.
    duration integer NOT NULL
        CONSTRAINT event_series_duration_check CHECK (duration BETWEEN 300 AND 86400 AND duration % 300 = 0),
    technical_break integer NOT NULL
        CONSTRAINT event_series_technical_break_check
            CHECK (technical_break BETWEEN 0 AND least(3600, duration) AND technical_break % 300 = 0),
    capacity integer NOT NULL CONSTRAINT event_series_capacity_check CHECK (capacity BETWEEN 1 AND 10000),
    resource_instance_ids bigint[] NOT NULL DEFAULT '{}',
    tag_ids bigint[] NOT NULL DEFAULT '{}',
    revision integer NOT NULL DEFAULT 1,
    created_at timestamptz NOT NULL DEFAULT now(),
    changed_at timestamptz NOT NULL DEFAULT now(),
    deleted_at timestamptz,
    CONSTRAINT event_series_pkey PRIMARY KEY (chain_id, id),
    CONSTRAINT event_series_location_fkey FOREIGN KEY (chain_id, location_id) REFERENCES locations (chain_id, id),
    CONSTRAINT event_series_schedule_fkey FOREIGN KEY (chain_id, schedule_id) REFERENCES event_schedules (chain_id, id),
    CONSTRAINT event_series_team_member_fkey
        FOREIGN KEY (chain_id, team_member_id) REFERENCES team_members (chain_id, id)
);
CREATE INDEX event_series_location_idx ON event_series (chain_id, location_id, id);
CREATE INDEX event_series_schedule_idx ON event_series (chain_id, schedule_id, id);
CREATE INDEX event_series_team_member_idx ON event_series (chain_id, team_member_id);
CREATE TRIGGER event_series_audit AFTER INSERT OR UPDATE OR DELETE ON event_series
    FOR EACH ROW EXECUTE FUNCTION record_change('event_series');

-- When a series plans an event, and which event that is.
CREATE TABLE event_occurrences (
    chain_id bigint NOT NULL,
    id bigint GENERATED ALWAYS AS IDENTITY,
    location_id bigint NOT NULL,
    series_id bigint NOT NULL,
    day date NOT NULL,
    planned_at timestamptz NOT NULL,
    -- None where something was in the way.
    event_id bigint,
    -- Something was in the way when it was made or last changed.
    is_failed boolean NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    changed_at timestamptz NOT NULL DEFAULT now(),
    deleted_at timestamptz,
    CONSTRAINT event_occurrences_pkey PRIMARY KEY (chain_id, id),
    CONSTRAINT event_occurrences_location_fkey FOREIGN KEY (chain_id, location_id) REFERENCES locations (chain_id, id),
    CONSTRAINT event_occurrences_series_fkey FOREIGN KEY (chain_id, series_id) REFERENCES event_series (chain_id, id),
    CONSTRAINT event_occurrences_event_fkey FOREIGN KEY (chain_id, event_id) REFERENCES events (chain_id, id)
);
CREATE INDEX event_occurrences_location_idx ON event_occurrences (chain_id, location_id, id);
CREATE INDEX event_occurrences_series_idx ON event_occurrences (chain_id, series_id, planned_at, id);
-- An event belongs to one schedule at most.
CREATE UNIQUE INDEX event_occurrences_event_idx ON event_occurrences (chain_id, event_id) WHERE deleted_at IS NULL;
CREATE INDEX event_occurrences_any_event_idx ON event_occurrences (chain_id, event_id);
CREATE TRIGGER event_occurrences_audit AFTER INSERT OR UPDATE OR DELETE ON event_occurrences
    FOR EACH ROW EXECUTE FUNCTION record_change('event_occurrence');

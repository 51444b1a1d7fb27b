-- When team members work, and what the calendar of a location offers.
SET lock_timeout = '5s';

-- Return whether working time is an ordered list of pairs of minutes since midnight: from, to, from, to …
-- Two intervals may touch, and don't overlap. The end of the day is 1440.
CREATE FUNCTION is_working_time(minutes smallint[]) RETURNS boolean
    LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE
    AS $$
DECLARE
    count CONSTANT integer := cardinality(minutes);
    earlier smallint := 0;
BEGIN
    FOR place IN 1..count LOOP
        IF minutes[place] < earlier OR place % 2 = 0 AND minutes[place] = earlier THEN
            RETURN false;
        END IF;
        earlier := minutes[place];
    END LOOP;
    RETURN count % 2 = 0 AND earlier <= 1440;
END
$$;

-- One row a member: the revision of the whole schedule, and the row that those lock who change it.
CREATE TABLE schedules (
    chain_id bigint NOT NULL,
    team_member_id bigint NOT NULL,
    location_id bigint NOT NULL,
    -- The last day with working time.
    last_day date,
    -- 0 before the first change.
    revision integer NOT NULL DEFAULT 0,
    changed_at timestamptz NOT NULL DEFAULT now(),
    -- The last change, and what the days that it touched were before: see schedule_day.
    change_id uuid,
    days_before jsonb,
    CONSTRAINT schedules_pkey PRIMARY KEY (chain_id, team_member_id),
    CONSTRAINT schedules_team_member_fkey FOREIGN KEY (chain_id, team_member_id) REFERENCES team_members (chain_id, id),
    CONSTRAINT schedules_location_fkey FOREIGN KEY (chain_id, location_id) REFERENCES locations (chain_id, id)
);
CREATE INDEX schedules_location_idx ON schedules (chain_id, location_id);

-- One row a member and day in the location's calendar. A day without a row is a day off.
CREATE TABLE schedule_days (
    chain_id bigint NOT NULL,
    team_member_id bigint NOT NULL,
    day date NOT NULL,
    -- Empty on a day off with a reason.
    minutes smallint[] NOT NULL CONSTRAINT schedule_days_minutes_check CHECK (is_working_time(minutes)),
    -- Why it is a day off, such as leave; none on other days.
    off_day_kind smallint,
    CONSTRAINT schedule_days_pkey PRIMARY KEY (chain_id, team_member_id, day),
    CONSTRAINT schedule_days_schedule_fkey FOREIGN KEY (chain_id, team_member_id) REFERENCES schedules (chain_id, team_member_id)
);

-- Return a day of a schedule for the audit log, and to undo a change: the minutes, the kind of day off, or null.
CREATE FUNCTION schedule_day(minutes smallint[], off_day_kind smallint) RETURNS jsonb
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    AS $$ SELECT CASE WHEN off_day_kind IS NOT NULL THEN to_jsonb(off_day_kind)
                      WHEN minutes <> '{}' THEN to_jsonb(minutes) END $$;

-- The last change that each user made in a location, which they can undo while no member of it has been changed again.
-- User 0 is the operator of the server.
CREATE TABLE schedule_changes (
    chain_id bigint NOT NULL,
    location_id bigint NOT NULL,
    user_id bigint NOT NULL,
    change_id uuid NOT NULL,
    member_count integer NOT NULL,
    changed_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT schedule_changes_pkey PRIMARY KEY (chain_id, location_id, user_id),
    CONSTRAINT schedule_changes_location_fkey FOREIGN KEY (chain_id, location_id) REFERENCES locations (chain_id, id)
);

ALTER TABLE locations
    ADD COLUMN calendar_bookings text NOT NULL DEFAULT 'mixed'
        CONSTRAINT locations_calendar_bookings_check CHECK (calendar_bookings IN ('mixed', 'individual', 'group')),
    ADD COLUMN max_event_seats smallint NOT NULL DEFAULT 1
        CONSTRAINT locations_max_event_seats_check CHECK (max_event_seats BETWEEN 1 AND 255);

-- When team members work, and what the calendar of a location offers.
SET lock_timeout = '5s';

-- Return whether working time is an ordered list of pairs of minutes since midnight: from, to, from, to …
-- Two intervals may touch, and don't overlap. The end of the day is 1440.
CREATE FUNCTION is_working_time(minutes smallint[]) RETURNS boolean
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    AS $$
    SELECT cardinality(minutes) % 2 = 0 AND (cardinality(minutes) = 0 OR minutes[1] >= 0
        AND minutes[cardinality(minutes)] <= 1440 AND NOT EXISTS (
            SELECT FROM generate_series(1, cardinality(minutes) - 1) AS place
            WHERE CASE place % 2
                WHEN 1 THEN minutes[place] >= minutes[place + 1]
                ELSE minutes[place] > minutes[place + 1] END))
    $$;

-- One row a member: the revision of the whole schedule, and the row that those lock who change it.
CREATE TABLE schedules (
    chain_id bigint NOT NULL,
    team_member_id bigint NOT NULL,
    location_id bigint NOT NULL,
    -- The last day with working time.
    last_day date,
    revision integer NOT NULL DEFAULT 1,
    changed_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT schedules_pkey PRIMARY KEY (chain_id, team_member_id),
    CONSTRAINT schedules_team_member_fkey FOREIGN KEY (chain_id, team_member_id) REFERENCES team_members (chain_id, id),
    CONSTRAINT schedules_location_fkey FOREIGN KEY (chain_id, location_id) REFERENCES locations (chain_id, id)
);

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

ALTER TABLE locations
    ADD COLUMN calendar_bookings text NOT NULL DEFAULT 'mixed'
        CONSTRAINT locations_calendar_bookings_check CHECK (calendar_bookings IN ('mixed', 'individual', 'group')),
    ADD COLUMN max_event_seats smallint NOT NULL DEFAULT 1
        CONSTRAINT locations_max_event_seats_check CHECK (max_event_seats BETWEEN 1 AND 255);

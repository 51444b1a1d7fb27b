-- Group events: a service for many clients at one time. Their bookings are appointments.
SET lock_timeout = '5s';

CREATE TABLE events (
    chain_id bigint NOT NULL,
    id bigint GENERATED ALWAYS AS IDENTITY,
    location_id bigint NOT NULL,
    service_id bigint NOT NULL,
    team_member_id bigint NOT NULL,
    -- The day of the start in the location's time zone.
    day date NOT NULL,
    starts_at timestamptz NOT NULL,
    -- Seconds, with the technical break at the end.
    duration integer NOT NULL
        CONSTRAINT events_duration_check CHECK (duration BETWEEN 300 AND 86400 AND duration % 300 = 0),
    technical_break integer NOT NULL DEFAULT 0
        CONSTRAINT events_technical_break_check
            CHECK (technical_break BETWEEN 0 AND least(3600, duration) AND technical_break % 300 = 0),
    capacity integer NOT NULL CONSTRAINT events_capacity_check CHECK (capacity BETWEEN 1 AND 10000),
    -- The seats of all bookings that aren't deleted; kept by a trigger.
    taken_seats integer NOT NULL DEFAULT 0
        CONSTRAINT events_taken_seats_check CHECK (taken_seats BETWEEN 0 AND capacity),
    resource_instance_ids bigint[] NOT NULL DEFAULT '{}',
    tag_ids bigint[] NOT NULL DEFAULT '{}',
    comment text NOT NULL DEFAULT '',
    -- RRGGBB in lower case, or empty.
    color text NOT NULL DEFAULT '' CONSTRAINT events_color_check CHECK (color ~ '^([0-9a-f]{6})?$'),
    -- For the clients: what to bring, and where to watch.
    instructions text NOT NULL DEFAULT '',
    stream_link text NOT NULL DEFAULT '',
    created_user_id bigint,
    revision integer NOT NULL DEFAULT 1,
    created_at timestamptz NOT NULL DEFAULT now(),
    changed_at timestamptz NOT NULL DEFAULT now(),
    deleted_at timestamptz,
    CONSTRAINT events_pkey PRIMARY KEY (chain_id, id),
    CONSTRAINT events_location_fkey FOREIGN KEY (chain_id, location_id) REFERENCES locations (chain_id, id),
    CONSTRAINT events_service_fkey FOREIGN KEY (chain_id, service_id) REFERENCES services (chain_id, id),
    CONSTRAINT events_team_member_fkey FOREIGN KEY (chain_id, team_member_id) REFERENCES team_members (chain_id, id)
);
CREATE INDEX events_day_idx ON events (chain_id, location_id, day, starts_at, id);
CREATE INDEX events_team_member_idx ON events (chain_id, team_member_id, day, starts_at, id);
CREATE INDEX events_service_idx ON events (chain_id, service_id);
CREATE INDEX events_resources_idx ON events (chain_id, location_id, day) WHERE resource_instance_ids <> '{}';

ALTER TABLE appointments ADD CONSTRAINT appointments_event_fkey
    FOREIGN KEY (chain_id, event_id) REFERENCES events (chain_id, id);

-- Taken seats are a figure, so their changes aren't recorded.
CREATE TRIGGER events_audit AFTER INSERT OR DELETE OR UPDATE OF
    service_id, team_member_id, day, starts_at, duration, technical_break, capacity, resource_instance_ids, tag_ids,
    comment, color, instructions, stream_link, deleted_at
    ON events FOR EACH ROW EXECUTE FUNCTION record_change('event');

-- An event takes its member's time and its instances once, however many bookings it has; these take none.
CREATE OR REPLACE FUNCTION keep_member_days(
    of_chain bigint, of_location bigint, member_ids bigint[], days date[]) RETURNS void
LANGUAGE plpgsql AS $$
DECLARE
    zone text;
BEGIN
    PERFORM lock_member_days(of_chain, of_location, member_ids, days);
    SELECT timezone INTO zone FROM locations l WHERE l.chain_id = of_chain AND l.id = of_location;
    UPDATE schedule_days d SET busy = now.busy
    FROM (SELECT DISTINCT member_id, day FROM unnest(member_ids, days) AS pairs (member_id, day)) AS touched
    CROSS JOIN LATERAL (
        SELECT coalesce(array_agg(minute ORDER BY pair[1], pair[2], taken.is_event, taken.id, minute), '{}') AS busy
        FROM (
            SELECT false AS is_event, a.id, a.starts_at, a.duration FROM appointments a
            WHERE a.chain_id = of_chain AND a.team_member_id = touched.member_id
              AND a.day BETWEEN touched.day - 2 AND touched.day
              AND a.deleted_at IS NULL AND a.attendance <> 'no_show' AND a.event_id IS NULL
            UNION ALL
            SELECT true, e.id, e.starts_at, e.duration FROM events e
            WHERE e.chain_id = of_chain AND e.team_member_id = touched.member_id
              AND e.day BETWEEN touched.day - 2 AND touched.day AND e.deleted_at IS NULL
        ) AS taken
        CROSS JOIN busy_minutes(taken.starts_at, taken.duration, touched.day, zone) AS pair
        CROSS JOIN unnest(pair) AS minute
    ) AS now
    WHERE d.chain_id = of_chain AND d.team_member_id = touched.member_id AND d.day = touched.day;
END
$$;
CREATE OR REPLACE FUNCTION keep_resource_days(
    of_chain bigint, of_location bigint, resource_ids bigint[], days date[]) RETURNS void
LANGUAGE plpgsql AS $$
DECLARE
    zone text;
BEGIN
    PERFORM lock_resource_days(of_chain, resource_ids, days);
    SELECT timezone INTO zone FROM locations l WHERE l.chain_id = of_chain AND l.id = of_location;
    UPDATE resource_days d SET instance_ids = now.instance_ids, busy = now.busy
    FROM (SELECT DISTINCT resource_id, day FROM unnest(resource_ids, days) AS pairs (resource_id, day)) AS touched
    CROSS JOIN LATERAL (
        SELECT coalesce(
                   array_agg(i.id ORDER BY pair[1], pair[2], i.id, taken.is_event, taken.id, minute)
                       FILTER (WHERE minute = pair[1]), '{}') AS instance_ids,
               coalesce(
                   array_agg(minute ORDER BY pair[1], pair[2], i.id, taken.is_event, taken.id, minute), '{}') AS busy
        FROM (
            SELECT false AS is_event, a.id, a.starts_at, a.duration, a.resource_instance_ids FROM appointments a
            WHERE a.chain_id = of_chain AND a.location_id = of_location AND a.resource_instance_ids <> '{}'
              AND a.day BETWEEN touched.day - 2 AND touched.day
              AND a.deleted_at IS NULL AND a.attendance <> 'no_show' AND a.event_id IS NULL
            UNION ALL
            SELECT true, e.id, e.starts_at, e.duration, e.resource_instance_ids FROM events e
            WHERE e.chain_id = of_chain AND e.location_id = of_location AND e.resource_instance_ids <> '{}'
              AND e.day BETWEEN touched.day - 2 AND touched.day AND e.deleted_at IS NULL
        ) AS taken
        JOIN resource_instances i
            ON i.chain_id = of_chain AND i.resource_id = touched.resource_id
           AND i.id = ANY (taken.resource_instance_ids)
        CROSS JOIN busy_minutes(taken.starts_at, taken.duration, touched.day, zone) AS pair
        CROSS JOIN unnest(pair) AS minute
    ) AS now
    WHERE d.chain_id = of_chain AND d.resource_id = touched.resource_id AND d.day = touched.day;
END
$$;

-- Keep the days of members and resources that follow from an event.
CREATE FUNCTION keep_days_of_event(old_row events, new_row events) RETURNS void
LANGUAGE plpgsql AS $$
DECLARE
    of_chain CONSTANT bigint := coalesce(new_row.chain_id, old_row.chain_id);
    of_location CONSTANT bigint := coalesce(new_row.location_id, old_row.location_id);
    was_busy CONSTANT boolean := old_row.id IS NOT NULL AND old_row.deleted_at IS NULL;
    is_busy CONSTANT boolean := new_row.id IS NOT NULL AND new_row.deleted_at IS NULL;
    zone text;
    member_ids bigint[];
    resource_ids bigint[];
    days date[];
BEGIN
    IF (was_busy, old_row.starts_at, old_row.duration, old_row.team_member_id, old_row.resource_instance_ids)
       IS NOT DISTINCT FROM
       (is_busy, new_row.starts_at, new_row.duration, new_row.team_member_id, new_row.resource_instance_ids)
       OR NOT (was_busy OR is_busy)
    THEN
        RETURN;
    END IF;
    SELECT timezone INTO zone FROM locations l WHERE l.chain_id = of_chain AND l.id = of_location;
    SELECT array_agg(member_id), array_agg(day) INTO member_ids, days FROM (
        SELECT old_row.team_member_id AS member_id, days_of(old_row.starts_at, old_row.duration, zone) AS day
        WHERE was_busy
        UNION
        SELECT new_row.team_member_id, days_of(new_row.starts_at, new_row.duration, zone) WHERE is_busy
    ) AS touched;
    PERFORM keep_member_days(of_chain, of_location, member_ids, days);
    SELECT array_agg(i.resource_id), array_agg(touched.day) INTO resource_ids, days FROM (
        SELECT unnest(old_row.resource_instance_ids) AS instance_id, day
        FROM days_of(old_row.starts_at, old_row.duration, zone) AS day WHERE was_busy
        UNION
        SELECT unnest(new_row.resource_instance_ids), day
        FROM days_of(new_row.starts_at, new_row.duration, zone) AS day WHERE is_busy
    ) AS touched
    JOIN resource_instances i ON i.chain_id = of_chain AND i.id = touched.instance_id;
    IF resource_ids IS NOT NULL THEN
        PERFORM keep_resource_days(of_chain, of_location, resource_ids, days);
    END IF;
END
$$;
CREATE FUNCTION keep_days_after_event() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        PERFORM keep_days_of_event(NULL, NEW);
    ELSIF TG_OP = 'DELETE' THEN
        PERFORM keep_days_of_event(OLD, NULL);
    ELSE
        PERFORM keep_days_of_event(OLD, NEW);
    END IF;
    RETURN NULL;
END
$$;
CREATE TRIGGER events_days AFTER INSERT OR DELETE OR UPDATE OF
    starts_at, duration, team_member_id, resource_instance_ids, deleted_at
    ON events FOR EACH ROW EXECUTE FUNCTION keep_days_after_event();

-- Return the seats that bookings take of events.
CREATE FUNCTION seats_of_events(of_chain bigint, event_ids bigint[]) RETURNS TABLE (event_id bigint, seats integer)
LANGUAGE sql STABLE AS $$
    SELECT e.id, (
        SELECT coalesce(sum(a.seat_count), 0)::integer FROM appointments a
        WHERE a.chain_id = of_chain AND a.event_id = e.id AND a.deleted_at IS NULL)
    FROM events e WHERE e.chain_id = of_chain AND e.id = ANY (event_ids)
$$;
-- Recompute the taken seats of events. They are locked first, so that of two bookings the later one counts both.
CREATE FUNCTION keep_taken_seats(of_chain bigint, event_ids bigint[]) RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
    PERFORM FROM events e WHERE e.chain_id = of_chain AND e.id = ANY (event_ids) ORDER BY e.id FOR NO KEY UPDATE;
    UPDATE events e SET taken_seats = now.seats, revision = revision + 1, changed_at = now()
    FROM seats_of_events(of_chain, event_ids) AS now
    WHERE e.chain_id = of_chain AND e.id = now.event_id AND e.taken_seats <> now.seats;
END
$$;
CREATE FUNCTION keep_seats_after_booking() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
    PERFORM keep_taken_seats(
        coalesce(NEW.chain_id, OLD.chain_id), array_remove(ARRAY[OLD.event_id, NEW.event_id], NULL));
    RETURN NULL;
END
$$;
CREATE TRIGGER appointments_seats_taken AFTER INSERT ON appointments
    FOR EACH ROW WHEN (NEW.event_id IS NOT NULL) EXECUTE FUNCTION keep_seats_after_booking();
CREATE TRIGGER appointments_seats_changed AFTER UPDATE OF event_id, seat_count, deleted_at ON appointments
    FOR EACH ROW WHEN ((OLD.event_id, OLD.seat_count, OLD.deleted_at IS NULL) IS DISTINCT FROM
                       (NEW.event_id, NEW.seat_count, NEW.deleted_at IS NULL)
                       AND coalesce(OLD.event_id, NEW.event_id) IS NOT NULL)
    EXECUTE FUNCTION keep_seats_after_booking();
CREATE TRIGGER appointments_seats_freed AFTER DELETE ON appointments
    FOR EACH ROW WHEN (OLD.event_id IS NOT NULL) EXECUTE FUNCTION keep_seats_after_booking();

-- In another time zone events stay at the hours that the clock shows, like appointments.
CREATE OR REPLACE FUNCTION move_appointments_to_zone() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
    UPDATE appointments a SET starts_at = (a.starts_at AT TIME ZONE OLD.timezone) AT TIME ZONE NEW.timezone
    WHERE a.chain_id = NEW.chain_id AND a.location_id = NEW.id;
    UPDATE events e SET starts_at = (e.starts_at AT TIME ZONE OLD.timezone) AT TIME ZONE NEW.timezone
    WHERE e.chain_id = NEW.chain_id AND e.location_id = NEW.id;
    RETURN NULL;
END
$$;

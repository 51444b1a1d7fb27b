-- Locks in one order for all who write appointments, whichever way they come: what a trigger recomputes it locks first,
-- and reads afterwards, so that of two changes at the same time the later one counts both.
SET lock_timeout = '5s';

-- Return when a local day begins: of a midnight that comes twice, at the first one.
CREATE FUNCTION day_start(day date, timezone text) RETURNS timestamptz
LANGUAGE sql STABLE PARALLEL SAFE AS $$
    SELECT CASE WHEN first < midnight AND (first AT TIME ZONE timezone)::date = day THEN first ELSE midnight END
    FROM (SELECT day::timestamp AT TIME ZONE timezone AS midnight) AS known,
         LATERAL (SELECT midnight - interval '6 hours' AS evening) AS before,
         LATERAL (
             -- Midnight by the offset of the evening before.
             SELECT (day::timestamp - ((evening AT TIME ZONE timezone) - (evening AT TIME ZONE 'UTC')))
                    AT TIME ZONE 'UTC' AS first) AS other
$$;
CREATE OR REPLACE FUNCTION busy_minutes(starts_at timestamptz, duration integer, day date, timezone text)
RETURNS smallint[]
LANGUAGE sql STABLE PARALLEL SAFE AS $$
    SELECT CASE WHEN begins < ends THEN ARRAY[begins, ends]::smallint[] END
    FROM (SELECT day_start(day, timezone) AS midnight, day_start(day + 1, timezone) AS next_midnight) AS bounds,
         LATERAL (SELECT greatest(extract(epoch FROM starts_at - midnight), 0) / 60 AS begins,
                         least(extract(epoch FROM starts_at - midnight) + duration,
                               extract(epoch FROM next_midnight - midnight)) / 60 AS ends) AS minutes
$$;

-- Lock the days of members of a location, on pairs of members and days, and return them as they are then. Days that
-- aren't there are created before, so that all are locked in one order.
CREATE FUNCTION lock_member_days(of_chain bigint, of_location bigint, member_ids bigint[], days date[])
RETURNS TABLE (team_member_id bigint, day date, minutes smallint[], busy smallint[])
LANGUAGE plpgsql AS $$
#variable_conflict use_column
BEGIN
    IF EXISTS (
        SELECT FROM unnest(member_ids, days) AS wanted (member_id, its_day)
        WHERE NOT EXISTS (
            SELECT FROM schedule_days d
            WHERE d.chain_id = of_chain AND d.team_member_id = wanted.member_id AND d.day = wanted.its_day))
    THEN
        INSERT INTO schedules (chain_id, team_member_id, location_id)
        SELECT DISTINCT of_chain, member_id, of_location FROM unnest(member_ids) AS member_id ORDER BY member_id
        ON CONFLICT DO NOTHING;
        INSERT INTO schedule_days (chain_id, team_member_id, day, minutes)
        SELECT DISTINCT of_chain, member_id, its_day, '{}'::smallint[]
        FROM unnest(member_ids, days) AS wanted (member_id, its_day) ORDER BY member_id, its_day
        ON CONFLICT DO NOTHING;
    END IF;
    RETURN QUERY
        SELECT d.team_member_id, d.day, d.minutes, d.busy FROM schedule_days d
        WHERE d.chain_id = of_chain AND (d.team_member_id, d.day) IN (SELECT * FROM unnest(member_ids, days))
        ORDER BY d.team_member_id, d.day FOR NO KEY UPDATE;
END
$$;
-- The same for resources.
CREATE FUNCTION lock_resource_days(of_chain bigint, resource_ids bigint[], days date[])
RETURNS TABLE (resource_id bigint, day date, instance_ids bigint[], busy smallint[])
LANGUAGE plpgsql AS $$
#variable_conflict use_column
BEGIN
    IF EXISTS (
        SELECT FROM unnest(resource_ids, days) AS wanted (wanted_id, its_day)
        WHERE NOT EXISTS (
            SELECT FROM resource_days d
            WHERE d.chain_id = of_chain AND d.resource_id = wanted.wanted_id AND d.day = wanted.its_day))
    THEN
        INSERT INTO resource_days (chain_id, resource_id, day)
        SELECT DISTINCT of_chain, wanted_id, its_day
        FROM unnest(resource_ids, days) AS wanted (wanted_id, its_day) ORDER BY wanted_id, its_day
        ON CONFLICT DO NOTHING;
    END IF;
    RETURN QUERY
        SELECT d.resource_id, d.day, d.instance_ids, d.busy FROM resource_days d
        WHERE d.chain_id = of_chain AND (d.resource_id, d.day) IN (SELECT * FROM unnest(resource_ids, days))
        ORDER BY d.resource_id, d.day FOR NO KEY UPDATE;
END
$$;

CREATE OR REPLACE FUNCTION keep_member_days(of_chain bigint, of_location bigint, member_ids bigint[], days date[])
RETURNS void
LANGUAGE plpgsql AS $$
DECLARE
    zone text;
BEGIN
    PERFORM lock_member_days(of_chain, of_location, member_ids, days);
    SELECT timezone INTO zone FROM locations l WHERE l.chain_id = of_chain AND l.id = of_location;
    UPDATE schedule_days d SET busy = now.busy
    FROM (SELECT DISTINCT member_id, day FROM unnest(member_ids, days) AS pairs (member_id, day)) AS touched
    CROSS JOIN LATERAL (
        SELECT coalesce(array_agg(minute ORDER BY pair[1], pair[2], a.id, minute), '{}') AS busy
        FROM appointments a
        CROSS JOIN busy_minutes(a.starts_at, a.duration, touched.day, zone) AS pair
        CROSS JOIN unnest(pair) AS minute
        WHERE a.chain_id = of_chain AND a.team_member_id = touched.member_id
          AND a.day BETWEEN touched.day - 2 AND touched.day
          AND a.deleted_at IS NULL AND a.attendance <> 'no_show' AND a.event_id IS NULL
    ) AS now
    WHERE d.chain_id = of_chain AND d.team_member_id = touched.member_id AND d.day = touched.day;
END
$$;
CREATE OR REPLACE FUNCTION keep_resource_days(of_chain bigint, of_location bigint, resource_ids bigint[], days date[])
RETURNS void
LANGUAGE plpgsql AS $$
DECLARE
    zone text;
BEGIN
    PERFORM lock_resource_days(of_chain, resource_ids, days);
    SELECT timezone INTO zone FROM locations l WHERE l.chain_id = of_chain AND l.id = of_location;
    UPDATE resource_days d SET instance_ids = now.instance_ids, busy = now.busy
    FROM (SELECT DISTINCT resource_id, day FROM unnest(resource_ids, days) AS pairs (resource_id, day)) AS touched
    CROSS JOIN LATERAL (
        SELECT coalesce(array_agg(i.id ORDER BY pair[1], pair[2], i.id, minute) FILTER (WHERE minute = pair[1]), '{}')
                   AS instance_ids,
               coalesce(array_agg(minute ORDER BY pair[1], pair[2], i.id, minute), '{}') AS busy
        FROM appointments a
        JOIN resource_instances i
            ON i.chain_id = of_chain AND i.resource_id = touched.resource_id AND i.id = ANY (a.resource_instance_ids)
        CROSS JOIN busy_minutes(a.starts_at, a.duration, touched.day, zone) AS pair
        CROSS JOIN unnest(pair) AS minute
        WHERE a.chain_id = of_chain AND a.location_id = of_location AND a.resource_instance_ids <> '{}'
          AND a.day BETWEEN touched.day - 2 AND touched.day
          AND a.deleted_at IS NULL AND a.attendance <> 'no_show' AND a.event_id IS NULL
    ) AS now
    WHERE d.chain_id = of_chain AND d.resource_id = touched.resource_id AND d.day = touched.day;
END
$$;
CREATE OR REPLACE FUNCTION keep_visit_attendance(of_chain bigint, visit_ids bigint[]) RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
    PERFORM FROM visits v WHERE v.chain_id = of_chain AND v.id = ANY (visit_ids) ORDER BY v.id FOR NO KEY UPDATE;
    UPDATE visits v SET attendance = now.attendance
    FROM (
        SELECT a.visit_id,
               (array_agg(a.attendance ORDER BY array_position('{arrived,confirmed,waiting,no_show}', a.attendance)))[1]
               AS attendance
        FROM appointments a
        WHERE a.chain_id = of_chain AND a.visit_id = ANY (visit_ids) AND a.deleted_at IS NULL
        GROUP BY a.visit_id
    ) AS now
    WHERE v.chain_id = of_chain AND v.id = now.visit_id AND v.attendance <> now.attendance;
END
$$;

-- Keep what follows from appointments. Locks are taken in one order: days of members, days of resources, visits, clients.
CREATE OR REPLACE FUNCTION keep_books_of_appointment(old_row appointments, new_row appointments) RETURNS void
LANGUAGE plpgsql AS $$
DECLARE
    of_chain CONSTANT bigint := coalesce(new_row.chain_id, old_row.chain_id);
    of_location CONSTANT bigint := coalesce(new_row.location_id, old_row.location_id);
    zone text;
    was_busy CONSTANT boolean := coalesce(
        old_row.deleted_at IS NULL AND old_row.attendance <> 'no_show' AND old_row.event_id IS NULL
        AND old_row.id IS NOT NULL, false);
    is_busy CONSTANT boolean := coalesce(
        new_row.deleted_at IS NULL AND new_row.attendance <> 'no_show' AND new_row.event_id IS NULL
        AND new_row.id IS NOT NULL, false);
    was_arrived CONSTANT boolean := coalesce(old_row.deleted_at IS NULL AND old_row.attendance = 'arrived', false);
    is_arrived CONSTANT boolean := coalesce(new_row.deleted_at IS NULL AND new_row.attendance = 'arrived', false);
    member_ids bigint[];
    resource_ids bigint[];
    days date[];
BEGIN
    IF (was_busy, old_row.starts_at, old_row.duration, old_row.team_member_id, old_row.resource_instance_ids)
       IS DISTINCT FROM
       (is_busy, new_row.starts_at, new_row.duration, new_row.team_member_id, new_row.resource_instance_ids)
       AND (was_busy OR is_busy)
    THEN
        SELECT timezone INTO zone FROM locations l WHERE l.chain_id = of_chain AND l.id = of_location;
        SELECT array_agg(member_id), array_agg(day) INTO member_ids, days FROM (
            SELECT old_row.team_member_id AS member_id, days_of(old_row.starts_at, old_row.duration, zone) AS day
            WHERE was_busy
            UNION
            SELECT new_row.team_member_id, days_of(new_row.starts_at, new_row.duration, zone) WHERE is_busy
        ) AS touched;
        PERFORM keep_member_days(of_chain, of_location, member_ids, days);
        IF old_row.resource_instance_ids <> '{}' OR new_row.resource_instance_ids <> '{}' THEN
            SELECT array_agg(i.resource_id), array_agg(touched.day) INTO resource_ids, days FROM (
                SELECT unnest(old_row.resource_instance_ids) AS instance_id, day
                FROM days_of(old_row.starts_at, old_row.duration, zone) AS day WHERE was_busy
                UNION
                SELECT unnest(new_row.resource_instance_ids), day
                FROM days_of(new_row.starts_at, new_row.duration, zone) AS day WHERE is_busy
            ) AS touched
            JOIN resource_instances i ON i.chain_id = of_chain AND i.id = touched.instance_id;
            PERFORM keep_resource_days(of_chain, of_location, resource_ids, days);
        END IF;
    END IF;
    IF (old_row.visit_id, old_row.attendance, old_row.deleted_at IS NULL) IS DISTINCT FROM
       (new_row.visit_id, new_row.attendance, new_row.deleted_at IS NULL)
       -- Most new appointments are as their visit is.
       AND (old_row.id IS NOT NULL OR EXISTS (
           SELECT FROM visits v
           WHERE v.chain_id = of_chain AND v.id = new_row.visit_id AND v.attendance <> new_row.attendance))
    THEN
        PERFORM keep_visit_attendance(of_chain, ARRAY[old_row.visit_id, new_row.visit_id]);
    END IF;
    IF (was_arrived, old_row.client_id, old_row.day, old_row.visit_id) IS DISTINCT FROM
       (is_arrived, new_row.client_id, new_row.day, new_row.visit_id) AND (was_arrived OR is_arrived)
    THEN
        PERFORM keep_client_figures(of_chain, array_remove(ARRAY[old_row.client_id, new_row.client_id], NULL));
    END IF;
END
$$;

-- How often a client didn't come.
CREATE INDEX appointments_missed_idx ON appointments (chain_id, client_id)
    WHERE client_id IS NOT NULL AND attendance = 'no_show' AND deleted_at IS NULL;

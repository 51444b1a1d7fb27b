-- What follows from a new appointment is written once, and a busy day is computed without a function for each appointment.
SET lock_timeout = '5s';

-- Recompute when members of a location are busy, on pairs of members and days. The minutes are those of `busy_minutes`,
-- whose midnights are computed once for a day here (OFFSET 0: otherwise each use of them would compute them again).
CREATE OR REPLACE FUNCTION keep_member_days(of_chain bigint, of_location bigint, member_ids bigint[], days date[])
RETURNS void
LANGUAGE plpgsql AS $$
DECLARE
    zone text;
BEGIN
    PERFORM lock_member_days(of_chain, of_location, member_ids, days);
    SELECT timezone INTO zone FROM locations l WHERE l.chain_id = of_chain AND l.id = of_location;
    UPDATE schedule_days d SET busy = now.busy
    FROM (
        SELECT member_id, day, day_start(day, zone) AS midnight, day_start(day + 1, zone) AS next_midnight
        FROM (SELECT DISTINCT member_id, day FROM unnest(member_ids, days) AS pairs (member_id, day)) AS distinct_pairs
        OFFSET 0
    ) AS touched
    CROSS JOIN LATERAL (
        SELECT coalesce(array_agg(minute ORDER BY pair[1], pair[2], taken.is_event, taken.id, minute), '{}') AS busy
        FROM (
            SELECT false AS is_event, a.id, a.starts_at, a.starts_at + make_interval(secs => a.duration) AS ends_at
            FROM appointments a
            WHERE a.chain_id = of_chain AND a.team_member_id = touched.member_id
              AND a.day BETWEEN touched.day - 2 AND touched.day
              AND a.deleted_at IS NULL AND a.attendance <> 'no_show' AND a.event_id IS NULL
            UNION ALL
            SELECT true, e.id, e.starts_at, e.starts_at + make_interval(secs => e.duration)
            FROM events e
            WHERE e.chain_id = of_chain AND e.team_member_id = touched.member_id
              AND e.day BETWEEN touched.day - 2 AND touched.day AND e.deleted_at IS NULL
        ) AS taken
        CROSS JOIN LATERAL (
            SELECT ARRAY[
                extract(epoch FROM greatest(taken.starts_at, touched.midnight) - touched.midnight) / 60,
                extract(epoch FROM least(taken.ends_at, touched.next_midnight) - touched.midnight) / 60
            ]::smallint[] AS pair
        ) AS minutes
        CROSS JOIN unnest(pair) AS minute
        WHERE taken.starts_at < touched.next_midnight AND taken.ends_at > touched.midnight
    ) AS now
    WHERE d.chain_id = of_chain AND d.team_member_id = touched.member_id AND d.day = touched.day;
END
$$;

-- Recompute the figures of appointments, whose rows the caller has locked. What is right already isn't written.
CREATE OR REPLACE FUNCTION keep_appointment_figures(of_chain bigint, ids bigint[]) RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO appointment_figures
    SELECT * FROM figures_of_appointments(of_chain, ids)
    EXCEPT SELECT * FROM appointment_figures f WHERE f.chain_id = of_chain AND f.appointment_id = ANY (ids)
    ON CONFLICT (chain_id, appointment_id) DO UPDATE SET
        location_id = excluded.location_id, client_id = excluded.client_id, team_member_id = excluded.team_member_id,
        day = excluded.day, attendance = excluded.attendance, price_parts = excluded.price_parts;
END
$$;

-- Its services may have been written by the same statement.
CREATE OR REPLACE FUNCTION start_appointment_figures() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO appointment_figures SELECT * FROM figures_of_appointments(NEW.chain_id, ARRAY[NEW.id]);
    RETURN NULL;
END
$$;

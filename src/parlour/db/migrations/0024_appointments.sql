-- Appointments, grouped in visits, and what they take of the time of team members and resources.
SET lock_timeout = '5s';

-- A client's appointments in a location on one local day, which are paid together.
CREATE TABLE visits (
    chain_id bigint NOT NULL,
    id bigint GENERATED ALWAYS AS IDENTITY,
    location_id bigint NOT NULL,
    -- Null for an appointment without a client, which is a visit of its own.
    client_id bigint,
    day date NOT NULL,
    -- Of the appointments that aren't deleted: arrived if any is, else confirmed, else waiting, else no-show.
    attendance text NOT NULL DEFAULT 'waiting'
        CONSTRAINT visits_attendance_check CHECK (attendance IN ('waiting', 'confirmed', 'arrived', 'no_show')),
    -- The document of sale. Documents of stock and of visits have their ids from one sequence.
    document_id bigint NOT NULL DEFAULT nextval('stock_documents_id_seq'),
    created_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT visits_pkey PRIMARY KEY (chain_id, id),
    CONSTRAINT visits_location_fkey FOREIGN KEY (chain_id, location_id) REFERENCES locations (chain_id, id),
    CONSTRAINT visits_client_fkey FOREIGN KEY (chain_id, client_id) REFERENCES clients (chain_id, id)
);
CREATE INDEX visits_client_idx ON visits (chain_id, client_id, day) WHERE client_id IS NOT NULL;
CREATE UNIQUE INDEX visits_document_idx ON visits (chain_id, document_id);

CREATE TABLE appointments (
    chain_id bigint NOT NULL,
    id bigint GENERATED ALWAYS AS IDENTITY,
    location_id bigint NOT NULL,
    visit_id bigint NOT NULL,
    team_member_id bigint NOT NULL,
    client_id bigint,
    -- The group event; null for an individual appointment. Its booking takes no time of its own.
    event_id bigint,
    -- The day of the start in the location's time zone.
    day date NOT NULL,
    starts_at timestamptz NOT NULL,
    -- Seconds, with the technical break at the end.
    duration integer NOT NULL
        CONSTRAINT appointments_duration_check CHECK (duration BETWEEN 300 AND 86400 AND duration % 300 = 0),
    technical_break integer NOT NULL DEFAULT 0
        CONSTRAINT appointments_technical_break_check
            CHECK (technical_break BETWEEN 0 AND least(3600, duration) AND technical_break % 300 = 0),
    attendance text NOT NULL DEFAULT 'waiting'
        CONSTRAINT appointments_attendance_check CHECK (attendance IN ('waiting', 'confirmed', 'arrived', 'no_show')),
    -- How many places of the event it takes.
    seat_count smallint NOT NULL DEFAULT 1 CONSTRAINT appointments_seat_count_check CHECK (seat_count >= 1),
    resource_instance_ids bigint[] NOT NULL DEFAULT '{}',
    tag_ids bigint[] NOT NULL DEFAULT '{}',
    custom_values jsonb NOT NULL DEFAULT '{}'
        CONSTRAINT appointments_custom_values_check CHECK (jsonb_typeof(custom_values) = 'object'),
    comment text NOT NULL DEFAULT '',
    api_id text NOT NULL DEFAULT '',
    -- RRGGBB in lower case, or empty.
    color text NOT NULL DEFAULT '' CONSTRAINT appointments_color_check CHECK (color ~ '^([0-9a-f]{6})?$'),
    -- The name of a visitor who has no card.
    visitor_name text NOT NULL DEFAULT '',
    source text NOT NULL DEFAULT 'staff'
        CONSTRAINT appointments_source_check CHECK (source IN ('staff', 'mobile_page', 'desktop_page', 'api')),
    booking_form_id bigint,
    from_url text NOT NULL DEFAULT '',
    -- False when the client asked for any team member.
    is_member_chosen boolean NOT NULL DEFAULT true,
    notifies_by_sms boolean NOT NULL DEFAULT false,
    notifies_by_email boolean NOT NULL DEFAULT false,
    -- Hours before the start; null or 0 for no reminder.
    sms_reminder_hours smallint,
    email_reminder_hours smallint,
    -- Who knows it may change or cancel the appointment.
    link_hash text NOT NULL CONSTRAINT appointments_link_hash_check CHECK (link_hash ~ '^[0-9a-f]{32}$'),
    created_user_id bigint,
    revision integer NOT NULL DEFAULT 1,
    created_at timestamptz NOT NULL DEFAULT now(),
    changed_at timestamptz NOT NULL DEFAULT now(),
    deleted_at timestamptz,
    CONSTRAINT appointments_pkey PRIMARY KEY (chain_id, id),
    CONSTRAINT appointments_location_fkey FOREIGN KEY (chain_id, location_id) REFERENCES locations (chain_id, id),
    CONSTRAINT appointments_visit_fkey FOREIGN KEY (chain_id, visit_id) REFERENCES visits (chain_id, id),
    CONSTRAINT appointments_team_member_fkey
        FOREIGN KEY (chain_id, team_member_id) REFERENCES team_members (chain_id, id),
    CONSTRAINT appointments_client_fkey FOREIGN KEY (chain_id, client_id) REFERENCES clients (chain_id, id)
);
CREATE INDEX appointments_day_idx ON appointments (chain_id, location_id, day, starts_at, id);
CREATE INDEX appointments_team_member_idx ON appointments (chain_id, team_member_id, day, starts_at, id);
CREATE INDEX appointments_client_idx ON appointments (chain_id, client_id, day, starts_at, id)
    WHERE client_id IS NOT NULL;
-- How often a client didn't come.
CREATE INDEX appointments_missed_idx ON appointments (chain_id, client_id)
    WHERE client_id IS NOT NULL AND attendance = 'no_show' AND deleted_at IS NULL;
CREATE INDEX appointments_changed_idx ON appointments (chain_id, location_id, changed_at);
CREATE INDEX appointments_created_idx ON appointments (chain_id, location_id, created_at);
CREATE INDEX appointments_visit_idx ON appointments (chain_id, visit_id);
CREATE INDEX appointments_resources_idx ON appointments (chain_id, location_id, day)
    WHERE resource_instance_ids <> '{}';

CREATE TABLE appointment_services (
    chain_id bigint NOT NULL,
    id bigint GENERATED ALWAYS AS IDENTITY,
    location_id bigint NOT NULL,
    appointment_id bigint NOT NULL,
    position smallint NOT NULL,
    service_id bigint NOT NULL,
    -- Title, length and price as they were when the service was chosen.
    title text NOT NULL,
    -- Seconds that the service takes this team member.
    duration integer NOT NULL,
    amount integer NOT NULL DEFAULT 1 CONSTRAINT appointment_services_amount_check CHECK (amount >= 1),
    -- For one, before the discount.
    unit_price numeric NOT NULL CONSTRAINT appointment_services_unit_price_check CHECK (unit_price >= 0),
    discount numeric NOT NULL DEFAULT 0
        CONSTRAINT appointment_services_discount_check CHECK (discount BETWEEN 0 AND 100),
    -- For all of them, after the discount or as set by hand, before loyalty.
    price numeric NOT NULL CONSTRAINT appointment_services_price_check CHECK (price >= 0),
    CONSTRAINT appointment_services_pkey PRIMARY KEY (chain_id, appointment_id, position),
    CONSTRAINT appointment_services_id_key UNIQUE (chain_id, id),
    CONSTRAINT appointment_services_appointment_fkey
        FOREIGN KEY (chain_id, appointment_id) REFERENCES appointments (chain_id, id),
    CONSTRAINT appointment_services_service_fkey FOREIGN KEY (chain_id, service_id) REFERENCES services (chain_id, id)
);
CREATE INDEX appointment_services_service_idx ON appointment_services (chain_id, service_id);

-- What is busy. A row of schedule_days is what free time is read from, and what those lock who book a member's day; a
-- row of resource_days the same for a kind of resource. Minutes count from the beginning of the local day and are real
-- ones: on a day whose clocks change they differ from what the clock shows. Intervals may overlap.
ALTER TABLE schedule_days
    ADD COLUMN busy smallint[] NOT NULL DEFAULT '{}'
        CONSTRAINT schedule_days_busy_check CHECK (cardinality(busy) % 2 = 0);
CREATE TABLE resource_days (
    chain_id bigint NOT NULL,
    resource_id bigint NOT NULL,
    day date NOT NULL,
    -- The instance that is busy in the first pair of minutes, in the second pair, and so on.
    instance_ids bigint[] NOT NULL DEFAULT '{}',
    busy smallint[] NOT NULL DEFAULT '{}',
    CONSTRAINT resource_days_pkey PRIMARY KEY (chain_id, resource_id, day),
    CONSTRAINT resource_days_resource_fkey FOREIGN KEY (chain_id, resource_id) REFERENCES resources (chain_id, id),
    CONSTRAINT resource_days_busy_check CHECK (cardinality(busy) = 2 * cardinality(instance_ids))
);

-- Return the local days that an appointment touches.
CREATE FUNCTION days_of(starts_at timestamptz, duration integer, timezone text) RETURNS SETOF date
LANGUAGE sql STABLE PARALLEL SAFE ROWS 1 AS $$
    SELECT day::date FROM generate_series(
        (starts_at AT TIME ZONE timezone)::date,
        ((starts_at + make_interval(secs => duration) - interval '1 microsecond') AT TIME ZONE timezone)::date,
        interval '1 day') AS day
$$;

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

-- Return the minutes of a local day between which an appointment is busy, as a pair; null if it doesn't touch the day.
CREATE FUNCTION busy_minutes(starts_at timestamptz, duration integer, day date, timezone text)
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

-- Recompute when members of a location are busy, on pairs of members and days.
CREATE FUNCTION keep_member_days(of_chain bigint, of_location bigint, member_ids bigint[], days date[])
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

-- Recompute when the instances of resources of a location are busy, on pairs of resources and days.
CREATE FUNCTION keep_resource_days(of_chain bigint, of_location bigint, resource_ids bigint[], days date[])
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

-- Return the figures of clients as they follow from their visits.
CREATE FUNCTION client_figures(of_chain bigint, client_ids bigint[]) RETURNS TABLE (
    client_id bigint, visit_count integer, first_visit_on date, last_visit_on date,
    sold_amount numeric, paid_amount numeric, balance numeric)
LANGUAGE sql STABLE AS $$
    SELECT c.id, arrived.visits, arrived.first_day, arrived.last_day, c.starting_sold + arrived.price,
           c.starting_paid, c.starting_balance - arrived.price
    FROM clients c
    CROSS JOIN LATERAL (
        SELECT count(DISTINCT a.visit_id)::integer AS visits, min(a.day) AS first_day, max(a.day) AS last_day,
               coalesce(sum(lines.price), 0) AS price
        FROM appointments a
        CROSS JOIN LATERAL (
            SELECT sum(s.price) AS price FROM appointment_services s
            WHERE s.chain_id = of_chain AND s.appointment_id = a.id) AS lines
        WHERE a.chain_id = of_chain AND a.client_id = c.id AND a.deleted_at IS NULL AND a.attendance = 'arrived'
    ) AS arrived
    WHERE c.chain_id = of_chain AND c.id = ANY (client_ids)
$$;

-- Correct the figures of clients that differ. The clients are locked first, so that of two changes at the same time
-- the later one counts both.
CREATE FUNCTION keep_client_figures(of_chain bigint, client_ids bigint[]) RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
    PERFORM FROM clients c WHERE c.chain_id = of_chain AND c.id = ANY (client_ids) ORDER BY c.id FOR NO KEY UPDATE;
    UPDATE clients c SET
        visit_count = f.visit_count, first_visit_on = f.first_visit_on, last_visit_on = f.last_visit_on,
        sold_amount = f.sold_amount, paid_amount = f.paid_amount, balance = f.balance,
        changed_at = now(), revision = revision + 1
    FROM client_figures(of_chain, client_ids) AS f
    WHERE c.chain_id = of_chain AND c.id = f.client_id
      AND (c.visit_count, c.first_visit_on, c.last_visit_on, c.sold_amount, c.paid_amount, c.balance)
          IS DISTINCT FROM
          (f.visit_count, f.first_visit_on, f.last_visit_on, f.sold_amount, f.paid_amount, f.balance);
END
$$;

CREATE FUNCTION keep_visit_attendance(of_chain bigint, visit_ids bigint[]) RETURNS void
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
CREATE FUNCTION keep_books_of_appointment(old_row appointments, new_row appointments) RETURNS void
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
CREATE FUNCTION keep_books_after_appointment() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        PERFORM keep_books_of_appointment(NULL, NEW);
    ELSIF TG_OP = 'DELETE' THEN
        PERFORM keep_books_of_appointment(OLD, NULL);
    ELSE
        PERFORM keep_books_of_appointment(OLD, NEW);
    END IF;
    RETURN NULL;
END
$$;
CREATE TRIGGER appointments_books AFTER INSERT OR UPDATE OR DELETE ON appointments
    FOR EACH ROW EXECUTE FUNCTION keep_books_after_appointment();

CREATE FUNCTION start_client_figures() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
    NEW.sold_amount := NEW.starting_sold;
    NEW.paid_amount := NEW.starting_paid;
    NEW.balance := NEW.starting_balance;
    RETURN NEW;
END
$$;
CREATE TRIGGER clients_figures BEFORE INSERT ON clients FOR EACH ROW EXECUTE FUNCTION start_client_figures();
CREATE FUNCTION keep_figures_after_start() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
    PERFORM keep_client_figures(NEW.chain_id, ARRAY[NEW.id]);
    RETURN NULL;
END
$$;
CREATE TRIGGER clients_start AFTER UPDATE OF starting_sold, starting_paid, starting_balance ON clients
    FOR EACH ROW WHEN ((OLD.starting_sold, OLD.starting_paid, OLD.starting_balance) IS DISTINCT FROM
                       (NEW.starting_sold, NEW.starting_paid, NEW.starting_balance))
    EXECUTE FUNCTION keep_figures_after_start();

-- In another time zone appointments stay at the hours that the clock shows.
CREATE FUNCTION move_appointments_to_zone() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
    UPDATE appointments a SET starts_at = (a.starts_at AT TIME ZONE OLD.timezone) AT TIME ZONE NEW.timezone
    WHERE a.chain_id = NEW.chain_id AND a.location_id = NEW.id;
    RETURN NULL;
END
$$;
CREATE TRIGGER locations_zone AFTER UPDATE OF timezone ON locations
    FOR EACH ROW WHEN (OLD.timezone <> NEW.timezone) EXECUTE FUNCTION move_appointments_to_zone();

CREATE TRIGGER appointments_audit AFTER INSERT OR UPDATE OR DELETE ON appointments
    FOR EACH ROW EXECUTE FUNCTION record_change('appointment');
CREATE TRIGGER appointment_services_audit AFTER INSERT OR UPDATE OR DELETE ON appointment_services
    FOR EACH ROW EXECUTE FUNCTION record_change('appointment_service', 'appointment_id');

-- Which clients booked a service, in an index alone: of each appointment that has figures (migration 0026), its services.
-- It takes the place of the index that only knew the appointments, of which a search looked up each of the location.
SET lock_timeout = '5s';

CREATE TABLE booked_services (
    chain_id bigint NOT NULL,
    appointment_id bigint NOT NULL,
    service_id bigint NOT NULL,
    location_id bigint NOT NULL,
    client_id bigint NOT NULL,
    CONSTRAINT booked_services_pkey PRIMARY KEY (chain_id, appointment_id, service_id)
);

CREATE FUNCTION services_of_appointments(of_chain bigint, ids bigint[]) RETURNS SETOF booked_services
LANGUAGE sql STABLE AS $$
    SELECT DISTINCT s.chain_id, s.appointment_id, s.service_id, a.location_id, a.client_id
    FROM appointments a JOIN appointment_services s ON s.chain_id = of_chain AND s.appointment_id = a.id
    WHERE a.chain_id = of_chain AND a.id = ANY (ids) AND a.client_id IS NOT NULL AND a.deleted_at IS NULL
$$;

-- What is right already isn't written. EXISTS … IS FALSE is looked up by an index for each row: EXCEPT and NOT EXISTS make
-- hash tables, which take ten times as long as the few rows of an appointment.
CREATE FUNCTION add_booked_services(of_chain bigint, ids bigint[]) RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO booked_services
    SELECT now.* FROM services_of_appointments(of_chain, ids) AS now
    WHERE (EXISTS (
        SELECT FROM booked_services b
        WHERE b.chain_id = of_chain AND b.appointment_id = now.appointment_id AND b.service_id = now.service_id
          AND (b.location_id, b.client_id) = (now.location_id, now.client_id))) IS FALSE
    ON CONFLICT (chain_id, appointment_id, service_id) DO UPDATE SET
        location_id = excluded.location_id, client_id = excluded.client_id;
END
$$;
-- Recompute the services of appointments, whose rows the caller has locked.
CREATE FUNCTION keep_booked_services(of_chain bigint, ids bigint[]) RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
    DELETE FROM booked_services b
    WHERE b.chain_id = of_chain AND b.appointment_id = ANY (ids)
      AND (EXISTS (
          SELECT FROM appointment_services s
          WHERE s.chain_id = of_chain AND s.appointment_id = b.appointment_id AND s.service_id = b.service_id)) IS FALSE;
    PERFORM add_booked_services(of_chain, ids);
END
$$;
CREATE OR REPLACE FUNCTION keep_appointment_figures(of_chain bigint, ids bigint[]) RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO appointment_figures
    SELECT now.* FROM figures_of_appointments(of_chain, ids) AS now
    WHERE (EXISTS (
        SELECT FROM appointment_figures f
        WHERE f.chain_id = of_chain AND f.appointment_id = now.appointment_id
          AND (f.location_id, f.client_id, f.team_member_id, f.day, f.attendance, f.price_parts)
            = (now.location_id, now.client_id, now.team_member_id, now.day, now.attendance, now.price_parts))) IS FALSE
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
    INSERT INTO booked_services SELECT * FROM services_of_appointments(NEW.chain_id, ARRAY[NEW.id]);
    RETURN NULL;
END
$$;
CREATE OR REPLACE FUNCTION keep_figures_after_appointment() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' OR NEW.client_id IS NULL OR NEW.deleted_at IS NOT NULL THEN
        DELETE FROM appointment_figures f WHERE f.chain_id = OLD.chain_id AND f.appointment_id = OLD.id;
        DELETE FROM booked_services b WHERE b.chain_id = OLD.chain_id AND b.appointment_id = OLD.id;
    ELSE
        PERFORM keep_appointment_figures(NEW.chain_id, ARRAY[NEW.id]);
        IF (OLD.location_id, OLD.client_id, OLD.deleted_at IS NULL)
           IS DISTINCT FROM (NEW.location_id, NEW.client_id, NEW.deleted_at IS NULL) THEN
            PERFORM keep_booked_services(NEW.chain_id, ARRAY[NEW.id]);
        END IF;
    END IF;
    RETURN NULL;
END
$$;
CREATE OR REPLACE FUNCTION keep_figures_after_lines() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
    PERFORM keep_appointment_figures(chain_id, ids),
            CASE TG_OP WHEN 'INSERT' THEN add_booked_services(chain_id, ids) ELSE keep_booked_services(chain_id, ids) END
    FROM (SELECT chain_id, array_agg(DISTINCT appointment_id) AS ids FROM lines GROUP BY chain_id) AS changed;
    RETURN NULL;
END
$$;

INSERT INTO booked_services
SELECT DISTINCT s.chain_id, s.appointment_id, s.service_id, f.location_id, f.client_id
FROM appointment_figures f
JOIN appointment_services s ON s.chain_id = f.chain_id AND s.appointment_id = f.appointment_id;
CREATE INDEX booked_services_search_idx ON booked_services (chain_id, location_id, service_id)
    INCLUDE (client_id, appointment_id);
CREATE STATISTICS booked_services_location_stats (dependencies) ON chain_id, location_id FROM booked_services;
DROP INDEX appointment_services_search_idx;
ANALYZE booked_services;

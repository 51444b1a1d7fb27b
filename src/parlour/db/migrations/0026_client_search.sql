-- Searching clients: by parts of names and numbers, by figures and days, and by what they booked.
SET lock_timeout = '5s';

-- Names, email and card, then the digits of the phone number: each part of them, in the location.
CREATE INDEX clients_search_idx ON clients
    USING gin (search_pieces(location_id, search_text || chr(31) || phone))
    WITH (gin_pending_list_limit = 256) WHERE deleted_at IS NULL;

-- Month and day as in 1231: a period of the year is one range of them, or two over its end.
CREATE FUNCTION birthday_of(birth_date date) RETURNS integer
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
    SELECT (extract(month FROM birth_date) * 100 + extract(day FROM birth_date))::integer
$$;
CREATE INDEX clients_birthday_idx ON clients (chain_id, location_id, birthday_of(birth_date))
    WHERE deleted_at IS NULL AND birth_date IS NOT NULL;
CREATE INDEX clients_birth_date_idx ON clients (chain_id, location_id, birth_date)
    WHERE deleted_at IS NULL AND birth_date IS NOT NULL;
CREATE INDEX clients_importance_idx ON clients (chain_id, location_id, importance) WHERE deleted_at IS NULL;
CREATE INDEX clients_sold_amount_idx ON clients (chain_id, location_id, sold_amount) WHERE deleted_at IS NULL;

-- Which appointments of a location have a service, in the index alone.
CREATE INDEX appointment_services_search_idx ON appointment_services (chain_id, location_id, service_id, appointment_id);

-- What a search for clients reads of each appointment that belongs to one and isn't deleted. A search for those who
-- came often, or not for long, reads all appointments of the location: in an index that holds them by client.
CREATE TABLE appointment_figures (
    chain_id bigint NOT NULL,
    appointment_id bigint NOT NULL,
    location_id bigint NOT NULL,
    client_id bigint NOT NULL,
    team_member_id bigint NOT NULL,
    day date NOT NULL,
    attendance text NOT NULL,
    -- Of all services, in ten-thousandths of the currency's unit: whole numbers are added up much faster than others.
    price_parts bigint NOT NULL,
    CONSTRAINT appointment_figures_pkey PRIMARY KEY (chain_id, appointment_id)
);
CREATE INDEX appointment_figures_client_idx ON appointment_figures (chain_id, location_id, client_id)
    INCLUDE (day, team_member_id, attendance, price_parts, appointment_id);

-- Return the figures of appointments that belong to a client and aren't deleted.
CREATE FUNCTION figures_of_appointments(of_chain bigint, ids bigint[]) RETURNS SETOF appointment_figures
LANGUAGE sql STABLE AS $$
    SELECT a.chain_id, a.id, a.location_id, a.client_id, a.team_member_id, a.day, a.attendance,
           (SELECT (coalesce(sum(s.price), 0) * 10000)::bigint FROM appointment_services s
            WHERE s.chain_id = of_chain AND s.appointment_id = a.id)
    FROM appointments a
    WHERE a.chain_id = of_chain AND a.id = ANY (ids) AND a.client_id IS NOT NULL AND a.deleted_at IS NULL
$$;

-- Recompute the figures of appointments, whose rows the caller has locked.
CREATE FUNCTION keep_appointment_figures(of_chain bigint, ids bigint[]) RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO appointment_figures SELECT * FROM figures_of_appointments(of_chain, ids)
    ON CONFLICT (chain_id, appointment_id) DO UPDATE SET
        location_id = excluded.location_id, client_id = excluded.client_id, team_member_id = excluded.team_member_id,
        day = excluded.day, attendance = excluded.attendance, price_parts = excluded.price_parts;
END
$$;

-- A new appointment has no services yet.
CREATE FUNCTION start_appointment_figures() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO appointment_figures VALUES (
        NEW.chain_id, NEW.id, NEW.location_id, NEW.client_id, NEW.team_member_id, NEW.day, NEW.attendance, 0);
    RETURN NULL;
END
$$;
CREATE TRIGGER appointments_figures_insert AFTER INSERT ON appointments
    FOR EACH ROW WHEN (NEW.client_id IS NOT NULL AND NEW.deleted_at IS NULL)
    EXECUTE FUNCTION start_appointment_figures();

CREATE FUNCTION keep_figures_after_appointment() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' OR NEW.client_id IS NULL OR NEW.deleted_at IS NOT NULL THEN
        DELETE FROM appointment_figures f WHERE f.chain_id = OLD.chain_id AND f.appointment_id = OLD.id;
    ELSE
        PERFORM keep_appointment_figures(NEW.chain_id, ARRAY[NEW.id]);
    END IF;
    RETURN NULL;
END
$$;
CREATE TRIGGER appointments_figures_update AFTER UPDATE ON appointments
    FOR EACH ROW
    WHEN ((OLD.location_id, OLD.client_id, OLD.team_member_id, OLD.day, OLD.attendance, OLD.deleted_at IS NULL)
          IS DISTINCT FROM
          (NEW.location_id, NEW.client_id, NEW.team_member_id, NEW.day, NEW.attendance, NEW.deleted_at IS NULL))
    EXECUTE FUNCTION keep_figures_after_appointment();
CREATE TRIGGER appointments_figures_delete AFTER DELETE ON appointments
    FOR EACH ROW EXECUTE FUNCTION keep_figures_after_appointment();

CREATE FUNCTION keep_figures_after_lines() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
    PERFORM keep_appointment_figures(chain_id, array_agg(DISTINCT appointment_id)) FROM lines GROUP BY chain_id;
    RETURN NULL;
END
$$;
CREATE TRIGGER appointment_services_figures_insert AFTER INSERT ON appointment_services
    REFERENCING NEW TABLE AS lines FOR EACH STATEMENT EXECUTE FUNCTION keep_figures_after_lines();
CREATE TRIGGER appointment_services_figures_update AFTER UPDATE ON appointment_services
    REFERENCING NEW TABLE AS lines FOR EACH STATEMENT EXECUTE FUNCTION keep_figures_after_lines();
CREATE TRIGGER appointment_services_figures_delete AFTER DELETE ON appointment_services
    REFERENCING OLD TABLE AS lines FOR EACH STATEMENT EXECUTE FUNCTION keep_figures_after_lines();

INSERT INTO appointment_figures
SELECT f.* FROM (SELECT chain_id, array_agg(id) AS ids FROM appointments GROUP BY chain_id) AS present
CROSS JOIN LATERAL figures_of_appointments(present.chain_id, present.ids) AS f;

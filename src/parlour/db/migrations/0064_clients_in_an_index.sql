-- Searches for clients read all of a location from an index alone, as long as no text is looked at: from the table, each
-- took three times as long, and more in the order of another index.
SET lock_timeout = '5s';

DROP INDEX clients_location_idx;
CREATE INDEX clients_location_idx ON clients (chain_id, location_id, id)
    INCLUDE (sold_amount, visit_count, first_visit_on, last_visit_on, birth_date, importance, gender, refuses_mailings,
             discount, phone)
    WHERE deleted_at IS NULL;

-- The same numbers as before, in half the time: of dates, extract computes with numeric.
CREATE OR REPLACE FUNCTION birthday_of(birth_date date) RETURNS integer
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
    SELECT (date_part('month', birth_date) * 100 + date_part('day', birth_date))::integer
$$;

-- What visitors of a location's pages rely on, checked together with their COMMIT (0049 does so for integrations).
SET lock_timeout = '5s';

-- Raise PA001 unless the location is open.
CREATE FUNCTION confirm_location(place bigint) RETURNS void
LANGUAGE plpgsql STABLE AS $$
BEGIN
    PERFORM FROM locations l WHERE l.id = place AND l.closed_at IS NULL;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'access changed' USING ERRCODE = 'PA001';
    END IF;
END
$$;

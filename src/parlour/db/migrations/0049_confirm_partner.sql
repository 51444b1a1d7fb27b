-- What operations without a user rely on, checked together with their COMMIT like the access of users (0008).
SET lock_timeout = '5s';

-- Raise PA001 unless the integration, the session of a person who books and the location are open, as far as given.
CREATE FUNCTION confirm_partner(partner bigint, client_session bigint, place bigint) RETURNS void
LANGUAGE plpgsql STABLE AS $$
BEGIN
    PERFORM FROM partners p
    WHERE p.id = partner AND p.revoked_at IS NULL
      AND (client_session IS NULL OR EXISTS (
          SELECT FROM client_sessions s WHERE s.id = client_session AND s.revoked_at IS NULL))
      AND (place IS NULL OR EXISTS (SELECT FROM locations l WHERE l.id = place AND l.closed_at IS NULL));
    IF NOT FOUND THEN
        RAISE EXCEPTION 'access changed' USING ERRCODE = 'PA001';
    END IF;
END
$$;

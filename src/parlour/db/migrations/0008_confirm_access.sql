-- Is what the server knew of a caller's access still true? Asked together with COMMIT, so that nothing is written for
-- a session, a role or a location that ended while the request was under way, whatever it had to wait for.
SET lock_timeout = '5s';

-- `chain_version` and `location_version` are the row versions (xmin) of the caller's roles as they were read, empty for
-- no role. Without a location only the session counts. Raises PA001.
CREATE FUNCTION confirm_access(session bigint, place bigint, chain_version text, location_version text) RETURNS void
LANGUAGE plpgsql STABLE AS $$
BEGIN
    PERFORM FROM sessions s
    WHERE s.id = session AND s.revoked_at IS NULL
      AND EXISTS (SELECT FROM users u WHERE u.id = s.user_id AND u.is_approved)
      AND EXISTS (SELECT FROM partners p WHERE p.id = s.partner_id AND p.revoked_at IS NULL)
      AND (place IS NULL OR EXISTS (
          SELECT FROM locations l
          WHERE l.id = place AND l.closed_at IS NULL
            AND chain_version = coalesce(
                (SELECT cr.xmin::text FROM chain_roles cr WHERE cr.chain_id = l.chain_id AND cr.user_id = s.user_id), '')
            AND location_version = coalesce(
                (SELECT lr.xmin::text FROM location_roles lr
                 WHERE lr.chain_id = l.chain_id AND lr.location_id = l.id AND lr.user_id = s.user_id
                   AND lr.is_accepted), '')));
    IF NOT FOUND THEN
        RAISE EXCEPTION 'access changed' USING ERRCODE = 'PA001';
    END IF;
END
$$;

-- Reviews of team members and locations, and the ratings that follow from them.
SET lock_timeout = '5s';

CREATE TABLE reviews (
    chain_id bigint NOT NULL,
    id bigint GENERATED ALWAYS AS IDENTITY,
    location_id bigint NOT NULL,
    -- Null for a review of the location.
    team_member_id bigint,
    -- The appointment after which the client was asked; null for any other review.
    appointment_id bigint,
    -- Who wrote it down.
    user_id bigint,
    -- As the author wants to be called.
    author_name text NOT NULL CONSTRAINT reviews_author_name_check CHECK (author_name <> ''),
    rating smallint NOT NULL CONSTRAINT reviews_rating_check CHECK (rating BETWEEN 1 AND 5),
    text text NOT NULL,
    revision integer NOT NULL DEFAULT 1,
    created_at timestamptz NOT NULL DEFAULT now(),
    changed_at timestamptz NOT NULL DEFAULT now(),
    deleted_at timestamptz,
    CONSTRAINT reviews_pkey PRIMARY KEY (chain_id, id),
    CONSTRAINT reviews_location_fkey FOREIGN KEY (chain_id, location_id) REFERENCES locations (chain_id, id),
    CONSTRAINT reviews_team_member_fkey
        FOREIGN KEY (chain_id, team_member_id) REFERENCES team_members (chain_id, id),
    CONSTRAINT reviews_appointment_fkey
        FOREIGN KEY (chain_id, appointment_id) REFERENCES appointments (chain_id, id)
);
CREATE INDEX reviews_location_idx ON reviews (chain_id, location_id, created_at, id) WHERE deleted_at IS NULL;
CREATE INDEX reviews_team_member_idx ON reviews (chain_id, team_member_id, created_at, id) WHERE deleted_at IS NULL;
CREATE UNIQUE INDEX reviews_appointment_idx ON reviews (chain_id, appointment_id)
    WHERE appointment_id IS NOT NULL AND deleted_at IS NULL;
-- The right to be forgotten reaches deleted ones, too.
CREATE INDEX reviews_deleted_idx ON reviews (chain_id, appointment_id)
    WHERE appointment_id IS NOT NULL AND deleted_at IS NOT NULL;

-- How many reviews a team member has, and the sum of their ratings. A table of its own, so that a review neither waits
-- for a change of the team member nor changes their revision.
CREATE TABLE team_member_ratings (
    chain_id bigint NOT NULL,
    team_member_id bigint NOT NULL,
    votes integer NOT NULL,
    total integer NOT NULL,
    CONSTRAINT team_member_ratings_pkey PRIMARY KEY (chain_id, team_member_id),
    CONSTRAINT team_member_ratings_team_member_fkey
        FOREIGN KEY (chain_id, team_member_id) REFERENCES team_members (chain_id, id)
);

CREATE FUNCTION count_rating(review reviews, direction integer) RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
    IF review.team_member_id IS NULL OR review.deleted_at IS NOT NULL THEN
        RETURN;
    END IF;
    INSERT INTO team_member_ratings AS r (chain_id, team_member_id, votes, total)
    VALUES (review.chain_id, review.team_member_id, direction, direction * review.rating)
    ON CONFLICT (chain_id, team_member_id) DO UPDATE
        SET votes = r.votes + excluded.votes, total = r.total + excluded.total;
END
$$;
CREATE FUNCTION keep_rating() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP <> 'INSERT' THEN
        PERFORM count_rating(OLD, -1);
    END IF;
    IF TG_OP <> 'DELETE' THEN
        PERFORM count_rating(NEW, 1);
    END IF;
    RETURN NULL;
END
$$;
CREATE TRIGGER reviews_rating AFTER INSERT OR UPDATE OR DELETE ON reviews
    FOR EACH ROW EXECUTE FUNCTION keep_rating();
CREATE TRIGGER reviews_audit AFTER INSERT OR UPDATE OR DELETE ON reviews
    FOR EACH ROW EXECUTE FUNCTION record_change('review');

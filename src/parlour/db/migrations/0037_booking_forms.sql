-- Forms through which clients book, as a location has set them up for its sites.
SET lock_timeout = '5s';

CREATE TABLE booking_forms (
    chain_id bigint NOT NULL,
    id bigint GENERATED ALWAYS AS IDENTITY,
    location_id bigint NOT NULL,
    title text NOT NULL CONSTRAINT booking_forms_title_check CHECK (title <> ''),
    description text NOT NULL,
    -- The one that is used where none is named.
    is_default boolean NOT NULL,
    -- Without a menu, one step after the other.
    is_guided boolean NOT NULL,
    -- What is chosen already; null for nothing.
    service_id bigint,
    hides_service boolean NOT NULL,
    team_member_id bigint,
    hides_member boolean NOT NULL,
    -- In which order clients choose.
    service_place smallint NOT NULL,
    member_place smallint NOT NULL,
    time_place smallint NOT NULL,
    shows_button boolean NOT NULL,
    button_position text NOT NULL CONSTRAINT booking_forms_button_position_check
        CHECK (button_position IN ('bottom right', 'bottom left', 'top right', 'top left')),
    form_position text NOT NULL CONSTRAINT booking_forms_form_position_check CHECK (form_position IN ('right', 'left')),
    button_color text NOT NULL CONSTRAINT booking_forms_button_color_check CHECK (button_color ~ '^#[0-9a-f]{6}$'),
    is_animated boolean NOT NULL,
    revision integer NOT NULL DEFAULT 1,
    created_at timestamptz NOT NULL DEFAULT now(),
    changed_at timestamptz NOT NULL DEFAULT now(),
    deleted_at timestamptz,
    CONSTRAINT booking_forms_pkey PRIMARY KEY (chain_id, id),
    CONSTRAINT booking_forms_id_key UNIQUE (id),
    CONSTRAINT booking_forms_place_check CHECK (
        service_place BETWEEN 1 AND 3 AND member_place BETWEEN 1 AND 3 AND time_place BETWEEN 1 AND 3
        AND service_place <> member_place AND member_place <> time_place AND time_place <> service_place),
    CONSTRAINT booking_forms_location_fkey FOREIGN KEY (chain_id, location_id) REFERENCES locations (chain_id, id),
    CONSTRAINT booking_forms_service_fkey FOREIGN KEY (chain_id, service_id) REFERENCES services (chain_id, id),
    CONSTRAINT booking_forms_team_member_fkey
        FOREIGN KEY (chain_id, team_member_id) REFERENCES team_members (chain_id, id)
);
CREATE INDEX booking_forms_location_idx ON booking_forms (chain_id, location_id, id) WHERE deleted_at IS NULL;
CREATE UNIQUE INDEX booking_forms_default_idx ON booking_forms (chain_id, location_id)
    WHERE is_default AND deleted_at IS NULL;
CREATE INDEX booking_forms_service_idx ON booking_forms (chain_id, service_id) WHERE service_id IS NOT NULL;
CREATE INDEX booking_forms_team_member_idx ON booking_forms (chain_id, team_member_id)
    WHERE team_member_id IS NOT NULL;
CREATE TRIGGER booking_forms_audit AFTER INSERT OR UPDATE OR DELETE ON booking_forms
    FOR EACH ROW EXECUTE FUNCTION record_change('booking_form');

-- What clients agree to when they book; empty for nothing.
ALTER TABLE locations ADD COLUMN privacy_policy text NOT NULL DEFAULT '';

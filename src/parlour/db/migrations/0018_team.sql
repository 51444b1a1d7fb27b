-- Positions, team members and what is known of them as employees.
SET lock_timeout = '5s';

CREATE TABLE positions (
    chain_id bigint NOT NULL CONSTRAINT positions_chain_id_fkey REFERENCES chains,
    id bigint GENERATED ALWAYS AS IDENTITY,
    title text NOT NULL CONSTRAINT positions_title_check CHECK (title <> ''),
    description text NOT NULL DEFAULT '',
    services_binding text NOT NULL DEFAULT 'off'
        CONSTRAINT positions_services_binding_check CHECK (services_binding IN ('off', 'soft', 'strict')),
    revision integer NOT NULL DEFAULT 1,
    created_at timestamptz NOT NULL DEFAULT now(),
    changed_at timestamptz NOT NULL DEFAULT now(),
    deleted_at timestamptz,
    CONSTRAINT positions_pkey PRIMARY KEY (chain_id, id)
);
CREATE UNIQUE INDEX positions_title_idx ON positions (chain_id, lower(title)) WHERE deleted_at IS NULL;
CREATE TRIGGER positions_audit AFTER INSERT OR UPDATE OR DELETE ON positions
    FOR EACH ROW EXECUTE FUNCTION record_change('position');

-- The locations that use a position of the chain.
CREATE TABLE position_locations (
    chain_id bigint NOT NULL,
    position_id bigint NOT NULL,
    location_id bigint NOT NULL,
    CONSTRAINT position_locations_pkey PRIMARY KEY (chain_id, position_id, location_id),
    CONSTRAINT position_locations_position_fkey FOREIGN KEY (chain_id, position_id) REFERENCES positions (chain_id, id),
    CONSTRAINT position_locations_location_fkey FOREIGN KEY (chain_id, location_id) REFERENCES locations (chain_id, id)
);
CREATE INDEX position_locations_location_idx ON position_locations (chain_id, location_id);
CREATE TRIGGER position_locations_audit AFTER INSERT OR UPDATE OR DELETE ON position_locations
    FOR EACH ROW EXECUTE FUNCTION record_change('position_location', 'position_id');

CREATE TABLE team_members (
    chain_id bigint NOT NULL,
    id bigint GENERATED ALWAYS AS IDENTITY,
    location_id bigint NOT NULL,
    position_id bigint,
    user_id bigint CONSTRAINT team_members_user_id_fkey REFERENCES users,
    name text NOT NULL CONSTRAINT team_members_name_check CHECK (name <> ''),
    specialization text NOT NULL DEFAULT '',
    -- HTML, shown to clients.
    information text NOT NULL DEFAULT '',
    api_id text NOT NULL DEFAULT '',
    -- Lists begin with the highest.
    weight integer NOT NULL DEFAULT 0,
    -- Not offered in online booking.
    is_hidden boolean NOT NULL DEFAULT false,
    is_dismissed boolean NOT NULL DEFAULT false,
    has_timetable boolean NOT NULL DEFAULT false,
    is_paid boolean NOT NULL DEFAULT false,
    is_assistant boolean NOT NULL DEFAULT false,
    -- Takes part when a client books any member.
    is_in_any_member boolean NOT NULL DEFAULT true,
    shows_rating boolean NOT NULL DEFAULT true,
    prepayment text NOT NULL DEFAULT 'forbidden'
        CONSTRAINT team_members_prepayment_check CHECK (prepayment IN ('forbidden', 'allowed', 'required')),
    -- Seconds: the part of a day in which starts are searched, and the distance between two starts.
    search_start integer NOT NULL DEFAULT 0,
    search_finish integer NOT NULL DEFAULT 86400,
    search_step integer NOT NULL DEFAULT 900,
    revision integer NOT NULL DEFAULT 1,
    created_at timestamptz NOT NULL DEFAULT now(),
    changed_at timestamptz NOT NULL DEFAULT now(),
    deleted_at timestamptz,
    CONSTRAINT team_members_pkey PRIMARY KEY (chain_id, id),
    CONSTRAINT team_members_location_fkey FOREIGN KEY (chain_id, location_id) REFERENCES locations (chain_id, id),
    CONSTRAINT team_members_position_fkey FOREIGN KEY (chain_id, position_id) REFERENCES positions (chain_id, id),
    CONSTRAINT team_members_search_check
        CHECK (search_start BETWEEN 0 AND search_finish AND search_finish <= 86400 AND search_step > 0)
);
CREATE INDEX team_members_location_idx ON team_members (chain_id, location_id, weight DESC, id);
CREATE INDEX team_members_position_idx ON team_members (chain_id, position_id) WHERE position_id IS NOT NULL;
CREATE INDEX team_members_user_id_idx ON team_members (user_id) WHERE user_id IS NOT NULL;
CREATE UNIQUE INDEX team_members_user_idx ON team_members (chain_id, location_id, user_id) WHERE deleted_at IS NULL;
CREATE TRIGGER team_members_audit AFTER INSERT OR UPDATE OR DELETE ON team_members
    FOR EACH ROW EXECUTE FUNCTION record_change('team_member');

-- Personal data of a team member as an employee; most have none.
CREATE TABLE employees (
    chain_id bigint NOT NULL,
    team_member_id bigint NOT NULL,
    location_id bigint NOT NULL,
    phone text NOT NULL DEFAULT '',
    first_name text NOT NULL DEFAULT '',
    last_name text NOT NULL DEFAULT '',
    middle_name text NOT NULL DEFAULT '',
    hired_on date,
    registered_until date,
    citizenship text NOT NULL DEFAULT '',
    gender text NOT NULL DEFAULT 'unknown' CONSTRAINT employees_gender_check CHECK (gender IN ('unknown', 'male', 'female')),
    identity_document text NOT NULL DEFAULT '',
    tax_number text NOT NULL DEFAULT '',
    insurance_number text NOT NULL DEFAULT '',
    CONSTRAINT employees_pkey PRIMARY KEY (chain_id, team_member_id),
    CONSTRAINT employees_team_member_fkey FOREIGN KEY (chain_id, team_member_id) REFERENCES team_members (chain_id, id),
    CONSTRAINT employees_location_fkey FOREIGN KEY (chain_id, location_id) REFERENCES locations (chain_id, id)
);
CREATE TRIGGER employees_audit AFTER INSERT OR UPDATE OR DELETE ON employees
    FOR EACH ROW EXECUTE FUNCTION record_change('employee', 'team_member_id');

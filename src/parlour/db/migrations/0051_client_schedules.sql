-- Clients who are booked into all events of series.
SET lock_timeout = '5s';

CREATE TABLE client_schedules (
    chain_id bigint NOT NULL,
    id bigint GENERATED ALWAYS AS IDENTITY,
    location_id bigint NOT NULL,
    schedule_id bigint NOT NULL,
    client_id bigint NOT NULL,
    series_ids bigint[] NOT NULL,
    -- Of each booking.
    seat_count integer NOT NULL DEFAULT 1 CONSTRAINT client_schedules_seat_count_check CHECK (seat_count >= 1),
    created_user_id bigint,
    revision integer NOT NULL DEFAULT 1,
    created_at timestamptz NOT NULL DEFAULT now(),
    changed_at timestamptz NOT NULL DEFAULT now(),
    deleted_at timestamptz,
    CONSTRAINT client_schedules_pkey PRIMARY KEY (chain_id, id),
    CONSTRAINT client_schedules_location_fkey FOREIGN KEY (chain_id, location_id) REFERENCES locations (chain_id, id),
    CONSTRAINT client_schedules_schedule_fkey
        FOREIGN KEY (chain_id, schedule_id) REFERENCES event_schedules (chain_id, id),
    CONSTRAINT client_schedules_client_fkey FOREIGN KEY (chain_id, client_id) REFERENCES clients (chain_id, id)
);
CREATE INDEX client_schedules_location_idx ON client_schedules (chain_id, location_id, id);
CREATE INDEX client_schedules_schedule_idx ON client_schedules (chain_id, schedule_id, id);
CREATE INDEX client_schedules_client_idx ON client_schedules (chain_id, client_id);
-- A client has one in each schedule.
CREATE UNIQUE INDEX client_schedules_schedule_client_idx ON client_schedules (chain_id, schedule_id, client_id)
    WHERE deleted_at IS NULL;
CREATE TRIGGER client_schedules_audit AFTER INSERT OR UPDATE OR DELETE ON client_schedules
    FOR EACH ROW EXECUTE FUNCTION record_change('client_schedule');

-- For which events such a client was booked, and the booking.
CREATE TABLE client_occurrences (
    chain_id bigint NOT NULL,
    id bigint GENERATED ALWAYS AS IDENTITY,
    location_id bigint NOT NULL,
    client_schedule_id bigint NOT NULL,
    occurrence_id bigint NOT NULL,
    -- None where the event was full.
    appointment_id bigint,
    created_at timestamptz NOT NULL DEFAULT now(),
    changed_at timestamptz NOT NULL DEFAULT now(),
    deleted_at timestamptz,
    CONSTRAINT client_occurrences_pkey PRIMARY KEY (chain_id, id),
    CONSTRAINT client_occurrences_location_fkey
        FOREIGN KEY (chain_id, location_id) REFERENCES locations (chain_id, id),
    CONSTRAINT client_occurrences_client_schedule_fkey
        FOREIGN KEY (chain_id, client_schedule_id) REFERENCES client_schedules (chain_id, id),
    CONSTRAINT client_occurrences_occurrence_fkey
        FOREIGN KEY (chain_id, occurrence_id) REFERENCES event_occurrences (chain_id, id),
    CONSTRAINT client_occurrences_appointment_fkey
        FOREIGN KEY (chain_id, appointment_id) REFERENCES appointments (chain_id, id)
);
CREATE INDEX client_occurrences_location_idx ON client_occurrences (chain_id, location_id, id);
CREATE INDEX client_occurrences_client_schedule_idx ON client_occurrences (chain_id, client_schedule_id, occurrence_id);
CREATE INDEX client_occurrences_occurrence_idx ON client_occurrences (chain_id, occurrence_id);
CREATE INDEX client_occurrences_appointment_idx ON client_occurrences (chain_id, appointment_id);
CREATE TRIGGER client_occurrences_audit AFTER INSERT OR UPDATE OR DELETE ON client_occurrences
    FOR EACH ROW EXECUTE FUNCTION record_change('client_occurrence');

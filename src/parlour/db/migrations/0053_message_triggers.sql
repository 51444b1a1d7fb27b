-- Messages follow from the change of an appointment, in its transaction and whatever makes it. As triggers, so that no
-- way of booking, moving or cancelling can forget them.
SET lock_timeout = '5s';

-- Return whether the client is still expected.
CREATE FUNCTION awaits_client(of appointments) RETURNS boolean
LANGUAGE sql IMMUTABLE AS $$
    SELECT of.deleted_at IS NULL AND of.attendance IN ('waiting', 'confirmed')
$$;

-- Return the channels in which a client learns what happens to an appointment. Who books online is answered: by email if
-- there is an address, otherwise by text message. For what the staff books, the fields of the appointment decide.
CREATE FUNCTION channels_of_appointment(of appointments) RETURNS SETOF text
LANGUAGE sql STABLE ROWS 2 AS $$
    SELECT channel
    FROM clients c JOIN locations l ON l.chain_id = of.chain_id AND l.id = of.location_id
    CROSS JOIN LATERAL (VALUES
        ('email', c.email <> '' AND (
            of.source <> 'staff' OR of.notifies_by_email OR coalesce(of.email_reminder_hours, 0) > 0)),
        ('sms', c.phone <> '' AND (
            of.notifies_by_sms OR (of.source <> 'staff' AND c.email = '' AND l.sends_sms_reminders)))
    ) AS known (channel, is_used)
    WHERE c.chain_id = of.chain_id AND c.id = of.client_id AND is_used
$$;

-- Enter a message for each channel, unless there is one of this revision, and an entry of the outbox that delivers it.
-- Those of one appointment and channel are delivered in their order.
CREATE FUNCTION enter_messages(of appointments, of_occasion text) RETURNS void
LANGUAGE sql AS $$
    WITH entered AS (
        INSERT INTO appointment_messages (
            chain_id, location_id, appointment_id, occasion, channel, moment, starts_at, due_at)
        SELECT of.chain_id, of.location_id, of.id, of_occasion, channel, of.revision, of.starts_at, now()
        FROM channels_of_appointment(of) AS channel
        ON CONFLICT ON CONSTRAINT appointment_messages_moment_key DO NOTHING
        RETURNING id, channel
    )
    INSERT INTO outbox (kind, subject, payload, chain_id)
    SELECT 'appointment_' || channel,
           'chain:' || of.chain_id || '/appointment:' || of.id || '/' || channel,
           jsonb_build_object('location_id', of.location_id, 'message_id', id), of.chain_id
    FROM entered ORDER BY id
$$;

-- Make the reminders of an appointment those that its start and its hours ask for. One whose time has passed isn't sent.
-- One that was sent for this start isn't sent again; one that was withdrawn is taken up again.
CREATE FUNCTION plan_reminders(of appointments) RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
    WITH withdrawn AS (
        UPDATE appointment_messages m SET dropped_at = now(), drop_reason = 'withdrawn'
        WHERE m.chain_id = of.chain_id AND m.appointment_id = of.id AND m.occasion = 'reminder'
          AND m.sent_at IS NULL AND m.dropped_at IS NULL
        RETURNING m.id
    )
    -- An entry that a worker has begun ends by itself: it finds nothing to send.
    DELETE FROM outbox o USING withdrawn w
    WHERE o.subject = 'chain:' || of.chain_id || '/reminder:' || w.id
      AND o.attempts = 0 AND o.done_at IS NULL AND o.given_up_at IS NULL;
    IF of.client_id IS NULL OR NOT awaits_client(of) THEN
        RETURN;
    END IF;
    WITH planned AS (
        INSERT INTO appointment_messages AS m (
            chain_id, location_id, appointment_id, occasion, channel, moment, starts_at, due_at)
        SELECT of.chain_id, of.location_id, of.id, 'reminder', wanted.channel, extract(epoch FROM of.starts_at),
               of.starts_at, of.starts_at - make_interval(hours => wanted.hours)
        FROM (VALUES ('email', of.email_reminder_hours), ('sms', of.sms_reminder_hours)) AS wanted (channel, hours)
        WHERE wanted.hours > 0 AND of.starts_at - make_interval(hours => wanted.hours) > now()
        ON CONFLICT ON CONSTRAINT appointment_messages_moment_key
        DO UPDATE SET due_at = excluded.due_at, dropped_at = NULL, drop_reason = '' WHERE m.sent_at IS NULL
        RETURNING m.id, m.channel, m.due_at
    )
    INSERT INTO outbox (kind, subject, payload, chain_id, next_attempt_at)
    SELECT 'appointment_' || channel, 'chain:' || of.chain_id || '/reminder:' || id,
           jsonb_build_object('location_id', of.location_id, 'message_id', id), of.chain_id, due_at
    FROM planned ORDER BY id;
END
$$;

-- Return whether clients learn at once what happens to their appointments. Who is booked into many events by one request,
-- or taken out of them, gets no message for each: only the reminders.
CREATE FUNCTION are_changes_reported() RETURNS boolean
LANGUAGE sql STABLE AS $$
    SELECT current_setting('parlour.messages', true) IS DISTINCT FROM 'reminders'
$$;

-- Where nothing says how many hours before the start the client is reminded, the location does.
CREATE FUNCTION default_reminder_hours() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
    SELECT coalesce(NEW.sms_reminder_hours, nullif(l.sms_reminder_hours, 0)),
           coalesce(NEW.email_reminder_hours, nullif(l.email_reminder_hours, 0))
    INTO NEW.sms_reminder_hours, NEW.email_reminder_hours
    FROM locations l WHERE l.chain_id = NEW.chain_id AND l.id = NEW.location_id;
    RETURN NEW;
END
$$;
CREATE TRIGGER appointments_reminder_hours BEFORE INSERT ON appointments FOR EACH ROW
    WHEN (NEW.sms_reminder_hours IS NULL OR NEW.email_reminder_hours IS NULL)
    EXECUTE FUNCTION default_reminder_hours();

CREATE FUNCTION announce_appointment() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
    IF are_changes_reported() THEN
        PERFORM enter_messages(NEW, 'booked');
    END IF;
    IF NEW.sms_reminder_hours > 0 OR NEW.email_reminder_hours > 0 THEN
        PERFORM plan_reminders(NEW);
    END IF;
    RETURN NULL;
END
$$;
-- Most of what the staff books asks for no message: it costs nothing.
CREATE TRIGGER appointments_announced AFTER INSERT ON appointments FOR EACH ROW
    WHEN (NEW.client_id IS NOT NULL AND NEW.starts_at > now() AND awaits_client(NEW)
          AND (NEW.source <> 'staff' OR NEW.notifies_by_sms OR NEW.notifies_by_email
               OR NEW.sms_reminder_hours > 0 OR NEW.email_reminder_hours > 0))
    EXECUTE FUNCTION announce_appointment();

-- Return what a change means to the client, or null. An appointment that is moved with its visit to another card
-- belongs to the same person as before: cards are merged that way. What has no new revision, such as another time zone
-- of the location, leaves the clock as it was.
CREATE FUNCTION occasion_of_change(old_row appointments, new_row appointments) RETURNS text
LANGUAGE sql STABLE AS $$
    SELECT CASE
        WHEN new_row.client_id IS NULL OR old_row.revision = new_row.revision THEN NULL
        WHEN awaits_client(old_row) AND (new_row.deleted_at IS NOT NULL OR new_row.attendance = 'no_show')
             THEN 'cancelled'
        WHEN NOT awaits_client(new_row) OR new_row.starts_at <= now() THEN NULL
        WHEN old_row.deleted_at IS NOT NULL OR old_row.attendance = 'no_show'
             OR (old_row.client_id IS DISTINCT FROM new_row.client_id AND old_row.visit_id <> new_row.visit_id)
             THEN 'booked'
        WHEN (old_row.starts_at, old_row.team_member_id, old_row.duration - old_row.technical_break)
             <> (new_row.starts_at, new_row.team_member_id, new_row.duration - new_row.technical_break) THEN 'changed'
    END
$$;
CREATE FUNCTION report_change_of_appointment() RETURNS trigger
LANGUAGE plpgsql AS $$
DECLARE
    occasion CONSTANT text := occasion_of_change(OLD, NEW);
BEGIN
    IF occasion IS NOT NULL AND are_changes_reported() THEN
        PERFORM enter_messages(NEW, occasion);
    END IF;
    IF (OLD.starts_at, OLD.sms_reminder_hours, OLD.email_reminder_hours, OLD.client_id IS NULL, awaits_client(OLD))
       IS DISTINCT FROM
       (NEW.starts_at, NEW.sms_reminder_hours, NEW.email_reminder_hours, NEW.client_id IS NULL, awaits_client(NEW))
    THEN
        PERFORM plan_reminders(NEW);
    END IF;
    RETURN NULL;
END
$$;
CREATE TRIGGER appointments_reported AFTER UPDATE ON appointments FOR EACH ROW
    WHEN ((OLD.starts_at > now() OR NEW.starts_at > now())
          AND (OLD.client_id, OLD.starts_at, OLD.team_member_id, OLD.duration, OLD.technical_break, OLD.attendance,
               OLD.deleted_at, OLD.sms_reminder_hours, OLD.email_reminder_hours)
              IS DISTINCT FROM
              (NEW.client_id, NEW.starts_at, NEW.team_member_id, NEW.duration, NEW.technical_break, NEW.attendance,
               NEW.deleted_at, NEW.sms_reminder_hours, NEW.email_reminder_hours))
    EXECUTE FUNCTION report_change_of_appointment();

-- Other services are a change, too. Those of a new appointment are written with it, at its first revision.
CREATE FUNCTION report_change_of_services(of_chain bigint, ids bigint[]) RETURNS void
LANGUAGE sql AS $$
    SELECT enter_messages(a, 'changed') FROM appointments a
    WHERE a.chain_id = of_chain AND a.id = ANY (ids) AND a.revision > 1 AND a.client_id IS NOT NULL
      AND a.starts_at > now() AND awaits_client(a)
$$;
CREATE FUNCTION report_added_services() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
    PERFORM report_change_of_services(chain_id, array_agg(appointment_id)) FROM new_lines GROUP BY chain_id;
    RETURN NULL;
END
$$;
CREATE FUNCTION report_dropped_services() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
    PERFORM report_change_of_services(chain_id, array_agg(appointment_id)) FROM old_lines GROUP BY chain_id;
    RETURN NULL;
END
$$;
CREATE FUNCTION report_replaced_services() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
    PERFORM report_change_of_services(n.chain_id, array_agg(n.appointment_id))
    FROM new_lines n JOIN old_lines o ON o.chain_id = n.chain_id AND o.id = n.id
    WHERE o.service_id <> n.service_id GROUP BY n.chain_id;
    RETURN NULL;
END
$$;
CREATE TRIGGER appointment_services_reported_added AFTER INSERT ON appointment_services
    REFERENCING NEW TABLE AS new_lines FOR EACH STATEMENT EXECUTE FUNCTION report_added_services();
CREATE TRIGGER appointment_services_reported_dropped AFTER DELETE ON appointment_services
    REFERENCING OLD TABLE AS old_lines FOR EACH STATEMENT EXECUTE FUNCTION report_dropped_services();
CREATE TRIGGER appointment_services_reported_replaced AFTER UPDATE ON appointment_services
    REFERENCING NEW TABLE AS new_lines OLD TABLE AS old_lines
    FOR EACH STATEMENT EXECUTE FUNCTION report_replaced_services();

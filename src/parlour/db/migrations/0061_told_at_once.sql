-- The flags of an appointment say through which channels its client gets the details of the booking, also where nothing
-- asked for it: who books online is answered. They are written with the message, so that reading them costs nothing.
SET lock_timeout = '5s';

-- A client who refuses everything gets no details; what the request asked for stays as it is.
CREATE FUNCTION note_channels_of_booking() RETURNS trigger
LANGUAGE plpgsql AS $$
DECLARE
    channels text[];
BEGIN
    IF are_changes_reported() AND (TG_OP = 'INSERT' OR occasion_of_change(OLD, NEW) = 'booked') THEN
        SELECT array_agg(channel) INTO channels FROM channels_of_appointment(NEW) AS channel
        WHERE choice_of_client(NEW.chain_id, NEW.client_id, channel) <> 'nothing';
        NEW.notifies_by_email := NEW.notifies_by_email OR coalesce('email' = ANY (channels), false);
        NEW.notifies_by_sms := NEW.notifies_by_sms OR coalesce('sms' = ANY (channels), false);
    END IF;
    RETURN NEW;
END
$$;
-- By its name it comes after `appointments_reminder_hours`, whose hours it reads.
CREATE TRIGGER appointments_told BEFORE INSERT ON appointments FOR EACH ROW
    WHEN (NEW.client_id IS NOT NULL AND NEW.starts_at > now() AND awaits_client(NEW)
          AND (NEW.source <> 'staff' OR NEW.email_reminder_hours > 0))
    EXECUTE FUNCTION note_channels_of_booking();
-- Another client, or one who is expected again, gets the details as well.
CREATE TRIGGER appointments_told_again BEFORE UPDATE ON appointments FOR EACH ROW
    WHEN (NEW.client_id IS NOT NULL AND NEW.starts_at > now() AND awaits_client(NEW)
          AND (NEW.source <> 'staff' OR NEW.email_reminder_hours > 0)
          AND (NEW.client_id IS DISTINCT FROM OLD.client_id OR NOT awaits_client(OLD)))
    EXECUTE FUNCTION note_channels_of_booking();

-- A payment that follows its appointment to another visit is a change of the payment, and of all appointments of both
-- visits: they show what of their visit is paid. Lists of changes and entity tags rest on the revision.
SET lock_timeout = '5s';

CREATE OR REPLACE FUNCTION keep_money_after_appointment() RETURNS trigger
LANGUAGE plpgsql AS $$
DECLARE
    others bigint[];
BEGIN
    IF OLD.visit_id <> NEW.visit_id AND EXISTS (
        SELECT FROM finance_transactions f WHERE f.chain_id = NEW.chain_id AND f.appointment_id = NEW.id
    ) THEN
        -- Appointments are locked before visits, as everywhere.
        others := ARRAY(
            SELECT a.id FROM appointments a
            WHERE a.chain_id = NEW.chain_id AND a.visit_id IN (OLD.visit_id, NEW.visit_id) AND a.id <> NEW.id
              AND a.deleted_at IS NULL
            ORDER BY a.id FOR NO KEY UPDATE);
        UPDATE appointments a SET revision = a.revision + 1, changed_at = now()
        WHERE a.chain_id = NEW.chain_id AND a.id = ANY (others);
        UPDATE finance_transactions f
        SET visit_id = v.id, document_id = v.document_id, revision = f.revision + 1, changed_at = now()
        FROM visits v
        WHERE f.chain_id = NEW.chain_id AND f.appointment_id = NEW.id
          AND v.chain_id = NEW.chain_id AND v.id = NEW.visit_id;
    END IF;
    PERFORM keep_visit_money(NEW.chain_id, ARRAY[OLD.visit_id, NEW.visit_id]);
    RETURN NULL;
END
$$;

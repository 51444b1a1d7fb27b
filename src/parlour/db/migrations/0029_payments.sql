-- Payments: movements of real money on accounts, and what of a visit is owed and paid.
SET lock_timeout = '5s';

-- One movement of money on an account: above zero what comes in, below zero what goes out.
CREATE TABLE finance_transactions (
    chain_id bigint NOT NULL,
    id bigint GENERATED ALWAYS AS IDENTITY,
    location_id bigint NOT NULL,
    -- What ties together the transactions of one act: the document of a visit or of stock, whose ids differ.
    document_id bigint NOT NULL,
    visit_id bigint,
    appointment_id bigint,
    -- What the money is for, by the fixed numbers of expense items: 5 services, 7 products.
    expense_id smallint NOT NULL,
    -- What is paid: the line of the appointment, or the stock transaction of a product. It may be gone since.
    item_id bigint NOT NULL,
    account_id bigint NOT NULL,
    amount numeric NOT NULL CONSTRAINT finance_transactions_amount_check CHECK (amount <> 0),
    occurred_at timestamptz NOT NULL DEFAULT now(),
    comment text NOT NULL DEFAULT '',
    user_id bigint,
    revision integer NOT NULL DEFAULT 1,
    created_at timestamptz NOT NULL DEFAULT now(),
    changed_at timestamptz NOT NULL DEFAULT now(),
    deleted_at timestamptz,
    CONSTRAINT finance_transactions_pkey PRIMARY KEY (chain_id, id),
    CONSTRAINT finance_transactions_location_fkey
        FOREIGN KEY (chain_id, location_id) REFERENCES locations (chain_id, id),
    CONSTRAINT finance_transactions_visit_fkey FOREIGN KEY (chain_id, visit_id) REFERENCES visits (chain_id, id),
    CONSTRAINT finance_transactions_appointment_fkey
        FOREIGN KEY (chain_id, appointment_id) REFERENCES appointments (chain_id, id),
    CONSTRAINT finance_transactions_account_fkey
        FOREIGN KEY (chain_id, account_id) REFERENCES cash_accounts (chain_id, id)
);
CREATE INDEX finance_transactions_visit_idx ON finance_transactions (chain_id, visit_id, id) WHERE deleted_at IS NULL;
CREATE INDEX finance_transactions_appointment_idx ON finance_transactions (chain_id, appointment_id, id)
    WHERE appointment_id IS NOT NULL;
CREATE INDEX finance_transactions_document_idx ON finance_transactions (chain_id, document_id, id);
CREATE INDEX finance_transactions_account_idx ON finance_transactions (chain_id, account_id, occurred_at, id);
CREATE TRIGGER finance_transactions_audit AFTER INSERT OR UPDATE OR DELETE ON finance_transactions
    FOR EACH ROW EXECUTE FUNCTION record_change('finance_transaction');

-- Products sold or used up in an appointment.
CREATE INDEX stock_transactions_appointment_idx ON stock_transactions (chain_id, appointment_id, id)
    WHERE appointment_id <> 0 AND deleted_at IS NULL;

-- Figures, kept by triggers: what the appointments that the client doesn't miss cost, and what was paid.
ALTER TABLE visits
    ADD COLUMN owed_amount numeric NOT NULL DEFAULT 0,
    ADD COLUMN paid_amount numeric NOT NULL DEFAULT 0;

-- Recompute what of visits is owed and paid. They are locked first, so that of two changes the later one counts both.
CREATE FUNCTION keep_visit_amounts(of_chain bigint, visit_ids bigint[]) RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
    PERFORM FROM visits v WHERE v.chain_id = of_chain AND v.id = ANY (visit_ids) ORDER BY v.id FOR NO KEY UPDATE;
    UPDATE visits v SET owed_amount = now.owed, paid_amount = now.paid
    FROM unnest(visit_ids) AS touched (visit_id)
    CROSS JOIN LATERAL (
        SELECT coalesce(sum(lines.price), 0) + coalesce(sum(sold.price), 0) AS owed
        FROM appointments a
        CROSS JOIN LATERAL (
            SELECT sum(s.price) AS price FROM appointment_services s
            WHERE s.chain_id = of_chain AND s.appointment_id = a.id) AS lines
        CROSS JOIN LATERAL (
            SELECT sum(t.cost) AS price FROM stock_transactions t
            WHERE t.chain_id = of_chain AND t.appointment_id = a.id AND t.appointment_id <> 0
              AND t.kind = 'sale' AND t.deleted_at IS NULL) AS sold
        WHERE a.chain_id = of_chain AND a.visit_id = touched.visit_id AND a.deleted_at IS NULL
          AND a.attendance <> 'no_show'
    ) AS due
    CROSS JOIN LATERAL (
        SELECT due.owed, coalesce(sum(f.amount), 0) AS paid FROM finance_transactions f
        WHERE f.chain_id = of_chain AND f.visit_id = touched.visit_id AND f.deleted_at IS NULL
    ) AS now
    WHERE v.chain_id = of_chain AND v.id = touched.visit_id
      AND (v.owed_amount, v.paid_amount) IS DISTINCT FROM (now.owed, now.paid);
END
$$;
-- The same, and the figures of the clients who came.
CREATE FUNCTION keep_visit_money(of_chain bigint, visit_ids bigint[]) RETURNS void
LANGUAGE plpgsql AS $$
DECLARE
    client_ids bigint[];
BEGIN
    PERFORM keep_visit_amounts(of_chain, visit_ids);
    SELECT array_agg(DISTINCT v.client_id) INTO client_ids FROM visits v
    WHERE v.chain_id = of_chain AND v.id = ANY (visit_ids) AND v.client_id IS NOT NULL AND v.attendance = 'arrived';
    IF client_ids IS NOT NULL THEN
        PERFORM keep_client_figures(of_chain, client_ids);
    END IF;
END
$$;

-- Sold are the services and products of appointments whose client came; paid is the money of visits to which they came.
CREATE OR REPLACE FUNCTION client_figures(of_chain bigint, client_ids bigint[]) RETURNS TABLE (
    client_id bigint, visit_count integer, first_visit_on date, last_visit_on date,
    sold_amount numeric, paid_amount numeric, balance numeric)
LANGUAGE sql STABLE AS $$
    SELECT c.id, arrived.visits, arrived.first_day, arrived.last_day, c.starting_sold + arrived.price,
           c.starting_paid + paid.amount, c.starting_balance + paid.amount - arrived.price
    FROM clients c
    CROSS JOIN LATERAL (
        SELECT count(DISTINCT a.visit_id)::integer AS visits, min(a.day) AS first_day, max(a.day) AS last_day,
               coalesce(sum(lines.price), 0) + coalesce(sum(sold.price), 0) AS price
        FROM appointments a
        CROSS JOIN LATERAL (
            SELECT sum(s.price) AS price FROM appointment_services s
            WHERE s.chain_id = of_chain AND s.appointment_id = a.id) AS lines
        CROSS JOIN LATERAL (
            SELECT sum(t.cost) AS price FROM stock_transactions t
            WHERE t.chain_id = of_chain AND t.appointment_id = a.id AND t.appointment_id <> 0
              AND t.kind = 'sale' AND t.deleted_at IS NULL) AS sold
        WHERE a.chain_id = of_chain AND a.client_id = c.id AND a.deleted_at IS NULL AND a.attendance = 'arrived'
    ) AS arrived
    CROSS JOIN LATERAL (
        SELECT coalesce(sum(v.paid_amount), 0) AS amount FROM visits v
        WHERE v.chain_id = of_chain AND v.client_id = c.id AND v.attendance = 'arrived'
    ) AS paid
    WHERE c.chain_id = of_chain AND c.id = ANY (client_ids)
$$;

CREATE FUNCTION keep_money_after_payment() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
    PERFORM keep_visit_money(
        coalesce(NEW.chain_id, OLD.chain_id), array_remove(ARRAY[OLD.visit_id, NEW.visit_id], NULL));
    RETURN NULL;
END
$$;
CREATE TRIGGER finance_transactions_money AFTER INSERT OR UPDATE OR DELETE ON finance_transactions
    FOR EACH ROW EXECUTE FUNCTION keep_money_after_payment();

CREATE FUNCTION keep_money_after_sale() RETURNS trigger
LANGUAGE plpgsql AS $$
DECLARE
    of_chain CONSTANT bigint := coalesce(NEW.chain_id, OLD.chain_id);
    visit_ids bigint[];
BEGIN
    SELECT array_agg(DISTINCT a.visit_id) INTO visit_ids FROM appointments a
    WHERE a.chain_id = of_chain AND a.id IN (OLD.appointment_id, NEW.appointment_id);
    IF visit_ids IS NOT NULL THEN
        PERFORM keep_visit_money(of_chain, visit_ids);
    END IF;
    RETURN NULL;
END
$$;
CREATE TRIGGER stock_transactions_sold AFTER INSERT ON stock_transactions
    FOR EACH ROW WHEN (NEW.appointment_id <> 0 AND NEW.kind = 'sale') EXECUTE FUNCTION keep_money_after_sale();
CREATE TRIGGER stock_transactions_sale_changed AFTER UPDATE ON stock_transactions
    FOR EACH ROW WHEN (
        (OLD.appointment_id <> 0 OR NEW.appointment_id <> 0) AND NEW.kind = 'sale'
        AND (OLD.appointment_id, OLD.cost, OLD.deleted_at) IS DISTINCT FROM
            (NEW.appointment_id, NEW.cost, NEW.deleted_at))
    EXECUTE FUNCTION keep_money_after_sale();

-- Lines are written many at once: their visits are recomputed once, and before the client, as everywhere.
CREATE FUNCTION keep_money_after_lines() RETURNS trigger
LANGUAGE plpgsql AS $$
DECLARE
    touched record;
BEGIN
    FOR touched IN
        SELECT a.chain_id, array_agg(DISTINCT a.visit_id) AS visit_ids
        FROM (SELECT DISTINCT chain_id, appointment_id FROM lines) AS l
        JOIN appointments a ON a.chain_id = l.chain_id AND a.id = l.appointment_id
        GROUP BY a.chain_id
    LOOP
        PERFORM keep_visit_money(touched.chain_id, touched.visit_ids);
    END LOOP;
    RETURN NULL;
END
$$;
CREATE TRIGGER appointment_services_added AFTER INSERT ON appointment_services
    REFERENCING NEW TABLE AS lines FOR EACH STATEMENT EXECUTE FUNCTION keep_money_after_lines();
CREATE TRIGGER appointment_services_changed AFTER UPDATE ON appointment_services
    REFERENCING NEW TABLE AS lines FOR EACH STATEMENT EXECUTE FUNCTION keep_money_after_lines();
CREATE TRIGGER appointment_services_removed AFTER DELETE ON appointment_services
    REFERENCING OLD TABLE AS lines FOR EACH STATEMENT EXECUTE FUNCTION keep_money_after_lines();

-- Appointments change what is owed when they are missed or deleted, and take their payments to another visit.
CREATE FUNCTION keep_money_after_appointment() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.visit_id <> NEW.visit_id THEN
        UPDATE finance_transactions f SET visit_id = v.id, document_id = v.document_id
        FROM visits v
        WHERE f.chain_id = NEW.chain_id AND f.appointment_id = NEW.id
          AND v.chain_id = NEW.chain_id AND v.id = NEW.visit_id;
    END IF;
    PERFORM keep_visit_money(NEW.chain_id, ARRAY[OLD.visit_id, NEW.visit_id]);
    RETURN NULL;
END
$$;
CREATE TRIGGER appointments_money AFTER UPDATE ON appointments
    FOR EACH ROW WHEN (
        (OLD.visit_id, OLD.attendance = 'no_show', OLD.deleted_at IS NULL)
        IS DISTINCT FROM (NEW.visit_id, NEW.attendance = 'no_show', NEW.deleted_at IS NULL))
    EXECUTE FUNCTION keep_money_after_appointment();

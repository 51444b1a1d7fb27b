-- Cards of one person become one, and persons are erased.
SET lock_timeout = '5s';

-- Which cards were merged into one, and what that moved, so that it can be undone. It contains no personal data: what a
-- card has got is still on the card that it came from.
CREATE TABLE client_merges (
    chain_id bigint NOT NULL,
    id bigint GENERATED ALWAYS AS IDENTITY,
    location_id bigint NOT NULL,
    -- The card that stays.
    client_id bigint NOT NULL,
    merged_ids bigint[] NOT NULL CONSTRAINT client_merges_merged_ids_check CHECK (cardinality(merged_ids) > 0),
    -- By kind: the rows that moved, as pairs of their id and the card that they belonged to.
    moved jsonb NOT NULL,
    -- The fields that the card had not, by name, with the card that they came from.
    filled jsonb NOT NULL,
    -- The tags that the card had not.
    tag_ids bigint[] NOT NULL,
    -- The starting amounts that were added to those of the card.
    added_sold numeric NOT NULL,
    added_paid numeric NOT NULL,
    added_balance numeric NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    undone_at timestamptz,
    CONSTRAINT client_merges_pkey PRIMARY KEY (chain_id, id),
    CONSTRAINT client_merges_location_fkey FOREIGN KEY (chain_id, location_id) REFERENCES locations (chain_id, id),
    CONSTRAINT client_merges_client_fkey FOREIGN KEY (chain_id, client_id) REFERENCES clients (chain_id, id)
);
CREATE INDEX client_merges_client_idx ON client_merges (chain_id, client_id, id);
CREATE TRIGGER client_merges_audit AFTER INSERT OR UPDATE OR DELETE ON client_merges
    FOR EACH ROW EXECUTE FUNCTION record_change('client_merge');

-- Return the card that a card is now: itself, or the one that it was merged into at last. Waits for a merge in progress,
-- and no merge can begin before the caller's transaction ends.
CREATE FUNCTION current_card(of_chain bigint, card_id bigint) RETURNS bigint
LANGUAGE plpgsql AS $$
DECLARE
    current_id bigint := card_id;
    next_id bigint;
BEGIN
    LOOP
        SELECT c.merged_into INTO next_id FROM clients c
        WHERE c.chain_id = of_chain AND c.id = current_id FOR KEY SHARE;
        IF next_id IS NULL THEN
            RETURN current_id;
        END IF;
        current_id := next_id;
    END LOOP;
END
$$;

-- What is written for a card that was just merged belongs to the card that it was merged into.
CREATE FUNCTION follow_merged_card() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
    NEW.client_id := current_card(NEW.chain_id, NEW.client_id);
    RETURN NEW;
END
$$;
CREATE TRIGGER appointments_merged_card BEFORE INSERT OR UPDATE OF client_id ON appointments
    FOR EACH ROW WHEN (NEW.client_id IS NOT NULL) EXECUTE FUNCTION follow_merged_card();
CREATE TRIGGER visits_merged_card BEFORE INSERT OR UPDATE OF client_id ON visits
    FOR EACH ROW WHEN (NEW.client_id IS NOT NULL) EXECUTE FUNCTION follow_merged_card();
CREATE TRIGGER stock_transactions_merged_card BEFORE INSERT OR UPDATE OF client_id ON stock_transactions
    FOR EACH ROW WHEN (NEW.client_id <> 0) EXECUTE FUNCTION follow_merged_card();
CREATE TRIGGER client_comments_merged_card BEFORE INSERT OR UPDATE OF client_id ON client_comments
    FOR EACH ROW EXECUTE FUNCTION follow_merged_card();
CREATE TRIGGER client_files_merged_card BEFORE INSERT OR UPDATE OF client_id ON client_files
    FOR EACH ROW EXECUTE FUNCTION follow_merged_card();
-- Deleted ones move, too, and are erased.
CREATE INDEX client_comments_all_idx ON client_comments (chain_id, client_id);
CREATE INDEX client_files_all_idx ON client_files (chain_id, client_id);
CREATE INDEX stock_transactions_client_idx ON stock_transactions (chain_id, client_id) WHERE client_id <> 0;

-- The right to be forgotten reaches deleted cards with the person's number, too.
CREATE INDEX clients_deleted_phone_idx ON clients (chain_id, phone) WHERE deleted_at IS NOT NULL AND phone <> '';

-- Return columns of a line of the audit log with nothing personal in them.
CREATE FUNCTION redacted(shown jsonb, personal text[]) RETURNS jsonb
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT jsonb_object_agg(key, CASE WHEN key = ANY (personal) AND value NOT IN ('null', '""', '{}', '[]')
                                      THEN '"[erased]"' ELSE value END)
    FROM jsonb_each(shown)
$$;

-- Stock: what people say has moved, the ledger of it, and what follows from the ledger: amounts on hand and costs.
-- Only the statements say what moved (stock_transactions) is written by the server; the rest the database keeps by
-- itself, in the same transaction, whoever writes. See docs/inventory.md.
SET lock_timeout = '5s';

ALTER TABLE storages
    ADD COLUMN comment text NOT NULL DEFAULT '',
    ADD COLUMN weight integer NOT NULL DEFAULT 0;
-- Documents of this day and earlier are closed.
ALTER TABLE locations
    ADD COLUMN allows_negative_stock boolean NOT NULL DEFAULT true,
    ADD COLUMN stock_closed_until date;

-- A cost price that was set by hand stays; any other follows the receipts.
ALTER TABLE products ADD COLUMN is_cost_price_fixed boolean NOT NULL DEFAULT false;
SET LOCAL parlour.audit = 'off';
UPDATE products SET is_cost_price_fixed = true WHERE cost_price > 0;
CREATE INDEX products_wanted_idx ON products (chain_id, location_id, id)
    WHERE deleted_at IS NULL AND (critical_amount > 0 OR desired_amount > 0);

-- The paper that transactions stand on. A transfer goes from storage_id to to_storage_id.
CREATE TABLE stock_documents (
    chain_id bigint NOT NULL CONSTRAINT stock_documents_chain_id_fkey REFERENCES chains,
    id bigint GENERATED ALWAYS AS IDENTITY,
    location_id bigint NOT NULL,
    kind text NOT NULL CONSTRAINT stock_documents_kind_check
        CHECK (kind IN ('sale', 'usage', 'receipt', 'write_off', 'transfer', 'stock_take')),
    storage_id bigint NOT NULL,
    to_storage_id bigint,
    occurred_at timestamptz NOT NULL,
    comment text NOT NULL DEFAULT '',
    team_member_id bigint NOT NULL DEFAULT 0,
    user_id bigint CONSTRAINT stock_documents_user_id_fkey REFERENCES users,
    revision integer NOT NULL DEFAULT 1,
    created_at timestamptz NOT NULL DEFAULT now(),
    changed_at timestamptz NOT NULL DEFAULT now(),
    deleted_at timestamptz,
    CONSTRAINT stock_documents_pkey PRIMARY KEY (chain_id, id),
    CONSTRAINT stock_documents_location_fkey FOREIGN KEY (chain_id, location_id) REFERENCES locations (chain_id, id),
    CONSTRAINT stock_documents_storage_fkey FOREIGN KEY (chain_id, storage_id) REFERENCES storages (chain_id, id),
    CONSTRAINT stock_documents_to_storage_fkey FOREIGN KEY (chain_id, to_storage_id) REFERENCES storages (chain_id, id),
    CONSTRAINT stock_documents_to_storage_check CHECK ((kind = 'transfer') = (to_storage_id IS NOT NULL)),
    CONSTRAINT stock_documents_other_storage_check CHECK (to_storage_id <> storage_id)
);
CREATE INDEX stock_documents_location_idx ON stock_documents (chain_id, location_id, occurred_at, id);

-- One product moved into a storage (amount above 0) or out of it. Both amounts are kept, in write-off units and in sale
-- units, with the ratio that held; `unit` is the one that was entered, which price is for. A transfer is two rows, each
-- other's counterpart. A stock-take keeps what was counted and what should have been there; its amount is the
-- difference, perhaps 0. unit_cost is what a write-off unit cost at the time. Clients, suppliers, team members,
-- appointments, services and accounts are ids of what may lie elsewhere. The units are those of the product then.
CREATE TABLE stock_transactions (
    chain_id bigint NOT NULL,
    id bigint GENERATED ALWAYS AS IDENTITY,
    location_id bigint NOT NULL,
    document_id bigint NOT NULL,
    kind text NOT NULL CONSTRAINT stock_transactions_kind_check
        CHECK (kind IN ('sale', 'usage', 'receipt', 'write_off', 'transfer', 'stock_take')),
    product_id bigint NOT NULL,
    storage_id bigint NOT NULL,
    occurred_at timestamptz NOT NULL,
    unit text NOT NULL CONSTRAINT stock_transactions_unit_check CHECK (unit IN ('sale', 'write_off')),
    amount numeric(28, 4) NOT NULL,
    sale_amount numeric(38, 10) NOT NULL,
    unit_ratio numeric(14, 4) NOT NULL CONSTRAINT stock_transactions_unit_ratio_check CHECK (unit_ratio > 0),
    sale_unit_id bigint NOT NULL,
    write_off_unit_id bigint NOT NULL,
    price numeric(28, 10) NOT NULL CONSTRAINT stock_transactions_price_check CHECK (price >= 0),
    discount numeric(7, 4) NOT NULL CONSTRAINT stock_transactions_discount_check CHECK (discount BETWEEN 0 AND 100),
    cost numeric(28, 2) NOT NULL CONSTRAINT stock_transactions_cost_check CHECK (cost >= 0),
    unit_cost numeric(38, 10) NOT NULL CONSTRAINT stock_transactions_unit_cost_check CHECK (unit_cost >= 0),
    counted numeric(28, 4),
    expected numeric(28, 4),
    counterpart_id bigint,
    supplier_id bigint NOT NULL DEFAULT 0,
    client_id bigint NOT NULL DEFAULT 0,
    team_member_id bigint NOT NULL DEFAULT 0,
    appointment_id bigint NOT NULL DEFAULT 0,
    service_id bigint NOT NULL DEFAULT 0,
    account_id bigint NOT NULL DEFAULT 0,
    is_paid boolean NOT NULL DEFAULT false,
    comment text NOT NULL DEFAULT '',
    user_id bigint CONSTRAINT stock_transactions_user_id_fkey REFERENCES users,
    revision integer NOT NULL DEFAULT 1,
    created_at timestamptz NOT NULL DEFAULT now(),
    changed_at timestamptz NOT NULL DEFAULT now(),
    deleted_at timestamptz,
    CONSTRAINT stock_transactions_pkey PRIMARY KEY (chain_id, id),
    CONSTRAINT stock_transactions_document_fkey FOREIGN KEY (chain_id, document_id) REFERENCES stock_documents (chain_id, id),
    CONSTRAINT stock_transactions_product_fkey FOREIGN KEY (chain_id, product_id) REFERENCES products (chain_id, id),
    CONSTRAINT stock_transactions_storage_fkey FOREIGN KEY (chain_id, storage_id) REFERENCES storages (chain_id, id),
    CONSTRAINT stock_transactions_amount_check CHECK (amount <> 0 OR kind = 'stock_take'),
    CONSTRAINT stock_transactions_counted_check CHECK (
        (kind = 'stock_take') = (counted IS NOT NULL AND expected IS NOT NULL AND amount = counted - expected))
);
-- A list is found by one of these three alone, page by page, before a row of the table is looked at.
CREATE INDEX stock_transactions_occurred_at_idx ON stock_transactions (chain_id, location_id, occurred_at, id)
    WHERE deleted_at IS NULL;
CREATE INDEX stock_transactions_storage_idx ON stock_transactions (chain_id, storage_id, kind, occurred_at, id)
    INCLUDE (changed_at) WHERE deleted_at IS NULL;
CREATE INDEX stock_transactions_changed_at_idx ON stock_transactions (chain_id, location_id, changed_at, id)
    INCLUDE (occurred_at, storage_id, kind) WHERE deleted_at IS NULL;
CREATE INDEX stock_transactions_document_idx ON stock_transactions (chain_id, document_id, id);
CREATE INDEX stock_transactions_product_idx ON stock_transactions (chain_id, product_id, occurred_at, id)
    WHERE deleted_at IS NULL;

-- The ledger. Nothing in it is ever changed: a transaction that changes is reversed and posted anew, one that is deleted
-- is reversed. A row tells all that the transaction said then. Rows come from the triggers below alone, so what they refer
-- to need not be checked again.
CREATE TABLE stock_movements (
    chain_id bigint NOT NULL,
    id bigint GENERATED ALWAYS AS IDENTITY,
    transaction_id bigint NOT NULL,
    reverses_id bigint,
    kind text NOT NULL,
    product_id bigint NOT NULL,
    storage_id bigint NOT NULL,
    occurred_at timestamptz NOT NULL,
    amount numeric(28, 4) NOT NULL CONSTRAINT stock_movements_amount_check CHECK (amount <> 0),
    sale_amount numeric(38, 10) NOT NULL,
    unit_ratio numeric(14, 4) NOT NULL,
    cost numeric(28, 2) NOT NULL,
    unit_cost numeric(38, 10) NOT NULL,
    recorded_at timestamptz NOT NULL DEFAULT now(),
    user_id bigint,
    CONSTRAINT stock_movements_pkey PRIMARY KEY (chain_id, id)
);
CREATE INDEX stock_movements_transaction_idx ON stock_movements (chain_id, transaction_id, id);
-- Nothing is reversed twice.
CREATE UNIQUE INDEX stock_movements_reverses_idx ON stock_movements (chain_id, reverses_id) WHERE reverses_id IS NOT NULL;

-- What lies where, in write-off units: the sum of the ledger. Above 0, 0, or owed.
CREATE TABLE stock_levels (
    chain_id bigint NOT NULL CONSTRAINT stock_levels_chain_id_fkey REFERENCES chains,
    product_id bigint NOT NULL,
    storage_id bigint NOT NULL,
    amount numeric(28, 4) NOT NULL,
    CONSTRAINT stock_levels_pkey PRIMARY KEY (chain_id, product_id, storage_id),
    CONSTRAINT stock_levels_product_fkey FOREIGN KEY (chain_id, product_id) REFERENCES products (chain_id, id),
    CONSTRAINT stock_levels_storage_fkey FOREIGN KEY (chain_id, storage_id) REFERENCES storages (chain_id, id)
) WITH (fillfactor = 80, autovacuum_vacuum_scale_factor = 0.05);

-- What a write-off unit of a product costs on average: null before the first receipt. It is worked out in the order of
-- occurred_at and id, up to last_at; amount is what the whole chain has then.
CREATE TABLE stock_costs (
    chain_id bigint NOT NULL CONSTRAINT stock_costs_chain_id_fkey REFERENCES chains,
    product_id bigint NOT NULL,
    amount numeric(28, 4) NOT NULL,
    average numeric(38, 10),
    last_at timestamptz NOT NULL,
    CONSTRAINT stock_costs_pkey PRIMARY KEY (chain_id, product_id),
    CONSTRAINT stock_costs_product_fkey FOREIGN KEY (chain_id, product_id) REFERENCES products (chain_id, id)
) WITH (fillfactor = 80, autovacuum_vacuum_scale_factor = 0.05);

-- The moving average: a receipt is mixed with what is there; where nothing is, it alone counts. Nothing else changes it.
-- An 'opening' sets where to begin, so that what comes last need not begin at the first row. What is divided has thirty
-- decimals: with fewer, a quotient would be rounded twice.
CREATE TYPE stock_average AS (amount numeric, average numeric);
CREATE FUNCTION stock_average_step(state stock_average, kind text, moved numeric, price numeric) RETURNS stock_average
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS $$
BEGIN
    IF kind = 'opening' THEN
        RETURN (moved, price);
    ELSIF kind = 'receipt' AND moved > 0 THEN
        IF state.amount <= 0 OR state.average IS NULL THEN
            state.average := round(price::numeric(60, 30) / moved, 10);
        ELSE
            state.average := round(
                (state.amount * state.average + price)::numeric(60, 30) / (state.amount + moved), 10);
        END IF;
    END IF;
    state.amount := state.amount + coalesce(moved, 0);
    RETURN state;
END
$$;
CREATE AGGREGATE moving_average(kind text, moved numeric, price numeric) (
    SFUNC = stock_average_step, STYPE = stock_average, INITCOND = '(0,)', PARALLEL = SAFE
);

-- Works out the costs of products from all that has moved.
CREATE FUNCTION keep_stock_costs(of_chain_id bigint, product_ids bigint[]) RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO stock_costs (chain_id, product_id, amount, average, last_at)
    SELECT of_chain_id, wanted.id, (reckoned.average).amount, (reckoned.average).average, reckoned.last_at
    FROM unnest(product_ids) AS wanted (id)
    CROSS JOIN LATERAL (
        SELECT moving_average(kind, amount, cost ORDER BY occurred_at, id) AS average,
               coalesce(max(occurred_at), '-infinity') AS last_at
        FROM stock_transactions
        WHERE chain_id = of_chain_id AND stock_transactions.product_id = wanted.id
          AND kind <> 'transfer' AND deleted_at IS NULL
    ) AS reckoned
    ORDER BY wanted.id
    ON CONFLICT ON CONSTRAINT stock_costs_pkey
    DO UPDATE SET amount = excluded.amount, average = excluded.average, last_at = excluded.last_at;
END
$$;

CREATE FUNCTION post_entered_transactions() RETURNS trigger
LANGUAGE plpgsql AS $$
DECLARE
    begun integer;
BEGIN
    INSERT INTO stock_movements (
        chain_id, transaction_id, kind, product_id, storage_id, occurred_at, amount, sale_amount, unit_ratio, cost,
        unit_cost, user_id)
    SELECT chain_id, id, kind, product_id, storage_id, occurred_at, amount, sale_amount, unit_ratio, cost, unit_cost,
           (nullif(current_setting('parlour.actor', true), '')::actor).user_id
    FROM entered WHERE deleted_at IS NULL AND amount <> 0
    ORDER BY id;

    -- Where all that is new lies behind what the average knows, it goes on from there; else it begins at the first row.
    WITH known AS MATERIALIZED (
        SELECT c.chain_id, c.product_id, c.amount, c.average, c.last_at
        FROM (SELECT chain_id, product_id, min(occurred_at) AS first_at FROM entered
              WHERE kind <> 'transfer' AND deleted_at IS NULL GROUP BY chain_id, product_id) AS touched
        CROSS JOIN LATERAL (
            SELECT * FROM stock_costs
            WHERE chain_id = touched.chain_id AND product_id = touched.product_id AND last_at <= touched.first_at
            OFFSET 0
        ) AS c
    ), counting AS (
        SELECT chain_id, product_id, 'opening' AS kind, amount, average AS cost, last_at AS occurred_at, 0 AS id
        FROM known
        UNION ALL
        SELECT e.chain_id, e.product_id, e.kind, e.amount, e.cost, e.occurred_at, e.id
        FROM known JOIN entered e ON e.chain_id = known.chain_id AND e.product_id = known.product_id
        WHERE e.kind <> 'transfer' AND e.deleted_at IS NULL
    ), reckoned AS (
        SELECT chain_id, product_id, moving_average(kind, amount, cost ORDER BY occurred_at, id) AS average,
               max(occurred_at) AS last_at
        FROM counting GROUP BY chain_id, product_id
    ), kept AS (
        INSERT INTO stock_costs (chain_id, product_id, amount, average, last_at)
        SELECT chain_id, product_id, (average).amount, (average).average, last_at
        FROM reckoned ORDER BY chain_id, product_id
        ON CONFLICT ON CONSTRAINT stock_costs_pkey
        DO UPDATE SET amount = excluded.amount, average = excluded.average, last_at = excluded.last_at
    ), others AS (
        SELECT chain_id, product_id FROM entered WHERE kind <> 'transfer' AND deleted_at IS NULL
        EXCEPT SELECT chain_id, product_id FROM known
    )
    SELECT count(keep_stock_costs(chain_id, product_ids)) INTO begun
    FROM (SELECT chain_id, array_agg(product_id) AS product_ids FROM others GROUP BY chain_id) AS of_chains;
    RETURN NULL;
END
$$;

-- Only what the ledger knows is posted anew: a comment moves nothing, and no average has to be worked out for it.
CREATE FUNCTION post_changed_transactions() RETURNS trigger
LANGUAGE plpgsql AS $$
DECLARE
    who CONSTANT bigint := (nullif(current_setting('parlour.actor', true), '')::actor).user_id;
    touched record;
BEGIN
    FOR touched IN WITH changed AS (
        SELECT o AS earlier, n AS later
        FROM earlier_rows o JOIN later_rows n ON n.chain_id = o.chain_id AND n.id = o.id
        WHERE (o.kind, o.product_id, o.storage_id, o.occurred_at, o.amount, o.sale_amount, o.unit_ratio, o.cost, o.unit_cost,
               o.deleted_at IS NULL)
            IS DISTINCT FROM
              (n.kind, n.product_id, n.storage_id, n.occurred_at, n.amount, n.sale_amount, n.unit_ratio, n.cost, n.unit_cost,
               n.deleted_at IS NULL)
    ), posted AS (
        SELECT m.*
        FROM changed, LATERAL (
            SELECT * FROM stock_movements
            WHERE chain_id = (changed.earlier).chain_id AND transaction_id = (changed.earlier).id AND reverses_id IS NULL
            ORDER BY id DESC LIMIT 1
        ) m
        WHERE (changed.earlier).deleted_at IS NULL AND (changed.earlier).amount <> 0
    ), moving AS (
        SELECT chain_id, transaction_id, id AS reverses_id, kind, product_id, storage_id, occurred_at,
               -amount AS amount, -sale_amount AS sale_amount, unit_ratio, -cost AS cost, unit_cost
        FROM posted
        UNION ALL
        SELECT (later).chain_id, (later).id, NULL, (later).kind, (later).product_id, (later).storage_id,
               (later).occurred_at, (later).amount, (later).sale_amount, (later).unit_ratio, (later).cost,
               (later).unit_cost
        FROM changed WHERE (later).deleted_at IS NULL AND (later).amount <> 0
    ), written AS (
        INSERT INTO stock_movements (
            chain_id, transaction_id, reverses_id, kind, product_id, storage_id, occurred_at, amount, sale_amount,
            unit_ratio, cost, unit_cost, user_id)
        SELECT chain_id, transaction_id, reverses_id, kind, product_id, storage_id, occurred_at, amount, sale_amount,
               unit_ratio, cost, unit_cost, who
        FROM moving ORDER BY transaction_id, reverses_id NULLS LAST
    )
    SELECT chain_id, array_agg(DISTINCT product_id) AS product_ids
    FROM (
        SELECT (earlier).chain_id, (earlier).product_id FROM changed WHERE (earlier).kind <> 'transfer'
        UNION
        SELECT (later).chain_id, (later).product_id FROM changed WHERE (later).kind <> 'transfer'
    ) AS its_products
    GROUP BY chain_id
    LOOP
        PERFORM keep_stock_costs(touched.chain_id, touched.product_ids);
    END LOOP;
    RETURN NULL;
END
$$;

CREATE FUNCTION keep_stock_levels() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO stock_levels AS l (chain_id, product_id, storage_id, amount)
    SELECT chain_id, product_id, storage_id, sum(amount) FROM moved
    GROUP BY chain_id, product_id, storage_id
    ORDER BY chain_id, product_id, storage_id
    ON CONFLICT ON CONSTRAINT stock_levels_pkey DO UPDATE SET amount = l.amount + excluded.amount;
    RETURN NULL;
END
$$;

CREATE FUNCTION refuse_change_of_ledger() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% is a ledger: no % of its rows', TG_TABLE_NAME, TG_OP;
END
$$;

CREATE TRIGGER stock_transactions_entered AFTER INSERT ON stock_transactions
    REFERENCING NEW TABLE AS entered FOR EACH STATEMENT EXECUTE FUNCTION post_entered_transactions();
CREATE TRIGGER stock_transactions_changed AFTER UPDATE ON stock_transactions
    REFERENCING OLD TABLE AS earlier_rows NEW TABLE AS later_rows
    FOR EACH STATEMENT EXECUTE FUNCTION post_changed_transactions();
CREATE TRIGGER stock_transactions_ledger BEFORE DELETE OR TRUNCATE ON stock_transactions
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change_of_ledger();
CREATE TRIGGER stock_movements_levels AFTER INSERT ON stock_movements
    REFERENCING NEW TABLE AS moved FOR EACH STATEMENT EXECUTE FUNCTION keep_stock_levels();
CREATE TRIGGER stock_movements_ledger BEFORE UPDATE OR DELETE OR TRUNCATE ON stock_movements
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change_of_ledger();

CREATE TRIGGER stock_documents_audit AFTER INSERT OR UPDATE OR DELETE ON stock_documents
    FOR EACH ROW EXECUTE FUNCTION record_change('stock_document');
-- What is entered is told by the ledger, and in the log by its document: a line for each row would cost a third more.
CREATE TRIGGER stock_transactions_audit AFTER UPDATE ON stock_transactions
    FOR EACH ROW EXECUTE FUNCTION record_change('stock_transaction');

-- A stock-take fixes what lies in a storage at its moment: whatever is said later of the time before it changes what was
-- expected and what differs, never what lay there afterwards. See docs/decisions/0019-counts.md.
SET lock_timeout = '5s';

-- The count that comes next, or came before, of a product in a storage.
CREATE INDEX stock_transactions_count_idx ON stock_transactions (chain_id, product_id, storage_id, occurred_at, id)
    WHERE kind = 'stock_take' AND deleted_at IS NULL;

-- What lay there when a live stock-take counted: what the count before it left, and what has moved since. What happens at
-- one moment happens in the order of the ids. Costs nothing but the rows of the product between the two.
CREATE FUNCTION expected_of_count(counting stock_transactions) RETURNS numeric
LANGUAGE plpgsql STABLE AS $$
DECLARE
    earlier record;
    since timestamptz := '-infinity';
    since_id bigint := 0;
    there numeric := 0;
BEGIN
    SELECT c.counted, c.occurred_at, c.id INTO earlier
    FROM stock_transactions c
    WHERE c.chain_id = counting.chain_id AND c.product_id = counting.product_id AND c.storage_id = counting.storage_id
      AND c.kind = 'stock_take' AND c.deleted_at IS NULL
      AND (c.occurred_at, c.id) < (counting.occurred_at, counting.id)
    ORDER BY c.occurred_at DESC, c.id DESC LIMIT 1;
    IF FOUND THEN
        since := earlier.occurred_at;
        since_id := earlier.id;
        there := earlier.counted;
    END IF;
    RETURN there + (
        SELECT coalesce(sum(m.amount), 0)
        FROM stock_transactions m
        WHERE m.chain_id = counting.chain_id AND m.product_id = counting.product_id
          AND m.storage_id = counting.storage_id AND m.deleted_at IS NULL
          AND (m.occurred_at, m.id) > (since, since_id)
          AND (m.occurred_at, m.id) < (counting.occurred_at, counting.id)
    );
END
$$;

-- Writes what stock-takes should have found, and what differs then; those of which it is so already stay untouched. The
-- ledger, the levels and the averages follow as they follow every change. A total is cut off where no money is larger.
CREATE FUNCTION recount_stock(of_chain_id bigint, count_ids bigint[]) RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
    UPDATE stock_transactions t
    SET expected = found.expected, amount = t.counted - found.expected,
        sale_amount = round((t.counted - found.expected)::numeric(60, 30) / t.unit_ratio, 10),
        cost = least(round(abs(t.counted - found.expected) * t.unit_cost, 2), 999999999999),
        revision = t.revision + 1, changed_at = now()
    FROM (
        SELECT c.id, expected_of_count(c) AS expected
        FROM stock_transactions c
        WHERE c.chain_id = of_chain_id AND c.id = ANY (count_ids) AND c.kind = 'stock_take' AND c.deleted_at IS NULL
        OFFSET 0
    ) AS found
    WHERE t.chain_id = of_chain_id AND t.id = found.id AND t.expected <> found.expected;
END
$$;

-- Only the next count sees what is entered before it: what lies there after that count stays what was counted.
CREATE FUNCTION recount_after_entered_transactions() RETURNS trigger
LANGUAGE plpgsql AS $$
DECLARE
    touched record;
BEGIN
    FOR touched IN
        SELECT e.chain_id, array_agg(DISTINCT following.id) AS count_ids
        FROM entered e
        CROSS JOIN LATERAL (
            SELECT c.id FROM stock_transactions c
            WHERE c.chain_id = e.chain_id AND c.product_id = e.product_id AND c.storage_id = e.storage_id
              AND c.kind = 'stock_take' AND c.deleted_at IS NULL AND (c.occurred_at, c.id) > (e.occurred_at, e.id)
            ORDER BY c.occurred_at, c.id LIMIT 1
        ) AS following
        WHERE e.deleted_at IS NULL
        GROUP BY e.chain_id
    LOOP
        PERFORM recount_stock(touched.chain_id, touched.count_ids);
    END LOOP;
    RETURN NULL;
END
$$;

-- A change is seen by the count that follows where the transaction was and the one that follows where it is now, and by a
-- stock-take itself that is elsewhere now, or told in other units. That a count's difference has followed is no change:
-- what was counted is what lies there still.
CREATE FUNCTION recount_after_changed_transactions() RETURNS trigger
LANGUAGE plpgsql AS $$
DECLARE
    touched record;
BEGIN
    FOR touched IN WITH changed AS (
        SELECT o AS earlier, n AS later
        FROM earlier_rows o JOIN later_rows n ON n.chain_id = o.chain_id AND n.id = o.id
        WHERE (o.product_id, o.storage_id, o.occurred_at, o.unit_ratio, coalesce(o.counted, o.amount),
               o.deleted_at IS NULL)
            IS DISTINCT FROM
              (n.product_id, n.storage_id, n.occurred_at, n.unit_ratio, coalesce(n.counted, n.amount),
               n.deleted_at IS NULL)
    ), places AS (
        SELECT (earlier).chain_id, (earlier).product_id, (earlier).storage_id, (earlier).occurred_at, (earlier).id
        FROM changed WHERE (earlier).deleted_at IS NULL
        UNION
        SELECT (later).chain_id, (later).product_id, (later).storage_id, (later).occurred_at, (later).id
        FROM changed WHERE (later).deleted_at IS NULL
    ), seen AS (
        SELECT p.chain_id, following.id
        FROM places p
        CROSS JOIN LATERAL (
            SELECT c.id FROM stock_transactions c
            WHERE c.chain_id = p.chain_id AND c.product_id = p.product_id AND c.storage_id = p.storage_id
              AND c.kind = 'stock_take' AND c.deleted_at IS NULL AND (c.occurred_at, c.id) > (p.occurred_at, p.id)
            ORDER BY c.occurred_at, c.id LIMIT 1
        ) AS following
        UNION
        SELECT (later).chain_id, (later).id
        FROM changed
        WHERE (later).kind = 'stock_take' AND (later).deleted_at IS NULL
          AND ((earlier).product_id, (earlier).storage_id, (earlier).occurred_at, (earlier).unit_ratio,
               (earlier).deleted_at IS NULL)
            IS DISTINCT FROM
              ((later).product_id, (later).storage_id, (later).occurred_at, (later).unit_ratio, true)
    )
    SELECT chain_id, array_agg(id) AS count_ids FROM seen GROUP BY chain_id
    LOOP
        PERFORM recount_stock(touched.chain_id, touched.count_ids);
    END LOOP;
    RETURN NULL;
END
$$;

-- By their names they come after those that post: first what was said is in the ledger, then what follows from it.
CREATE TRIGGER stock_transactions_recount_entered AFTER INSERT ON stock_transactions
    REFERENCING NEW TABLE AS entered FOR EACH STATEMENT EXECUTE FUNCTION recount_after_entered_transactions();
CREATE TRIGGER stock_transactions_recount_changed AFTER UPDATE ON stock_transactions
    REFERENCING OLD TABLE AS earlier_rows NEW TABLE AS later_rows
    FOR EACH STATEMENT EXECUTE FUNCTION recount_after_changed_transactions();

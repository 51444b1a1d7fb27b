-- Money has as many decimals as its currency. See docs/decisions/0024-currency-decimals.md.
SET lock_timeout = '5s';

-- The minor units of ISO 4217, as src/parlour/currencies.py has them.
CREATE FUNCTION currency_decimals(currency text) RETURNS integer
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT CASE
        WHEN currency = ANY ('{BIF,CLP,DJF,GNF,ISK,JPY,KMF,KRW,PYG,RWF,UGX,UYI,VND,VUV,XAF,XOF,XPF}') THEN 0
        WHEN currency = ANY ('{BHD,IQD,JOD,KWD,LYD,OMR,TND}') THEN 3
        WHEN currency = ANY ('{CLF,UYW}') THEN 4
        ELSE 2
    END
$$;

-- Without a scale, so that nothing is rounded without a word, and no table is written anew: that holds of the ledger, too.
ALTER TABLE products ALTER COLUMN price TYPE numeric, ALTER COLUMN cost_price TYPE numeric;
ALTER TABLE stock_transactions ALTER COLUMN cost TYPE numeric;
ALTER TABLE stock_movements ALTER COLUMN cost TYPE numeric;

-- As in 0011, save for the decimals of what a difference is worth: those of the currency of the stock-take's location.
CREATE OR REPLACE FUNCTION recount_stock(of_chain_id bigint, count_ids bigint[]) RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
    UPDATE stock_transactions t
    SET expected = found.expected, amount = t.counted - found.expected,
        sale_amount = round((t.counted - found.expected)::numeric(60, 30) / t.unit_ratio, 10),
        cost = least(round(abs(t.counted - found.expected) * t.unit_cost, found.decimals), 999999999999),
        revision = t.revision + 1, changed_at = now()
    FROM (
        SELECT c.id, expected_of_count(c) AS expected, currency_decimals(l.currency) AS decimals
        FROM stock_transactions c
        JOIN locations l ON l.chain_id = c.chain_id AND l.id = c.location_id
        WHERE c.chain_id = of_chain_id AND c.id = ANY (count_ids) AND c.kind = 'stock_take' AND c.deleted_at IS NULL
        OFFSET 0
    ) AS found
    WHERE t.chain_id = of_chain_id AND t.id = found.id AND t.expected <> found.expected;
END
$$;

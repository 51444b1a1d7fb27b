"""The rows of stock, generated inside the database from numbers: first documents, then everything that follows."""

from typing import LiteralString

from bench.dataset import AGE, CALLER, FIRST_CREATED, LOCATIONS, LOCATIONS_PER_CHAIN, PRODUCTS_SEEN

BUSIEST = 1
LINES = 20
"""The most lines of a document."""
# Enough for 2,000,000 movements, together with the receipts at the beginning.
DOCUMENTS = 387_000
# Of a hundred documents, the number in the busiest location, in addition to its share of the others.
OF_BUSIEST = 60

# draw() returns a number less than `below`, always the same for the same arguments; `seen` lists what each location
# sees.
PREPARE: LiteralString = """
    CREATE FUNCTION pg_temp.draw(number bigint, what bigint, below bigint) RETURNS bigint
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    AS 'SELECT (hashint8extended(number, what) & 9223372036854775807) % below';
    CREATE TEMP TABLE seen (location_id bigint, number bigint, product_id bigint)
"""

# At the beginning there are receipts of all products in both storages of all locations. `before` counts the lines of
# earlier documents. The n-th line of a document has product number first_product + n * step among those that its
# location sees, so no product twice; the two lines of a transfer share one.
DRAFT_DOCUMENTS = f"""
    CREATE TEMP TABLE drafts AS
    WITH opening AS (
        SELECT location_id, 'receipt' AS kind, side, least({LINES}, {PRODUCTS_SEEN} - part * {LINES}) AS lines,
               part * {LINES} AS first_product, 1 AS step,
               timestamptz '{FIRST_CREATED}' + part * interval '10 minutes' AS occurred_at
        FROM generate_series(1, {LOCATIONS}) AS location_id, generate_series(0, 1) AS side,
             generate_series(0, {(PRODUCTS_SEEN - 1) // LINES}) AS part
    ), drawn AS (
        SELECT number, pg_temp.draw(number, 1, 1000) AS share,
               CASE WHEN pg_temp.draw(number, 2, 100) < {OF_BUSIEST} THEN {BUSIEST}
                    ELSE pg_temp.draw(number, 3, {LOCATIONS}) + 1 END AS location_id
        FROM generate_series(1, {DOCUMENTS}) AS number
    ), daily AS (
        SELECT location_id, kind,
               CASE kind WHEN 'sale' THEN 1 WHEN 'usage' THEN 0 ELSE pg_temp.draw(number, 4, 2) END AS side,
               CASE kind WHEN 'transfer' THEN 2 + 2 * pg_temp.draw(number, 5, {LINES // 2})
                         ELSE fewest + pg_temp.draw(number, 5, most - fewest + 1) END AS lines,
               pg_temp.draw(number, 6, {PRODUCTS_SEEN}) AS first_product, 37 AS step,
               timestamptz '{FIRST_CREATED}' + interval '1 day'
                   + number * (interval '{AGE.days} days' / {DOCUMENTS}) AS occurred_at
        FROM drawn
        JOIN (VALUES ('sale', 0, 600, 1, 5), ('usage', 600, 850, 1, 8), ('receipt', 850, 900, 5, {LINES}),
                     ('write_off', 900, 940, 1, 6), ('transfer', 940, 995, 2, {LINES}),
                     ('stock_take', 995, 1000, {LINES}, {LINES})) AS kinds (kind, low, high, fewest, most)
          ON share >= low AND share < high
    )
    SELECT row_number() OVER timeline AS id, (sum(lines) OVER timeline)::bigint - lines AS before,
           (location_id - 1) / {LOCATIONS_PER_CHAIN} + 1 AS chain_id, location_id * 2 - 1 + side AS storage_id,
           CASE kind WHEN 'transfer' THEN location_id * 2 - side END AS to_storage_id,
           location_id, kind, lines, first_product, step, occurred_at
    FROM (SELECT * FROM opening UNION ALL SELECT * FROM daily) AS every_document
    WINDOW timeline AS (ORDER BY occurred_at, location_id, side ROWS UNBOUNDED PRECEDING)
"""

FILL_DOCUMENTS = f"""
    INSERT INTO stock_documents (
        chain_id, id, location_id, kind, storage_id, to_storage_id, occurred_at, user_id, created_at, changed_at)
    OVERRIDING SYSTEM VALUE
    SELECT chain_id, id, location_id, kind, storage_id, to_storage_id, occurred_at, {CALLER}, occurred_at, occurred_at
    FROM drafts ORDER BY id
"""

DRAFT_LINES = f"""
    CREATE TEMP TABLE lines AS
    SELECT d.chain_id, d.before + line + 1 AS id, d.location_id, d.id AS document_id, d.kind, d.occurred_at,
           CASE WHEN d.kind = 'transfer' AND line % 2 = 1 THEN d.to_storage_id ELSE d.storage_id END AS storage_id,
           CASE d.kind WHEN 'transfer' THEN line % 2 END AS half,
           (d.first_product + d.step * (CASE d.kind WHEN 'transfer' THEN line / 2 ELSE line END)) % {PRODUCTS_SEEN}
               AS number,
           d.before + line - (CASE d.kind WHEN 'transfer' THEN line % 2 ELSE 0 END) AS draw
    FROM drafts d, generate_series(0, d.lines - 1) AS line
"""

# Of a hundred transactions one was deleted and ten were changed, later.
FILL_TRANSACTIONS = f"""
    WITH entered AS (
        SELECT l.*, p.id AS product_id, p.unit_ratio, p.sale_unit_id, p.write_off_unit_id, p.price AS sale_price,
               p.cost_price,
               CASE WHEN kind IN ('usage', 'stock_take') THEN 'write_off' ELSE 'sale' END AS unit,
               CASE kind WHEN 'sale' THEN -1 - pg_temp.draw(draw, 11, 3)
                         WHEN 'usage' THEN -5 - pg_temp.draw(draw, 11, 60)
                         WHEN 'receipt' THEN 5 + pg_temp.draw(draw, 11, 26)
                         WHEN 'write_off' THEN -1
                         WHEN 'transfer' THEN (1 + pg_temp.draw(draw, 11, 3)) * (half * 2 - 1)
                         ELSE pg_temp.draw(draw, 11, 41) - 20 END AS entered,
               CASE WHEN kind = 'sale' AND pg_temp.draw(draw, 12, 10) = 0 THEN 10 ELSE 0 END AS discount,
               90 + pg_temp.draw(draw, 13, 21) AS percent_of_price,
               CASE WHEN pg_temp.draw(draw, 14, 100) = 0 THEN l.occurred_at + interval '1 day' END AS deleted_at,
               CASE WHEN pg_temp.draw(draw, 15, 10) = 0
                    THEN l.occurred_at + pg_temp.draw(draw, 16, 600) * interval '1 hour' END AS edited_at
        FROM lines l
        JOIN seen ON seen.location_id = l.location_id AND seen.number = l.number
        JOIN products p ON p.chain_id = l.chain_id AND p.id = seen.product_id
    ), priced AS (
        SELECT *,
               CASE unit WHEN 'sale' THEN entered * unit_ratio ELSE entered END AS amount,
               CASE unit WHEN 'sale' THEN entered ELSE round(entered / unit_ratio, 10) END AS sale_amount,
               CASE WHEN kind = 'sale' THEN sale_price
                    WHEN kind = 'receipt' THEN round(cost_price * percent_of_price / 100, 2)
                    WHEN unit = 'sale' THEN cost_price
                    ELSE round(cost_price / unit_ratio, 4) END AS price
        FROM entered
    )
    INSERT INTO stock_transactions (
        chain_id, id, location_id, document_id, kind, product_id, storage_id, occurred_at, unit, amount, sale_amount,
        unit_ratio, sale_unit_id, write_off_unit_id, price, discount, cost, unit_cost, counted, expected,
        counterpart_id, supplier_id, client_id, team_member_id, user_id, created_at, changed_at, deleted_at)
    OVERRIDING SYSTEM VALUE
    SELECT chain_id, id, location_id, document_id, kind, product_id, storage_id, occurred_at, unit, amount, sale_amount,
           unit_ratio, sale_unit_id, write_off_unit_id, price, discount,
           round(abs(entered) * price * (100 - discount) / 100, 2),
           CASE kind WHEN 'receipt' THEN round(entered * price / amount, 10)
                     ELSE round(cost_price / unit_ratio, 10) END,
           CASE kind WHEN 'stock_take' THEN 1000 + amount END, CASE kind WHEN 'stock_take' THEN 1000 END,
           id + 1 - half * 2,
           CASE kind WHEN 'receipt' THEN 1 + document_id % 50 ELSE 0 END,
           CASE kind WHEN 'sale' THEN 1 + document_id % 5000 ELSE 0 END,
           1 + document_id % 9, {CALLER}, occurred_at, coalesce(deleted_at, edited_at, occurred_at), deleted_at
    FROM priced
"""

# The number drawn for a stock-take is the difference; the expected amount is what was in stock.
SETTLE_COUNTS: LiteralString = """
    UPDATE stock_transactions t SET expected = found.there, counted = found.there + t.amount
    FROM (
        SELECT chain_id, id, kind, deleted_at, coalesce(sum(CASE WHEN deleted_at IS NULL THEN amount END) OVER (
                   PARTITION BY chain_id, product_id, storage_id ORDER BY occurred_at, id
                   ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING), 0) AS there
        FROM stock_transactions
    ) AS found
    WHERE found.kind = 'stock_take' AND t.chain_id = found.chain_id AND t.id = found.id
"""
FILL_MOVEMENTS: LiteralString = """
    INSERT INTO stock_movements (
        chain_id, transaction_id, kind, product_id, storage_id, occurred_at, amount, sale_amount, unit_ratio, cost,
        unit_cost, recorded_at, user_id)
    SELECT chain_id, id, kind, product_id, storage_id, occurred_at, amount, sale_amount, unit_ratio, cost, unit_cost,
           created_at, user_id
    FROM stock_transactions WHERE amount <> 0 ORDER BY id
"""
FILL_REVERSALS: LiteralString = """
    INSERT INTO stock_movements (
        chain_id, transaction_id, reverses_id, kind, product_id, storage_id, occurred_at, amount, sale_amount,
        unit_ratio, cost, unit_cost, recorded_at, user_id)
    SELECT m.chain_id, m.transaction_id, m.id, m.kind, m.product_id, m.storage_id, m.occurred_at, -m.amount,
           -m.sale_amount, m.unit_ratio, -m.cost, m.unit_cost, t.deleted_at, m.user_id
    FROM stock_movements m JOIN stock_transactions t ON t.chain_id = m.chain_id AND t.id = m.transaction_id
    WHERE t.deleted_at IS NOT NULL ORDER BY m.id
"""
FILL_LEVELS: LiteralString = """
    INSERT INTO stock_levels (chain_id, product_id, storage_id, amount)
    SELECT chain_id, product_id, storage_id, sum(amount) FROM stock_movements
    GROUP BY chain_id, product_id, storage_id ORDER BY chain_id, product_id, storage_id
"""
FILL = (
    *("ANALYZE seen", DRAFT_DOCUMENTS, DRAFT_LINES, "ANALYZE lines"),
    *(FILL_DOCUMENTS, FILL_TRANSACTIONS, SETTLE_COUNTS, FILL_MOVEMENTS, FILL_REVERSALS, FILL_LEVELS),
)

# The database's own function reads the transactions of one product after the other, so it needs the indexes.
FILL_COSTS: LiteralString = """
    SELECT count(keep_stock_costs(chain_id, product_ids))
    FROM (SELECT chain_id, array_agg(id ORDER BY id) AS product_ids FROM products GROUP BY chain_id) AS of_chains
"""

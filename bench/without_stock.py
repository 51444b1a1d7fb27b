"""Parlour without stock: its page of products comes from a statement that doesn't read any.

Run as `python -m bench.without_stock serve`.
"""

from typing import LiteralString

from bench.pgbench import Script
from parlour.__main__ import main
from parlour.areas.products.queries import lists_with_levels

PROGRAM = "bench.without_stock"
# A separate statement, so that it never changes; its columns are the server's, in the same order.
LIST_WITHOUT_STOCK: LiteralString = """
    WITH page AS (
        (SELECT id FROM products WHERE chain_id = $1 AND location_id = $2 AND deleted_at IS NULL AND id > $5
         ORDER BY id LIMIT $3::bigint + $4::bigint)
        UNION ALL
        (SELECT id FROM products WHERE chain_id = $1 AND location_id IS NULL AND deleted_at IS NULL AND id > $5
         ORDER BY id LIMIT $3::bigint + $4::bigint)
        ORDER BY id LIMIT $3 OFFSET $4
    )
    SELECT p.id, p.location_id, p.category_id, c.title AS category_title, p.title, p.receipt_title, p.article,
           p.barcode, trim_scale(p.price)::text AS price, trim_scale(p.cost_price)::text AS cost_price,
           trim_scale(round(p.cost_price / p.unit_ratio, 4))::text AS unit_cost_price,
           p.sale_unit_id, s.short_title AS sale_unit_short_title,
           p.write_off_unit_id, w.short_title AS write_off_unit_short_title,
           trim_scale(p.unit_ratio)::text AS unit_ratio,
           trim_scale(p.critical_amount)::text AS critical_amount,
           trim_scale(p.desired_amount)::text AS desired_amount,
           trim_scale(p.net_mass)::text AS net_mass, trim_scale(p.gross_mass)::text AS gross_mass,
           p.comment, p.tax_variant, p.vat_id, p.is_marked, p.revision, p.changed_at, NULL AS levels_json
    FROM page JOIN products p ON p.chain_id = $1 AND p.id = page.id
    JOIN categories c ON c.chain_id = $1 AND c.id = p.category_id
    JOIN units s ON s.id = p.sale_unit_id
    JOIN units w ON w.id = p.write_off_unit_id
    ORDER BY p.id
"""


def script(with_stock: Script) -> Script:
    return Script(LIST_WITHOUT_STOCK, with_stock.parameters, with_stock.settings)


if __name__ == "__main__":
    lists_with_levels.LIST_PRODUCTS = LIST_WITHOUT_STOCK
    main()

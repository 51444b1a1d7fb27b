"""The columns, joins and conditions that all statements on products share.

They need a product `p`, the chain as $1, and as $2 the location in which the product is shown.
"""

from typing import LiteralString

from parlour.areas.stock.queries.levels import LEVELS_OF_PRODUCT, LEVELS_ON_PAGE

# What location $2 of chain $1 sees: its own items and those of the chain. For products and for categories.
VISIBLE: LiteralString = "chain_id = $1 AND (location_id = $2 OR location_id IS NULL) AND deleted_at IS NULL"
# The same for a product `p`, in statements that join other tables.
VISIBLE_WITH_DELETED: LiteralString = "p.chain_id = $1 AND (p.location_id = $2 OR p.location_id IS NULL)"
VISIBLE_PRODUCT: LiteralString = f"{VISIBLE_WITH_DELETED} AND p.deleted_at IS NULL"
# Evaluated once for a statement, not for each product. A product created for a chain alone has no location: 2 decimals.
_DECIMALS: LiteralString = """
    coalesce((SELECT currency_decimals(l.currency) FROM locations l WHERE l.chain_id = $1 AND l.id = $2), 2)
"""
# A cost price that was not set by hand is the average cost. Both cost prices are rounded from the exact value.
# All numbers are selected as `Digits`.
COLUMNS: LiteralString = f"""
    p.id, p.location_id, p.category_id, c.title AS category_title, p.title, p.receipt_title, p.article, p.barcode,
    trim_scale(p.price)::text AS price,
    trim_scale(coalesce(round(k.average * p.unit_ratio, {_DECIMALS}), p.cost_price))::text AS cost_price,
    trim_scale(
        round(coalesce(k.average, p.cost_price::numeric(38, 20) / p.unit_ratio), greatest({_DECIMALS} + 2, 4))
    )::text AS unit_cost_price,
    p.sale_unit_id, s.short_title AS sale_unit_short_title,
    p.write_off_unit_id, w.short_title AS write_off_unit_short_title,
    trim_scale(p.unit_ratio)::text AS unit_ratio,
    trim_scale(p.critical_amount)::text AS critical_amount, trim_scale(p.desired_amount)::text AS desired_amount,
    trim_scale(p.net_mass)::text AS net_mass, trim_scale(p.gross_mass)::text AS gross_mass,
    p.comment, p.tax_variant, p.vat_id, p.is_marked, p.revision, p.changed_at
"""
COLUMNS_WITH_LEVELS: LiteralString = f"{COLUMNS}, {LEVELS_OF_PRODUCT} AS levels_json"
JOINS: LiteralString = """
    JOIN categories c ON c.chain_id = $1 AND c.id = p.category_id
    JOIN units s ON s.id = p.sale_unit_id
    JOIN units w ON w.id = p.write_off_unit_id
    LEFT JOIN stock_costs k ON k.chain_id = $1 AND k.product_id = p.id AND NOT p.is_cost_price_fixed
"""
# For statements with a CTE `page` that has found the ids.
COLUMNS_WITH_LEVELS_ON_PAGE: LiteralString = f"{COLUMNS}, {LEVELS_ON_PAGE} AS levels_json"
FROM_PAGE: LiteralString = f"page JOIN products p ON p.chain_id = $1 AND p.id = page.id {JOINS}"

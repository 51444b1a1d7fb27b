"""Conversion of a product's past transactions to new units. The ledger keeps the old and the new values.

The caller must have locked the product's row, which is the mutex of its stock.
"""

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from typing import LiteralString

import msgspec

from parlour.access.tenant import Tenant
from parlour.areas.stock.model.stock import MAX_AMOUNT, MAX_MONEY, Kind, UnitKind
from parlour.areas.stock.refusals import HAS_MOVEMENTS, NO_RULE
from parlour.areas.stock.rights.limits import sees_costs
from parlour.areas.stock.rights.scope import StockScope
from parlour.db.pool import ALLOW_LONG, LONG_ANSWER_TIMEOUT_S, Connection
from parlour.db.rows import to_structs
from parlour.errors import Fault, Invalid

FIELD = "rules"
HIDDEN_STORAGE = "A storage that you don't see here would come to less than 0 of it."

# As messages call the transactions of a kind.
TRANSACTIONS = {
    Kind.SALE: "sales",
    Kind.USAGE: "usages of consumables",
    Kind.RECEIPT: "receipts",
    Kind.WRITE_OFF: "write-offs",
    Kind.TRANSFER: "transfers",
    Kind.STOCK_TAKE: "stock-takes",
}

ConversionRules = Mapping[Kind, UnitKind]
"""For each kind of transaction, the unit whose amount stays the same."""


class ProductUnits(msgspec.Struct, frozen=True):
    """The units of a product."""

    sale_unit_id: int
    write_off_unit_id: int
    ratio: Decimal


class ConversionPreview(msgspec.Struct, frozen=True):
    """How the conversion would change the transactions of one kind."""

    kind: Kind
    count: int
    becomes_zero: int
    """The number of those whose amount would be rounded to 0."""
    out_of_range: int
    """The number of those whose amount or price would exceed the limits."""


# The transactions in the new units. A stock-take without a rule keeps the unit in which it was counted; every other
# kind has a rule, or nothing is written. The expected amount of a stock-take is what the one before counted, plus what
# moved since (`run` numbers the periods between them). If that differs from the stored value, the difference gets a new
# cost.
# Dividends have thirty decimals: with fewer, a quotient just below a half would be rounded twice, and up.
_CONVERTED: LiteralString = """
    SELECT t.id, t.kind, changed.amount, other.sale_amount, t.counted,
           CASE WHEN t.kind = 'stock_take' THEN t.in_stock END AS expected,
           CASE WHEN t.unit = t.base THEN t.price
                WHEN t.kind = 'stock_take' AND t.base = 'sale'
                THEN round((t.price * t.unit_ratio)::numeric(60, 30) / $3, 10)
                WHEN t.kind = 'stock_take' THEN round((t.price * $3)::numeric(60, 30) / t.unit_ratio, 10)
                WHEN t.base = 'sale'
                THEN round((t.price * abs(t.amount))::numeric(60, 30) / nullif(abs(changed.amount), 0), 10)
                ELSE round((t.price * abs(t.sale_amount))::numeric(60, 30) / nullif(abs(other.sale_amount), 0), 10)
           END AS price,
           costs.unit_cost,
           CASE WHEN t.in_stock <> t.expected_before
                THEN least(round(abs(changed.amount) * costs.unit_cost, t.decimals), $6) ELSE t.cost END AS cost
    FROM (
        SELECT *, sum(carried_over + coalesce(moved, 0)) OVER (
                   PARTITION BY storage_id, run ORDER BY occurred_at, id) AS in_stock
        FROM (
            SELECT *, count(counted) OVER earlier AS run, coalesce(lag(counted) OVER in_order, 0) AS carried_over
            FROM (
                SELECT s.id, s.kind, s.storage_id, s.occurred_at, s.unit, s.amount, s.sale_amount, s.unit_ratio,
                       s.price, s.cost, s.unit_cost, base.unit AS base, currency_decimals(place.currency) AS decimals,
                       CASE WHEN s.kind = 'stock_take' THEN NULL
                            WHEN base.unit = 'sale' THEN round(s.sale_amount * $3, 4)
                            ELSE s.amount END AS moved,
                       CASE WHEN base.unit = 'sale' THEN round((s.counted * $3)::numeric(60, 30) / s.unit_ratio, 4)
                            ELSE s.counted END AS counted,
                       CASE WHEN base.unit = 'sale' THEN round((s.expected * $3)::numeric(60, 30) / s.unit_ratio, 4)
                            ELSE s.expected END AS expected_before
                FROM stock_transactions s
                JOIN locations place ON place.chain_id = $1 AND place.id = s.location_id
                LEFT JOIN unnest($4::text[], $5::text[]) AS rule (kind, unit) ON rule.kind = s.kind
                CROSS JOIN LATERAL (SELECT coalesce(rule.unit, s.unit) AS unit) AS base
                WHERE s.chain_id = $1 AND s.product_id = $2 AND s.deleted_at IS NULL
            ) AS in_base_units
            WINDOW in_order AS (PARTITION BY storage_id ORDER BY occurred_at, id),
                   earlier AS (in_order ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING)
        ) AS runs
    ) AS t
    CROSS JOIN LATERAL (SELECT coalesce(t.moved, t.counted - t.in_stock) AS amount) AS changed
    CROSS JOIN LATERAL (
        SELECT CASE WHEN t.kind <> 'stock_take' AND t.base = 'sale' THEN t.sale_amount
                    ELSE round(changed.amount::numeric(60, 30) / $3, 10) END AS sale_amount
    ) AS other
    CROSS JOIN LATERAL (
        SELECT CASE WHEN t.kind = 'stock_take' AND t.base = 'sale'
                    THEN round((t.unit_cost * t.unit_ratio)::numeric(60, 30) / $3, 10)
                    WHEN t.kind = 'stock_take' OR t.amount = 0 OR changed.amount = 0 THEN t.unit_cost
                    ELSE round((t.unit_cost * abs(t.amount))::numeric(60, 30) / abs(changed.amount), 10)
               END AS unit_cost
    ) AS costs
"""

PREVIEW_CONVERSION: LiteralString = f"""
    WITH converted AS ({_CONVERTED})
    SELECT kind, count(*) AS count,
           count(*) FILTER (WHERE kind <> 'stock_take' AND (amount = 0 OR sale_amount = 0)) AS becomes_zero,
           count(*) FILTER (
               WHERE CASE kind WHEN 'stock_take' THEN counted ELSE greatest(abs(amount), abs(sale_amount)) END > $7
                  OR price > $8) AS out_of_range
    FROM converted GROUP BY kind ORDER BY kind
"""


async def _preview(
    conn: Connection, tenant: Tenant, product_id: int, units: ProductUnits, rules: ConversionRules
) -> list[ConversionPreview]:
    """Preview the conversion by kind. Prices are checked only for users who may see them: a refusal reveals them."""
    highest_price = MAX_MONEY if sees_costs(tenant) else None
    args = (units.ratio, [*rules], [*rules.values()], MAX_MONEY, MAX_AMOUNT, highest_price)
    return to_structs(ConversionPreview, await conn.fetch(PREVIEW_CONVERSION, tenant.chain_id, product_id, *args))


CONVERT_UNITS: LiteralString = f"""
    WITH converted AS MATERIALIZED ({_CONVERTED})
    UPDATE stock_transactions t SET
        amount = converted.amount, sale_amount = converted.sale_amount, counted = converted.counted,
        expected = converted.expected, price = least(converted.price, $6), cost = converted.cost,
        unit_cost = converted.unit_cost,
        unit_ratio = $3, sale_unit_id = $7, write_off_unit_id = $8, revision = t.revision + 1, changed_at = now()
    FROM converted
    WHERE t.chain_id = $1 AND t.id = converted.id
"""


async def _write(
    conn: Connection, tenant: Tenant, product_id: int, units: ProductUnits, rules: ConversionRules
) -> None:
    args = (units.ratio, [*rules], [*rules.values()], MAX_MONEY, units.sale_unit_id, units.write_off_unit_id)
    await conn.execute(ALLOW_LONG)
    await conn.execute(CONVERT_UNITS, tenant.chain_id, product_id, *args, timeout=LONG_ANSWER_TIMEOUT_S)


class ProtectedLevel(msgspec.Struct, frozen=True):
    """The stock in a storage that must not go below zero."""

    storage_id: int
    storage_title: str
    amount: Decimal


LIST_PROTECTED_LEVELS: LiteralString = """
    SELECT l.storage_id, s.title AS storage_title, l.amount
    FROM stock_levels l
    JOIN storages s ON s.chain_id = $1 AND s.id = l.storage_id
    JOIN locations place ON place.chain_id = $1 AND place.id = s.location_id AND NOT place.allows_negative_stock
    WHERE l.chain_id = $1 AND l.product_id = $2
    ORDER BY l.storage_id
"""


async def _list_protected_levels(conn: Connection, tenant: Tenant, product_id: int) -> list[ProtectedLevel]:
    """List these levels in all locations of the chain: they share the product and its units."""
    return to_structs(ProtectedLevel, await conn.fetch(LIST_PROTECTED_LEVELS, tenant.chain_id, product_id))


async def convert_units(
    conn: Connection, tenant: Tenant, product_id: int, units: ProductUnits, rules: ConversionRules | None
) -> None:
    """Convert all live transactions of a locked product to the new units. Totals of money don't change.

    Raise `Conflict` when there are transactions but no rules; `Invalid` when the rules don't fit, or when a storage
    would fall below zero in a location that doesn't allow that.
    """
    previews = await _preview(conn, tenant, product_id, units, rules or {})
    if not previews:
        return
    if not rules:
        raise HAS_MOVEMENTS.error()
    scope = StockScope.of(tenant)
    if faults := [*_faults_of(previews, rules, scope)]:
        raise Invalid(faults)
    before = await _list_protected_levels(conn, tenant, product_id)
    await _write(conn, tenant, product_id, units, rules)
    if before and (faults := [*_shortages(before, await _list_protected_levels(conn, tenant, product_id), scope)]):
        raise Invalid(faults)


def _faults_of(previews: Iterable[ConversionPreview], rules: ConversionRules, scope: StockScope) -> Iterator[Fault]:
    """Yield the faults of the rules. Only users who see all transactions get their numbers."""
    for preview in previews:
        name = TRANSACTIONS[preview.kind]
        if preview.kind not in rules and preview.kind is not Kind.STOCK_TAKE:
            count = "" if scope.is_limited else f", of which there are {preview.count}"
            yield NO_RULE.fault(FIELD, name, count)
        elif preview.becomes_zero:
            count = "some" if scope.is_limited else f"{preview.becomes_zero}"
            yield Fault(FIELD, f"Of the {name}, {count} would come to an amount of 0.")
        elif preview.out_of_range:
            count = "some" if scope.is_limited else f"{preview.out_of_range}"
            yield Fault(FIELD, f"Of the {name}, {count} would come to an amount or a price beyond all limits.")


def _shortages(before: Iterable[ProtectedLevel], after: Iterable[ProtectedLevel], scope: StockScope) -> Iterator[Fault]:
    """Yield a fault for each storage that would fall below zero. Storages that the user may not see aren't named.

    Storages of other locations only matter for a product of the chain, which users with limited rights can't change.
    """
    for old, new in zip(before, after, strict=True):
        if new.amount < 0 <= old.amount:
            if scope.includes_storage(new.storage_id):
                message = f"{new.storage_title} has {old.amount:f} of it, and would come to {new.amount:f}."
            else:
                message = HIDDEN_STORAGE
            yield Fault(FIELD, message)

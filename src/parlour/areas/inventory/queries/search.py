"""Searching transactions. A page is found in one index alone; only then its few rows are read.

Each statement continues after a sort key, so that the thousandth page costs as much as the first.
Plans are made before values are known, and treat every range as a narrow one: a condition that must not choose the
index is written so that no index matches it.
"""

from datetime import datetime
from typing import LiteralString

from parlour.access.tenant import Tenant
from parlour.areas.inventory.model.search import FoundTransaction, TransactionFilter
from parlour.areas.stock.model.stock import Kind
from parlour.db.pool import Connection
from parlour.db.rows import to_structs
from parlour.page_requests import MomentSortKey, PageRequest

ALL_KINDS = tuple(Kind)
# Up to this many rows are fetched and sorted by change; with more, all changes of the location are scanned in order.
SORT_LIMIT = 10_000

_LIVE: LiteralString = "chain_id = $1 AND location_id = $2 AND deleted_at IS NULL"
_OCCURRED: LiteralString = """
    (occurred_at, id) > (coalesce($5::timestamptz, '-infinity'), $6::bigint)
    AND occurred_at < coalesce($7::timestamptz, 'infinity')
"""
_CHANGED: LiteralString = """
    (changed_at, id) > (coalesce($5::timestamptz, '-infinity'), $6::bigint)
    AND changed_at < coalesce($7::timestamptz, 'infinity')
"""
_OF_KIND: LiteralString = "($8::bigint[] IS NULL OR storage_id = ANY ($8)) AND kind = ANY ($9::text[])"
_IN_PERIOD: LiteralString = """
    ($10::timestamptz IS NULL OR occurred_at >= $10) AND ($11::timestamptz IS NULL OR occurred_at < $11)
"""
_BY_OCCURRENCE: LiteralString = "ORDER BY occurred_at, id LIMIT $3 OFFSET $4"
_BY_CHANGE: LiteralString = "ORDER BY changed_at, id LIMIT $3 OFFSET $4"
_IN_STORAGES: LiteralString = """
    storages.chain_id = $1 AND storages.location_id = $2 AND ($8::bigint[] IS NULL OR storages.id = ANY ($8))
"""
# OFFSET 0 forces lookups row by row: otherwise the plan would read whole tables, not knowing how few rows a page has.
_ROWS_ON_PAGE: LiteralString = """
    SELECT t.id, t.document_id, t.kind, t.occurred_at, t.changed_at,
           t.product_id, p.title AS product_title, p.article, p.barcode,
           t.storage_id, s.title AS storage_title,
           t.unit, u.id AS unit_id, u.title AS unit_title,
           CASE t.unit WHEN 'sale' THEN t.sale_amount ELSE t.amount END AS amount,
           t.price, t.discount, t.cost,
           t.team_member_id, t.supplier_id, t.client_id, t.appointment_id, t.service_id, t.user_id, t.comment
    FROM page
    CROSS JOIN LATERAL (SELECT * FROM stock_transactions WHERE chain_id = $1 AND id = page.id OFFSET 0) t
    CROSS JOIN LATERAL (
        SELECT title, article, barcode FROM products WHERE chain_id = $1 AND id = t.product_id OFFSET 0) p
    CROSS JOIN LATERAL (SELECT title FROM storages WHERE chain_id = $1 AND id = t.storage_id OFFSET 0) s
    CROSS JOIN LATERAL (
        SELECT id, title FROM units
        WHERE id = CASE t.unit WHEN 'sale' THEN t.sale_unit_id ELSE t.write_off_unit_id END OFFSET 0) u
    ORDER BY page.at, page.id
"""

LIST_BY_OCCURRENCE: LiteralString = f"""
    WITH page AS MATERIALIZED (
        SELECT occurred_at AS at, id FROM stock_transactions WHERE {_LIVE} AND {_OCCURRED} {_BY_OCCURRENCE}
    ) {_ROWS_ON_PAGE}
"""
# A page of each kind in each storage, and one page from all these: rare rows are found without reading all others.
LIST_IN_STORAGES_BY_OCCURRENCE: LiteralString = f"""
    WITH page AS MATERIALIZED (
        SELECT found.occurred_at AS at, found.id
        FROM storages CROSS JOIN unnest($9::text[]) AS wanted (kind)
        CROSS JOIN LATERAL (
            SELECT occurred_at, id FROM stock_transactions
            WHERE chain_id = $1 AND storage_id = storages.id AND kind = wanted.kind AND deleted_at IS NULL
              AND {_OCCURRED}
            ORDER BY occurred_at, id LIMIT $3::bigint + $4::bigint
        ) found
        WHERE {_IN_STORAGES} {_BY_OCCURRENCE}
    ) {_ROWS_ON_PAGE}
"""
LIST_OF_PRODUCT_BY_OCCURRENCE: LiteralString = f"""
    WITH page AS MATERIALIZED (
        SELECT occurred_at AS at, id FROM stock_transactions
        WHERE {_LIVE} AND product_id = $10 AND {_OCCURRED} AND {_OF_KIND} {_BY_OCCURRENCE}
    ) {_ROWS_ON_PAGE}
"""
LIST_BY_CHANGE: LiteralString = f"""
    WITH page AS MATERIALIZED (
        SELECT changed_at AS at, id FROM stock_transactions
        WHERE {_LIVE} AND {_CHANGED} AND {_OF_KIND} AND {_IN_PERIOD} {_BY_CHANGE}
    ) {_ROWS_ON_PAGE}
"""
LIST_SORTED_BY_CHANGE: LiteralString = f"""
    WITH matching AS MATERIALIZED (
        SELECT found.changed_at, found.id
        FROM storages CROSS JOIN LATERAL (
            SELECT changed_at, id FROM stock_transactions
            WHERE chain_id = $1 AND storage_id = storages.id AND kind = ANY ($9::text[]) AND deleted_at IS NULL
              AND occurred_at >= coalesce($10::timestamptz, '-infinity')
              AND occurred_at < coalesce($11::timestamptz, 'infinity')
            OFFSET 0
        ) found
        WHERE {_IN_STORAGES}
    ), page AS MATERIALIZED (
        SELECT changed_at AS at, id FROM matching WHERE {_CHANGED} {_BY_CHANGE}
    ) {_ROWS_ON_PAGE}
"""
LIST_OF_PRODUCT_BY_CHANGE: LiteralString = f"""
    WITH page AS MATERIALIZED (
        SELECT changed_at AS at, id FROM stock_transactions
        WHERE {_LIVE} AND product_id = $12 AND {_CHANGED} AND {_OF_KIND} AND {_IN_PERIOD} {_BY_CHANGE}
    ) {_ROWS_ON_PAGE}
"""
LIST_OF_DOCUMENT: LiteralString = f"""
    WITH lines AS MATERIALIZED (
        SELECT CASE WHEN $14::boolean THEN changed_at ELSE occurred_at END AS at, id FROM stock_transactions
        WHERE {_LIVE} AND document_id = $12 AND ($13::bigint IS NULL OR product_id = $13)
          AND {_OF_KIND} AND {_IN_PERIOD}
    ), page AS MATERIALIZED (
        SELECT at, id FROM lines
        WHERE (at, id) > (coalesce($5::timestamptz, '-infinity'), $6::bigint)
          AND at < coalesce($7::timestamptz, 'infinity')
        ORDER BY at, id LIMIT $3 OFFSET $4
    ) {_ROWS_ON_PAGE}
"""


COUNT_TO_SORT: LiteralString = """
    SELECT count(*) AS count FROM (
        SELECT FROM storages CROSS JOIN LATERAL (
            SELECT FROM stock_transactions
            WHERE chain_id = $1 AND storage_id = storages.id AND kind = ANY ($5::text[]) AND deleted_at IS NULL
              AND occurred_at >= coalesce($6::timestamptz, '-infinity')
              AND occurred_at < coalesce($7::timestamptz, 'infinity')
            OFFSET 0
        ) found
        WHERE storages.chain_id = $1 AND storages.location_id = $2
          AND ($4::bigint[] IS NULL OR storages.id = ANY ($4))
        LIMIT $3
    ) AS counted
"""


async def _fits_in_sort(conn: Connection, tenant: Tenant, filter_: TransactionFilter) -> bool:
    """Return whether at most `SORT_LIMIT` rows match the filter without its conditions on changes."""
    filters = (filter_.storage_ids, _kinds_of(filter_), filter_.since, filter_.until)
    count: int = await conn.fetchval(COUNT_TO_SORT, tenant.chain_id, tenant.location_id, SORT_LIMIT + 1, *filters)
    return count <= SORT_LIMIT


def _kinds_of(filter_: TransactionFilter) -> tuple[str, ...]:
    return ALL_KINDS if filter_.kinds is None else filter_.kinds


def _start_after(filter_: TransactionFilter, sort_key: MomentSortKey | None) -> tuple[datetime | None, int]:
    """Return the moment and id after which rows begin: never before the filter's beginning, whatever the sort key."""
    if sort_key is not None and (filter_.begins_at is None or sort_key.at >= filter_.begins_at):
        return sort_key.at, sort_key.id
    return filter_.begins_at, 0


async def list_transactions(
    conn: Connection, tenant: Tenant, filter_: TransactionFilter, page: PageRequest[MomentSortKey]
) -> list[FoundTransaction]:
    """List live transactions in the order of the filter. The statement whose index narrows most is used."""
    where = (tenant.chain_id, tenant.location_id, page.limit, page.offset)
    in_order = (*where, *_start_after(filter_, page.after), filter_.ends_at)
    kinds = _kinds_of(filter_)
    filters = (filter_.storage_ids, kinds, filter_.since, filter_.until)
    if filter_.document_id is not None:
        thing = (filter_.document_id, filter_.product_id, filter_.is_by_change)
        rows = await conn.fetch(LIST_OF_DOCUMENT, *in_order, *filters, *thing)
    elif filter_.is_by_change and filter_.product_id is not None:
        rows = await conn.fetch(LIST_OF_PRODUCT_BY_CHANGE, *in_order, *filters, filter_.product_id)
    elif filter_.is_by_change:
        is_sorted = filter_.is_narrowed and await _fits_in_sort(conn, tenant, filter_)
        rows = await conn.fetch(LIST_SORTED_BY_CHANGE if is_sorted else LIST_BY_CHANGE, *in_order, *filters)
    elif filter_.product_id is not None:
        rows = await conn.fetch(
            LIST_OF_PRODUCT_BY_OCCURRENCE, *in_order, filter_.storage_ids, kinds, filter_.product_id
        )
    elif filter_.storage_ids is not None or filter_.kinds is not None:
        rows = await conn.fetch(LIST_IN_STORAGES_BY_OCCURRENCE, *in_order, filter_.storage_ids, kinds)
    else:
        rows = await conn.fetch(LIST_BY_OCCURRENCE, *in_order)
    return to_structs(FoundTransaction, rows)

"""Transactions as lines of CSV, with the field names of v1."""

from collections.abc import Iterable

from parlour.access.tenant import Tenant
from parlour.areas.inventory.model.search import FoundTransaction
from parlour.areas.inventory.v1.wire.fields import shows_money
from parlour.areas.stock.model.stock import Kind
from parlour.areas.stock.v1.wire import CODES, TITLES
from parlour.http.csv import BYTE_ORDER_MARK, csv_lines
from parlour.http.dates import format_local

COLUMNS = (
    *("id", "document_id", "type_id", "type", "create_date", "last_change_date"),
    *("good_id", "good", "article", "barcode", "storage_id", "storage", "amount", "unit"),
    *("cost_per_unit", "discount", "cost", "currency"),
    *("master_id", "supplier_id", "client_id", "record_id", "service_id", "user_id", "comment"),
)
HEADING = BYTE_ORDER_MARK + csv_lines([COLUMNS])
EXAMPLE = csv_lines(
    [
        COLUMNS,
        (
            *(70001, 9001, 1, "Sale", "2026-01-31 18:30:00", "2026-01-31 18:30:00"),
            *(501, "Argan Repair Shampoo", "AR-250", "4006381333931", 2, "Products", -2, "Bottle"),
            *(24.9, 10, 44.82, "USD"),
            *(0, 0, 0, 0, 0, 42, "Sold at the desk"),
        ),
    ]
).replace("\r\n", "\n")


def lines_of(transactions: Iterable[FoundTransaction], tenant: Tenant) -> str:
    """Return a line for each transaction, with dates in the location's time, as spreadsheets know no time zones."""
    return csv_lines(_row(transaction, tenant) for transaction in transactions)


def _row(found: FoundTransaction, tenant: Tenant) -> tuple[object, ...]:
    kind, shows = Kind(found.kind), shows_money(found.kind, tenant)
    return (
        found.id,
        found.document_id,
        CODES[kind],
        TITLES[kind],
        format_local(found.occurred_at, tenant.timezone),
        format_local(found.changed_at, tenant.timezone),
        found.product_id,
        found.product_title,
        found.article,
        found.barcode,
        found.storage_id,
        found.storage_title,
        found.amount,
        found.unit_title,
        found.price if shows else None,
        found.discount,
        found.cost if shows else None,
        tenant.currency,
        found.team_member_id,
        found.supplier_id,
        found.client_id,
        found.appointment_id,
        found.service_id,
        found.user_id or 0,
        found.comment,
    )

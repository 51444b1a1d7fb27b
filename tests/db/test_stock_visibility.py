"""Statements on what moved: each is bound by what its user may see, or there is a reason why not. Money in the log."""

import re
from typing import LiteralString

import pytest

from parlour.areas.audit.queries import LIST_CHANGES
from parlour.areas.stock.rights.scope import IS_VISIBLE
from parlour.db.pool import Connection
from tests.db.test_statements import STATEMENTS

WRITES = "writes what is locked and visible"
ERASES = "removes what says who a client was, wherever it is; counts rows alone"
MERGES = "moves what belongs to a client, wherever it is; shows no movement"
SEARCHES = "asks a TransactionFilter, which has been cut to the scope"
# May only shrink.
REASONS = {
    "parlour.areas.inventory.queries.views.FIND_LOCATION_OF_DOCUMENT": "finds out the location alone",
    "parlour.areas.inventory.service.export.COUNT_IN_PERIOD": "of the command line",
    "parlour.areas.inventory.queries.documents.CREATE_DOCUMENT": "makes what has been found good",
    "parlour.areas.inventory.queries.transactions.CREATE_TRANSACTIONS": WRITES,
    "parlour.areas.inventory.queries.documents.UPDATE_DOCUMENT": WRITES,
    "parlour.areas.inventory.queries.transactions.UPDATE_TRANSACTIONS": WRITES,
    "parlour.areas.inventory.queries.transactions.MOVE_TRANSACTIONS": WRITES,
    "parlour.areas.inventory.queries.documents.SOFT_DELETE_DOCUMENT": WRITES,
    "parlour.areas.inventory.queries.transactions.SOFT_DELETE_TRANSACTIONS": WRITES,
    "parlour.areas.inventory.queries.transactions.LIST_STORED_TRANSACTIONS": "of a locked, visible document",
    "parlour.areas.inventory.queries.transactions.LIST_PRODUCT_IDS_OF_DOCUMENT": "says what to lock",
    "parlour.areas.inventory.queries.stock_takes.LIST_EXPECTED": "sums the stock of a visible storage",
    "parlour.areas.inventory.queries.stock_takes.LIST_CHECKED_AMOUNTS": "of visible storages, for a check",
    "parlour.areas.inventory.queries.stock_takes.LIST_COUNTS": "of those that were found in visible storages",
    "parlour.areas.inventory.queries.search.COUNT_TO_SORT": SEARCHES,
    "parlour.areas.inventory.queries.search.LIST_BY_CHANGE": SEARCHES,
    "parlour.areas.inventory.queries.search.LIST_BY_OCCURRENCE": SEARCHES,
    "parlour.areas.inventory.queries.search.LIST_SORTED_BY_CHANGE": SEARCHES,
    "parlour.areas.inventory.queries.search.LIST_IN_STORAGES_BY_OCCURRENCE": SEARCHES,
    "parlour.areas.inventory.queries.search.LIST_OF_DOCUMENT": SEARCHES,
    "parlour.areas.inventory.queries.search.LIST_OF_PRODUCT_BY_CHANGE": SEARCHES,
    "parlour.areas.inventory.queries.search.LIST_OF_PRODUCT_BY_OCCURRENCE": SEARCHES,
    "parlour.areas.appointments.queries.consumables.LIST_PRODUCT_IDS": "says what to lock",
    "parlour.areas.inventory.queries.usages.LIST_USAGES": "what an appointment has used: it is there for who sees that",
    "parlour.areas.inventory.queries.usages.CREATE_USAGES": "makes what the appointment uses up",
    "parlour.areas.inventory.queries.usages.SOFT_DELETE_EMPTY_DOCUMENTS": WRITES,
    "parlour.areas.appointments.queries.visits.LIST_DUES": "what a client owes for a visit: the same for all users",
    "parlour.areas.clients.queries.erasure.ERASE_SALES": ERASES,
    "parlour.areas.clients.queries.erasure.REDACT_AUDIT_LOG": ERASES,
    "parlour.areas.clients.queries.merges.LIST_BELONGINGS": MERGES,
    "parlour.areas.clients.queries.merges.MOVE_STOCK_TRANSACTIONS": MERGES,
    "parlour.areas.stock.service.unit_conversion.PREVIEW_CONVERSION": "the product's whole past changes its units",
    "parlour.areas.stock.service.unit_conversion.CONVERT_UNITS": "the product's whole past changes its units",
}
LIST_MONEY: LiteralString = """
    SELECT DISTINCT t.tgrelid::regclass::text AS table, a.attname::text AS column
    FROM pg_trigger t JOIN pg_proc p ON p.oid = t.tgfoid AND p.proname = 'record_change'
    JOIN pg_attribute a ON a.attrelid = t.tgrelid AND a.attnum > 0
    WHERE a.attname ~ 'cost|price' AND a.atttypid = 'numeric'::regtype
    ORDER BY 1, 2
"""
MOVED = re.compile(r"\b(stock_documents|stock_transactions|stock_movements)\b")
FOUND = sorted(
    name
    for name, text in STATEMENTS.items()
    if MOVED.search(text) and ".operator." not in name and name.startswith(("parlour.areas.", "parlour.access."))
)


def test_statements_are_found() -> None:
    assert REASONS.keys() <= set(FOUND)
    assert len(FOUND) > len(REASONS) + 5


@pytest.mark.parametrize("name", FOUND)
def test_it_is_bound_by_the_scope(name: str) -> None:
    assert (IS_VISIBLE in STATEMENTS[name]) != (name in REASONS)


async def test_every_column_of_money_in_the_log_is_known(schema_conn: Connection) -> None:
    """A new one is either a cost, which `_COSTS` leaves out, or no secret and stands here."""
    services = {
        (table, column) for table in ("services", "service_team_members") for column in ("price_min", "price_max")
    }
    appointments = {("appointment_services", column) for column in ("price", "unit_price")}
    no_secret = {("products", "price"), *services, *appointments}
    columns = {tuple(row) for row in await schema_conn.fetch(LIST_MONEY)} - no_secret
    assert columns == {
        ("appointment_consumables", "price"),
        ("products", "cost_price"),
        ("stock_transactions", "cost"),
        ("stock_transactions", "price"),
        ("stock_transactions", "unit_cost"),
    }
    assert all(column in LIST_CHANGES for _, column in columns)

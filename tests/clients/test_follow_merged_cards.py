"""What is written for a merged card belongs to the card that it is now (0027), and what its holder refuses (0052).

`current_card`, `follow_merged_card`, `choice_of_client`: each beside a card that has nothing to do with it.
"""

from datetime import date

import pytest

from parlour.access.tenant import Tenant
from parlour.areas.stock.model.stock import Kind
from parlour.db.pool import Connection
from tests.support.factories.appointments import make_appointment
from tests.support.factories.catalogue import make_category, make_product
from tests.support.factories.clients import make_client, make_comment, make_file
from tests.support.factories.rows import insert
from tests.support.factories.stock import make_document, make_transaction, storages_of
from tests.support.factories.team import make_team_member

TABLES = ("appointments", "client_comments", "client_files", "stock_transactions", "visits")


async def make_cards(conn: Connection, tenant: Tenant) -> dict[str, int]:
    """Make a card that was merged into another, which was merged into a third, and one that has no part in it."""
    cards = {name: await make_client(conn, tenant, name) for name in ("now", "before", "first", "other")}
    for card, into in (("first", "before"), ("before", "now")):
        await conn.execute("UPDATE clients SET merged_into = $2 WHERE id = $1", cards[card], cards[into])
    return cards


async def write(conn: Connection, tenant: Tenant, table: str, client_id: int) -> int:
    """Write a row of the table for a card, and return its id."""
    if table == "appointments":
        member = await make_team_member(conn, tenant)
        return await make_appointment(conn, tenant, member, "2026-03-02 10:00", client_id=client_id)
    if table == "visits":
        return await insert(conn, "visits", tenant, client_id=client_id, day=date(2026, 3, 2))
    if table == "stock_transactions":
        product = await make_product(conn, tenant, await make_category(conn, tenant), "Shampoo")
        _, storage, *_ = await storages_of(conn, tenant)
        document = await make_document(conn, tenant, Kind.SALE, storage)
        return await make_transaction(conn, tenant, document, product.id, -1, client_id=client_id)
    return await {"client_comments": make_comment, "client_files": make_file}[table](conn, tenant, client_id)


@pytest.mark.parametrize("table", TABLES)
async def test_what_is_written_for_a_merged_card(conn: Connection, tenant: Tenant, table: str) -> None:
    cards = await make_cards(conn, tenant)
    found = f"SELECT client_id FROM {table} WHERE id = $1"
    for card, expected in (("first", "now"), ("before", "now"), ("now", "now"), ("other", "other")):
        row = await write(conn, tenant, table, cards[card])
        assert await conn.fetchval(found, row) == cards[expected]
        await conn.execute(f"UPDATE {table} SET client_id = $2 WHERE id = $1", row, cards["other"])
        assert await conn.fetchval(found, row) == cards["other"]
        await conn.execute(f"UPDATE {table} SET client_id = $2 WHERE id = $1", row, cards[card])
        assert await conn.fetchval(found, row) == cards[expected]


async def test_what_is_written_for_no_client(conn: Connection, tenant: Tenant) -> None:
    await make_cards(conn, tenant)
    sale = await write(conn, tenant, "stock_transactions", 0)
    assert await conn.fetchval("SELECT client_id FROM stock_transactions WHERE id = $1", sale) == 0
    visit = await insert(conn, "visits", tenant, client_id=None, day=date(2026, 3, 2))
    assert await conn.fetchval("SELECT client_id FROM visits WHERE id = $1", visit) is None


@pytest.mark.parametrize(
    ("refusals", "of", "choice"),
    [
        ([], "now", "everything"),
        ([("now", "email", False)], "now", "no_reminders"),
        ([("now", "email", True)], "now", "nothing"),
        ([("now", "sms", True)], "now", "everything"),
        ([("before", "email", False)], "now", "no_reminders"),
        ([("first", "email", True)], "now", "nothing"),
        ([("now", "email", False), ("first", "email", True)], "now", "nothing"),
        ([("other", "email", True)], "now", "everything"),
        ([("now", "email", True)], "before", "everything"),
        ([("first", "email", True)], "before", "nothing"),
    ],
)
async def test_of_merged_cards_the_one_that_refuses_most_counts(
    conn: Connection, tenant: Tenant, refusals: list[tuple[str, str, bool]], of: str, choice: str
) -> None:
    cards = await make_cards(conn, tenant)
    for card, channel, refuses_all in refusals:
        await insert(conn, "message_refusals", tenant, client_id=cards[card], channel=channel, refuses_all=refuses_all)
    assert await conn.fetchval("SELECT choice_of_client($1, $2, 'email')", tenant.chain_id, cards[of]) == choice

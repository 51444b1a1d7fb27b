"""Statements on stock change what they are asked for, in their chain and location, and nothing beside it.

Each is asked for what others have as well, as no caller does: what it changes is its own part alone.
"""

from collections.abc import Awaitable, Callable
from datetime import timedelta
from decimal import Decimal
from typing import Any

import msgspec
import pytest

from parlour.areas.inventory.model.documents import DocumentFields, TransactionFields
from parlour.areas.inventory.queries import documents, transactions, usages
from parlour.areas.stock.model.stock import Kind, UnitKind
from parlour.db.pool import Connection
from tests.db.stock_places import Place, Sale, make_sale
from tests.support.factories.catalogue import BOTTLE, MILLILITRE
from tests.support.factories.stock import LONG_AGO, make_document, make_transaction
from tests.support.people import ABROAD, FOREIGNER, OTHER_CHAIN
from tests.support.values import values_for

HOUR = timedelta(hours=1)


READ = """
    SELECT 'document ' || id AS key, to_jsonb(d) AS row FROM stock_documents d
    UNION ALL SELECT 'line ' || id, to_jsonb(t) FROM stock_transactions t
"""
Rows = dict[str, dict[str, Any]]
Change = Callable[[Connection, Place, Sale], Awaitable[object]]
NEW = DocumentFields(
    kind=Kind.SALE, storage_id=2, to_storage_id=None, occurred_at=LONG_AGO + HOUR, comment="New", team_member_id=8
)


async def rows_of(conn: Connection) -> Rows:
    return {key: msgspec.json.decode(row) for key, row in await conn.fetch(READ)}


async def rewrite_line(conn: Connection, place: Place, sale: Sale) -> None:
    fixed: dict[str, Any] = {"id": sale.lines[0], "product_id": place.two, "storage_id": place.storages[0]}
    fixed |= {"sale_unit_id": BOTTLE, "write_off_unit_id": MILLILITRE, "unit": UnitKind.WRITE_OFF}
    fixed |= {"counted": None, "expected": None, "amount": Decimal(-7), "sale_amount": Decimal("-0.028")}
    fields: TransactionFields = values_for(TransactionFields, 40, **fixed)
    await transactions.update_transactions(conn, place.tenant, [fields])


# By what they do: the call, and the columns that change of the document and of its lines, beside revision and time.
CHANGES: dict[str, tuple[Change, set[str], list[set[str]]]] = {
    "rewrite a document": (
        lambda conn, place, sale: documents.update_document(conn, place.tenant, sale.document_id, NEW),
        {"storage_id", "occurred_at", "comment", "team_member_id"},
        [],
    ),
    "delete a document": (
        lambda conn, place, sale: documents.soft_delete_document(conn, place.tenant, sale.document_id),
        {"deleted_at"},
        [],
    ),
    "move lines": (
        lambda conn, place, sale: transactions.move_transactions(conn, place.tenant, sale.document_id, NEW),
        set(),
        [{"storage_id", "occurred_at"}] * 2,
    ),
    "delete a line": (
        lambda conn, place, sale: transactions.soft_delete_transactions(conn, place.tenant, sale.lines[:1]),
        set(),
        [{"deleted_at"}],
    ),
    "delete lines": (
        lambda conn, place, sale: transactions.soft_delete_transactions(conn, place.tenant, sale.lines),
        set(),
        [{"deleted_at"}] * 2,
    ),
    "delete empty documents": (
        lambda conn, place, sale: usages.soft_delete_empty_documents(conn, place.tenant, [sale.document_id]),
        set(),
        [],
    ),
}


@pytest.mark.parametrize("what", CHANGES)
async def test_a_change_is_of_what_is_named_and_nothing_beside_it(
    conn: Connection, places: list[Place], what: str
) -> None:
    change, of_document, of_lines = CHANGES[what]
    harbour = places[0]
    earlier = LONG_AGO - HOUR
    sale = await make_sale(conn, harbour)
    for place in places:
        await make_sale(conn, place)
    for table in ("stock_documents", "stock_transactions"):
        await conn.execute(f"UPDATE {table} SET changed_at = $1", earlier)
    before = await rows_of(conn)
    await change(conn, harbour, sale)
    after = await rows_of(conn)
    assert before.keys() == after.keys()
    changed = {key: columns for key in after if (columns := differing(before[key], after[key]))}
    own = {"revision", "changed_at"}
    expected = {f"line {line}": columns | own for line, columns in zip(sale.lines, of_lines, strict=False)}
    if of_document:
        expected[f"document {sale.document_id}"] = of_document | own
    assert changed == expected
    assert all(after[key]["revision"] == before[key]["revision"] + 1 for key in changed)
    assert all(after[key]["changed_at"] > before[key]["changed_at"] for key in changed)


def differing(before: dict[str, Any], after: dict[str, Any]) -> set[str]:
    return {name for name in before if before[name] != after[name]}


@pytest.mark.parametrize("what", [*CHANGES, "rewrite a line"])
async def test_nothing_changes_in_another_chain(conn: Connection, harbour: Place, abroad: Place, what: str) -> None:
    change = rewrite_line if what == "rewrite a line" else CHANGES[what][0]
    theirs = await make_sale(conn, abroad)
    before = await rows_of(conn)
    try:
        async with conn.transaction():
            await change(conn, msgspec.structs.replace(abroad, tenant=harbour.tenant), theirs)
    except AssertionError:  # a document is expected to be there
        assert what == "rewrite a document"
    assert await rows_of(conn) == before


async def test_a_rewritten_line_leaves_the_others(conn: Connection, harbour: Place) -> None:
    sale, other = await make_sale(conn, harbour), await make_sale(conn, harbour)
    before = await rows_of(conn)
    await rewrite_line(conn, harbour, sale)
    after = await rows_of(conn)
    assert {key for key in after if before[key] != after[key]} == {f"line {sale.lines[0]}"}
    row, former = after[f"line {sale.lines[0]}"], before[f"line {sale.lines[0]}"]
    assert row["revision"] == former["revision"] + 1
    assert row["changed_at"] > former["changed_at"]
    assert other.document_id != sale.document_id


async def test_new_lines_get_ids_in_their_order_and_know_their_halves(
    conn: Connection, abroad: Place, harbour: Place
) -> None:
    fixed: dict[str, Any] = {"storage_id": abroad.storages[0], "unit": UnitKind.WRITE_OFF}
    fixed |= {"sale_unit_id": BOTTLE, "write_off_unit_id": MILLILITRE, "counted": None, "expected": None}
    products = [abroad.two, abroad.one, abroad.one, abroad.two]
    rows: list[TransactionFields] = [
        values_for(TransactionFields, **fixed, product_id=product, position=number, counterpart=half)
        for number, (product, half) in enumerate(zip(products, (2, 1, 0, 9), strict=True), 1)
    ]
    sale, theirs = await make_sale(conn, abroad), await make_sale(conn, harbour)
    ids = await transactions.create_transactions(conn, abroad.tenant, sale.document_id, rows)
    after = await rows_of(conn)
    assert ids == sorted(ids)
    written = [after[f"line {each}"] for each in ids]
    assert [row["product_id"] for row in written] == products
    assert [row["counterpart_id"] for row in written] == [ids[1], ids[0], None, None]
    assert {(row["document_id"], row["kind"], row["user_id"]) for row in written} == {
        (sale.document_id, "sale", abroad.tenant.user_id)}  # fmt: skip
    assert await transactions.create_transactions(conn, abroad.tenant, theirs.document_id, rows) == []


async def test_a_new_document_is_of_its_location_and_its_author(conn: Connection, abroad: Place) -> None:
    """Abroad the two have different numbers."""
    where = {"storage_id": abroad.storages[0]}
    made = await documents.create_document(conn, abroad.tenant, msgspec.structs.replace(NEW, **where))
    row = (await rows_of(conn))[f"document {made.id}"]
    assert (row["chain_id"], row["location_id"], row["user_id"]) == (OTHER_CHAIN, ABROAD, FOREIGNER.id)


async def test_the_halves_of_a_transfer_move_to_their_storages(conn: Connection, harbour: Place) -> None:
    first, second = harbour.storages
    moved = await make_document(conn, harbour.tenant, Kind.TRANSFER, first, to_storage_id=second)
    out = await make_transaction(conn, harbour.tenant, moved, harbour.one, -1)
    into = await make_transaction(conn, harbour.tenant, moved, harbour.one, 1, storage_id=second)
    turned = msgspec.structs.replace(NEW, kind=Kind.TRANSFER, storage_id=second, to_storage_id=first)
    await transactions.move_transactions(conn, harbour.tenant, moved, turned)
    after = await rows_of(conn)
    assert [after[f"line {line}"]["storage_id"] for line in (out, into)] == [second, first]


async def test_a_document_of_usages_is_deleted_when_it_is_empty(conn: Connection, places: list[Place]) -> None:
    harbour, _, abroad = places
    made = [await make_sale(conn, place) for place in (harbour, harbour, harbour, abroad)]
    await transactions.soft_delete_transactions(conn, harbour.tenant, made[0].lines + made[2].lines)
    await transactions.soft_delete_transactions(conn, abroad.tenant, made[3].lines)
    asked = [made[number].document_id for number in (0, 1, 3)]
    before = await rows_of(conn)
    await usages.soft_delete_empty_documents(conn, harbour.tenant, asked)
    after = await rows_of(conn)
    key = f"document {made[0].document_id}"
    assert {key for key in after if before[key] != after[key]} == {key}
    assert after[key]["deleted_at"] is not None
    assert after[key]["revision"] == before[key]["revision"] + 1
    again = await rows_of(conn)
    await usages.soft_delete_empty_documents(conn, harbour.tenant, asked)
    assert await rows_of(conn) == again

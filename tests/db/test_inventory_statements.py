"""Statements on stock find and change what they are asked for, in their chain and location, and nothing beside it.

Each is asked for what others have as well, as no caller does: what it returns or changes is its own part alone.
"""

import itertools
from collections.abc import Awaitable, Callable
from datetime import timedelta
from decimal import Decimal
from typing import Any

import msgspec
import pytest

from parlour.access.identity import Identity
from parlour.access.tenant import Tenant, get_tenant
from parlour.areas.inventory.model.documents import CheckedAmount, DocumentFields, TransactionFields
from parlour.areas.inventory.queries import documents, stock, stock_takes, storages, transactions, usages, views
from parlour.areas.stock.model.stock import Kind, UnitKind
from parlour.db.pool import Connection
from tests.support.factories.catalogue import BOTTLE, MILLILITRE, for_chain, make_category, make_product
from tests.support.factories.stock import LONG_AGO, make_document, make_storage, make_transaction, put_in, storages_of
from tests.support.people import ABROAD, FOREIGNER, HARBOUR, HILLSIDE, MANAGER, NEIGHBOUR, OTHER_CHAIN, OWNER, Person
from tests.support.values import values_for

HOUR = timedelta(hours=1)


class Place(msgspec.Struct, frozen=True):
    """A location, its two storages, and products: two of its own, one of its chain, one that is deleted."""

    tenant: Tenant
    storages: list[int]
    one: int
    two: int
    shared: int
    gone: int


async def make_place(conn: Connection, tenant: Tenant) -> Place:
    category = await make_category(conn, tenant)
    units: dict[str, Any] = {"sale_unit_id": BOTTLE, "write_off_unit_id": MILLILITRE, "unit_ratio": Decimal(250)}
    one, two, gone = [(await make_product(conn, tenant, category, each, **units)).id for each in ("A", "B", "C")]
    chain = for_chain(tenant)
    shared = (await make_product(conn, chain, await make_category(conn, chain), "D")).id
    await conn.execute("UPDATE products SET deleted_at = now() WHERE id = $1", gone)
    return Place(tenant, await storages_of(conn, tenant), one, two, shared, gone)


@pytest.fixture
async def harbour(conn: Connection, tenant: Tenant) -> Place:
    return await make_place(conn, tenant)


@pytest.fixture
async def hillside(conn: Connection) -> Place:
    """Of the same chain."""
    return await make_place(conn, await get_tenant(conn, Identity(1, OWNER.id, OWNER.id), HILLSIDE))


@pytest.fixture
async def abroad(conn: Connection) -> Place:
    """Of another chain."""
    return await make_place(conn, await get_tenant(conn, Identity(1, FOREIGNER.id, FOREIGNER.id), ABROAD))


@pytest.fixture
def places(harbour: Place, hillside: Place, abroad: Place) -> list[Place]:
    return [harbour, hillside, abroad]


# What they find.


async def test_rules_are_those_of_the_location(conn: Connection, places: list[Place]) -> None:
    rules = [(number == 1, LONG_AGO.date() + number * timedelta(days=1)) for number in range(3)]
    for place, (negative, closed) in zip(places, rules, strict=True):
        await conn.execute(
            "UPDATE locations SET allows_negative_stock = $2, stock_closed_until = $3 WHERE id = $1",
            place.tenant.location_id, negative, closed,
        )  # fmt: skip
    asked = [storage for place in places for storage in place.storages[1:]]
    for place, (negative, closed) in zip(places, rules, strict=True):
        found = await stock.find_stock_rules(conn, place.tenant, asked)
        assert (found.allows_negative_stock, found.closed_until) == (negative, closed)
        assert found.storage_ids == place.storages[1:]


async def test_products_that_are_locked_are_those_that_the_location_sees(conn: Connection, places: list[Place]) -> None:
    asked = [product for place in places for product in (place.shared, place.gone, place.one)]
    for place in places:
        chain = [other.shared for other in places if other.tenant.chain_id == place.tenant.chain_id]
        locked = await stock.lock_products(conn, place.tenant, asked)
        assert [*locked] == sorted([*chain, place.one])
        locked = await stock.lock_products(conn, place.tenant, asked, [other.gone for other in places])
        assert [*locked] == sorted([*chain, place.one, place.gone])
    assert locked[place.one].title == "A"


async def test_averages_and_levels_are_those_of_the_products_in_the_location(
    conn: Connection, places: list[Place]
) -> None:
    shared = places[0].shared
    for number, place in enumerate(places, 1):
        for product in (place.one, place.two):
            await put_in(conn, place.tenant, product, place.storages[0], number, cost=number * 6)
        if place is not places[2]:
            await put_in(conn, place.tenant, shared, place.storages[1], number * 10)
    asked = [shared, *(place.one for place in places)]
    averages = [await stock.list_averages(conn, place.tenant, asked) for place in places]
    harbour, hillside, abroad = places
    assert averages == [{shared: 0, harbour.one: 6, hillside.one: 6}] * 2 + [{abroad.one: 6}]
    for number, place in enumerate(places, 1):
        own = {(place.one, place.storages[0]): number}
        chain = {(shared, place.storages[1]): number * 10} if place is not abroad else {}
        assert await stock.list_levels(conn, place.tenant, asked) == own | chain


async def test_names_of_what_is_short_are_those_of_the_pairs(conn: Connection, harbour: Place, abroad: Place) -> None:
    pairs = [(harbour.one, harbour.storages[1]), (harbour.shared, harbour.storages[0])]
    beside = [(abroad.one, abroad.storages[0]), (harbour.two, abroad.storages[0]), (abroad.two, harbour.storages[0])]
    found = await stock.list_shortages(conn, harbour.tenant, pairs + beside)
    named = {pair: (each.product_title, each.storage_title, each.unit_short_title) for pair, each in found.items()}
    assert named == {pairs[0]: ("A", "Products", "ml"), pairs[1]: ("D", "Consumables", "pcs")}


def count_at(place: Place, storage_id: int, **fields: Any) -> DocumentFields:
    fixed: dict[str, Any] = {"kind": Kind.STOCK_TAKE, "storage_id": storage_id, "to_storage_id": None}
    found: DocumentFields = values_for(DocumentFields, **{**fixed, "occurred_at": LONG_AGO, **fields})
    return found


async def test_a_count_expects_what_lay_there_of_its_chain(conn: Connection, places: list[Place]) -> None:
    for place in places:
        for product, storage in ((place.one, 0), (place.two, 0), (place.one, 1)):
            await put_in(conn, place.tenant, product, place.storages[storage], 10)
        later = await make_document(conn, place.tenant, Kind.SALE, place.storages[0], occurred_at=LONG_AGO + HOUR)
        await make_transaction(conn, place.tenant, later, place.one, -3)
        await make_transaction(conn, place.tenant, later, place.two, -2)
        await make_transaction(conn, place.tenant, later, place.one, -1, deleted_at=LONG_AGO)
    harbour, _, abroad = places
    here = count_at(harbour, harbour.storages[0])
    asked = [harbour.one, harbour.shared]
    assert await stock_takes.list_expected(conn, harbour.tenant, here, asked) == {harbour.one: 10, harbour.shared: 0}
    after = count_at(harbour, harbour.storages[0], occurred_at=LONG_AGO + 2 * HOUR)
    assert await stock_takes.list_expected(conn, harbour.tenant, after, asked) == {harbour.one: 7, harbour.shared: 0}
    theirs = count_at(abroad, abroad.storages[0])
    assert await stock_takes.list_expected(conn, harbour.tenant, theirs, [abroad.one]) == {abroad.one: 0}


async def test_a_line_of_a_moment_comes_after_those_before_it(conn: Connection, harbour: Place) -> None:
    ids = [await put_in(conn, harbour.tenant, harbour.one, harbour.storages[0], 1) for _ in range(3)]
    here = count_at(harbour, harbour.storages[0])
    found = [await stock_takes.list_expected(conn, harbour.tenant, here, [harbour.one], each) for each in ids]
    assert found == [{harbour.one: number} for number in (1, 2, 3)]
    assert await stock_takes.list_expected(conn, harbour.tenant, here, [harbour.one]) == {harbour.one: 3}


async def counted(conn: Connection, place: Place, product: int, storage: int, at: int, **fields: Any) -> int:
    """A line that counts what lies there, so many hours later."""
    moment = LONG_AGO + at * HOUR
    taken = await make_document(conn, place.tenant, Kind.STOCK_TAKE, place.storages[storage], occurred_at=moment)
    return await make_transaction(conn, place.tenant, taken, product, 0, counted=5, expected=5, **fields)


async def test_the_counts_at_a_moment_and_the_next_one_are_checked(conn: Connection, places: list[Place]) -> None:
    harbour = places[0]
    ids: dict[str, int] = {}
    for place in places:
        for each in (place.one, place.two):
            await put_in(conn, place.tenant, each, place.storages[0], 5, occurred_at=LONG_AGO - 9 * HOUR)
        before = await counted(conn, place, place.one, 0, -1)
        at = [await counted(conn, place, place.one, 0, 0) for _ in range(2)]
        await counted(conn, place, place.one, 0, 1, deleted_at=LONG_AGO)
        later = [await counted(conn, place, place.one, 0, hours) for hours in (2, 2, 3)]
        await counted(conn, place, place.two, 0, 1)
        for moment, kind in itertools.product((LONG_AGO, LONG_AGO + HOUR / 2), (Kind.SALE, Kind.RECEIPT)):
            document = await make_document(conn, place.tenant, kind, place.storages[0], occurred_at=moment)
            await make_transaction(conn, place.tenant, document, place.one, 1 if kind is Kind.RECEIPT else -1)
        if place is harbour:
            ids = {"before": before, "first": at[0], "second": at[1], "next": later[0], "last": later[2]}
    asked = [place.one for place in places]
    where = [count_at(place, place.storages[0]) for place in places]

    async def checked(*documents: DocumentFields) -> set[tuple[Any, ...]]:
        found = await stock_takes.list_checked_amounts(conn, harbour.tenant, asked, documents)
        assert len(found) == len({msgspec.structs.astuple(each) for each in found})
        assert all(each.key == (harbour.one, harbour.storages[0]) and each.amount == 5 for each in found)
        return {(each.count_id, each.occurred_at) for each in found}

    level, first, second = (None, None), (ids["first"], LONG_AGO), (ids["second"], LONG_AGO)
    following, last = (ids["next"], LONG_AGO + 2 * HOUR), (ids["last"], LONG_AGO + 3 * HOUR)
    assert await checked(where[0]) == {level, first, second, following}
    assert await checked(count_at(harbour, harbour.storages[0], occurred_at=LONG_AGO + HOUR)) == {level, following}
    two = [where[0], count_at(harbour, harbour.storages[0], occurred_at=LONG_AGO + 2 * HOUR + HOUR / 2)]
    assert await checked(*two) == {level, first, second, following, last}
    assert await checked(count_at(harbour, harbour.storages[1])) == {level}
    assert await checked(where[2]) == {level}
    moved = msgspec.structs.replace(where[0], storage_id=harbour.storages[1], to_storage_id=harbour.storages[0])
    assert await checked(moved) == {level, first, second, following}


async def test_of_two_counts_at_the_next_moment_the_first_one_is_checked(conn: Connection, harbour: Place) -> None:
    """However the rows lie in the table."""
    first, _ = [await counted(conn, harbour, harbour.one, 0, 2) for _ in range(2)]
    await conn.execute("UPDATE stock_transactions SET comment = 'Moved to the end' WHERE id = $1", first)
    async with conn.transaction():
        for way in ("indexscan", "bitmapscan", "indexonlyscan"):
            await conn.execute(f"SET LOCAL enable_{way} = off")
        here = [count_at(harbour, harbour.storages[0])]
        found = await stock_takes.list_checked_amounts(conn, harbour.tenant, [harbour.one], here)
    assert [each.count_id for each in found if each.count_id is not None] == [first]


async def test_counts_are_read_again_if_they_are_there(conn: Connection, harbour: Place, abroad: Place) -> None:
    kept, other = [await counted(conn, harbour, harbour.one, 0, hours) for hours in (0, 1)]
    gone = await counted(conn, harbour, harbour.two, 0, 2, deleted_at=LONG_AGO)
    theirs = await counted(conn, abroad, abroad.one, 0, 0)
    assert other
    found = await stock_takes.list_counts(conn, harbour.tenant, [kept, gone, theirs, None])
    where = (harbour.one, harbour.storages[0])
    assert found == [CheckedAmount(*where, kept, LONG_AGO, Decimal(5))]


class Sale(msgspec.Struct, frozen=True):
    """A document of a place and its three lines; the last is deleted, the first two belong to an appointment."""

    document_id: int
    lines: list[int]


async def make_sale(conn: Connection, place: Place, appointment_id: int = 0, **fields: Any) -> Sale:
    document_id = await make_document(conn, place.tenant, Kind.SALE, place.storages[0], **fields)
    made = [
        await make_transaction(conn, place.tenant, document_id, product, -1, appointment_id=appointment_id, **gone)
        for product, gone in ((place.two, {}), (place.one, {}), (place.shared, {"deleted_at": LONG_AGO}))
    ]
    return Sale(document_id, made)


async def test_documents_and_lines_are_found_by_id_in_their_location(conn: Connection, places: list[Place]) -> None:
    sales = [[await make_sale(conn, place, appointment) for appointment in (40, 41, 0)] for place in places]
    for place, own in zip(places, sales, strict=True):
        for of_place in sales:
            for sale in of_place:
                is_own = sale in own
                shown = await views.find_document(conn, place.tenant, sale.document_id)
                locked = await documents.lock_document(conn, place.tenant, sale.document_id)
                assert [each and each.id for each in (shown, locked)] == [sale.document_id if is_own else None] * 2
                rows = await views.list_transactions_of_document(conn, place.tenant, sale.document_id)
                assert [row.id for row in rows] == (sale.lines[:2] if is_own else [])
                for line in sale.lines:
                    read = await views.find_transaction(conn, place.tenant, line)
                    stored = await transactions.find_transaction(conn, place.tenant, line)
                    expected = line if is_own and line != sale.lines[2] else None
                    assert [each and each.id for each in (read, stored)] == [expected] * 2
        ids = [40, 42, 0]
        found = await views.list_transactions_of_appointments(conn, place.tenant, Kind.SALE, ids)
        assert [row.id for row in found] == own[0].lines[:2]
        assert await views.list_transactions_of_appointments(conn, place.tenant, Kind.USAGE, ids) == []
        assert (found[0].product_title, found[0].storage_title, found[0].sale_unit_short_title) == (
            "B", "Consumables", "bottle")  # fmt: skip


async def test_lines_of_a_document_are_read_in_its_chain(conn: Connection, harbour: Place, abroad: Place) -> None:
    sales = [await make_sale(conn, place) for place in (harbour, harbour, abroad)]
    again = await make_transaction(conn, harbour.tenant, sales[0].document_id, harbour.two, -2)
    sales[0] = Sale(sales[0].document_id, [*sales[0].lines[:2], again, sales[0].lines[2]])
    for tenant, sale, is_own in ((harbour.tenant, sales[0], True), (harbour.tenant, sales[2], False)):
        stored = await transactions.list_stored_transactions(conn, tenant, sale.document_id)
        assert [row.id for row in stored] == (sale.lines[:3] if is_own else [])
        ids = await transactions.list_product_ids_of_document(conn, tenant, sale.document_id)
        assert ids == ([harbour.one, harbour.two] if is_own else [])


async def test_a_document_has_the_name_of_its_author_or_none(conn: Connection, harbour: Place) -> None:
    for author, name in ((None, None), (MANAGER.id, "manager")):
        sale = await make_sale(conn, harbour, user_id=author)
        document = await views.find_document(conn, harbour.tenant, sale.document_id)
        assert document is not None
        assert (document.user_id, document.user_name) == (author, name)


async def test_who_works_in_its_chain_finds_the_location_of_a_document(conn: Connection, harbour: Place) -> None:
    sale = await make_sale(conn, harbour)

    async def found(person: Person) -> int | None:
        return await views.find_location_of_document(conn, sale.document_id, person.id)

    assert [await found(each) for each in (OWNER, MANAGER, NEIGHBOUR, FOREIGNER)] == [HARBOUR] * 3 + [None]
    await conn.execute("UPDATE location_roles SET is_accepted = false WHERE user_id = $1", NEIGHBOUR.id)
    assert await found(NEIGHBOUR) is None
    assert await views.find_location_of_document(conn, sale.document_id + 1, OWNER.id) is None


async def test_storages_of_one_weight_are_in_the_order_of_their_ids(conn: Connection, harbour: Place) -> None:
    """However the rows lie in the table."""
    made = [await make_storage(conn, harbour.tenant, weight=-1) for _ in range(3)]
    await conn.execute("UPDATE storages SET comment = 'Moved to the end' WHERE id = ANY ($1)", made[:1])
    listed = await storages.list_storages(conn, harbour.tenant)
    assert [each.id for each in listed] == [*made, *harbour.storages]
    assert [each.is_default for each in listed] == [True, False, False, True, False]


async def test_a_deleted_document_is_not_found(conn: Connection, harbour: Place) -> None:
    sale = await make_sale(conn, harbour)
    await documents.soft_delete_document(conn, harbour.tenant, sale.document_id)
    assert await views.find_document(conn, harbour.tenant, sale.document_id) is None
    assert await documents.lock_document(conn, harbour.tenant, sale.document_id) is None
    assert await views.find_location_of_document(conn, sale.document_id, OWNER.id) is None


# What they change.

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

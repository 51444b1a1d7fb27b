"""Statements on stock find what they are asked for, in their chain and location, and nothing beside it.

Each is asked for what others have as well, as no caller does: what it returns is its own part alone.
"""

import itertools
from datetime import timedelta
from decimal import Decimal
from typing import Any

import msgspec

from parlour.areas.inventory.model.documents import CheckedAmount, DocumentFields
from parlour.areas.inventory.queries import documents, stock, stock_takes, storages, transactions, views
from parlour.areas.stock.model.stock import Kind
from parlour.db.pool import Connection
from tests.db.stock_places import Place, Sale, make_sale
from tests.support.factories.stock import LONG_AGO, make_document, make_storage, make_transaction, put_in
from tests.support.people import FOREIGNER, HARBOUR, MANAGER, NEIGHBOUR, OWNER, Person
from tests.support.values import values_for

HOUR = timedelta(hours=1)


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

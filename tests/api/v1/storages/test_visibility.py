"""What a user's rights hide of a location's stock is found on no way: each limit, on each way to a row."""

import csv
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from typing import Any, LiteralString
from zoneinfo import ZoneInfo

import msgspec
import pytest

from parlour.access.tenant import Tenant
from parlour.areas.products.model.products import Product
from parlour.db.pool import Connection
from parlour.http.apis import B2B_V2
from tests.api.v1.storage_operations.stock import (
    CONSUMABLES,
    PRODUCTS,
    RECEIPT,
    SALE,
    STOCK_TAKE,
    TRANSFER,
    Stock,
    document,
    line,
    operation,
    transaction,
)
from tests.support.client import Client
from tests.support.factories.catalogue import BOTTLE, MILLILITRE, make_category, make_product
from tests.support.factories.users import make_member
from tests.support.people import HARBOUR

DOCUMENTS = f"/storage_operations/documents/{HARBOUR}"
TRANSACTIONS = f"/storage_operations/goods_transactions/{HARBOUR}"
SEARCH = f"/storages/transactions/{HARBOUR}"
NEW_YORK = ZoneInfo("America/New_York")
MOVE: LiteralString = """
    WITH moved AS (UPDATE stock_documents SET occurred_at = $2 WHERE id = $1)
    UPDATE stock_transactions SET occurred_at = $2 WHERE document_id = $1
"""


def today(days_ago: int = 0) -> str:
    return (datetime.now(NEW_YORK) - timedelta(days=days_ago)).date().isoformat()


class Limit(msgspec.Struct, frozen=True):
    """A limit of a user's rights, and what of stock lies beyond it and within."""

    rights: dict[str, Any]
    hidden: dict[str, Any]
    seen: dict[str, Any]


LIMITS = {
    "storages": Limit({"storages_ids": [CONSUMABLES]}, {"storage_id": PRODUCTS}, {"storage_id": CONSUMABLES}),
    "kinds": Limit({"storages_transactions_types": [3]}, {"type_id": SALE}, {"type_id": RECEIPT}),
    "stock-takes": Limit({"storages_inventory_access": False}, {"type_id": STOCK_TAKE}, {"type_id": SALE}),
    "days": Limit({"storages_last_days_count": 3}, {"create_date": f"{today(5)}T23:59:59"}, {"create_date": today()}),
}
QUERIES = (
    "",
    "document_id={document}",
    "document_id={document}&changed_after=2020-01-01",
    "good_id={product}",
    "good_id={product}&changed_after=2020-01-01",
    "changed_after=2020-01-01",
    "start_date=2020-01-01",
    "start_date=2020-01-01&changed_before=2100-01-01",
    "storage_id=1",
    "storage_id=2",
    *(f"type_id={kind}" for kind in (SALE, RECEIPT, STOCK_TAKE)),
)


class Entered(msgspec.Struct, frozen=True):
    """A document with one transaction."""

    product: Product
    document_id: int
    transaction_id: int


class Place(msgspec.Struct, frozen=True):
    """Stock of which a user sees one document, and another not."""

    limited: Client
    owner: Client
    seen: Entered
    hidden: Entered


@pytest.fixture
async def argan(conn: Connection, tenant: Tenant) -> Product:
    units = {"sale_unit_id": BOTTLE, "write_off_unit_id": MILLILITRE, "unit_ratio": 250}
    return await make_product(conn, tenant, await make_category(conn, tenant), "Argan", price=25, **units)


@pytest.fixture
def stock(client: Client, conn: Connection) -> Stock:
    return Stock(client, conn)


async def enter(stock: Stock, product: Product, fields: dict[str, Any]) -> Entered:
    said = {"type_id": SALE, "storage_id": PRODUCTS, "create_date": today(), **fields}
    entered = await stock.enter(said.pop("type_id"), line(product, 1, record_id=7), **said)
    return Entered(product, entered["document"]["id"], entered["transactions"][0]["id"])


@pytest.fixture(params=LIMITS)
async def place(request: pytest.FixtureRequest, stock: Stock, argan: Product) -> AsyncIterator[Place]:
    limit = LIMITS[request.param]
    rights = {**limit.rights, "security_data_changes_access": True}
    limited = stock.client.by(await make_member(stock.conn, "limited", "manager", **rights))
    seen, hidden = [await enter(stock, argan, fields) for fields in (limit.seen, limit.hidden)]
    yield Place(limited, stock.client, seen, hidden)
    assert await stock.conn.fetchval("SELECT count(*) FROM stock_documents WHERE deleted_at IS NULL") == 2


def addresses(entered: Entered) -> list[str]:
    return [
        f"{DOCUMENTS}/{entered.document_id}",
        f"{TRANSACTIONS}/{entered.transaction_id}",
        f"/storage_operations/documents/goods_transactions/{entered.document_id}",
    ]


async def test_by_id(place: Place) -> None:
    for address in addresses(place.hidden):
        assert (await place.limited.get(address)).status_code == 404, address
        assert (await place.owner.get(address)).status_code == 200, address
    for address in addresses(place.seen):
        assert (await place.limited.get(address)).status_code == 200, address


@pytest.mark.parametrize("query", QUERIES)
async def test_in_searches_and_exports(place: Place, query: str) -> None:
    for entered in (place.seen, place.hidden):
        asked = query.format(document=entered.document_id, product=entered.product.id)
        everything = [row["id"] for row in (await place.owner.get(f"{SEARCH}?{asked}")).json()["data"]]
        expected = [found for found in everything if found == place.seen.transaction_id]
        found = (await place.limited.get(f"{SEARCH}?{asked}")).json()["data"]
        assert [row["id"] for row in found] == expected
        exported = await place.limited.get(f"{SEARCH}/export?{asked}")
        rows = csv.DictReader(exported.content.decode("utf-8-sig").splitlines())
        assert [int(row["id"]) for row in rows] == expected


async def test_a_change_is_one_of_what_is_not_there(place: Place, stock: Stock) -> None:
    hidden, argan = place.hidden, place.hidden.product
    before = await stock.on_hand(argan)
    paper, row = f"{DOCUMENTS}/{hidden.document_id}", f"{TRANSACTIONS}/{hidden.transaction_id}"
    attempts = [
        await place.limited.put(paper, document(RECEIPT, storage_id=CONSUMABLES, create_date=today())),
        await place.limited.delete(paper),
        await place.limited.put(row, transaction(hidden.document_id, argan, 2)),
        await place.limited.delete(row),
        await place.limited.delete(row, headers={"If-Match": '"1"'}),
    ]
    assert [attempt.status_code for attempt in attempts] == [404] * len(attempts)
    added = await place.limited.post(TRANSACTIONS, transaction(hidden.document_id, argan, 1))
    assert added.json()["meta"]["errors"] == [{"[document_id]": ["There is no such document here."]}]
    assert await stock.on_hand(argan) == before


async def test_in_the_audit_log(place: Place) -> None:
    about = [
        (row["entity"], row["entity_id"])
        for asked in ("", "&entity=stock_document", f"&entity_id={place.hidden.document_id}")
        for row in (await place.limited.get(f"/audit/{HARBOUR}?count=300{asked}")).json()["data"]
    ]
    assert ("stock_document", place.seen.document_id) in about
    assert ("stock_document", place.hidden.document_id) not in about
    counted = (await place.limited.get(f"/audit/{HARBOUR}?entity=stock_document")).json()["meta"]["count"]
    assert counted == 1


async def test_hidden_values_cannot_be_written(place: Place, request: pytest.FixtureRequest) -> None:
    limit = LIMITS[request.node.callspec.params["place"]]
    said = {"type_id": SALE, "storage_id": PRODUCTS, "create_date": today(), **limit.hidden}
    kind = said.pop("type_id")
    created = [
        await place.limited.post(
            f"/storage_operations/operation/{HARBOUR}", operation(kind, line(place.seen.product, 1), **said)
        ),
        await place.limited.post(DOCUMENTS, document(kind, **said)),
        await place.limited.put(f"{DOCUMENTS}/{place.seen.document_id}", document(kind, **said)),
    ]
    assert all(answer.status_code in (403, 422) for answer in created), [answer.text for answer in created]


async def test_a_product_sold_during_an_appointment(place: Place) -> None:
    """Of the two, those that are sales."""
    found = []
    for entered in (place.seen, place.hidden):
        address = f"/locations/{HARBOUR}/attendance_product_items/{entered.transaction_id}"
        if (await place.owner.to(B2B_V2).get(address)).status_code == 200:
            answer = await place.limited.to(B2B_V2).get(address)
            found.append((entered, answer.status_code))
    expected = [(place.seen, 200), (place.hidden, 404)]
    assert found
    assert [each for each in expected if each in found] == found


# Transfers have two storages.


@pytest.mark.parametrize(("sees", "hidden"), [(PRODUCTS, CONSUMABLES), (CONSUMABLES, PRODUCTS)], ids=["out", "in"])
async def test_the_hidden_storage_of_a_transfer_is_not_revealed(
    stock: Stock, argan: Product, sees: int, hidden: int
) -> None:
    """Q-102."""
    moved = await stock.enter(TRANSFER, line(argan, 1), to_storage_id=CONSUMABLES)
    document_id = moved["document"]["id"]
    halves = {row["storage_id"]: row["id"] for row in moved["transactions"]}
    rights = {"storages_ids": [sees], "security_data_changes_access": True}
    limited = stock.client.by(await make_member(stock.conn, "limited", "manager", **rights))
    about = Entered(argan, document_id, halves[sees])
    paper, own_half, lines = [await limited.get(address) for address in addresses(about)]
    assert own_half.json()["data"]["storage_id"] == sees
    assert (await limited.get(f"{TRANSACTIONS}/{halves[hidden]}")).status_code == 404
    if sees == PRODUCTS:  # the document is about the storage that it goes out of
        shown = paper.json()["data"]
        assert (shown["storage_id"], shown["to_storage_id"]) == (PRODUCTS, 0)
        assert [row["id"] for row in lines.json()["data"]] == [halves[PRODUCTS]]
    else:
        assert (paper.status_code, lines.status_code) == (404, 404)
    found = (await limited.get(SEARCH)).json()["data"]
    assert [(row["id"], row["storage"]["id"]) for row in found] == [(halves[sees], sees)]
    exported = (await limited.get(f"{SEARCH}/export")).content.decode("utf-8-sig").splitlines()
    assert [int(row["storage_id"]) for row in csv.DictReader(exported)] == [sees]
    log = (await limited.get(f"/audit/{HARBOUR}?entity=stock_document")).json()["data"]
    assert log == []
    product = (await limited.get(f"/goods/{HARBOUR}/{argan.id}")).json()["data"]
    assert [amount["storage_id"] for amount in product["actual_amounts"]] == [sees]


@pytest.mark.parametrize("sees", [PRODUCTS, CONSUMABLES])
async def test_half_a_transfer_is_not_changed(stock: Stock, argan: Product, sees: int) -> None:
    """Q-102."""
    moved = await stock.enter(TRANSFER, line(argan, 1), to_storage_id=CONSUMABLES)
    document_id = moved["document"]["id"]
    half = next(row["id"] for row in moved["transactions"] if row["storage_id"] == sees)
    limited = stock.client.by(await make_member(stock.conn, "limited", "manager", storages_ids=[sees]))
    told = [
        (answer.status_code, answer.json()["meta"]["message"])
        for answer in (
            await limited.put(f"{TRANSACTIONS}/{half}", transaction(document_id, argan, 2)),
            await limited.delete(f"{TRANSACTIONS}/{half}"),
        )
    ]
    assert told == [(403, "Your rights don't include the other storage of this transfer.")] * 2
    expected = 403 if sees == PRODUCTS else 404
    body = document(TRANSFER, to_storage_id=CONSUMABLES)
    assert (await limited.put(f"{DOCUMENTS}/{document_id}", body)).status_code == expected
    assert (await limited.delete(f"{DOCUMENTS}/{document_id}")).status_code == expected
    added = await limited.post(TRANSACTIONS, transaction(document_id, argan, 1))
    assert added.status_code == (403 if sees == PRODUCTS else 422)
    assert (await stock.on_hand(argan, PRODUCTS), await stock.on_hand(argan, CONSUMABLES)) == (-250, 250)


# The border of a day.


@pytest.mark.parametrize(
    "zone", ["America/New_York", "Asia/Kathmandu", "Pacific/Kiritimati", "Pacific/Pago_Pago", "America/Havana", "UTC"]
)
@pytest.mark.parametrize("days", [0, 3, 180], ids=lambda days: f"{days}_days")
async def test_the_first_moment_of_the_first_day_is_seen_and_the_last_one_before_is_not(
    stock: Stock, argan: Product, zone: str, days: int
) -> None:
    """180 days ago clocks were set otherwise, where they change."""
    entered = await enter(stock, argan, {})
    await stock.conn.execute("UPDATE locations SET timezone = $2 WHERE id = $1", HARBOUR, zone)
    limited = stock.client.by(await make_member(stock.conn, "limited", "manager", storages_last_days_count=days))
    while True:
        day = datetime.now(ZoneInfo(zone)).date()
        first = datetime.combine(day - timedelta(days=days), datetime.min.time(), ZoneInfo(zone)).astimezone(UTC)
        seen = await _ways(stock, limited, entered, first)
        unseen = await _ways(stock, limited, entered, first - timedelta(microseconds=1))
        if datetime.now(ZoneInfo(zone)).date() == day:  # else it was midnight meanwhile
            break
    assert seen == [200, 200, 200, 1, 1]
    assert unseen == [404, 404, 404, 0, 0]


async def _ways(stock: Stock, limited: Client, entered: Entered, at: datetime) -> list[int]:
    """The statuses of what is asked for by id, and how many a search and an export find."""
    await stock.conn.execute(MOVE, entered.document_id, at)
    found = (await limited.get(SEARCH)).json()["data"]
    exported = (await limited.get(f"{SEARCH}/export")).content.decode("utf-8-sig").splitlines()
    statuses = [(await limited.get(address)).status_code for address in addresses(entered)]
    return [*statuses, len(found), len([*csv.DictReader(exported)])]

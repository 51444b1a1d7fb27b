"""GET /storages/transactions/{location_id}"""

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from parlour.access.tenant import Tenant
from parlour.areas.products.model.products import Product
from parlour.areas.stock.model.stock import Kind, UnitKind
from parlour.db.pool import Connection
from tests.api.v1.storages.movements import CONSUMABLES, NOON, PRODUCTS, SEARCH, Movements, ids
from tests.support.client import Client, faults_of
from tests.support.factories.catalogue import make_category, make_product
from tests.support.factories.stock import make_document, make_transaction
from tests.support.factories.users import make_member

SECOND, DAY = timedelta(seconds=1), timedelta(days=1)
BAD_DATE = "Expected a date and time in ISO 8601, such as 2026-01-31T18:30:00+01:00."


async def test_a_row_has_all_fields_of_its_transaction(
    client: Client, conn: Connection, tenant: Tenant, argan: Product
) -> None:
    """Q-052, Q-061."""
    document_id = await make_document(conn, tenant, Kind.SALE, PRODUCTS, occurred_at=NOON)
    transaction_id = await make_transaction(
        conn,
        tenant,
        document_id,
        argan.id,
        -500,
        unit=UnitKind.SALE,
        price=Decimal("24.9"),
        discount=10,
        cost=Decimal("44.82"),
        client_id=7,
        comment="Sold at the desk",
        changed_at=NOON + SECOND,
    )
    response = await client.get(SEARCH)
    nobody = {"id": 0, "title": ""}
    assert response.json() == {
        "success": True,
        "data": [
            {
                "id": transaction_id,
                "document_id": document_id,
                "type_id": 1,
                "type": "Sale",
                "good": {"id": argan.id, "title": "Argan Repair Shampoo"},
                "storage": {"id": PRODUCTS, "title": "Products"},
                "unit": {"id": 11, "title": "Bottle"},
                "operation_unit_type": 1,
                "amount": -2,
                "create_date": "2026-01-31T12:00:00-0500",
                "last_change_date": "2026-01-31T12:00:01-0500",
                "cost_per_unit": 24.9,
                "discount": 10,
                "cost": 44.82,
                "master": nobody,
                "supplier": nobody,
                "record_id": 0,
                "service": nobody,
                "clients": {"id": 7, "name": "", "phone": ""},
                "comment": "Sold at the desk",
            }
        ],
        "meta": [],
    }


async def test_people_appointment_and_service_have_fields_of_their_own(client: Client, moved: Movements) -> None:
    references: dict[str, Any] = {"team_member_id": 5, "supplier_id": 6, "client_id": 7}
    references |= {"appointment_id": 8, "service_id": 9}
    await moved.add(Kind.USAGE, **references)
    (row,) = (await client.get(SEARCH)).json()["data"]
    found = [row[name]["id"] for name in ("master", "supplier", "clients", "service")]
    assert (found, row["record_id"]) == ([5, 6, 7, 9], 8)


async def test_an_amount_in_write_off_units_is_shown_in_them(client: Client, moved: Movements) -> None:
    await moved.add(Kind.USAGE, amount=-30)
    (row,) = (await client.get(SEARCH)).json()["data"]
    assert (row["amount"], row["operation_unit_type"], row["unit"]) == (-30, 2, {"id": 4, "title": "Millilitre"})


async def test_rows_come_in_the_order_in_which_stock_moved(client: Client, moved: Movements) -> None:
    later, earlier = await moved.add(at=NOON + DAY), await moved.add(at=NOON)
    also_later = await moved.add(at=NOON + DAY)
    assert ids(await client.get(SEARCH)) == [earlier, later, also_later]


async def test_changes_are_listed_in_the_order_of_changes(client: Client, moved: Movements) -> None:
    """Q-061."""
    first = await moved.add(at=NOON + DAY, changed_at=NOON)
    second = await moved.add(at=NOON, changed_at=NOON + DAY)
    assert ids(await client.get(SEARCH, params={"changed_after": "2026-01-01"})) == [first, second]
    assert ids(await client.get(SEARCH, params={"changed_before": "2027-01-01"})) == [first, second]


async def test_deleted_transactions_are_not_listed(client: Client, conn: Connection, moved: Movements) -> None:
    kept, gone = await moved.add(), await moved.add()
    await conn.execute("UPDATE stock_transactions SET deleted_at = now() WHERE id = $1", gone)
    assert ids(await client.get(SEARCH)) == [kept]


async def test_transactions_of_another_location_are_not_found(
    client: Client, conn: Connection, hillside: Tenant
) -> None:
    product = await make_product(conn, hillside, await make_category(conn, hillside), "Argan")
    await Movements(conn, hillside, product).add(storage=4)
    assert ids(await client.get(SEARCH)) == []
    assert ids(await client.get(SEARCH, params={"storage_id": 4})) == []


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"start_date": "2026-01-31T12:00:00-05:00"}, ["at", "later"]),
        ({"start_date": "2026-01-31 12:00:01"}, ["later"]),
        ({"end_date": "2026-01-31T12:00:00-05:00"}, ["earlier", "at"]),
        ({"end_date": "2026-01-31T17:00:00Z"}, ["earlier", "at"]),
        ({"end_date": "2026-01-31T11:59:59"}, ["earlier"]),
        ({"start_date": "2026-01-31T12:00:00", "end_date": "2026-01-31T12:00:00"}, ["at"]),
        ({"startDate": "2026-01-31T12:00:00", "endDate": "2026-01-31T12:00:00"}, ["at"]),
        ({"start_date": "", "end_date": ""}, ["earlier", "at", "later"]),
    ],
)
async def test_a_period_holds_both_its_ends(
    client: Client, moved: Movements, query: dict[str, str], found: list[str]
) -> None:
    """Q-059."""
    times = {"earlier": NOON - SECOND, "at": NOON, "later": NOON + SECOND}
    names = {await moved.add(at=time): name for name, time in times.items()}
    assert [names[id_] for id_ in ids(await client.get(SEARCH, params=query))] == found


@pytest.mark.parametrize("day", ["2026-01-31", "20260131"])
async def test_a_day_is_in_the_period_to_its_end(client: Client, moved: Movements, day: str) -> None:
    """Q-059."""
    midnight = datetime(2026, 1, 31, 5, 0, tzinfo=UTC)
    times = [midnight - SECOND, midnight, midnight + DAY - SECOND, midnight + DAY]
    _, first, last, _ = [await moved.add(at=time) for time in times]
    assert ids(await client.get(SEARCH, params={"start_date": day, "end_date": day})) == [first, last]


async def test_changes_are_from_a_moment_on_and_before_another(client: Client, moved: Movements) -> None:
    """Q-059."""
    times = [NOON - SECOND, NOON, NOON + SECOND]
    _, at, _ = [await moved.add(changed_at=time) for time in times]
    query = {"changed_after": "2026-01-31T12:00:00", "changed_before": "2026-01-31T12:00:01"}
    assert ids(await client.get(SEARCH, params=query)) == [at]


async def test_a_period_may_end_where_it_begins(client: Client, moved: Movements) -> None:
    at = await moved.add()
    moment = "2026-01-31T12:00:00"
    assert ids(await client.get(SEARCH, params={"start_date": moment, "end_date": moment})) == [at]
    assert ids(await client.get(SEARCH, params={"changed_after": moment, "changed_before": moment})) == []


async def test_a_document_shows_its_own_transactions(
    client: Client, conn: Connection, tenant: Tenant, moved: Movements
) -> None:
    await moved.add()
    document_id = await make_document(conn, tenant, Kind.RECEIPT, PRODUCTS)
    own = [await make_transaction(conn, tenant, document_id, moved.product.id, amount) for amount in (1, 2)]
    assert ids(await client.get(SEARCH, params={"document_id": document_id})) == own
    by_change = {"document_id": document_id, "changed_after": "2026-01-01"}
    assert ids(await client.get(SEARCH, params=by_change)) == own
    assert ids(await client.get(SEARCH, params={"document_id": document_id, "good_id": 999_999})) == []
    assert ids(await client.get(SEARCH, params={"document_id": 999_999})) == []


@pytest.mark.parametrize("name", ["good_id", "product_id", "goodId"])
@pytest.mark.parametrize("changes", [{}, {"changed_after": "2000-01-01"}])
async def test_a_product_shows_its_own_transactions(
    client: Client, conn: Connection, tenant: Tenant, moved: Movements, name: str, changes: dict[str, str]
) -> None:
    """Q-061."""
    other = await make_product(conn, tenant, await make_category(conn, tenant), "Other")
    await Movements(conn, tenant, other).add()
    own = await moved.add()
    assert ids(await client.get(SEARCH, params={name: moved.product.id, **changes})) == [own]


KINDS = {
    1: Kind.SALE,
    2: Kind.USAGE,
    3: Kind.RECEIPT,
    4: Kind.WRITE_OFF,
    6: Kind.STOCK_TAKE,
    7: Kind.WRITE_OFF,
}


@pytest.mark.parametrize("changes", [{}, {"changed_after": "2000-01-01"}])
@pytest.mark.parametrize("code", KINDS)
async def test_a_type_shows_its_own_transactions(
    client: Client, moved: Movements, code: int, changes: dict[str, str]
) -> None:
    """Q-046, Q-061."""
    made = {kind: await moved.add(kind) for kind in dict.fromkeys(KINDS.values())}
    response = await client.get(SEARCH, params={"type_id": code, **changes})
    assert ids(response) == [made[KINDS[code]]]
    assert response.json()["data"][0]["type_id"] == (4 if code == 7 else code)


@pytest.mark.parametrize("changes", [{}, {"changed_after": "2000-01-01"}])
async def test_all_filters_count_together(client: Client, moved: Movements, changes: dict[str, str]) -> None:
    wanted = await moved.add(Kind.WRITE_OFF, storage=CONSUMABLES)
    await moved.add(Kind.USAGE, storage=CONSUMABLES)
    await moved.add(Kind.WRITE_OFF, storage=PRODUCTS)
    await moved.add(Kind.WRITE_OFF, storage=CONSUMABLES, at=NOON + DAY)
    await moved.add(Kind.WRITE_OFF, storage=CONSUMABLES, at=NOON - DAY)
    query: dict[str, Any] = {"type_id": 4, "storage_id": CONSUMABLES, "start_date": "2026-01-31"}
    query |= {"end_date": "2026-01-31", **changes}
    assert ids(await client.get(SEARCH, params=query)) == [wanted]
    assert ids(await client.get(SEARCH, params={**query, "good_id": moved.product.id})) == [wanted]


@pytest.mark.parametrize("changes", [{}, {"changed_after": "2000-01-01"}])
async def test_transactions_that_rights_hide_are_left_out(
    client: Client, conn: Connection, moved: Movements, changes: dict[str, str]
) -> None:
    now = datetime.now(UTC)
    seen = await moved.add(Kind.SALE, at=now, storage=PRODUCTS)
    await moved.add(Kind.SALE, at=now, storage=CONSUMABLES)
    await moved.add(Kind.RECEIPT, at=now, storage=PRODUCTS, amount=1)
    await moved.add(Kind.SALE, at=now - 3 * DAY, storage=PRODUCTS)
    rights: dict[str, Any] = {"storages_ids": [PRODUCTS], "storages_transactions_types": [1]}
    limited = await make_member(conn, "limited", "manager", **rights, storages_last_days_count=1)
    their = client.by(limited)
    assert ids(await their.get(SEARCH, params=changes)) == [seen]
    assert ids(await their.get(SEARCH, params={"storage_id": CONSUMABLES, **changes})) == []
    assert ids(await their.get(SEARCH, params={"type_id": 3, **changes})) == []
    assert ids(await their.get(SEARCH, params={"start_date": "2026-01-01", **changes})) == [seen]


async def test_what_a_sale_brought_is_no_secret_and_all_other_money_is(
    client: Client, conn: Connection, moved: Movements
) -> None:
    for kind, amount in ((Kind.SALE, -1), (Kind.RECEIPT, 1), (Kind.USAGE, -1)):
        await moved.add(kind, amount=amount, cost=5)
    curious = await make_member(conn, "curious", "manager", storages_goods_prime_cost_view_access=False)
    rows = (await client.by(curious).get(SEARCH)).json()["data"]
    assert [(row["type_id"], row["cost"], row["cost_per_unit"]) for row in rows] == [
        (1, 5, 5),
        (3, None, None),
        (2, None, None),
    ]
    assert [row["cost"] for row in (await client.get(SEARCH)).json()["data"]] == [5, 5, 5]


@pytest.mark.parametrize(
    ("name", "value", "fault"),
    [
        ("count", "1001", "Must be at most 1000."),
        ("count", "0", "Must be at least 1."),
        ("page", "-1", "Must be at least 0."),
        ("page", "first", "Expected a whole number."),
        ("document_id", "hair", "Expected a whole number."),
        ("good_id", "0", "Must be at least 1."),
        ("storage_id", "-1", "Must be at least 1."),
        ("type_id", "8", "Must be at most 7."),
        ("start_date", "soon", BAD_DATE),
        ("end_date", "2026-02-30", BAD_DATE),
        ("changed_after", "31.01.2026", BAD_DATE),
        ("changed_before", "2026-01-31x18:30:00", BAD_DATE),
    ],
)
async def test_a_parameter_out_of_its_limits_is_named(client: Client, name: str, value: str, fault: str) -> None:
    assert faults_of(await client.get(SEARCH, params={name: value})) == {name: fault}


async def test_a_period_that_ends_before_it_begins_is_refused(client: Client) -> None:
    query = {
        "start_date": "2026-02-01",
        "end_date": "2026-01-30",
        "changed_after": "2026-02-01",
        "changed_before": "2026-01-31",
    }
    assert faults_of(await client.get(SEARCH, params=query)) == {
        "end_date": "Must not be before start_date.",
        "changed_before": "Must not be before changed_after.",
    }


@pytest.mark.parametrize(
    "query",
    [
        {"start_date": "0001-01-01", "end_date": "9999-12-31"},
        {"end_date": "9999-12-31T23:59:59.999999-14:00"},
        {"changed_after": "0001-01-01T00:00:00+14:00", "changed_before": "9999-12-31"},
    ],
)
async def test_the_ends_of_the_calendar_are_dates(client: Client, moved: Movements, query: dict[str, str]) -> None:
    made = await moved.add()
    assert ids(await client.get(SEARCH, params=query)) == [made]

"""GET /storages/transactions/{location_id}/export: ours, beyond the contract."""

import csv
import io
from datetime import timedelta
from typing import Any

import httpx
import pytest

from parlour.access.tenant import Tenant
from parlour.areas.inventory.service import export
from parlour.areas.stock.model.stock import Kind, UnitKind
from parlour.db.pool import Connection
from tests.api.v1.storages.movements import CONSUMABLES, NOON, PRODUCTS, SEARCH, Movements, ids
from tests.support.client import Client, faults_of
from tests.support.factories.catalogue import make_category, make_product
from tests.support.factories.users import make_member
from tests.support.people import OWNER

EXPORT = f"{SEARCH}/export"


def rows_of(response: httpx.Response) -> list[dict[str, str]]:
    assert response.status_code == 200, response.text
    return list(csv.DictReader(io.StringIO(response.content.decode("utf-8-sig"), newline="")))


async def test_a_line_has_all_columns_of_its_transaction(client: Client, moved: Movements) -> None:
    """Q-062."""
    made = await moved.add(amount=-500, unit=UnitKind.SALE, price=25, discount=10, cost=45, comment='A "gift", wrapped')
    response = await client.get(EXPORT)
    assert response.headers["content-type"] == "text/csv; charset=utf-8"
    assert response.headers["content-disposition"] == 'attachment; filename="transactions.csv"'
    heading, line, rest = response.content.split(b"\r\n")
    assert heading.startswith("\ufeffid,document_id,type_id,type,create_date".encode())
    assert rest == b""
    assert rows_of(response) == [
        {
            "id": str(made),
            "document_id": "1",
            "type_id": "1",
            "type": "Sale",
            "create_date": "2026-01-31 12:00:00",
            "last_change_date": "2026-01-31 12:00:00",
            "good_id": str(moved.product.id),
            "good": "Argan Repair Shampoo",
            "article": "AR-250",
            "barcode": "",
            "storage_id": "2",
            "storage": "Products",
            "amount": "-2",
            "unit": "Bottle",
            "cost_per_unit": "25",
            "discount": "10",
            "cost": "45",
            "currency": "USD",
            "master_id": "0",
            "supplier_id": "0",
            "client_id": "0",
            "record_id": "0",
            "service_id": "0",
            "user_id": "0",
            "comment": 'A "gift", wrapped',
        }
    ]
    assert b'"A ""gift"", wrapped"' in line


async def test_people_appointment_and_service_have_columns_of_their_own(client: Client, moved: Movements) -> None:
    references: dict[str, Any] = {"team_member_id": 5, "supplier_id": 6, "client_id": 7}
    references |= {"appointment_id": 8, "service_id": 9}
    changed_at = NOON + timedelta(hours=1)
    await moved.add(Kind.USAGE, **references, user_id=OWNER.id, changed_at=changed_at, cost=2, price=1)
    (row,) = rows_of(await client.get(EXPORT))
    names = ("master_id", "supplier_id", "client_id", "record_id", "service_id", "user_id")
    assert [row[name] for name in names] == ["5", "6", "7", "8", "9", str(OWNER.id)]
    assert (row["create_date"], row["last_change_date"]) == ("2026-01-31 12:00:00", "2026-01-31 13:00:00")
    assert (row["cost_per_unit"], row["cost"]) == ("1", "2")


async def test_an_empty_export_has_only_a_header(client: Client) -> None:
    response = await client.get(EXPORT)
    assert rows_of(response) == []
    assert response.content.count(b"\r\n") == 1


@pytest.mark.parametrize("title", ["=1+1", "+1", "-1", "@SUM(A1)", '=HYPERLINK("http://x")'])
async def test_a_text_that_a_spreadsheet_would_work_out_is_defused(
    client: Client, conn: Connection, tenant: Tenant, title: str
) -> None:
    """Q-062, Q-098."""
    product = await make_product(conn, tenant, await make_category(conn, tenant), title, article=title)
    await Movements(conn, tenant, product).add(amount=-3)
    (row,) = rows_of(await client.get(EXPORT))
    assert (row["good"], row["article"], row["amount"]) == (f"'{title}", f"'{title}", "-3")


@pytest.mark.parametrize(
    "query", [{}, {"changed_after": "2026-01-31"}, {"storage_id": PRODUCTS}, {"type_id": 1, "end_date": "2026-01-31"}]
)
async def test_it_holds_what_the_search_finds_chunk_by_chunk(
    client: Client, moved: Movements, query: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(export, "CHUNK", 3)
    for number in range(7):
        await moved.add(at=NOON + timedelta(minutes=number // 2), storage=(PRODUCTS, CONSUMABLES)[number % 2])
        await moved.add(Kind.RECEIPT, at=NOON + timedelta(days=number), amount=1)
    found = ids(await client.get(SEARCH, params=query))
    assert [int(row["id"]) for row in rows_of(await client.get(EXPORT, params=query))] == found
    assert len(found) > 6


async def test_the_rights_of_a_search_hold_here_too(client: Client, conn: Connection, moved: Movements) -> None:
    sold = await moved.add(Kind.SALE, cost=5)
    received = await moved.add(Kind.RECEIPT, amount=1, cost=5)
    await moved.add(Kind.SALE, storage=CONSUMABLES)
    rights = {"storages_goods_prime_cost_view_access": False, "storages_ids": [PRODUCTS]}
    limited = await make_member(conn, "limited", "manager", **rights)
    rows = rows_of(await client.by(limited).get(EXPORT))
    assert [(int(row["id"]), row["cost"], row["cost_per_unit"]) for row in rows] == [
        (sold, "5", "5"),
        (received, "", ""),
    ]


async def test_an_export_needs_the_right_to_see_stock(client: Client, conn: Connection) -> None:
    blind = await make_member(conn, "blind", "manager", storages_transactions_access=False)
    response = await client.by(blind).get(EXPORT)
    assert (response.status_code, response.json()["meta"]["message"]) == (
        403,
        "You lack the right storages_transactions_access in this location.",
    )


async def test_bad_parameters_are_named(client: Client) -> None:
    response = await client.get(EXPORT, params={"start_date": "soon", "type_id": 9})
    assert faults_of(response).keys() == {"start_date", "type_id"}
    late = {"start_date": "2026-02-01", "end_date": "2026-01-01"}
    assert faults_of(await client.get(EXPORT, params=late)) == {"end_date": "Must not be before start_date."}

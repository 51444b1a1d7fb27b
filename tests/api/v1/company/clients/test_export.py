"""GET /company/{location_id}/clients/export: ours, beyond the contract."""

import csv
import io
from datetime import UTC, date, datetime
from decimal import Decimal

import httpx
import pytest

from parlour.access.tenant import Tenant
from parlour.areas.clients.service import export
from parlour.areas.custom_fields.model.fields import Kind, ValueType
from parlour.db.pool import Connection
from parlour.errors import Forbidden
from parlour.tables.reading import read_table
from tests.support.client import Client, faults_of
from tests.support.factories.appointments import make_appointment
from tests.support.factories.clients import make_client
from tests.support.factories.custom_fields import make_field
from tests.support.factories.tags import make_tag
from tests.support.factories.team import make_team_member
from tests.support.factories.users import make_member
from tests.support.kept_database import KeptDatabase
from tests.support.people import FOREIGNER, HARBOUR, MANAGER, NEIGHBOUR, NOBODY, WORKER, Person

EXPORT = f"/company/{HARBOUR}/clients/export"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def rows_of(response: httpx.Response) -> list[dict[str, str]]:
    assert response.status_code == 200, response.text
    return list(csv.DictReader(io.StringIO(response.content.decode("utf-8-sig"), newline="")))


async def test_a_line_has_all_columns_of_its_client(client: Client, conn: Connection, tenant: Tenant) -> None:
    field = await make_field(conn, tenant, "skin", kind=Kind.CLIENT, value_type=ValueType.LIST, choices=["dry", "a, b"])
    tags = [(await make_tag(conn, tenant, title)).id for title in ("VIP, gold", "New")]
    made = await make_client(
        conn, tenant, "Maya", tags, surname="Reyes", middle_name="M", phone="13155550175", email="maya@example.com",
        gender="female", birth_date=date(1990, 4, 17), card="=L-1", importance="gold", discount=Decimal("2.50"),
        comment="Prefers mornings", gets_birthday_message=True, refuses_mailings=True, starting_sold=Decimal(350),
        starting_paid=Decimal(340), starting_balance=Decimal(-20),
        custom_values=f'{{"{field.id}": ["dry", "a, b"]}}',
        changed_at=datetime(2026, 1, 31, 17, 30, tzinfo=UTC),
    )  # fmt: skip
    response = await client.by(MANAGER).get(EXPORT)
    assert response.headers["content-type"] == "text/csv; charset=utf-8"
    assert response.headers["content-disposition"] == 'attachment; filename="clients.csv"'
    assert rows_of(response) == [
        {
            "id": str(made),
            "name": "Maya",
            "surname": "Reyes",
            "middle_name": "M",
            "phone": "13155550175",
            "email": "maya@example.com",
            "gender": "female",
            "birth_date": "1990-04-17",
            "card": "'=L-1",
            "importance": "gold",
            "discount": "2.5",
            "comment": "Prefers mornings",
            "categories": '"VIP, gold"; New',
            "sms_check": "1",
            "sms_not": "1",
            "spent": "350",
            "paid": "340",
            "balance": "-20",
            "visits": "0",
            "first_visit_date": "",
            "last_visit_date": "",
            "last_change_date": "2026-01-31 12:30:00",
            "custom_fields.skin": 'dry; "a, b"',
        }
    ]


async def test_a_workbook_has_the_same(client: Client, conn: Connection, tenant: Tenant) -> None:
    for name in ("Zoë", "Ольга", "李娜"):
        await make_client(conn, tenant, name, card="=1+1", starting_balance=Decimal("-0.5"))
    response = await client.get(EXPORT, params={"format": "xlsx"})
    assert response.headers["content-type"] == XLSX
    assert response.headers["content-disposition"] == 'attachment; filename="clients.xlsx"'
    heading, *rows = read_table(response.content, "en").rows
    lines = [dict(zip(heading.cells, row.cells, strict=True)) for row in rows]
    plain = rows_of(await client.get(EXPORT))
    assert [{**line, "card": f"'{line['card']}"} for line in lines] == plain
    assert lines[0]["balance"] == "-0.5"


@pytest.mark.parametrize("format_", ["csv", "xlsx"])
async def test_all_chunks_come_in_order(
    client: Client, conn: Connection, tenant: Tenant, monkeypatch: pytest.MonkeyPatch, format_: str
) -> None:
    monkeypatch.setattr(export, "CHUNK", 3)
    made = [await make_client(conn, tenant, f"Client {number}") for number in range(9)]
    await conn.execute("UPDATE clients SET deleted_at = now() WHERE id = $1", made.pop(4))
    response = await client.get(EXPORT, params={"format": format_})
    heading, *rows = read_table(response.content, "en").rows
    assert heading.cells[0] == "id"
    assert [int(row.cells[0]) for row in rows] == made


async def test_access_is_checked_before_each_chunk(
    conn: Connection, tenant: Tenant, kept_database: KeptDatabase, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(export, "CHUNK", 1)
    for name in "ABC":
        await make_client(conn, tenant, name)
    confirmed = 0

    async def confirm(_: Connection) -> None:
        nonlocal confirmed
        confirmed += 1
        if confirmed == 2:
            raise Forbidden("The role was taken.")

    chunks = export.read_all(await kept_database.pool(), tenant, confirm)
    assert [client.name for client in await anext(chunks)] == ["A"]
    with pytest.raises(Forbidden):
        await anext(chunks)


async def test_what_the_user_may_not_see_is_masked_or_left_out(
    client: Client, conn: Connection, tenant: Tenant
) -> None:
    await make_field(conn, tenant, "skin", kind=Kind.CLIENT, value_type=ValueType.TEXT, choices=[])
    await make_client(
        conn, tenant, "Maya", surname="Reyes", phone="13155550175", email="maya@example.com", comment="Secret"
    )
    rights = {
        "clients_phones_access": False,
        "clients_surname_middle_name_access": False,
        "clients_card_comment_access": False,
        "custom_fields_client_values_read_access": False,
    }
    limited = await make_member(conn, "limited", "manager", **rights)
    (row,) = rows_of(await client.by(limited).get(EXPORT))
    assert (row["phone"], row["email"]) == ("1********75", "m***@***")
    assert (row["name"], row["surname"], row["comment"]) == ("Maya", "", "")
    assert "custom_fields.skin" not in row


async def test_limits_of_the_user_hold(client: Client, conn: Connection, tenant: Tenant) -> None:
    member = await make_team_member(conn, tenant)
    seen, _ = await make_client(conn, tenant, "Seen"), await make_client(conn, tenant, "Hidden")
    await make_appointment(conn, tenant, member, "2026-03-02 10:00", client_id=seen)
    limited = await make_member(conn, "limited", "manager", clients_visit_master_id=member)
    assert [row["name"] for row in rows_of(await client.by(limited).get(EXPORT))] == ["Seen"]


@pytest.mark.parametrize(("person", "status"), [(NOBODY, 401), (WORKER, 403), (NEIGHBOUR, 403), (FOREIGNER, 404)])
async def test_who_may_not_is_refused(client: Client, person: Person, status: int) -> None:
    assert (await client.by(person).get(EXPORT)).status_code == status


async def test_an_export_also_needs_the_right_to_see_clients(client: Client, conn: Connection) -> None:
    blind = await make_member(conn, "blind", "manager", clients_access=False)
    response = await client.by(blind).get(EXPORT)
    assert (response.status_code, response.json()["meta"]["message"]) == (
        403,
        "You lack the right clients_access in this location.",
    )


async def test_another_format_is_refused(client: Client) -> None:
    assert list(faults_of(await client.get(EXPORT, params={"format": "pdf"}))) == ["format"]

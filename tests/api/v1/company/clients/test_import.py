"""POST /company/{location_id}/clients/import: ours, beyond the contract."""

import io
import zipfile
from typing import Any

import httpx
import pytest
from litestar import Litestar

from parlour.access.tenant import Tenant
from parlour.areas.clients.v1 import import_export
from parlour.areas.custom_fields.model.fields import Kind, ValueType
from parlour.db.pool import Connection
from parlour.errors import Busy
from parlour.tables.new_workbook import NewWorkbook
from tests.support.client import Client, Form, faults_of
from tests.support.factories.appointments import make_appointment
from tests.support.factories.clients import make_client
from tests.support.factories.custom_fields import make_field
from tests.support.factories.team import make_team_member
from tests.support.factories.users import make_member
from tests.support.people import FOREIGNER, HARBOUR, MANAGER, NEIGHBOUR, NOBODY, WORKER, Person

IMPORT = f"/company/{HARBOUR}/clients/import"
CLIENTS = "SELECT name, surname, phone, comment FROM clients WHERE location_id = $1 AND deleted_at IS NULL ORDER BY id"
NOTHING = {"created": 0, "updated": 0, "skipped": 0, "faulty": 0, "new_tags": 0}
PHONE_EXPECTED = "Expected a phone number of 9 to 15 digits with its country code, such as +13155550175."


def form(*lines: str, encoding: str = "utf-8") -> Form:
    return Form(file="\n".join(lines).encode(encoding))


async def send(client: Client, body: Form, **query: int) -> httpx.Response:
    return await client.post(IMPORT, body, params=query)


async def report(client: Client, body: Form, **query: int) -> dict[str, Any]:
    response = await send(client, body, **query)
    assert response.status_code == 200, response.text
    found: dict[str, Any] = response.json()["data"]
    return found


def figures(document: dict[str, Any]) -> dict[str, int]:
    return {name: document[name] for name in NOTHING}


async def clients_of(conn: Connection) -> list[tuple[Any, ...]]:
    return [tuple(row) for row in await conn.fetch(CLIENTS, HARBOUR)]


async def test_clients_are_created(client: Client, conn: Connection) -> None:
    """Q-285, Q-286."""
    body = form("Имя;Фамилия;Телефон;Цвет", "Ольга;Ким;+7 916 123-45-67;синий", ";;(315) 555-0175;", encoding="cp1251")
    would = await report(client.by(MANAGER), body, dry_run=1)
    assert would == {
        "file": "CSV, cp1251, ;",
        "rows": 2,
        **NOTHING,
        "created": 2,
        "unknown_columns": ["Цвет"],
        "faults": [],
        "first": [
            {
                "row": 2,
                "name": "Ольга",
                "surname": "Ким",
                "phone": "79161234567",
                "email": "",
                "birth_date": "",
                "categories": [],
            },
            {
                "row": 3,
                "name": "13155550175",
                "surname": "",
                "phone": "13155550175",
                "email": "",
                "birth_date": "",
                "categories": [],
            },
        ],
        "is_done": False,
    }
    assert await clients_of(conn) == []
    assert await report(client.by(MANAGER), body) == {**would, "is_done": True}
    assert await clients_of(conn) == [("Ольга", "Ким", "79161234567", ""), ("13155550175", "", "13155550175", "")]
    origins = await conn.fetch("SELECT DISTINCT origin, user_id FROM audit_log WHERE entity = 'client'")
    assert [tuple(row) for row in origins] == [("api", MANAGER.id)]


async def test_a_workbook_is_read_in_a_process_of_its_own(client: Client, conn: Connection) -> None:
    book = NewWorkbook("Clients")
    book.add([[], ["Name", "Phone"], ["Zoë", 13155550175], ["", "4.47E+11"]])
    body = Form(file=book.take() + book.finish())
    done = await report(client, body, skip_faulty=1)
    assert (done["file"], done["created"], done["faulty"]) == ("workbook", 1, 1)
    assert [(fault["row"], fault["column"]) for fault in done["faults"]] == [(4, "Phone")]
    assert await clients_of(conn) == [("Zoë", "", "13155550175", "")]
    again = await report(client, body, skip_faulty=1)
    assert figures(again) == {**NOTHING, "skipped": 1, "faulty": 1}


async def test_too_many_workbooks_at_once(client: Client, litestar: Litestar, monkeypatch: pytest.MonkeyPatch) -> None:
    async def ask(*_: Any) -> bytes:
        raise Busy

    monkeypatch.setattr(litestar.state.services.workbooks, "ask", ask)
    book = NewWorkbook("Clients")
    response = await send(client, Form(file=book.take() + book.finish()))
    message = "The server is too busy with such requests at the moment. Try again shortly."
    assert (response.status_code, response.json()["meta"]["message"]) == (503, message)


async def test_every_fault_is_named_and_nothing_is_written(client: Client, conn: Connection) -> None:
    """Q-287."""
    body = form("Name,Phone,Birthday", "Anna,,", "Bo,12,soon", ",,1990-01-31")
    expected = {
        "rows[3].Phone": PHONE_EXPECTED,
        "rows[3].Birthday": "Expected a day, such as 1990-01-31 or 31.01.1990.",
        "rows[4].row": "There is neither a name nor a phone number.",
    }
    assert faults_of(await send(client, body)) == expected
    preview = await report(client, body, dry_run=1)
    assert [f"rows[{each['row']}].{each['column'] or 'row'}" for each in preview["faults"]] == list(expected)
    assert await clients_of(conn) == []
    assert figures(await report(client, body, skip_faulty=1)) == {**NOTHING, "created": 1, "faulty": 2}
    assert await clients_of(conn) == [("Anna", "", "", "")]


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        (b"", "The file is empty."),
        (b"\n\n", "The file is empty."),
        (b"colour\nred\n", "No column of row 1 is a name or a phone number."),
        (b"PK\x03\x04junk", "The workbook can't be read: it is damaged, or protected with a password."),
        (b'name\n"Anna', "The quotes of row 2 don't match, or a cell is too long."),
    ],
)
async def test_a_file_that_is_no_list_of_clients_is_refused(client: Client, content: bytes, fault: str) -> None:
    assert faults_of(await send(client, Form(file=content))) == {"file": fault}


async def test_too_many_rows_are_refused(client: Client, conn: Connection, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(import_export, "MAX_ROWS", 2)
    assert (await report(client, form("name", "A", "B")))["created"] == 2
    refused = faults_of(await send(client, form("name", "C", "D", "E")))
    assert refused == {"file": "The file has more than 2 rows: import it at the command line."}
    assert len(await clients_of(conn)) == 2


async def test_a_small_file_that_unpacks_to_a_huge_sheet_is_refused(client: Client, conn: Connection) -> None:
    source, out = io.BytesIO(), io.BytesIO()
    book = NewWorkbook("Clients")
    source.write(book.take() + book.finish())
    cells = '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
    with zipfile.ZipFile(source) as read, zipfile.ZipFile(out, "w") as changed:
        for name in read.namelist():
            text = read.read(name).replace(b"<sheetData>", b"<sheetData>" + cells.encode())
            changed.writestr(name, text)
    refused = faults_of(await send(client, Form(file=out.getvalue())))
    assert refused == {"file": "The workbook takes too much time or memory to read. Save it as CSV."}
    assert (await report(client, form("name", "A")))["created"] == 1


async def test_a_form_without_a_file_is_refused(client: Client) -> None:
    assert faults_of(await send(client, Form(other="x"))) == {"file": "This field is missing."}


async def test_what_a_user_may_not_change_is_not_read(client: Client, conn: Connection, tenant: Tenant) -> None:
    await make_field(conn, tenant, "skin", kind=Kind.CLIENT, value_type=ValueType.TEXT, choices=[], title="Skin")
    rights = {
        "clients_surname_middle_name_edit_access": False,
        "clients_card_comment_edit_access": False,
        "custom_fields_client_values_edit_access": False,
        "settings_clients_labels_access": False,
    }
    limited = client.by(await make_member(conn, "limited", "manager", **rights))
    done = await report(limited, form("name,surname,comment,Skin,tags", "Anna,Berg,secret,dry,New"))
    assert (done["unknown_columns"], done["new_tags"]) == (["Skin", "surname", "comment"], 0)
    assert await clients_of(conn) == [("Anna", "", "", "")]
    assert await conn.fetchval("SELECT count(*) FROM tags") == 0


async def test_cards_that_the_user_does_not_see_stay_as_they_are(
    client: Client, conn: Connection, tenant: Tenant
) -> None:
    member = await make_team_member(conn, tenant)
    seen = await make_client(conn, tenant, "Seen", phone="13155550100")
    await make_client(conn, tenant, "Hidden", phone="13155550101")
    await make_appointment(conn, tenant, member, "2026-03-02 10:00", client_id=seen)
    limited = client.by(await make_member(conn, "limited", "manager", clients_visit_master_id=member))
    body = form("phone,name", "13155550100,One", "13155550101,Two")
    assert figures(await report(limited, body, update=1)) == {**NOTHING, "updated": 1, "skipped": 1}
    assert [row[0] for row in await clients_of(conn)] == ["One", "Hidden"]


@pytest.mark.parametrize(("person", "status"), [(NOBODY, 401), (WORKER, 403), (NEIGHBOUR, 403), (FOREIGNER, 404)])
async def test_who_may_not_is_refused(client: Client, conn: Connection, person: Person, status: int) -> None:
    assert (await send(client.by(person), form("name", "A"))).status_code == status
    assert await clients_of(conn) == []


async def test_a_repeated_request_with_a_key_imports_once(client: Client, conn: Connection) -> None:
    same = {"Idempotency-Key": "once", "Content-Type": "multipart/form-data; boundary=same"}
    answers = [await client.post(IMPORT, form("name", "Anna"), headers=same) for _ in range(2)]
    assert answers[0].json() == answers[1].json()
    assert len(await clients_of(conn)) == 1


async def test_what_is_exported_can_be_imported_elsewhere(
    client: Client, conn: Connection, tenant: Tenant, hillside: Tenant
) -> None:
    await make_client(conn, tenant, "Zoë", surname="=Berg", phone="13155550175", comment="a;b\n'c'")
    await make_client(conn, tenant, "Ольга", email="olga@example.com")
    for format_ in ("csv", "xlsx"):
        exported = await client.get(f"/company/{HARBOUR}/clients/export", params={"format": format_})
        there = f"/company/{hillside.location_id}/clients/import"
        done = await client.post(there, Form(file=exported.content))
        assert done.status_code == 200, done.text
        rows = await conn.fetch(CLIENTS, hillside.location_id)
        assert [tuple(row) for row in rows] == await clients_of(conn)
        await conn.execute("DELETE FROM clients WHERE location_id = $1", hillside.location_id)


@pytest.mark.parametrize(("number", "is_large"), [(1000, True), (999, False)])
@pytest.mark.parametrize("headers", [{}, {"Idempotency-Key": "import-1"}])
async def test_after_a_large_import_the_database_knows_what_its_tables_hold(
    client: Client, conn: Connection, number: int, is_large: bool, headers: dict[str, str]
) -> None:
    """It counts what is committed, also where a request with a key commits when its answer is made."""
    await conn.execute("DELETE FROM pg_statistic WHERE starelid = 'clients'::regclass")
    body = form("name;phone", *(f"Maya {each};1315555{each:04}" for each in range(number)))
    response = await client.send("POST", IMPORT, json=body, headers=headers)
    assert response.json()["data"]["created"] == number, response.text
    known = await conn.fetchval("SELECT count(*) FROM pg_stats WHERE tablename = 'clients' AND attname = 'phone'")
    assert known == int(is_large)

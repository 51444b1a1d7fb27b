"""`parlour clients import`."""

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import asyncpg
import pytest

from parlour.access.tenant import Tenant, get_operators_tenant
from parlour.areas.custom_fields.model.fields import Kind, ValueType
from parlour.db.pool import Connection
from parlour.tables.new_workbook import NewWorkbook
from tests.cli.command import Inside, Parlour
from tests.support.factories.custom_fields import make_field
from tests.support.factories.tags import make_tag

FOUND = """
    INSERT INTO locations (chain_id, title, country_code, timezone, currency, locale)
    VALUES ($1, 'Clients', 'DE', 'Europe/Berlin', 'EUR', 'de_DE') RETURNING id
"""
NOTHING_DONE = {"created": 0, "updated": 0, "skipped": 0, "faulty": 0, "new_tags": 0}


@pytest.fixture
async def place(conn: Connection) -> Tenant:
    """A location of a chain of its own, in Germany."""
    chain_id = await conn.fetchval("INSERT INTO chains (title) VALUES ('Clients') RETURNING id")
    return await get_operators_tenant(conn, await conn.fetchval(FOUND, chain_id))


def write(path: Path, *lines: str, encoding: str = "utf-8") -> Path:
    file = path / "clients.csv"
    file.write_text("\n".join(lines) + "\n", encoding)
    return file


async def clients_of(conn: Connection, place: Tenant) -> list[asyncpg.Record]:
    return await conn.fetch("SELECT * FROM clients WHERE location_id = $1 ORDER BY id", place.location_id)


async def tags_of(conn: Connection, client_id: int) -> list[str]:
    rows = await conn.fetch(
        "SELECT title FROM client_tags ct JOIN tags t ON t.id = ct.tag_id WHERE client_id = $1 ORDER BY t.id", client_id
    )
    return [row[0] for row in rows]


def figures(document: dict[str, Any]) -> dict[str, int]:
    return {name: document[name] for name in NOTHING_DONE}


async def test_every_column_is_read(parlour: Parlour, conn: Connection, place: Tenant, tmp_path: Path) -> None:
    field = await make_field(
        conn, place, kind=Kind.CLIENT, code="skin", title="Hauttyp", value_type=ValueType.TEXT, choices=[]
    )
    await make_tag(conn, place, "Newcomer")
    file = write(
        tmp_path,
        "Vorname;Nachname;middle_name;Handy;E-Mail;Kundenkarte;Geschlecht;importance;Rabatt;Geburtsdatum;Notizen;Kategorien"
        ";sms_check;sms_not;spent;paid;Saldo;Hauttyp;Lieblingsfarbe",
        'Zoë;Müller;Maria;0151 12345678;ZOE@example.com;C-7;weiblich;3;12,5 %;31.01.1990;"zwei'
        '\nZeilen";newcomer, "VIP, Gold";ja;nein;1.234,50;1 200,00;-34,5;trocken;blau',
        encoding="cp1252",
    )
    words = ("clients", "import", file, place.location_id, "--json")
    would = parlour(*words, "--dry-run").document
    assert figures(would) == {**NOTHING_DONE, "created": 1, "new_tags": 1}
    assert (would["is_done"], would["file"], would["unknown_columns"]) == (False, "CSV, cp1252, ;", ["Lieblingsfarbe"])
    assert would["first"] == [
        {
            "row": 2,
            "name": "Zoë",
            "surname": "Müller",
            "phone": "4915112345678",
            "email": "zoe@example.com",
            "birth_date": "1990-01-31",
            "categories": ["newcomer", "VIP, Gold"],
        }
    ]
    assert await clients_of(conn, place) == []
    assert parlour(*words).document == {**would, "is_done": True}
    (client,) = await clients_of(conn, place)
    assert {**client} == {
        **client,
        "name": "Zoë",
        "surname": "Müller",
        "middle_name": "Maria",
        "phone": "4915112345678",
        "email": "zoe@example.com",
        "card": "C-7",
        "gender": "female",
        "importance": "gold",
        "discount": Decimal("12.50"),
        "birth_date": date(1990, 1, 31),
        "comment": "zwei\nZeilen",
        "gets_birthday_message": True,
        "refuses_mailings": False,
        "starting_sold": Decimal("1234.50"),
        "starting_paid": Decimal(1200),
        "starting_balance": Decimal("-34.50"),
        "sold_amount": Decimal("1234.50"),
        "custom_values": f'{{"{field.id}": "trocken"}}',
        "search_text": "zoe muller maria\x1fzoe@example.com\x1fc-7",
    }
    assert await tags_of(conn, client["id"]) == ["Newcomer", "VIP, Gold"]


async def test_a_writing_of_a_phone_number_makes_no_new_person(
    parlour: Parlour, conn: Connection, place: Tenant, tmp_path: Path
) -> None:
    file = write(
        tmp_path,
        "phone,name,surname",
        "+49 (151) 123-456-78,Anna",
        "0151/12345678,Another",
        "4915112345678,",
        "0151 99999999,",
        ",Bo",
        ",Bo",
        "0151 77777777,,Berg",
    )
    words = ("clients", "import", file, place.location_id, "--json")
    assert figures(parlour(*words).document) == {**NOTHING_DONE, "created": 5, "skipped": 2}
    shown = [(client["name"], client["phone"]) for client in await clients_of(conn, place)]
    assert shown == [
        ("Anna", "4915112345678"),
        ("4915199999999", "4915199999999"),
        ("Bo", ""),
        ("Bo", ""),
        ("Berg", "4915177777777"),
    ]
    assert figures(parlour(*words).document) == {**NOTHING_DONE, "skipped": 7}
    assert figures(parlour(*words, "--update").document) == {**NOTHING_DONE, "skipped": 7}
    assert len(await clients_of(conn, place)) == 5


async def test_with_update_full_cells_are_written_and_empty_ones_are_not(
    parlour: Parlour, conn: Connection, place: Tenant, tmp_path: Path
) -> None:
    write(tmp_path, "phone,name,email,spent,tags", "015112345678,Anna,a@example.com,10,One", "015112345679,Bo,,,")
    words = ("clients", "import", tmp_path / "clients.csv", place.location_id, "--json")
    parlour(*words)
    write(
        tmp_path, "phone,name,email,surname,spent,tags", '015112345678,,,Berg,99,"one;Two"', "015112345679,Bo,,,7,Two"
    )
    would = parlour(*words, "--update", "--dry-run").document
    assert figures(would) == {**NOTHING_DONE, "updated": 2, "new_tags": 1}
    assert figures(parlour(*words, "--dry-run").document) == {**NOTHING_DONE, "skipped": 2}
    before = await clients_of(conn, place)
    assert figures(parlour(*words, "--update").document) == figures(would)
    anna, bo = await clients_of(conn, place)
    assert (anna["name"], anna["surname"], anna["email"]) == ("Anna", "Berg", "a@example.com")
    assert (anna["starting_sold"], anna["starting_paid"], bo["starting_sold"]) == (10, 10, 0)
    assert anna["search_text"].startswith("anna berg\x1f")
    assert [await tags_of(conn, client["id"]) for client in (anna, bo)] == [["One", "Two"], ["Two"]]
    assert [client["revision"] for client in (anna, bo)] == [client["revision"] + 1 for client in before]
    assert all(now["changed_at"] > then["changed_at"] for now, then in zip((anna, bo), before, strict=True))
    assert figures(parlour(*words, "--update").document) == {**NOTHING_DONE, "skipped": 2}


FAULTY = (
    "Name;Phone;Birthday;Discount;Email;Gender;Spent",
    "Anna;015112345678;;;;;",
    ";4.47E+11;31.02.1990;101;nobody;robot;1.005",
    ";;;;;;5",
    "Bo;123;;;;;",
)
FAULTS = [
    "row 3, Phone: A spreadsheet has cut the digits of this number. Format the column as text, and save again.",
    "row 3, Birthday: There is no such day.",
    "row 3, Discount: Must be at most 100.",
    "row 3, Email: This is not an email address.",
    "row 3, Gender: Expected male or female.",
    "row 3, Spent: 1.005 has more decimals than EUR has (2).",
    "row 4: There is neither a name nor a phone number.",
    "row 5, Phone: Expected a phone number of 9 to 15 digits with its country code, such as +13155550175.",
]


async def test_every_fault_is_named_with_row_and_column_and_nothing_is_done(
    parlour: Parlour, conn: Connection, place: Tenant, tmp_path: Path
) -> None:
    words = ("clients", "import", write(tmp_path, *FAULTY), place.location_id)
    done = parlour(*words)
    assert (done.code, done.out, done.err.splitlines()) == (1, "", FAULTS)
    preview = parlour(*words, "--dry-run")
    assert (preview.code, preview.err.splitlines()) == (0, FAULTS)
    assert "Anna" in preview.out
    would = parlour(*words, "--dry-run", "--json").document
    assert figures(would) == {**NOTHING_DONE, "created": 1, "faulty": 3}
    assert would["faults"][0] == {"row": 3, "column": "Phone", "message": FAULTS[0].partition(": ")[2]}
    assert await clients_of(conn, place) == []


async def test_faulty_rows_may_be_left_out_and_are_written_to_a_file(
    parlour: Parlour, conn: Connection, place: Tenant, tmp_path: Path
) -> None:
    rest = tmp_path / "rest.csv"
    words = ("clients", "import", write(tmp_path, *FAULTY), place.location_id, "--skip-faulty", rest, "--json")
    assert not parlour(*words, "--dry-run").document["is_done"]
    assert not rest.exists()
    assert figures(parlour(*words).document) == {**NOTHING_DONE, "created": 1, "faulty": 3}
    assert [client["name"] for client in await clients_of(conn, place)] == ["Anna"]
    heading, third, fourth, fifth = rest.read_text("utf-8-sig").splitlines()
    assert heading == "Name,Phone,Birthday,Discount,Email,Gender,Spent,fault"
    assert third.startswith(',4.47E+11,31.02.1990,101,nobody,robot,1.005,"Phone: A spreadsheet')
    assert fourth.endswith(",There is neither a name nor a phone number.")
    assert fifth.startswith("Bo,123,")


def test_a_file_that_is_no_list_of_clients_is_refused(inside: Inside, place: Tenant, tmp_path: Path) -> None:
    for content, message in (
        (b"", "The file is empty."),
        (b"\ncolour,size\nred,7\n", "No column of row 2 is a name or a phone number."),
        (b"PK\x03\x04broken", "The workbook can't be read: it is damaged, or protected with a password."),
        (b'name\n"Anna\n', "The quotes of row 2 don't match, or a cell is too long."),
    ):
        file = tmp_path / "file"
        file.write_bytes(content)
        refused = inside("clients", "import", file, place.location_id).assert_refused()
        assert refused == f"{file}: {message}"
    file.write_bytes("имя\nОльга\n".encode("koi8-r"))
    words = ("clients", "import", file, place.location_id, "--dry-run", "--json")
    assert inside(*words, "--encoding", "koi8-r").document["first"][0]["name"] == "Ольга"


async def test_a_workbook_is_imported(parlour: Parlour, conn: Connection, place: Tenant, tmp_path: Path) -> None:
    file = tmp_path / "clients.xlsx"
    book = NewWorkbook("Clients")
    book.add(
        [["Имя", "Телефон", "Дата рождения"], ["Ольга", 79161234567, "05.03.1985"], ["李娜", "+86 131 2345 6789", None]]
    )
    file.write_bytes(book.take() + book.finish())
    report = parlour("clients", "import", file, place.location_id, "--json").document
    assert (report["file"], report["created"]) == ("workbook", 2)
    olga, li = await clients_of(conn, place)
    assert (olga["name"], olga["phone"], olga["birth_date"]) == ("Ольга", "79161234567", date(1985, 3, 5))
    assert (li["name"], li["phone"]) == ("李娜", "8613123456789")


async def test_the_audit_log_has_each_new_client(
    parlour: Parlour, conn: Connection, place: Tenant, tmp_path: Path
) -> None:
    parlour("clients", "import", write(tmp_path, "name,tags", "Anna,One"), place.location_id)
    lines = await conn.fetch(
        "SELECT entity, action, origin FROM audit_log WHERE chain_id = $1 ORDER BY entity", place.chain_id
    )
    assert [tuple(line) for line in lines if line["entity"] in ("client", "client_tag", "tag")] == [
        ("client", "created", "operator"),
        ("client_tag", "created", "operator"),
        ("tag", "created", "operator"),
    ]


def test_the_result_is_readable_on_a_terminal(inside: Inside, place: Tenant, tmp_path: Path) -> None:
    out = inside("clients", "import", write(tmp_path, "name,tags", "Anna,One"), place.location_id).out
    assert out.splitlines() == [
        "file             CSV, utf-8, ,",
        "rows             1",
        "created          1",
        "updated          0",
        "skipped          0",
        "faulty           0",
        "new tags         1",
        "is done          yes",
    ]


async def test_after_a_large_import_the_database_knows_what_its_tables_hold(
    parlour: Parlour, conn: Connection, place: Tenant, tmp_path: Path
) -> None:
    await conn.execute("DELETE FROM pg_statistic WHERE starelid = 'clients'::regclass")
    file = write(tmp_path, "name;phone", *(f"Maya {each};1315555{each:04}" for each in range(1000)))
    done = parlour("clients", "import", file, place.location_id)
    assert "Making the statistics of clients, client_tags, audit_log ..." in done.err
    assert await conn.fetchval("SELECT count(*) FROM pg_stats WHERE tablename = 'clients' AND attname = 'phone'") == 1
    again = parlour("clients", "import", file, place.location_id)
    assert (again.code, "statistics" in again.err) == (0, False)

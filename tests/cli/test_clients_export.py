"""`parlour clients export`, and importing its files again."""

import csv
import io
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from parlour.access.tenant import Tenant, get_operators_tenant
from parlour.areas.clients.model.clients import ClientFields
from parlour.areas.custom_fields.model.fields import Kind, ValueType
from parlour.areas.folding import search_text
from parlour.db.pool import Connection
from parlour.tables.reading import read_table
from tests.cli.command import Inside, Parlour
from tests.support.factories.custom_fields import make_field
from tests.support.factories.tags import make_tag

LOCATION = """
    INSERT INTO locations (chain_id, title, country_code, timezone, currency, locale)
    VALUES ($1, 'Clients', 'DE', 'Europe/Berlin', 'EUR', 'de_DE') RETURNING id
"""
INSERT = """
    INSERT INTO clients (chain_id, location_id, name, surname, middle_name, phone, email, card, gender, importance,
        discount, birth_date, comment, gets_birthday_message, refuses_mailings, starting_sold, starting_paid,
        starting_balance, custom_values, search_text)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12::text::date, $13, $14, $15, $16, $17, $18, $19, $20)
    RETURNING id
"""
FIELDS = f"SELECT {', '.join(name for name in ClientFields.__struct_fields__ if name != 'custom_values')} FROM clients"
# Every field of each client differs from those of the others.
PEOPLE: list[tuple[Any, ...]] = [
    ("Zoë", "O'Neill; Jr.", "D'Arcy", "4915112345678", "zoe@example.com", "=1+1", "female", "gold", "12.5",
     "1990-01-31", 'two\nlines, "quoted"; and more', True, False, "1234.5", "1000", "-34.25"),
    ("Ольга", "Щербакова", "Юрьевна", "79161234567", "olga@example.com", "-7", "male", "silver", "3",
     "1985-12-01", '=HYPERLINK("x")', False, True, "20", "21", "22"),
    ("李娜", "王", "明", "8613123456789", "", "+44", "unknown", "bronze", "100",
     "2001-02-28", "@cmd", True, True, "0.01", "0.02", "0.03"),
    ("مریم", "حسینی", "'quoted", "989121234567", "m@example.com", "0049", "female", "none", "0",
     None, "\tno tab\t", False, False, "5", "6", "7"),
    ("4915199999999", "", "", "4915199999999", "", "", "unknown", "none", "0",
     None, "", False, False, "0", "0", "0"),
    ("Δημήτρης", "", "", "", "", "", "unknown", "none", "0",
     "1970-05-05", "", False, False, "0", "0", "0"),
]  # fmt: skip
TAGS = ["VIP, gold", 'say "hi"; now', "Постоянный", "常連"]
CHOICES = ["dry", "oily, very", 'so "so"']


async def make_place(conn: Connection) -> tuple[Tenant, dict[str, int]]:
    """A location of a chain of its own with custom fields, and the ids of these by their codes."""
    chain_id = await conn.fetchval("INSERT INTO chains (title) VALUES ('Clients') RETURNING id")
    place = await get_operators_tenant(conn, await conn.fetchval(LOCATION, chain_id))
    kinds = {
        "text": (ValueType.TEXT, []),
        "number": (ValueType.NUMBER, []),
        "list": (ValueType.LIST, CHOICES),
        "day": (ValueType.DATE, []),
        "moment": (ValueType.DATETIME, []),
    }
    return place, {
        code: (await make_field(conn, place, code, kind=Kind.CLIENT, value_type=kind, choices=choices, title=code)).id
        for code, (kind, choices) in kinds.items()
    }


@pytest.fixture
async def place(conn: Connection) -> Tenant:
    """A location with the people, two of whom have tags and values of custom fields."""
    place, ids = await make_place(conn)
    first = f'"{ids["text"]}": "=1", "{ids["number"]}": 123456789012.0123456789, "{ids["list"]}": ["dry", "oily, very"]'
    values = (
        f'{{{first}, "{ids["day"]}": "2026-01-31", "{ids["moment"]}": "2026-01-31 18:30:00"}}',
        f'{{"{ids["list"]}": ["so \\"so\\""], "{ids["number"]}": -7}}',
    )
    tags = [await make_tag(conn, place, title) for title in TAGS]
    for number, (*texts, sold, paid, balance) in enumerate(PEOPLE):
        text = search_text(" ".join(filter(None, texts[:3])), texts[4], texts[5])
        texts[8] = Decimal(texts[8])
        stored = values[number] if number < len(values) else "{}"
        money = map(Decimal, (sold, paid, balance))
        client_id = await conn.fetchval(INSERT, place.chain_id, place.location_id, *texts, *money, stored, text)
        await conn.executemany(
            "INSERT INTO client_tags (chain_id, client_id, tag_id, location_id) VALUES ($1, $2, $3, $4)",
            [(place.chain_id, client_id, tag.id, place.location_id) for tag in tags[number : number + 2]],
        )
    return place


async def state_of(conn: Connection, place: Tenant) -> list[tuple[Any, ...]]:
    """All that an export keeps of the clients of a location, with custom fields by their codes."""
    clients = await conn.fetch(f"{FIELDS} WHERE location_id = $1 ORDER BY id", place.location_id)
    rest = await conn.fetch(
        """
        SELECT ARRAY (SELECT t.title FROM client_tags ct JOIN tags t ON t.id = ct.tag_id WHERE ct.client_id = c.id
                      ORDER BY t.title) AS tags,
               (SELECT jsonb_object_agg(f.code, v.value)::text FROM jsonb_each(c.custom_values) AS v
                JOIN custom_fields f ON f.id = v.key::bigint) AS custom
        FROM clients c WHERE c.location_id = $1 ORDER BY c.id
        """,
        place.location_id,
    )
    return [(*client, *more) for client, more in zip(clients, rest, strict=True)]


@pytest.mark.parametrize("suffix", ["csv", "xlsx"])
async def test_what_was_exported_can_be_imported_again(
    parlour: Parlour, conn: Connection, place: Tenant, suffix: str, tmp_path: Path
) -> None:
    file = tmp_path / f"clients.{suffix}"
    assert parlour("clients", "export", place.location_id, file, "--json").document == {
        "file": str(file),
        "clients": len(PEOPLE),
    }
    other, _ = await make_place(conn)
    report = parlour("clients", "import", file, other.location_id, "--json").document
    assert (report["created"], report["unknown_columns"], report["new_tags"]) == (len(PEOPLE), [], len(TAGS))
    exported = await state_of(conn, place)
    # White space around a text is no part of it.
    expected = [tuple(cell.strip() if isinstance(cell, str) else cell for cell in row) for row in exported]
    assert await state_of(conn, other) == expected
    words = ("clients", "import", file, place.location_id, "--update", "--json")
    assert parlour(*words).document["updated"] == 1  # the note with tabs around it
    assert await state_of(conn, place) == expected


async def test_texts_are_defused_in_csv_alone(parlour: Parlour, place: Tenant, tmp_path: Path) -> None:
    """Q-098."""
    out = parlour("clients", "export", place.location_id, "-").out
    rows = list(csv.DictReader(io.StringIO(out.removeprefix("\ufeff"), newline="")))
    assert [row["card"] for row in rows[:4]] == ["'=1+1", "'-7", "'+44", "0049"]
    assert (rows[0]["balance"], rows[0]["phone"], rows[0]["custom_fields.text"]) == ("-34.25", "4915112345678", "'=1")
    parlour("clients", "export", place.location_id, tmp_path / "clients.xlsx")
    heading, first, *_ = read_table((tmp_path / "clients.xlsx").read_bytes(), "en").rows
    assert dict(zip(heading.cells, first.cells, strict=True))["card"] == "=1+1"


def test_what_can_not_be_written_is_refused(inside: Inside, tmp_path: Path) -> None:
    words = ("clients", "export", 1)
    assert "must end with .csv or .xlsx" in inside(*words, tmp_path / "clients.txt").assert_refused(2)
    assert "--json needs a file" in inside(*words, "-", "--json").assert_refused(2)
    missing = inside("clients", "export", 999_999, tmp_path / "clients.csv")
    assert missing.assert_refused() == "Location 999999 not found."
    assert list(tmp_path.iterdir()) == []

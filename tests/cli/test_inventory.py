"""`parlour inventory` and `parlour storage`."""

import csv
import io
from datetime import timedelta
from decimal import Decimal
from pathlib import Path

import msgspec
import pytest

from parlour.access.tenant import Tenant, get_operators_tenant
from parlour.areas.locations.service.provisioning import create_defaults
from parlour.areas.stock.model.stock import Kind
from parlour.db.pool import Connection
from tests.cli.command import Inside, Parlour
from tests.support.factories.catalogue import make_category, make_product
from tests.support.factories.stock import LONG_AGO, make_document, make_transaction, put_in, storages_of, take_out

FOUND = """
    INSERT INTO locations (chain_id, title, country_code, timezone, currency, locale)
    VALUES ($1, 'Stocked', 'DE', 'Europe/Berlin', 'EUR', 'de_DE') RETURNING id
"""
NOWHERE = 999_999


class Shop(msgspec.Struct, frozen=True):
    """A location of a chain of its own, and a product there of which 7 are left."""

    tenant: Tenant
    storage_id: int
    product_id: int
    received: int
    sold: int

    @property
    def chain(self) -> int:
        return self.tenant.chain_id

    @property
    def location(self) -> int:
        return self.tenant.location_id


@pytest.fixture
async def shop(conn: Connection) -> Shop:
    chain_id = await conn.fetchval("INSERT INTO chains (title) VALUES ('Stocked') RETURNING id")
    location_id = await conn.fetchval(FOUND, chain_id)
    await create_defaults(conn, chain_id, [location_id])
    tenant = await get_operators_tenant(conn, location_id)
    category = await make_category(conn, tenant)
    product = await make_product(
        conn, tenant, category, "Argan", article="A-1", critical_amount=Decimal(8), desired_amount=Decimal("12.5")
    )
    _, storage_id = await storages_of(conn, tenant)
    received = await put_in(conn, tenant, product.id, storage_id, 10, cost=Decimal("40.5"))
    sold = await take_out(conn, tenant, product.id, storage_id, 3, cost=Decimal(30))
    return Shop(tenant, storage_id, product.id, received, sold)


@pytest.fixture
async def wrong(conn: Connection, shop: Shop) -> Shop:
    """The shop, with two numbers that somebody has changed by hand."""
    await conn.execute("SET session_replication_role = replica")
    await conn.execute("UPDATE stock_levels SET amount = 99 WHERE chain_id = $1", shop.chain)
    await conn.execute("UPDATE stock_costs SET average = 1 WHERE chain_id = $1", shop.chain)
    await conn.execute("SET session_replication_role = origin")
    return shop


def test_consistent_stock_is_reported_as_such(inside: Inside, shop: Shop) -> None:
    done = inside("inventory", "check", "--chain", shop.chain)
    said = "Adds up: 2 movements of 2 transactions, 1 product in 1 storage.\n"
    assert (done.code, done.out, done.err) == (0, said, "")
    assert inside("inventory", "check", "--chain", shop.chain, "--json").document == {
        "adds_up": True,
        "movements": 2,
        "transactions": 2,
        "products": 1,
        "storages": 1,
        "difference_count": 0,
        "differences": [],
        "repaired_count": 0,
        "repaired": [],
    }


def test_without_a_chain_all_are_checked(inside: Inside, shop: Shop) -> None:
    of_chain = inside("inventory", "check", "--chain", shop.chain, "--json").document
    assert inside("inventory", "check", "--json").document["movements"] >= of_chain["movements"]


def test_differences_are_listed_and_the_command_fails(inside: Inside, wrong: Shop) -> None:
    done = inside("inventory", "check", "--chain", wrong.chain)
    assert done.code == 1
    heading, level, cost = (line.split("\t") for line in done.out.splitlines())
    assert heading == [
        *("what", "chain id", "product id", "storage id", "transaction id", "movement id", "found", "expected")
    ]
    where = [str(wrong.chain), str(wrong.product_id)]
    assert level == ["on hand", *where, str(wrong.storage_id), "", "", "99", "7"]
    assert cost[:3] == ["average cost", *where]
    assert (cost[6].split()[0], cost[7].split()[0]) == ("1", "4.05")
    assert done.err.startswith("2 differ.\nDifferences found. Checked 2 movements")


def test_differences_go_to_scripts_too(parlour: Parlour, wrong: Shop) -> None:
    done = parlour("inventory", "check", "--chain", wrong.chain, "--json")
    report = msgspec.json.decode(done.out)
    assert (done.code, done.err) == (1, "")
    assert (report["adds_up"], report["difference_count"]) == (False, 2)
    assert report["differences"][0] == {
        "what": "on hand",
        "chain_id": wrong.chain,
        "product_id": wrong.product_id,
        "storage_id": wrong.storage_id,
        "transaction_id": None,
        "movement_id": None,
        "found": "99",
        "expected": "7",
    }


def test_a_repair_recomputes_what_follows_from_the_ledger(inside: Inside, wrong: Shop) -> None:
    done = inside("inventory", "check", "--chain", wrong.chain, "--repair")
    assert (done.code, done.err) == (0, "2 corrected.\n")
    assert done.out.splitlines()[1].split("\t")[-2:] == ["99", "7"]
    assert done.out.splitlines()[-1].startswith("Adds up: ")
    assert inside("inventory", "check", "--chain", wrong.chain).code == 0


async def test_the_ledger_itself_is_never_repaired(parlour: Parlour, conn: Connection, shop: Shop) -> None:
    await conn.execute("SET session_replication_role = replica")
    await conn.execute("DELETE FROM stock_movements WHERE transaction_id = $1", shop.sold)
    await conn.execute("SET session_replication_role = origin")
    done = parlour("inventory", "check", "--chain", shop.chain, "--repair", "--json")
    report = msgspec.json.decode(done.out)
    assert (done.code, report["repaired_count"]) == (1, 1)
    assert {each["what"] for each in report["differences"]} == {"posting", "sum of a transaction"}
    assert await conn.fetchval("SELECT count(*) FROM stock_movements WHERE transaction_id = $1", shop.sold) == 0


def test_low_products_are_listed_with_the_amount_to_order(inside: Inside, shop: Shop) -> None:
    (low,) = inside("inventory", "low", shop.location, "--json").document
    assert low == {
        "id": shop.product_id,
        "article": "A-1",
        "title": "Argan",
        "on_hand": 7,
        "critical": 8,
        "desired": 12.5,
        "unit": "pcs",
        "order": 6,
        "order_unit": "pcs",
        "order_cost": 24.3,
    }
    assert "12.5" in inside("inventory", "low", shop.location, "--below", "desired").out
    assert "not found" in inside("inventory", "low", NOWHERE).assert_refused()


@pytest.mark.parametrize(("currency", "cost"), [("JPY", 32), ("EUR", 32.43), ("KWD", 32.432), ("CLF", 32.4319)])
async def test_money_is_shown_in_the_currency_of_the_location(
    parlour: Parlour, conn: Connection, shop: Shop, currency: str, cost: float
) -> None:
    """Here one is to be ordered, at the average of all that came (Q-138)."""
    await conn.execute("UPDATE locations SET currency = $2 WHERE id = $1", shop.location, currency)
    await conn.execute("UPDATE products SET desired_amount = 8.5 WHERE id = $1", shop.product_id)
    received = await put_in(conn, shop.tenant, shop.product_id, shop.storage_id, 1, cost=Decimal("231.105309"))
    (low,) = parlour("inventory", "low", shop.location, "--below", "desired", "--json").document
    assert (low["order"], low["order_cost"]) == (1, cost)
    await conn.execute("UPDATE stock_transactions SET cost = 1.255 WHERE id = $1", received)
    assert rows_of(parlour("inventory", "export", shop.location).out)[-1]["cost"] == "1.255"
    *_, last = parlour("inventory", "history", received, "--json").document
    assert last["cost"] == 1.255
    assert parlour("inventory", "check", "--chain", shop.chain).code == 0


def rows_of(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"), newline="")))


def test_transactions_come_out_as_csv(parlour: Parlour, shop: Shop) -> None:
    done = parlour("inventory", "export", shop.location)
    assert (done.code, done.err) == (0, "")
    rows = rows_of(done.out)
    assert [(int(row["id"]), row["type"], row["amount"], row["cost"]) for row in rows] == [
        (shop.received, "Receipt", "10", "40.5"),
        (shop.sold, "Sale", "-3", "30"),
    ]
    assert rows[0]["create_date"] == "2026-01-31 18:00:00"


def test_an_export_to_a_file_reports_the_number_of_rows(inside: Inside, shop: Shop, tmp_path: Path) -> None:
    file = tmp_path / "all.csv"
    done = inside("inventory", "export", shop.location, "--output", file, "--json")
    assert done.document == {"file": str(file), "transactions": 2}
    assert len(rows_of(file.read_text("utf-8-sig"))) == 2
    assert [each.name for each in tmp_path.iterdir()] == ["all.csv"]


@pytest.mark.parametrize(
    ("flags", "count"),
    [
        (["--from", "2026-01-31", "--until", "2026-01-31"], 2),
        (["--from", "2026-02-01"], 0),
        (["--until", "2026-01-30"], 0),
        (["--until", "2026-01-31T18:00:00+01:00"], 2),
        (["--until", "2026-01-31T17:59:59"], 0),
    ],
)
def test_days_are_those_of_the_location(
    inside: Inside, shop: Shop, tmp_path: Path, flags: list[str], count: int
) -> None:
    done = inside("inventory", "export", shop.location, *flags, "--output", tmp_path / "some.csv", "--json")
    assert done.document["transactions"] == count


def test_an_export_that_fails_leaves_no_file(inside: Inside, tmp_path: Path) -> None:
    file = tmp_path / "none.csv"
    assert "not found" in inside("inventory", "export", NOWHERE, "--output", file).assert_refused()
    assert list(tmp_path.iterdir()) == []


def test_an_export_can_not_print_two_things_at_once(inside: Inside) -> None:
    assert "--output" in inside("inventory", "export", 1, "--json").assert_refused(2)
    assert "is not a date" in inside("inventory", "export", 1, "--from", "soon").assert_refused(2)


def test_settings_are_shown_and_changed(inside: Inside, shop: Shop) -> None:
    settings = ("inventory", "settings", shop.location)
    assert inside(*settings, "--json").document == {"allows_negative_stock": True, "closed_until": None}
    changed = inside(*settings, "--negative-stock", "refuse", "--closed-until", "2026-01-31", "--json")
    assert changed.document == {"allows_negative_stock": False, "closed_until": "2026-01-31"}
    assert inside(*settings, "--closed-until", "never", "--json").document["closed_until"] is None
    assert inside(*settings, "--negative-stock", "allow").out == "allows negative stock  yes\n"
    assert "is not a day" in inside(*settings, "--closed-until", "soon").assert_refused(2)
    assert "not found" in inside("inventory", "settings", NOWHERE).assert_refused()


async def test_the_history_shows_the_values_of_a_transaction_and_when_they_changed(
    parlour: Parlour, conn: Connection, shop: Shop
) -> None:
    await conn.execute("UPDATE stock_transactions SET amount = -4, sale_amount = -4 WHERE id = $1", shop.sold)
    first, reversal, second = parlour("inventory", "history", shop.sold, "--json").document
    assert [each["amount"] for each in (first, reversal, second)] == [-3, 3, -4]
    assert [each["reverses_id"] for each in (first, reversal, second)] == [None, first["id"], None]
    assert first == {**first, "kind": "sale", "product": "Argan", "storage": "Products", "cost": 30.0, "user": None}


async def test_a_transaction_that_moved_nothing_has_no_history(parlour: Parlour, conn: Connection, shop: Shop) -> None:
    later = LONG_AGO + timedelta(days=1)
    document_id = await make_document(conn, shop.tenant, Kind.STOCK_TAKE, shop.storage_id, occurred_at=later)
    counted = await make_transaction(conn, shop.tenant, document_id, shop.product_id, 0)
    assert parlour("inventory", "history", counted, "--json").document == []


def test_an_unknown_transaction_has_no_history(inside: Inside) -> None:
    assert inside("inventory", "history", NOWHERE).assert_refused() == f"Transaction {NOWHERE} not found."


def test_a_third_storage_can_be_created(inside: Inside, shop: Shop) -> None:
    flags = ["--title", "Cellar", "--kind", "consumables", "--comment", "Cool", "--weight", "-5"]
    added = inside("storage", "add", "--location", shop.location, *flags, "--json").document
    assert added == {
        "id": added["id"],
        "chain_id": shop.chain,
        "location_id": shop.location,
        "location_title": "Stocked",
        "title": "Cellar",
        "kind": "consumables",
        "comment": "Cool",
        "weight": -5,
    }
    listed = inside("storage", "list", "--location", shop.location, "--json").document
    assert [storage["title"] for storage in listed] == ["Cellar", "Consumables", "Products"]
    assert inside("storage", "list", "--chain", shop.chain, "--json").document == listed


def test_a_storage_needs_a_title_a_kind_and_a_location(inside: Inside) -> None:
    assert "Must not be empty" in inside("storage", "add", "--location", 1, "--title", " ").assert_refused()
    assert "not found" in inside("storage", "add", "--location", NOWHERE, "--title", "Attic").assert_refused()
    assert "shelf" in inside("storage", "add", "--location", 1, "--title", "A", "--kind", "shelf").assert_refused(2)

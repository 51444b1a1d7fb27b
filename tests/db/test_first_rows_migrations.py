"""What older databases get when a version is the first to keep it."""

from parlour.db import migrate as migrating
from parlour.db.pool import Connection
from tests.support.earlier import database_before

PLACES = """
    INSERT INTO chains (id, title) OVERRIDING SYSTEM VALUE VALUES (7, 'One'), (8, 'Two');
    INSERT INTO locations (chain_id, id, title, country_code, timezone, currency, locale) OVERRIDING SYSTEM VALUE
    VALUES (7, 1, 'A', 'US', 'UTC', 'USD', 'en_US'), (7, 2, 'B', 'US', 'UTC', 'USD', 'en_US'),
           (8, 3, 'C', 'US', 'UTC', 'USD', 'en_US');
"""
PRODUCTS = """
    INSERT INTO categories (chain_id, id, title, search_text) OVERRIDING SYSTEM VALUE VALUES (7, 1, 'Hair', 'hair');
    INSERT INTO products (chain_id, location_id, id, category_id, title, search_text, cost_price, sale_unit_id,
                          write_off_unit_id) OVERRIDING SYSTEM VALUE
    VALUES (7, 1, 1, 1, 'Dear', 'dear', 3, 1, 1), (7, 1, 2, 1, 'Unknown', 'unknown', 0, 1, 1);
"""
APPOINTMENTS = """
    INSERT INTO team_members (chain_id, location_id, id, name) OVERRIDING SYSTEM VALUE
    VALUES (7, 1, 1, 'Ana'), (8, 3, 2, 'Bo');
    INSERT INTO clients (chain_id, location_id, id, name) OVERRIDING SYSTEM VALUE
    VALUES (7, 1, 1, 'Maya'), (8, 3, 2, 'Noor');
    INSERT INTO service_categories (chain_id, location_id, id, title) OVERRIDING SYSTEM VALUE
    VALUES (7, 1, 1, 'Cuts'), (8, 3, 2, 'Cuts');
    INSERT INTO services (chain_id, location_id, id, category_id, title) OVERRIDING SYSTEM VALUE
    VALUES (7, 1, 11, 1, 'Cut'), (7, 1, 12, 1, 'Dry'), (8, 3, 13, 2, 'Cut'), (7, 1, 14, 1, 'Wash');
    INSERT INTO visits (chain_id, location_id, id, day) OVERRIDING SYSTEM VALUE
    VALUES (7, 1, 1, '2026-02-04'), (8, 3, 2, '2026-02-04');
    INSERT INTO appointments (
        chain_id, location_id, id, visit_id, team_member_id, client_id, day, starts_at, duration, link_hash, source,
        deleted_at) OVERRIDING SYSTEM VALUE
    SELECT chain_id, location_id, id, person, person, client_id, '2026-02-04', '2026-02-04 10:00Z', 3600,
           md5(id::text), 'api', deleted_at
    FROM (VALUES (7, 1, 1, 1, 1, NULL), (7, 1, 2, 1, NULL, NULL), (7, 1, 3, 1, 1, now()), (8, 3, 4, 2, 2, NULL),
                 (7, 1, 5, 1, 1, NULL))
        AS old (chain_id, location_id, id, person, client_id, deleted_at);
    INSERT INTO appointment_services (chain_id, location_id, appointment_id, position, title, service_id,
                                      unit_price, price, duration)
    SELECT a.chain_id, a.location_id, a.id, position, 'Work', service_id, 10.5, 10.5, 1800
    FROM (VALUES (1, 0, 11), (1, 1, 12), (1, 2, 11), (2, 0, 14), (3, 0, 14), (4, 0, 13))
        AS old (id, position, service_id)
    JOIN appointments a ON a.id = old.id;
"""
UNITS = "SELECT concat_ws(' ', id, title, short_title) AS unit FROM units ORDER BY id"
FIGURES = """
    SELECT chain_id, location_id, appointment_id, client_id, team_member_id, price_parts FROM appointment_figures
    ORDER BY appointment_id
"""
BOOKED = """
    SELECT chain_id, appointment_id, service_id, location_id, client_id FROM booked_services
    ORDER BY appointment_id, service_id
"""


async def test_each_location_gets_storages_and_accounts(admin: Connection, server_url: str) -> None:
    async with database_before(admin, server_url, "first_rows", "0002_locations") as old:
        await old.execute(PLACES)
        await migrating.migrate(old)
        for table, kinds in (("storages", ("consumables", "products")), ("cash_accounts", ("cash", "card"))):
            rows = await old.fetch(f"SELECT chain_id, location_id, kind, title FROM {table} ORDER BY id")
            assert [tuple(row) for row in rows] == [
                (chain, location, kind, kind.capitalize())
                for chain, location in ((7, 1), (7, 2), (8, 3))
                for kind in kinds
            ]


async def test_a_cost_price_set_by_hand_stays(admin: Connection, server_url: str) -> None:
    async with database_before(admin, server_url, "first_rows", "0007_stock") as old:
        await old.execute(PLACES + PRODUCTS)
        audited = await old.fetchval("SELECT count(*) FROM audit_log")
        await migrating.migrate(old)
        rows = await old.fetch("SELECT id, is_cost_price_fixed FROM products ORDER BY id")
        assert [tuple(row) for row in rows] == [(1, True), (2, False)]
        kinds = await old.fetch("SELECT chain_id, kind FROM texts_to_fold ORDER BY chain_id, kind")
        assert [tuple(row) for row in kinds] == [(c, kind) for c in (7, 8) for kind in ("categories", "products")]
        assert await old.fetchval("SELECT count(*) FROM audit_log") == audited


async def test_appointments_get_their_figures_and_services(admin: Connection, server_url: str) -> None:
    async with database_before(admin, server_url, "first_rows", "0026_client_search") as old:
        await old.execute(PLACES + APPOINTMENTS)
        await migrating.migrate(old)
        assert [tuple(row) for row in await old.fetch(FIGURES)] == [
            (7, 1, 1, 1, 1, 315_000), (8, 3, 4, 2, 2, 105_000), (7, 1, 5, 1, 1, 0),
        ]  # fmt: skip
        booked = [(7, 1, 11, 1, 1), (7, 1, 12, 1, 1), (8, 4, 13, 3, 2)]
        assert [tuple(row) for row in await old.fetch(BOOKED)] == booked


async def test_units_of_measure_are_there_from_the_start(schema_conn: Connection) -> None:
    units = [row["unit"] for row in await schema_conn.fetch(UNITS)]
    assert units == [
        *("1 Piece pcs", "2 Gram g", "3 Kilogram kg", "4 Millilitre ml", "5 Litre l", "6 Centimetre cm", "7 Metre m"),
        *("8 Package pack", "9 Set set", "10 Pair pair", "11 Bottle bottle", "12 Tube tube", "13 Ampoule amp"),
        *("14 Dose dose", "15 Drop drop"),
    ]

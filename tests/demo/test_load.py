"""The business in the database: all of it, behind its walls, found by its search texts."""

import time
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from obstore.store import LocalStore

from parlour.areas.folding import search_text
from parlour.db.pool import Connection
from parlour.demo.business import make_business
from parlour.demo.load_team import add_photos
from parlour.demo.scenario import OWNER_EMAIL, STOCK_KEEPER_EMAIL
from parlour.demo.team import TEAMS
from parlour.files import FileStore
from tests.demo.conftest import MAX_LOAD_S

NOW = datetime(2026, 5, 1, 12, tzinfo=UTC)
FILLED = ("products", "product_keys", "services", "service_team_members", "clients", "appointments", "schedule_days")


async def test_all_products_are_loaded(loaded: Connection) -> None:
    counts = await loaded.fetch("""
        SELECT c.title, count(*) AS products, count(*) FILTER (WHERE p.location_id IS NULL) AS of_chain
        FROM chains c JOIN products p ON p.chain_id = c.id GROUP BY c.id ORDER BY c.id
    """)
    assert [tuple(row) for row in counts] == [("Lumen", 600, 120), ("Студия «Ак Алма»", 40, 8)]


async def test_the_database_knows_how_much_was_loaded(loaded: Connection) -> None:
    """Without that, plans are made for empty tables until autovacuum comes by."""
    unknown = await loaded.fetch("SELECT relname FROM pg_class WHERE relname = ANY ($1) AND reltuples <= 0", [*FILLED])
    assert unknown == []


async def test_every_location_has_a_city_a_business_type_storages_and_accounts(loaded: Connection) -> None:
    rows = await loaded.fetch("""
        SELECT l.title, ci.country_code = l.country_code AND ci.timezone = l.timezone AS is_there, l.business_type_id,
               (SELECT count(*) FROM storages s WHERE s.chain_id = l.chain_id AND s.location_id = l.id) AS storages,
               (SELECT count(*) FROM cash_accounts a WHERE a.chain_id = l.chain_id AND a.location_id = l.id) AS accounts
        FROM locations l JOIN cities ci ON ci.id = l.city_id ORDER BY l.id
    """)
    assert [row["title"] for row in rows] == ["Lumen Harbour", "Lumen Kreuzberg", "ルーメン 青山", "Ак Алма на Абая"]
    assert {tuple(row)[1:] for row in rows} == {(True, 106, 2, 2)}


async def test_every_location_has_tags_in_its_language(loaded: Connection) -> None:
    rows = await loaded.fetch("""
        SELECT l.locale, count(*), count(*) FILTER (WHERE t.is_locked), min(t.title) FILTER (WHERE t.icon = 'star')
        FROM locations l JOIN tags t ON t.chain_id = l.chain_id AND t.location_id = l.id
        GROUP BY l.id, l.locale ORDER BY l.id
    """)
    assert [tuple(row) for row in rows] == [
        ("en_US", 7, 1, "Regular"),
        ("de_DE", 7, 1, "Stammkunde"),
        ("ja_JP", 7, 1, "常連"),
        ("ru_RU", 7, 1, "Постоянный клиент"),
    ]


async def test_every_location_has_rooms_and_devices_in_its_language(loaded: Connection) -> None:
    rows = await loaded.fetch("""
        SELECT l.locale, count(DISTINCT r.id), count(*), min(i.title) FILTER (WHERE i.title LIKE '% 2')
        FROM locations l
        JOIN resources r ON r.chain_id = l.chain_id AND r.location_id = l.id
        JOIN resource_instances i ON i.chain_id = r.chain_id AND i.location_id = l.id AND i.resource_id = r.id
        WHERE starts_with(i.title, r.title)
        GROUP BY l.id, l.locale ORDER BY l.id
    """)
    assert [tuple(row) for row in rows] == [
        ("en_US", 4, 8, "Manicure table 2"),
        ("de_DE", 4, 8, "Behandlungsraum 2"),
        ("ja_JP", 4, 8, "シャンプー台 2"),
        ("ru_RU", 4, 8, "Маникюрный стол 2"),
    ]


async def test_every_location_has_custom_fields_in_its_language(loaded: Connection) -> None:
    rows = await loaded.fetch("""
        SELECT l.locale, array_agg(f.code ORDER BY f.id),
               min(f.choices[1]) FILTER (WHERE f.kind = 'appointment' AND f.value_type = 'select')
        FROM locations l JOIN custom_fields f ON f.chain_id = l.chain_id AND f.location_id = l.id
        GROUP BY l.id, l.locale ORDER BY l.id
    """)
    codes = ["skin_type", "allergies", "patch_test_on", "drink", "formula"]
    assert [tuple(row) for row in rows] == [
        ("en_US", codes, "Coffee"),
        ("de_DE", codes, "Kaffee"),
        ("ja_JP", codes, "コーヒー"),
        ("ru_RU", codes, "Кофе"),
    ]


async def test_every_location_has_recipes_of_its_own_products(loaded: Connection) -> None:
    rows = await loaded.fetch("""
        SELECT l.locale, b.title,
               array_agg(left(split_part(p.article, '-', 2), 2) || trim_scale(i.amount) ORDER BY i.id)
        FROM locations l
        JOIN bills_of_materials b ON b.chain_id = l.chain_id AND b.location_id = l.id
        JOIN bill_lines i ON i.chain_id = b.chain_id AND i.location_id = l.id AND i.bill_id = b.id
        JOIN products p ON p.chain_id = l.chain_id AND p.id = i.product_id
                       AND (p.location_id = l.id OR p.location_id IS NULL)
        JOIN storages s ON s.chain_id = l.chain_id AND s.location_id = l.id AND s.id = i.storage_id
        WHERE s.kind = 'consumables'
        GROUP BY l.id, l.locale, b.id, b.title ORDER BY l.id, b.id
    """)
    found = [tuple(row) for row in rows]
    assert ("en_US", "Permanent colour", ["PC60", "DV90"]) in found
    assert ("de_DE", "Strähnen", ["LI40", "DV80", "SK15"]) in found
    assert ("ja_JP", "集中トリートメント", ["HM25"]) in found
    assert ("ru_RU", "Стойкое окрашивание", ["PC60", "DV90"]) in found
    assert len(found) >= 14


async def test_every_location_has_a_team_in_its_language(loaded: Connection) -> None:
    rows = await loaded.fetch("""
        SELECT l.locale, count(*), count(*) FILTER (WHERE m.is_dismissed), count(m.user_id), count(DISTINCT p.title),
               (array_agg(m.name ORDER BY m.weight DESC))[1], count(e.hired_on)
        FROM locations l
        JOIN team_members m ON m.chain_id = l.chain_id AND m.location_id = l.id
        JOIN positions p ON p.chain_id = m.chain_id AND p.id = m.position_id
        JOIN position_locations used
            ON used.chain_id = l.chain_id AND used.position_id = p.id AND used.location_id = l.id
        JOIN employees e ON e.chain_id = m.chain_id AND e.team_member_id = m.id
        GROUP BY l.id, l.locale ORDER BY l.id
    """)
    assert [tuple(row) for row in rows] == [
        ("en_US", 8, 1, 1, 6, "Maya Lindqvist", 8),
        ("de_DE", 7, 1, 1, 6, "Jonas Köhler", 7),
        ("ja_JP", 6, 1, 0, 4, "佐藤 美咲", 6),
        ("ru_RU", 5, 1, 1, 4, "Айгерим Сейтова", 5),
    ]
    shared = await loaded.fetch("""
        SELECT p.title, count(*) FROM positions p JOIN position_locations used ON used.position_id = p.id
        GROUP BY p.title HAVING count(*) > 1
    """)
    assert [tuple(row) for row in shared] == [("Lumen Trainer", 3)]
    taken = await loaded.fetchrow("SELECT first_name, last_name, hired_on FROM employees WHERE last_name = '佐藤'")
    assert tuple(taken or ()) == ("美咲", "佐藤", date(2019, 3, 27))


async def test_who_works_there_has_a_photo(loaded: Connection, tmp_path: Path) -> None:
    started = time.perf_counter()
    store = FileStore(lambda: LocalStore(tmp_path))
    await add_photos(loaded, store)
    assert time.perf_counter() - started < MAX_LOAD_S
    rows = await loaded.fetch("""
        SELECT m.is_dismissed, i.chain_id || '/' || unnest(i.names) AS file FROM team_members m
        LEFT JOIN images i ON i.chain_id = m.chain_id AND i.entity_id = m.id AND i.entity = 'team_member'
    """)
    files = {row["file"] for row in rows if row["file"]}
    assert files == set(await store.list_unchanged_since(datetime.now(UTC) + timedelta(days=1)))
    # They are too small for two of the three sizes to differ.
    assert len(files) == 2 * sum(not member.is_dismissed for team in TEAMS.values() for member in team)


async def test_parents_locations_and_titles_belong_together(loaded: Connection) -> None:
    """What has its own place in the tree tells that no id went to a neighbour."""
    rows = await loaded.fetch("""
        SELECT l.title AS location, p.title AS parent, c.title
        FROM categories c
        LEFT JOIN locations l ON l.chain_id = c.chain_id AND l.id = c.location_id
        LEFT JOIN categories p ON p.chain_id = c.chain_id AND p.id = c.parent_id
    """)
    found = {tuple(row) for row in rows}
    assert (None, "For dry hair", "Without sulphates") in found
    assert ("Lumen Kreuzberg", "Care", "Kopfhautpflege") in found
    assert ("ルーメン 青山", "和の香り", "お香") in found
    assert ("Ак Алма на Абая", None, "Витрина у кассы") in found


async def test_a_product_keeps_its_category_and_location(loaded: Connection) -> None:
    lumen = make_business().chains[0]
    for product in lumen.products[::50]:
        row = await loaded.fetchrow(
            """
            SELECT c.title AS category, l.title AS location, p.price, p.changed_at
            FROM products p
            JOIN categories c ON c.chain_id = p.chain_id AND c.id = p.category_id
            LEFT JOIN locations l ON l.chain_id = p.chain_id AND l.id = p.location_id
            WHERE p.barcode = $1
            """,
            product.barcode,
        )
        location = None if product.location is None else lumen.locations[product.location].title
        category = lumen.categories[product.category].title
        assert row is not None
        assert tuple(row) == (category, location, product.price, NOW - product.changed_ago)


async def test_search_texts_are_those_of_the_server(loaded: Connection) -> None:
    for row in await loaded.fetch("SELECT title, article, barcode, search_text FROM products"):
        assert row["search_text"] == search_text(row["title"], row["article"], row["barcode"])
    for row in await loaded.fetch("SELECT title, article, search_text FROM categories"):
        assert row["search_text"] == search_text(row["title"], row["article"])


async def test_people_have_their_roles_and_the_owner_a_session(loaded: Connection) -> None:
    chain_role = """
        SELECT c.title, cr.role
        FROM chain_roles cr JOIN users u ON u.id = cr.user_id JOIN chains c ON c.id = cr.chain_id
        WHERE u.email = $1
    """
    location_role = """
        SELECT l.title, lr.role FROM location_roles lr JOIN users u ON u.id = lr.user_id
        JOIN locations l ON l.chain_id = lr.chain_id AND l.id = lr.location_id
        WHERE u.email = $1
    """
    assert [tuple(row) for row in await loaded.fetch(chain_role, OWNER_EMAIL)] == [("Lumen", "owner")]
    assert not await loaded.fetch(chain_role, STOCK_KEEPER_EMAIL)
    roles = await loaded.fetch(location_role, STOCK_KEEPER_EMAIL)
    assert [tuple(row) for row in roles] == [("Lumen Kreuzberg", "manager")]
    session = "SELECT u.email FROM sessions s JOIN users u ON u.id = s.user_id WHERE s.token_hash = $1"
    assert await loaded.fetchval(session, b"user") == OWNER_EMAIL

"""What the demo's locations offer."""

from datetime import UTC, datetime

from parlour.access.tenant import get_operators_tenant
from parlour.currencies import currency_by_code
from parlour.db.pool import Connection
from parlour.demo.model import Place
from parlour.demo.offers import CATEGORIES, OFFERS
from parlour.demo.scenario import ALMATY, BERLIN, NEW_YORK, TOKYO
from parlour.demo.services import load_services
from tests.support.factories.rows import insert
from tests.support.factories.team import make_team_member
from tests.support.people import HARBOUR

NOW = datetime(2026, 5, 1, 12, tzinfo=UTC)


async def test_every_location_offers_services_in_its_language_and_currency(loaded: Connection) -> None:
    rows = await loaded.fetch("""
        SELECT l.currency, count(*) AS services, count(DISTINCT s.category_id) AS categories,
               min(s.title) FILTER (WHERE s.is_for_events) AS event,
               array_agg(s.price_min) || array_agg(s.price_max) AS prices
        FROM locations l
        JOIN services s ON s.chain_id = l.chain_id AND s.location_id = l.id
        JOIN service_categories c ON c.chain_id = s.chain_id AND c.id = s.category_id AND c.location_id = l.id
        GROUP BY l.id, l.currency ORDER BY l.id
    """)
    assert [row["currency"] for row in rows] == ["USD", "EUR", "JPY", "KZT"]
    assert {(row["services"], row["categories"]) for row in rows} == {(len(OFFERS), len(CATEGORIES))}
    events = ["Make-up workshop", "Schminkkurs", "メイクレッスン", "Мастер-класс по макияжу"]
    assert [row["event"] for row in rows] == events
    for row in rows:
        smallest = currency_by_code(row["currency"]).smallest
        assert all(price > 0 and price % smallest == 0 for price in row["prices"])


async def test_members_provide_them_some_at_a_price_of_their_own_and_rooms_are_needed(conn: Connection) -> None:
    tenant = await get_operators_tenant(conn, HARBOUR)
    members = [await make_team_member(conn, tenant, f"Member {number}", weight=number) for number in range(3)]
    await make_team_member(conn, tenant, is_dismissed=True, weight=9)
    await make_team_member(conn, tenant, is_assistant=True, weight=9)
    rooms = [await insert(conn, "resources", tenant, title=title) for title in ("Room", "Basin", "Table", "Laser")]
    await load_services(conn, [Place(tenant.chain_id, HARBOUR, NEW_YORK)])
    links = await conn.fetch("SELECT team_member_id, count(*), count(price_min) FROM service_team_members GROUP BY 1")
    counts = {member: tuple(rest) for member, *rest in links}
    assert counts == {members[0]: (16, 0), members[1]: (16, 0), members[2]: (16, 16)}
    needed = await conn.fetch("SELECT resource_id, count(*) FROM service_resources GROUP BY 1")
    expected = [sum(offer.needs == number for offer in OFFERS) for number in range(1, 5)]
    assert dict(map(tuple, needed)) == dict(zip(rooms, expected, strict=True))


def test_titles_are_different_in_every_language() -> None:
    for language in range(4):
        assert len({offer.titles[language] for offer in OFFERS}) == len(OFFERS)
    assert {place.language for place in (NEW_YORK, BERLIN, TOKYO, ALMATY)} == {"en", "de", "ja", "ru"}

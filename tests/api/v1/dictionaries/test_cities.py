"""GET /cities"""

from typing import Any

from parlour.db.pool import Connection
from tests.support.cities import BERLIN, HAMBURG, TOKYO
from tests.support.client import Client, faults_of
from tests.support.people import ABROAD, HARBOUR, PARTNER

GERMANY = 276


async def _cities(client: Client, query: str) -> list[Any]:
    response = await client.by(PARTNER).get(f"/cities{query}")
    assert response.status_code == 200, response.text
    assert response.json()["meta"] == []
    rows: list[Any] = response.json()["data"]
    return rows


async def test_the_cities_of_a_country_are_listed_by_name(client: Client) -> None:
    """Q-014."""
    assert await _cities(client, f"?country_id={GERMANY}") == [
        {"id": BERLIN, "country_id": GERMANY, "title": "Berlin"},
        {"id": HAMBURG, "country_id": GERMANY, "title": "Hamburg"},
    ]


async def test_without_a_country_all_cities_are_listed(client: Client) -> None:
    titles = [city["title"] for city in await _cities(client, "")]
    assert titles == ["Almaty", "Berlin", "Hamburg", "New York City", "Tokyo"]


async def test_an_unknown_country_has_no_cities(client: Client) -> None:
    """Q-027."""
    for country_id in (0, 999, 2**53 - 1):
        assert await _cities(client, f"?country_id={country_id}") == []


async def test_the_city_of_a_location_is_always_included(client: Client, conn: Connection) -> None:
    await conn.execute("UPDATE locations SET city_id = $1 WHERE id = $2", TOKYO, ABROAD)
    for name in ("company_id", "location_id", "salonId"):
        cities = await _cities(client, f"?country_id={GERMANY}&{name}={ABROAD}")
        assert [city["title"] for city in cities] == ["Berlin", "Hamburg", "Tokyo"]


async def test_a_city_comes_once(client: Client, conn: Connection) -> None:
    await conn.execute("UPDATE locations SET city_id = $1 WHERE id = $2", BERLIN, HARBOUR)
    cities = await _cities(client, f"?country_id={GERMANY}&company_id={HARBOUR}")
    assert [city["title"] for city in cities] == ["Berlin", "Hamburg"]


async def test_a_location_without_a_city_adds_none(client: Client) -> None:
    cities = await _cities(client, f"?country_id={GERMANY}&company_id={HARBOUR}")
    assert [city["title"] for city in cities] == ["Berlin", "Hamburg"]


async def test_a_location_that_is_closed_is_like_none(client: Client, conn: Connection) -> None:
    """Q-027."""
    await conn.execute("UPDATE locations SET closed_at = now() WHERE id = $1", HARBOUR)
    answers = [await client.by(PARTNER).get(f"/cities?company_id={id_}") for id_ in (HARBOUR, 999_999)]
    assert [answer.status_code for answer in answers] == [404, 404]
    assert answers[0].json() == answers[1].json()
    assert answers[0].json()["meta"]["message"] == "Location not found."


async def test_every_nonsense_parameter_is_named(client: Client) -> None:
    faults = faults_of(await client.by(PARTNER).get("/cities?country_id=x&company_id=0"))
    assert faults == {"country_id": "Expected a whole number.", "company_id": "Must be at least 1."}

"""PUT /company/{location_id}"""

import asyncio
from typing import Any

import pytest

from parlour.db.pool import Connection
from tests.support.cities import BERLIN, HAMBURG, NEW_YORK, TOKYO
from tests.support.client import Client, faults_of
from tests.support.people import (
    ABROAD,
    CHAIN,
    FOREIGNER,
    HARBOUR,
    HILLSIDE,
    MANAGER,
    NOBODY,
    PARTNER,
)
from tests.support.waiting import wait_until_blocked
from tests.support.world import everything

GERMANY, JAPAN, USA = 276, 392, 840
PATH = f"/company/{HARBOUR}"
EVERYTHING = {
    "title": "Lumen Harbour",
    "country_id": USA,
    "city_id": NEW_YORK,
    "address": "12 Pearl Street",
    "zip": "10004",
    "phones": ["(315) 555-0175", "+1 315 555 0176"],
    "social": {"telegram": "@lumen", "instagram": "lumen", "vk": "", "facebook": "", "viber": "", "whatsapp": "1"},
    "site": "https://lumen.example",
    "coordinate_lat": 40.7033,
    "coordinate_lon": -74,
    "description": "<p>By the sea.</p>",
    "business_type_id": 106,
    "short_descr": "Beauty salon",
}


async def _changed(client: Client, form: dict[str, Any], path: str = PATH) -> dict[str, Any]:
    response = await client.put(path, form)
    assert response.status_code == 200, response.text
    changed: dict[str, Any] = response.json()["data"]
    return changed


async def test_everything_that_is_documented_can_be_changed(client: Client) -> None:
    changed = await _changed(client, EVERYTHING)
    assert changed.items() >= (EVERYTHING | {"phones": ["+13155550175", "+13155550176"]}).items()
    assert changed["city"] == "New York City"
    assert changed["main_group"] == {"id": CHAIN, "title": "Lumen"}
    changed.pop("access")
    assert (await client.get(PATH)).json()["data"] == changed


async def test_the_answer_follows_the_rights_of_the_caller(client: Client) -> None:
    access = (await _changed(client.by(MANAGER), {"title": "Lumen"}))["access"]
    assert access["settings_basis_access"] is True


async def test_missing_fields_keep_their_values(client: Client, conn: Connection) -> None:
    await _changed(client, EVERYTHING)
    before = await everything(conn)
    unchanged: tuple[dict[str, Any], ...] = ({}, dict.fromkeys(EVERYTHING), {"zip": "10004"}, {"social": {}})
    for form in unchanged:
        await _changed(client, form)
    assert (await everything(conn))["locations"] == before["locations"]


async def test_sending_back_an_answer_changes_nothing(client: Client, conn: Connection) -> None:
    await conn.execute("UPDATE locations SET city = 'Brooklyn', phones = '{555}' WHERE id = $1", HARBOUR)
    before = await everything(conn)
    read = (await client.get(PATH)).json()["data"]
    read = {name: value for name, value in read.items() if not name.startswith("coordinate")}
    await _changed(client, read)
    assert (await everything(conn))["locations"] == before["locations"]


async def test_a_text_can_be_emptied(client: Client) -> None:
    await _changed(client, EVERYTHING)
    emptied = await _changed(client, {"address": "", "zip": "", "site": "", "phones": [], "social": {"telegram": ""}})
    assert [emptied[name] for name in ("address", "zip", "site", "phones", "phone")] == ["", "", "", [], ""]
    assert emptied["social"] == EVERYTHING["social"] | {"telegram": ""}  # type: ignore[operator] # it is a dict


async def test_another_city_brings_country_and_time_zone_and_leaves_the_currency(client: Client) -> None:
    """Q-025."""
    await _changed(client, EVERYTHING)
    moved = await _changed(client, {"city_id": TOKYO})
    assert (moved["city"], moved["country_id"], moved["timezone_name"]) == ("Tokyo", JAPAN, "Asia/Tokyo")
    assert moved["currency_short_title"] == "$"


async def test_the_time_zone_follows_for_requests_that_come_at_once(client: Client, conn: Connection) -> None:
    await conn.execute(
        "INSERT INTO categories (chain_id, location_id, title, search_text) VALUES ($1, $2, 'A', 'a')", CHAIN, HARBOUR
    )
    category_id = await conn.fetchval("SELECT max(id) FROM categories")
    product = {"title": "Argan", "category_id": category_id, "sale_unit_id": 1, "service_unit_id": 1}
    made = (await client.post(f"/goods/{HARBOUR}", product)).json()["data"]
    assert made["last_change_date"].endswith(("-0500", "-0400"))
    await _changed(client, {"city_id": TOKYO})
    shown = (await client.get(f"/goods/{HARBOUR}/{made['good_id']}")).json()["data"]
    assert shown["last_change_date"].endswith("+0900")


async def test_numbers_win_over_names(client: Client) -> None:
    changed = await _changed(client, {"country_id": GERMANY, "country": "Japan", "city_id": HAMBURG, "city": "Berlin"})
    assert (changed["country"], changed["city_id"], changed["city"]) == ("Germany", HAMBURG, "Hamburg")


async def test_a_city_that_stays_keeps_the_name_it_has_here(client: Client, conn: Connection) -> None:
    await conn.execute("UPDATE locations SET city_id = $1, city = '東京' WHERE id = $2", TOKYO, HARBOUR)
    assert (await _changed(client, {"city_id": TOKYO, "country_id": JAPAN}))["city"] == "東京"


async def test_a_city_that_is_not_listed_can_be_named(client: Client) -> None:
    """Q-014."""
    await _changed(client, EVERYTHING)
    changed = await _changed(client, {"city": "Cold Spring"})
    assert (changed["city_id"], changed["city"]) == (0, "Cold Spring")
    kept = await _changed(client, {"city_id": 0, "city": "Cold Spring"})
    assert (kept["city_id"], kept["city"]) == (0, "Cold Spring")


async def test_the_longitude_has_two_names(client: Client) -> None:
    """Q-024."""
    await _changed(client, EVERYTHING)
    assert (await _changed(client, {"coordinate_lot": 13.4}))["coordinate_lon"] == 13.4
    assert (await _changed(client, {"coordinate_lon": 9.99, "coordinate_lot": 13.5}))["coordinate_lon"] == 13.5


@pytest.mark.parametrize(
    ("form", "faults"),
    [
        ({"title": ""}, {"title": "Must not be empty."}),
        ({"country_id": 0}, {"country_id": "There is no such country; GET /countries lists them."}),
        ({"country": "Atlantis"}, {"country": "There is no such country; GET /countries lists them."}),
        ({"country_id": GERMANY}, {"city_id": "New York City is not in Germany. Send the new city too."}),
        ({"country_id": GERMANY, "city_id": NEW_YORK}, {"city_id": "New York City is not in Germany."}),
        ({"city_id": 1}, {"city_id": "There is no such city; GET /cities lists them."}),
        (
            {"business_type_id": 1},
            {
                "business_type_id": "There is no such kind of business; "
                "GET /references/business_groups_with_types lists them."
            },
        ),
        (
            {"phones": ["030 1234567"]},
            {"phones": "'030 1234567' is not a phone number; write it with the country code, such as +13155550175."},
        ),
        (
            {"title": "", "zip": "\x07", "coordinate_lat": 91},
            {
                "title": "Must not be empty.",
                "zip": "Must not contain the character U+0007 (a control character).",
                "coordinate_lat": "Must be at most 90.",
            },
        ),
    ],
)
async def test_every_fault_is_named_and_nothing_changed(
    client: Client, conn: Connection, form: dict[str, Any], faults: dict[str, str]
) -> None:
    await _changed(client, EVERYTHING)
    before = await everything(conn)
    assert faults_of(await client.put(PATH, form)) == faults
    assert await everything(conn) == before


async def test_one_coordinate_alone_is_not_enough_where_none_is_known(client: Client) -> None:
    faults = faults_of(await client.put(PATH, {"coordinate_lat": 40.7}))
    assert faults == {"coordinate_lon": "Send both coordinates, or none."}
    await _changed(client, EVERYTHING)
    assert (await _changed(client, {"coordinate_lat": 40.75}))["coordinate_lat"] == 40.75


async def test_the_country_may_change_where_the_city_is_only_a_name(client: Client, conn: Connection) -> None:
    await conn.execute("UPDATE locations SET city = 'Cold Spring' WHERE id = $1", HARBOUR)
    assert (await _changed(client, {"country": "Germany"}))["country_id"] == GERMANY


async def test_changing_needs_a_user(client: Client) -> None:
    for person in (NOBODY, PARTNER):
        response = await client.by(person).put(PATH, EVERYTHING)
        assert response.status_code == 401
        assert response.json()["errors"]["code"] == 401


async def test_a_location_of_another_chain_is_not_found(client: Client, conn: Connection) -> None:
    before = await everything(conn)
    answers = [await client.by(FOREIGNER).put(f"/company/{id_}", EVERYTHING) for id_ in (HARBOUR, 999_999)]
    assert [answer.status_code for answer in answers] == [404, 404]
    assert answers[0].json() == answers[1].json()
    assert answers[0].json()["errors"] == {"code": 404, "message": "Location not found."}
    assert await everything(conn) == before


async def test_only_the_one_location_changes(client: Client) -> None:
    before = (await client.get(f"/company/{HILLSIDE}")).json()
    await _changed(client, EVERYTHING)
    assert (await client.get(f"/company/{HILLSIDE}")).json() == before
    assert (await client.by(FOREIGNER).get(f"/company/{ABROAD}")).json()["data"]["title"] == "Abroad"


async def test_two_concurrent_changes_are_both_kept(client: Client, conn: Connection) -> None:
    async with conn.transaction():
        await conn.execute("SELECT FROM locations WHERE id = $1 FOR UPDATE", HARBOUR)
        one = asyncio.create_task(_changed(client, {"address": "1 Quay"}))
        await wait_until_blocked(conn)
        other = asyncio.create_task(_changed(client, {"zip": "10005"}))
        await asyncio.sleep(0.05)
    await asyncio.gather(one, other)
    shown = (await client.get(PATH)).json()["data"]
    assert (shown["address"], shown["zip"]) == ("1 Quay", "10005")


async def test_a_location_that_is_closed_meanwhile_is_not_changed(client: Client, conn: Connection) -> None:
    async with conn.transaction():
        await conn.execute("UPDATE locations SET closed_at = now() WHERE id = $1", HARBOUR)
        changing = asyncio.create_task(client.put(PATH, {"title": "Late", "city_id": BERLIN, "country_id": GERMANY}))
        await wait_until_blocked(conn)
    assert (await changing).status_code == 404
    assert await conn.fetchval("SELECT title FROM locations WHERE id = $1", HARBOUR) == "Harbour"

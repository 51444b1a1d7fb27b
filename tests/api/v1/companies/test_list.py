"""GET /companies"""

import httpx
import pytest

from parlour.db.pool import Connection
from tests.support.cities import BERLIN
from tests.support.client import Client, faults_of
from tests.support.people import (
    ABROAD,
    CHAIN,
    FOREIGNER,
    HARBOUR,
    HILLSIDE,
    NOBODY,
    OTHER_CHAIN,
    PARTNER,
    WORKER,
)


def _ids(response: httpx.Response) -> list[int]:
    assert response.status_code == 200, response.text
    return [row["id"] for row in response.json()["data"]]


async def _add_locations(conn: Connection, count: int) -> None:
    await conn.execute(
        "INSERT INTO locations (chain_id, title, country_code, timezone, currency, locale)"
        " SELECT $2::bigint, 'Branch ' || n, 'US', 'UTC', 'USD', 'en_US' FROM generate_series(1, $1::int) n",
        count,
        CHAIN,
    )


async def test_a_location_is_shown_with_all_that_is_known_of_it(client: Client, conn: Connection) -> None:
    """Q-013."""
    await conn.execute(
        "UPDATE locations SET short_description = 'Salon', description = '<b>Best</b>', logo_url = 'https://x.test/l.png',"
        " phones = '{+13155550175,+13155550176}', email = 'harbour@example.com', city = 'New York',"
        " address = '12 Pearl Street', zip = '10004', site = 'https://x.test', city_id = 5128581, latitude = 40.7033,"
        " longitude = -74, schedule = 'Mon-Sat', business_type_id = 7"
        " WHERE id = $1",
        HARBOUR,
    )
    row = (await client.get(f"/companies?id={HARBOUR}")).json()["data"][0]
    assert row.pop("timezone") in (-5, -4)
    assert row == {
        "id": HARBOUR,
        "title": "Harbour",
        "public_title": "Harbour",
        "short_descr": "Salon",
        "logo": "https://x.test/l.png",
        "active": 1,
        "phone": "+13155550175",
        "phones": ["+13155550175", "+13155550176"],
        "email": "harbour@example.com",
        "country_id": 840,
        "schedule": "Mon-Sat",
        "country": "United States",
        "city_id": 5128581,
        "city": "New York",
        "timezone_name": "America/New_York",
        "address": "12 Pearl Street",
        "zip": "10004",
        "site": "https://x.test",
        "coordinate_lat": 40.7033,
        "coordinate_lon": -74,
        "phone_confirmation": False,
        "active_staff_count": 0,
        "next_slot": "",
        "app_ios": "",
        "app_android": "",
        "currency_short_title": "$",
        "reminds_sms_disabled": False,
        "reminds_sms_default": 0,
        "group_priority": 0,
        "bookform_group_priority": 0,
        "description": "<b>Best</b>",
        "photos": [],
        "company_photos": [],
        "booking_widget_promo": None,
        "business_type_id": 7,
        "main_group_id": CHAIN,
    }


async def test_whole_coordinates_go_out_without_a_fraction(client: Client, conn: Connection) -> None:
    await conn.execute("UPDATE locations SET longitude = -74")
    assert '"coordinate_lon":-74,' in (await client.get("/companies")).text


async def test_the_meta_of_the_list_is_empty(client: Client) -> None:
    assert (await client.get("/companies")).json()["meta"] == []


async def test_a_user_sees_the_locations_of_own_chains(client: Client) -> None:
    """Q-012."""
    assert _ids(await client.get("/companies")) == [HARBOUR, HILLSIDE]
    assert _ids(await client.by(WORKER).get("/companies")) == [HARBOUR, HILLSIDE]
    assert _ids(await client.by(FOREIGNER).get("/companies")) == [ABROAD]


async def test_with_my_1_a_user_sees_only_locations_with_a_role(client: Client) -> None:
    assert _ids(await client.get("/companies?my=1")) == [HARBOUR, HILLSIDE]
    assert _ids(await client.by(WORKER).get("/companies?my=1")) == [HARBOUR]


async def test_a_user_without_any_role_sees_nothing(client: Client, conn: Connection) -> None:
    await conn.execute("DELETE FROM location_roles WHERE user_id = $1", WORKER.id)
    assert _ids(await client.by(WORKER).get("/companies")) == []


async def test_a_partner_alone_sees_the_public_directory(client: Client) -> None:
    """Q-012."""
    assert _ids(await client.by(PARTNER).get("/companies")) == [HARBOUR, HILLSIDE, ABROAD]


async def test_a_partner_alone_has_no_own_locations(client: Client) -> None:
    response = await client.by(PARTNER).get("/companies?my=1")
    assert response.status_code == 401
    assert response.json()["meta"]["message"] == "my=1 is for your own locations: send a user token, too."


async def test_a_bad_user_token_is_not_passed_over(client: Client) -> None:
    headers = {"Authorization": f"Bearer {PARTNER.partner_token}, User long-gone"}
    response = await client.get("/companies", headers=headers)
    assert response.status_code == 401
    assert response.json()["meta"]["message"] == "The user token is unknown or revoked."


async def test_without_a_partner_nothing_is_shown(client: Client) -> None:
    response = await client.by(NOBODY).get("/companies")
    assert response.status_code == 401
    assert "errors" not in response.json()


async def test_closed_locations_are_hidden_from_everybody(client: Client, conn: Connection) -> None:
    await conn.execute("UPDATE locations SET closed_at = now() WHERE id = $1", HILLSIDE)
    assert _ids(await client.get("/companies")) == [HARBOUR]
    assert _ids(await client.by(PARTNER).get("/companies")) == [HARBOUR, ABROAD]


async def test_only_own_closed_locations_can_be_shown(client: Client, conn: Connection) -> None:
    await conn.execute("UPDATE locations SET closed_at = now() WHERE id IN ($1, $2)", HILLSIDE, ABROAD)
    shown = (await client.get("/companies?my=1&show_deleted=1")).json()["data"]
    assert [(row["id"], row["active"]) for row in shown] == [(HARBOUR, 1), (HILLSIDE, 0)]
    assert _ids(await client.get("/companies?show_deleted=1")) == [HARBOUR]
    assert _ids(await client.by(PARTNER).get("/companies?show_deleted=1")) == [HARBOUR]


async def test_filters_narrow_the_list(client: Client, conn: Connection) -> None:
    await conn.execute("UPDATE locations SET business_type_id = 7 WHERE id <> $1", HARBOUR)
    shown = {
        query: _ids(await client.by(PARTNER).get(f"/companies?{query}"))
        for query in (
            f"id={HILLSIDE}",
            f"group_id={OTHER_CHAIN}",
            f"chain_id={CHAIN}",
            f"salonGroupId={CHAIN}",
            f"min_id={HILLSIDE}",
            "business_type_id=7",
            f"business_type_id=7&group_id={CHAIN}",
            "id=999999",
            "id=&group_id=",
        )
    }
    assert shown == {
        f"id={HILLSIDE}": [HILLSIDE],
        f"group_id={OTHER_CHAIN}": [ABROAD],
        f"chain_id={CHAIN}": [HARBOUR, HILLSIDE],
        f"salonGroupId={CHAIN}": [HARBOUR, HILLSIDE],
        f"min_id={HILLSIDE}": [HILLSIDE, ABROAD],
        "business_type_id=7": [HILLSIDE, ABROAD],
        f"business_type_id=7&group_id={CHAIN}": [HILLSIDE],
        "id=999999": [],
        "id=&group_id=": [HARBOUR, HILLSIDE, ABROAD],
    }


async def test_locations_are_found_by_their_city(client: Client, conn: Connection) -> None:
    await conn.execute("UPDATE locations SET city_id = $1 WHERE id = $2", BERLIN, HILLSIDE)
    partner = client.by(PARTNER)
    assert _ids(await partner.get(f"/companies?city_id={BERLIN}")) == [HILLSIDE]
    assert _ids(await partner.get("/companies?city_id=999999")) == []


async def test_locations_are_found_by_the_group_of_their_business(client: Client, conn: Connection) -> None:
    await conn.execute("UPDATE locations SET business_type_id = 100 + id WHERE id <> $1", ABROAD)
    await conn.execute("UPDATE locations SET business_type_id = 201 WHERE id = $1", ABROAD)
    partner = client.by(PARTNER)
    shown = {
        query: _ids(await partner.get(f"/companies?{query}"))
        for query in (
            "business_group_id=1",
            "business_group_id=2",
            "business_group_id=1&business_type_id=102",
            "business_group_id=1&business_type_id=201",
            "business_group_id=999",
        )
    }
    assert shown == {
        "business_group_id=1": [HARBOUR, HILLSIDE],
        "business_group_id=2": [ABROAD],
        "business_group_id=1&business_type_id=102": [HILLSIDE],
        "business_group_id=1&business_type_id=201": [],
        "business_group_id=999": [],
    }


async def test_with_show_groups_1_each_location_comes_with_its_chain(client: Client) -> None:
    for row in (await client.get("/companies?show_groups=1")).json()["data"]:
        assert row["groups"] == {str(CHAIN): {"id": CHAIN, "title": "Lumen"}}
    assert "groups" not in (await client.get("/companies")).json()["data"][0]


async def test_a_filter_shows_no_location_of_another_chain(client: Client) -> None:
    assert _ids(await client.get(f"/companies?id={ABROAD}")) == []
    assert _ids(await client.get(f"/companies?group_id={OTHER_CHAIN}")) == []


@pytest.mark.parametrize("query", ["forBooking=1", "showBookforms=1", "active=1&include=staff"])
async def test_parameters_about_booking_have_no_effect(client: Client, query: str) -> None:
    """Q-021."""
    assert (await client.get(f"/companies?{query}")).json() == (await client.get("/companies")).json()


async def test_pages_follow_one_another_without_gap_or_overlap(client: Client, conn: Connection) -> None:
    await _add_locations(conn, 5)
    pages = [_ids(await client.get(f"/companies?count=3&page={page}")) for page in (1, 2, 3, 4)]
    assert [len(page) for page in pages] == [3, 3, 1, 0]
    assert [*pages[0], *pages[1], *pages[2]] == _ids(await client.get("/companies"))


async def test_a_page_has_25_locations_by_default(client: Client, conn: Connection) -> None:
    await _add_locations(conn, 30)
    assert len(_ids(await client.get("/companies"))) == 25
    assert len(_ids(await client.get("/companies?count=300"))) == 32


async def test_a_nonsense_parameter_is_named(client: Client) -> None:
    faults = {
        query: faults_of(await client.get(f"/companies?{query}"))
        for query in ("page=-1", "page=x", "count=0", "count=301", "id=-1", "my=perhaps")
    }
    assert faults == {
        "page=-1": {"page": "Must be at least 0."},
        "page=x": {"page": "Expected a whole number."},
        "count=0": {"count": "Must be at least 1."},
        "count=301": {"count": "Must be at most 300."},
        "id=-1": {"id": "Must be at least 1."},
        "my=perhaps": {"my": "Expected one of the documented values."},
    }


async def test_every_nonsense_parameter_is_named(client: Client) -> None:
    assert set(faults_of(await client.get("/companies?page=x&count=y&group_id=z"))) == {"page", "count", "group_id"}

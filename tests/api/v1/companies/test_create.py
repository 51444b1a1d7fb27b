"""POST /companies"""

import asyncio
from typing import Any

import httpx
import pytest

from parlour.areas.folding import search_text
from parlour.db.pool import Connection
from tests.support.cities import BERLIN, NEW_YORK, TOKYO
from tests.support.client import Client, faults_of
from tests.support.people import CHAIN, FOREIGNER, MANAGER, OTHER_CHAIN, OWNER, WORKER
from tests.support.world import everything

GERMANY, JAPAN, USA, ANTARCTICA = 276, 392, 840, 10
FORM = {
    "title": "Lumen Mitte",
    "country_id": GERMANY,
    "city_id": BERLIN,
    "address": "Alte Gasse 5",
    "site": "https://lumen.example",
    "coordinate_lat": 52.52,
    "coordinate_lot": 13.4,
    "business_type_id": 101,
    "short_descr": "Friseur",
}
NEW_CHAIN = OTHER_CHAIN + 1


async def _created(client: Client, form: dict[str, Any]) -> dict[str, Any]:
    response = await client.post("/companies", form)
    assert response.status_code == 201, response.text
    created: dict[str, Any] = response.json()["data"]
    return created


async def test_a_location_is_what_was_sent_and_what_follows_from_it(client: Client) -> None:
    created = await _created(client, FORM)
    location_id = created["id"]
    assert (
        created.items()
        >= {
            "title": "Lumen Mitte",
            "short_descr": "Friseur",
            "active": 1,
            "country_id": GERMANY,
            "country": "Germany",
            "city_id": BERLIN,
            "city": "Berlin",
            "timezone_name": "Europe/Berlin",
            "address": "Alte Gasse 5",
            "coordinate_lat": 52.52,
            "coordinate_lon": 13.4,
            "currency_short_title": "€",
            "business_type_id": 101,
            "site": "https://lumen.example",
            "main_group_id": NEW_CHAIN,
        }.items()
    )
    assert (await client.get(f"/companies?id={location_id}")).json()["data"] == [created]


async def test_its_creator_owns_it_and_a_chain_of_its_own(client: Client, conn: Connection) -> None:
    created = await _created(client.by(WORKER), FORM)
    roles = await conn.fetch("SELECT user_id, role FROM chain_roles WHERE chain_id = $1", created["main_group_id"])
    assert [tuple(role) for role in roles] == [(WORKER.id, "owner")]
    groups = (await client.by(WORKER).get("/groups")).json()["data"]
    assert ("Lumen Mitte", [created["id"]]) in [
        (group["title"], [company["id"] for company in group["companies"]]) for group in groups
    ]


async def test_it_can_be_worked_in_at_once(client: Client) -> None:
    created = await _created(client.by(WORKER), FORM)
    shelf = (await client.by(WORKER).get(f"/goods_categories/{created['id']}/0")).json()["data"]
    assert [category["title"] for category in shelf] == ["Products"]
    product = {"title": "Argan", "category_id": shelf[0]["id"], "sale_unit_id": 1, "service_unit_id": 1}
    assert (await client.by(WORKER).post(f"/goods/{created['id']}", product)).status_code == 201


async def test_it_starts_with_two_storages_two_accounts_and_a_category(client: Client, conn: Connection) -> None:
    created = await _created(client, FORM)
    place = (created["main_group_id"], created["id"])
    storages = await conn.fetch(
        "SELECT title, kind FROM storages WHERE chain_id = $1 AND location_id = $2 ORDER BY id", *place
    )
    assert [tuple(row) for row in storages] == [("Consumables", "consumables"), ("Products", "products")]
    accounts = await conn.fetch(
        "SELECT title, kind FROM cash_accounts WHERE chain_id = $1 AND location_id = $2 ORDER BY id", *place
    )
    assert [tuple(row) for row in accounts] == [("Cash", "cash"), ("Card", "card")]
    category = await conn.fetchrow(
        "SELECT title, search_text FROM categories WHERE chain_id = $1 AND location_id = $2", *place
    )
    assert category is not None
    assert tuple(category) == ("Products", search_text("Products", ""))


async def test_in_a_chain_of_ones_own_no_new_chain_is_made(client: Client, conn: Connection) -> None:
    for name in ("chain_id", "group_id", "salonGroupId"):
        assert (await _created(client, FORM | {name: CHAIN}))["main_group_id"] == CHAIN
    assert await conn.fetchval("SELECT count(*) FROM chains") == 2
    assert await conn.fetchval("SELECT count(*) FROM chain_roles") == 2


async def test_in_a_chain_only_its_owner_opens_locations(client: Client, conn: Connection) -> None:
    before = await everything(conn)
    response = await client.by(MANAGER).post("/companies", FORM | {"chain_id": CHAIN})
    assert response.status_code == 403
    assert response.json()["meta"]["message"] == "Only an owner of the chain may open locations in it."
    assert await everything(conn) == before


async def test_a_chain_of_other_users_is_not_found(client: Client, conn: Connection) -> None:
    before = await everything(conn)
    answers = [await client.post("/companies", FORM | {"chain_id": id_}) for id_ in (OTHER_CHAIN, 999_999)]
    assert [answer.status_code for answer in answers] == [404, 404]
    assert answers[0].json() == answers[1].json()
    assert answers[0].json()["meta"]["message"] == "Chain not found."
    assert await everything(conn) == before


async def test_two_at_once_by_one_person_are_two_locations_in_two_chains(client: Client, conn: Connection) -> None:
    first, second = await asyncio.gather(_created(client, FORM), _created(client, FORM))
    assert first["id"] != second["id"]
    assert first["main_group_id"] != second["main_group_id"]
    counts = await conn.fetch(
        "SELECT location_id, count(*) FROM storages WHERE location_id = ANY ($1) GROUP BY 1 ORDER BY 1",
        sorted([first["id"], second["id"]]),
    )
    assert [row["count"] for row in counts] == [2, 2]


async def test_after_a_failure_nothing_is_there(http: httpx.AsyncClient, conn: Connection) -> None:
    await conn.execute("ALTER TABLE storages ADD CONSTRAINT storages_no_check CHECK (false) NOT VALID")
    before = await everything(conn)
    response = await http.post("/api/v1/companies", json=FORM, headers=OWNER.headers)
    assert response.status_code == 500
    assert await everything(conn) == before


@pytest.mark.parametrize(
    ("form", "zone"),
    [
        ({"timezone_name": "Asia/Almaty", "city_id": BERLIN}, "Asia/Almaty"),
        ({"city_id": TOKYO, "coordinate_lat": 52.5, "coordinate_lon": 13.4}, "Asia/Tokyo"),
        ({"country_id": USA, "coordinate_lat": 34.05, "coordinate_lon": -118.24}, "America/Los_Angeles"),
        ({"country_id": USA, "coordinate_lat": 34.05, "coordinate_lot": -118.24}, "America/Los_Angeles"),
        (
            {"country_id": USA, "coordinate_lat": 34.05, "coordinate_lon": -74, "coordinate_lot": -118.24},
            "America/Los_Angeles",
        ),
        ({"country_id": USA, "coordinate_lat": 0, "coordinate_lon": 0}, "America/New_York"),
        ({"country_id": USA}, "America/New_York"),
        ({"country_id": ANTARCTICA}, "UTC"),
    ],
)
async def test_the_time_zone_is_the_best_that_is_known(client: Client, form: dict[str, Any], zone: str) -> None:
    """Q-024, Q-025."""
    assert (await _created(client, {"title": "Somewhere", **form}))["timezone_name"] == zone


async def test_the_country_is_that_of_the_city_where_none_is_named(client: Client) -> None:
    """Q-025."""
    created = await _created(client, {"title": "Somewhere", "city_id": TOKYO})
    assert (created["country_id"], created["currency_short_title"]) == (JAPAN, "￥")


async def test_a_country_may_be_named(client: Client) -> None:
    for name in ("japan", "JP", "JPN"):
        assert (await _created(client, {"title": "Somewhere", "country": name}))["country_id"] == JAPAN


async def test_currency_and_locale_are_those_of_the_country(client: Client, conn: Connection) -> None:
    """Q-025."""
    for country_id, habits in ((GERMANY, ("EUR", "de_DE")), (USA, ("USD", "en_US")), (516, ("NAD", "af_NA"))):
        created = await _created(client, {"title": "Somewhere", "country_id": country_id})
        row = await conn.fetchrow("SELECT currency, locale FROM locations WHERE id = $1", created["id"])
        assert row is not None
        assert tuple(row) == habits


async def test_telephone_numbers_are_kept_in_one_form_each_once(client: Client) -> None:
    phones = ["030 1234567", "+49 30 1234567", "+1 (315) 555-01-75"]
    assert (await _created(client, FORM | {"phones": phones}))["phones"] == ["+49301234567", "+13155550175"]


FAULTS: list[tuple[dict[str, Any], dict[str, str]]] = [
    ({"title": None}, {"title": "This field is missing."}),
    ({"title": ""}, {"title": "Must not be empty."}),
    ({"title": "x" * 256}, {"title": "Must be at most 255 characters long."}),
    ({"title": "a\x00b"}, {"title": "Must not contain the character U+0000 (a control character)."}),
    ({"title": 5}, {"title": "Expected a text, not 5."}),
    ({"country_id": 0}, {"country_id": "There is no such country; GET /countries lists them."}),
    ({"country_id": 999}, {"country_id": "There is no such country; GET /countries lists them."}),
    ({"country_id": "x"}, {"country_id": 'Expected a whole number, not "x".'}),
    ({"country_id": None, "city_id": None}, {"country_id": "This field is missing."}),
    (
        {"country_id": None, "country": "Atlantis"},
        {"country": "There is no such country; GET /countries lists them."},
    ),
    ({"city_id": 999_999_999}, {"city_id": "There is no such city; GET /cities lists them."}),
    ({"city_id": NEW_YORK}, {"city_id": "New York City is not in Germany."}),
    (
        {"business_type_id": 999},
        {
            "business_type_id": "There is no such kind of business; "
            "GET /references/business_groups_with_types lists them."
        },
    ),
    ({"coordinate_lat": 90.1}, {"coordinate_lat": "Must be at most 90."}),
    ({"coordinate_lot": -181}, {"coordinate_lot": "Must be at least -180."}),
    ({"coordinate_lat": None}, {"coordinate_lat": "Send both coordinates, or none."}),
    ({"coordinate_lot": None}, {"coordinate_lon": "Send both coordinates, or none."}),
    ({"coordinate_lat": "NaN"}, {"coordinate_lat": 'Expected a number, not "NaN".'}),
    (
        {"timezone_name": "Europe/Berln"},
        {"timezone_name": "There is no such time zone; expected a name such as Europe/Berlin."},
    ),
    (
        {"phones": ["+49301234567", "12"]},
        {"phones": "'12' is not a phone number; write it with the country code, such as +13155550175."},
    ),
    (
        {"phones": ["9" * 5000]},
        {"phones": "That is not a phone number; write it with the country code, such as +13155550175."},
    ),
    ({"phones": ["+49301234567"] * 11}, {"phones": "Must be at most 10 numbers."}),
    ({"phones": "030"}, {"phones": 'Expected a list, not "030".'}),
    ({"social": {"telegram": "x" * 256}}, {"social.telegram": "Must be at most 255 characters long."}),
    ({"social": {"vk": "a\x00b"}}, {"social.vk": "Must not contain the character U+0000 (a control character)."}),
    ({"address": "x" * 256}, {"address": "Must be at most 255 characters long."}),
    ({"description": "x" * 10_001}, {"description": "Must be at most 10000 characters long."}),
    ({"chain_id": 0}, {"chain_id": "Must be at least 1."}),
    (
        {"title": None, "country_id": 999, "business_type_id": 999, "coordinate_lat": "x"},
        {
            "title": "This field is missing.",
            "country_id": "There is no such country; GET /countries lists them.",
            "business_type_id": "There is no such kind of business; "
            "GET /references/business_groups_with_types lists them.",
            "coordinate_lat": 'Expected a number, not "x".',
        },
    ),
]


@pytest.mark.parametrize(("change", "faults"), FAULTS, ids=lambda value: ",".join(value) if value else "")
async def test_every_fault_is_named(client: Client, change: dict[str, Any], faults: dict[str, str]) -> None:
    assert faults_of(await client.post("/companies", FORM | change)) == faults


async def test_a_body_with_faults_makes_nothing(client: Client, conn: Connection) -> None:
    before = await everything(conn)
    for change, _ in FAULTS:
        await client.post("/companies", FORM | change)
    assert await everything(conn) == before


async def test_numbers_in_texts_are_read(client: Client) -> None:
    texts = {name: str(value) for name, value in FORM.items()}
    created, plain = await _created(client, texts), await _created(client, FORM)
    for name in ("country_id", "city_id", "coordinate_lat", "coordinate_lon", "business_type_id"):
        assert created[name] == plain[name]


async def test_a_new_location_belongs_to_its_creator_only(client: Client) -> None:
    created = await _created(client, FORM)
    assert (await client.by(FOREIGNER).get(f"/company/{created['id']}")).status_code == 404
    assert (await client.by(OWNER).get(f"/company/{created['id']}?my=1")).json()["data"]["access"][
        "settings_basis_access"
    ]

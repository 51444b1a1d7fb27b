"""GET /countries"""

import pytest

from tests.support.client import Client
from tests.support.people import NOBODY, OWNER, PARTNER


async def test_all_countries_of_iso_3166_are_listed_by_name(client: Client) -> None:
    response = await client.by(PARTNER).get("/countries")
    assert response.status_code == 200
    assert response.json()["meta"] == []
    rows = response.json()["data"]
    assert len(rows) == 249
    assert [row["title"] for row in rows[:3]] == ["Afghanistan", "Åland Islands", "Albania"]
    assert len({row["id"] for row in rows}) == 249


@pytest.mark.parametrize(
    "row",
    [
        {
            "id": 840,
            "title": "United States",
            "full_title": "United States of America",
            "iso_code": "US",
            "phone_code": "1",
            "phone_template": "+1 xxx-xxx-xxxx",
            "phone_example": "+12015550123",
            "currency": "$",
            "exchange": 1,
            "lang_id": 0,
            "group_type": 0,
            "is_eu": False,
        },
        {
            "id": 276,
            "title": "Germany",
            "full_title": "Federal Republic of Germany",
            "iso_code": "DE",
            "phone_code": "49",
            "phone_template": "+49 xxxx xxxxxxx",
            "phone_example": "+4915123456789",
            "currency": "€",
            "exchange": 1,
            "lang_id": 0,
            "group_type": 0,
            "is_eu": True,
        },
        {
            "id": 10,
            "title": "Antarctica",
            "full_title": "Antarctica",
            "iso_code": "AQ",
            "phone_code": "",
            "phone_template": "",
            "phone_example": "",
            "currency": "$",
            "exchange": 1,
            "lang_id": 0,
            "group_type": 0,
            "is_eu": False,
        },
    ],
    ids=lambda row: row["iso_code"],
)
async def test_a_country_says_how_numbers_and_money_are_written_there(client: Client, row: dict[str, object]) -> None:
    """Q-014, Q-026."""
    rows = (await client.by(PARTNER).get("/countries")).json()["data"]
    assert row in rows


async def test_the_european_union_has_27_members(client: Client) -> None:
    rows = (await client.by(PARTNER).get("/countries")).json()["data"]
    assert sum(row["is_eu"] for row in rows) == 27


async def test_a_partner_token_is_needed_and_enough(client: Client) -> None:
    """Q-027."""
    assert (await client.by(NOBODY).get("/countries")).status_code == 401
    assert (await client.by(OWNER).get("/countries")).status_code == 200

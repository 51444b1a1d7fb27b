"""GET /locations/{location_id}/units"""

from tests.api.v2.refusals import expect_media_type_asked_for, expect_refusal, refused
from tests.support.client import Client
from tests.support.people import HARBOUR


async def test_the_units_are_those_of_all_locations(v2: Client) -> None:
    """Q-069."""
    response = await v2.get(f"/locations/{HARBOUR}/units")
    assert response.status_code == 200
    assert response.json().keys() == {"data"}
    rows = response.json()["data"]
    assert rows[3] == {
        "type": "unit",
        "id": "4",
        "attributes": {"company_id": 0, "title": "Millilitre", "short_title": "ml"},
    }
    assert [row["id"] for row in rows] == [str(number) for number in range(1, 16)]


@refused
async def test_who_may_not_ask_is_refused(v2: Client, refused: str) -> None:
    await expect_refusal(v2, refused, "/units")


async def test_the_media_type_is_asked_for(v2: Client) -> None:
    await expect_media_type_asked_for(v2, "/units")

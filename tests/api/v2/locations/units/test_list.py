"""GET /locations/{location_id}/units"""

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

"""GET /references/business_groups_with_types"""

from tests.support.client import Client
from tests.support.people import PARTNER

PATH = "/references/business_groups_with_types"


async def test_kinds_of_business_come_in_their_groups(client: Client) -> None:
    """Q-014."""
    response = await client.by(PARTNER).get(PATH)
    assert response.status_code == 200
    groups = response.json()["data"]
    assert response.json()["meta"] == {"count": len(groups)}
    assert groups[0] == {
        "id": 1,
        "title": "Beauty",
        "image": "",
        "image_small": "",
        "types": groups[0]["types"],
    }
    assert groups[0]["types"][0] == {"id": 101, "title": "Hair salon", "business_group_id": 1}


async def test_every_kind_names_its_group_and_every_id_is_one_of_a_kind(client: Client) -> None:
    groups = (await client.by(PARTNER).get(PATH)).json()["data"]
    kinds = [kind for group in groups for kind in group["types"]]
    assert [kind["business_group_id"] for kind in kinds] == [group["id"] for group in groups for _ in group["types"]]
    assert len({kind["id"] for kind in kinds}) == len(kinds) >= 60
    assert len({group["id"] for group in groups}) == len(groups) >= 12

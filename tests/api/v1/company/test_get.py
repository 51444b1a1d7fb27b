"""GET /company/{location_id}"""

import re

from parlour.db.pool import Connection
from tests.support.client import Client
from tests.support.people import (
    ABROAD,
    ADMINISTRATOR,
    CHAIN,
    FOREIGNER,
    HARBOUR,
    HILLSIDE,
    NEIGHBOUR,
    NOBODY,
    OWNER,
    PARTNER,
    WORKER,
)

NOT_FOUND = {
    "success": False,
    "data": None,
    "errors": {"code": 404, "message": "Location not found."},
    "meta": {"message": "Location not found."},
}


async def test_a_location_is_shown_with_its_chain(client: Client) -> None:
    """Q-116."""
    response = await client.get(f"/company/{HARBOUR}")
    assert response.status_code == 200
    data = response.json()["data"]
    assert data["id"] == HARBOUR
    assert data["title"] == "Harbour"
    assert data["timezone_name"] == "America/New_York"
    assert data["currency_short_title"] == "$"
    assert data["main_group_id"] == CHAIN
    assert data["main_group"] == {"id": CHAIN, "title": "Lumen"}
    assert data["payment_policy"] == {"type": "none"}
    assert (data["push_notification_phone_confirm"], type(data["push_notification_phone_confirm"])) == (0, int)
    assert response.json()["meta"] == []


async def test_chains_and_rights_are_shown_only_when_asked_for(client: Client) -> None:
    data = (await client.get(f"/company/{HARBOUR}")).json()["data"]
    assert "groups" not in data
    assert "access" not in data


async def test_with_show_groups_1_chains_are_shown_by_their_ids(client: Client) -> None:
    data = (await client.get(f"/company/{HARBOUR}?show_groups=1")).json()["data"]
    assert data["groups"] == {str(CHAIN): {"id": CHAIN, "title": "Lumen"}}


async def test_with_my_1_the_rights_of_the_user_are_shown(client: Client) -> None:
    asked = ("storages_access", "storages_goods_crud_access", "storages_goods_delete_access")
    for person, location_id, held in (
        (OWNER, HILLSIDE, set(asked)),
        (ADMINISTRATOR, HARBOUR, {"storages_access", "storages_goods_crud_access"}),
        (WORKER, HARBOUR, set()),
    ):
        access = (await client.by(person).get(f"/company/{location_id}?my=1")).json()["data"]["access"]
        assert {name for name in asked if access[name]} == held, person.name
        assert set(map(type, access.values())) == {bool}


async def test_with_my_1_a_location_where_the_user_has_no_role_is_shown_without_rights(client: Client) -> None:
    """The contract: extra data *when* the user manages the location."""
    response = await client.by(NEIGHBOUR).get(f"/company/{HARBOUR}?my=1")
    assert response.status_code == 200
    assert not any(response.json()["data"].get("access", {}).values())


async def test_a_partner_alone_sees_any_open_location(client: Client) -> None:
    """Q-012."""
    for location_id in (HARBOUR, ABROAD):
        response = await client.by(PARTNER).get(f"/company/{location_id}")
        assert response.status_code == 200
        assert response.json()["data"]["id"] == location_id


async def test_a_partner_alone_has_no_rights_to_show(client: Client) -> None:
    response = await client.by(PARTNER).get(f"/company/{HARBOUR}?my=1")
    assert response.status_code == 401
    message = "my=1 is for your own locations: send a user token, too."
    assert response.json()["errors"] == {"code": 401, "message": message}


async def test_a_location_of_another_chain_is_not_found_like_one_that_does_not_exist(client: Client) -> None:
    for location_id in (HARBOUR, HILLSIDE, 999_999):
        response = await client.by(FOREIGNER).get(f"/company/{location_id}")
        assert response.status_code == 404
        assert response.json() == NOT_FOUND


async def test_a_number_larger_than_any_id_is_not_found(client: Client) -> None:
    for location_id in (2**53, 2**63, 10**30):
        response = await client.get(f"/company/{location_id}")
        assert response.status_code == 404
        assert response.json()["errors"]["code"] == 404


async def test_a_closed_location_is_not_found(client: Client, conn: Connection) -> None:
    await conn.execute("UPDATE locations SET closed_at = now() WHERE id = $1", HARBOUR)
    for person in (OWNER, PARTNER):
        response = await client.by(person).get(f"/company/{HARBOUR}")
        assert response.status_code == 404
        assert response.json() == NOT_FOUND


async def test_an_unknown_caller_gets_the_older_errors_object_too(client: Client) -> None:
    """Q-001."""
    response = await client.by(NOBODY).get(f"/company/{HARBOUR}")
    assert response.status_code == 401
    message = "The partner token is missing: send Authorization: Bearer <partner token>."
    assert response.json() == {
        "success": False,
        "data": None,
        "errors": {"code": 401, "message": message},
        "meta": {"message": message},
    }


async def test_a_number_in_the_address_is_a_plain_decimal(client: Client) -> None:
    for written in ("+1", "1_0", "１", "0x1", "1.0", "-1", "x", "9" * 5000):
        assert (await client.get(f"/company/{written}")).status_code == 404, written[:10]


async def test_a_trailing_slash_makes_no_difference(client: Client) -> None:
    plain, slashed = [(await client.get(f"/company/{HARBOUR}{end}?show_groups=1")).text for end in ("", "/")]
    assert plain == slashed


async def test_the_offset_is_in_hours_and_may_have_a_fraction(client: Client, conn: Connection) -> None:
    await conn.execute("UPDATE locations SET timezone = 'Asia/Kolkata' WHERE id = $1", HARBOUR)
    text = (await client.get(f"/company/{HARBOUR}")).text
    found = re.search(r'"timezone":([^,]+),', text)
    assert found is not None
    assert found[1] == "5.5"

"""GET /staff/{location_id} and /staff/{location_id}/{team_member_id}"""

from typing import Any

import pytest

from parlour.access.tenant import Tenant
from parlour.db.pool import Connection
from tests.support.client import Client
from tests.support.factories.images import make_photo
from tests.support.factories.rows import insert
from tests.support.factories.services import assign, make_service
from tests.support.factories.team import make_position, make_team_member
from tests.support.people import ABROAD, FOREIGNER, HARBOUR, MANAGER, NEIGHBOUR, NOBODY, OWNER, PARTNER, WORKER, Person

STAFF = f"/staff/{HARBOUR}"
NAMES = [f"/images/71/{number:032x}.webp" for number in range(3)]


def row(member_id: int, **fields: Any) -> dict[str, Any]:
    shown: dict[str, Any] = {
        "id": member_id,
        "api_id": None,
        "name": "Ana Lima",
        "specialization": "",
        "rating": 0,
        "show_rating": 1,
        "user_id": None,
        "has_access_timetable": True,
        "avatar": "",
        "avatar_big": "",
        "comments_count": 0,
        "votes_count": 0,
        "bookable": False,
        "image_group": [],
        "information": "",
        "position_id": 0,
        "schedule_till": "",
        "weight": 0,
        "fired": 0,
        "status": 0,
        "hidden": 0,
        "user": [],
        "prepaid": "forbidden",
        "position": [],
    }
    return {**shown, **fields}


async def test_a_team_without_members_is_empty(client: Client) -> None:
    assert (await client.get(STAFF)).json() == {"success": True, "data": [], "meta": []}


async def test_a_member_without_anything(client: Client, conn: Connection, tenant: Tenant) -> None:
    member_id = await make_team_member(conn, tenant)
    assert (await client.get(STAFF)).json()["data"] == [row(member_id)]


async def test_a_member_with_everything(client: Client, conn: Connection, tenant: Tenant) -> None:
    position_id = await make_position(conn, tenant)
    member_id = await make_team_member(
        conn, tenant, api_id="17", specialization="Colour", information="<p>Hi</p>", weight=5, position_id=position_id,
        user_id=MANAGER.id, is_hidden=True, is_dismissed=True, has_timetable=False, shows_rating=False,
        prepayment="allowed",
    )  # fmt: skip
    image_id = await make_photo(conn, tenant, member_id)
    (found,) = (await client.get(STAFF)).json()["data"]
    group = found.pop("image_group")
    expected = row(
        member_id, api_id=17, specialization="Colour", information="<p>Hi</p>", weight=5, position_id=position_id,
        position={"id": position_id, "title": "Stylist"}, user_id=MANAGER.id,
        user=[{"id": MANAGER.id, "name": "manager"}], hidden=1, fired=1, has_access_timetable=False, show_rating=0,
        prepaid="allowed",
    )  # fmt: skip
    origin = "http://127.0.0.1:8000"
    expected |= {"avatar": f"{origin}{NAMES[2]}", "avatar_big": f"{origin}{NAMES[0]}"}
    del expected["image_group"]
    assert found == expected
    (group,) = group
    sizes = group.pop("images")
    assert group == {"id": image_id, "entity": "team_member", "entity_id": member_id}
    assert {size: photo["path"] for size, photo in sizes.items()} == {
        "sm": f"{origin}{NAMES[2]}",
        "norm": f"{origin}{NAMES[1]}",
        "origin": f"{origin}{NAMES[0]}",
    }
    assert sizes["norm"] == {
        "id": image_id,
        "path": f"{origin}{NAMES[1]}",
        "width": "32",
        "height": "24",
        "type": "norm",
        "image_group_id": image_id,
        "version": "00000000",
    }


@pytest.mark.parametrize(
    ("api_id", "shown"), [("", None), ("0017", 17), ("E-17", None), ("١٧", None), ("9" * 16, None), ("-1", None)]
)
async def test_the_list_shows_an_own_id_only_if_it_is_a_number(
    client: Client, conn: Connection, tenant: Tenant, api_id: str, shown: int | None
) -> None:
    """Q-157."""
    member_id = await make_team_member(conn, tenant, api_id=api_id)
    assert (await client.get(STAFF)).json()["data"][0]["api_id"] == shown
    assert (await client.get(f"{STAFF}/{member_id}")).json()["data"][0]["api_id"] == api_id


async def test_the_highest_weight_comes_first_then_the_first_made(
    client: Client, conn: Connection, tenant: Tenant
) -> None:
    for name, weight in (("third", 0), ("first", 9), ("fourth", 0), ("second", 1), ("last", -1)):
        await make_team_member(conn, tenant, name, weight=weight)
    names = [each["name"] for each in (await client.get(STAFF)).json()["data"]]
    assert names == ["first", "second", "third", "fourth", "last"]


async def test_deleted_members_are_left_out_and_dismissed_ones_are_not(
    client: Client, conn: Connection, tenant: Tenant
) -> None:
    await make_team_member(conn, tenant, "gone")
    await conn.execute("UPDATE team_members SET deleted_at = now()")
    await make_team_member(conn, tenant, "dismissed", is_dismissed=True)
    assert [(each["name"], each["fired"]) for each in (await client.get(STAFF)).json()["data"]] == [("dismissed", 1)]


@pytest.mark.parametrize(
    ("fields", "link", "service", "bookable"),
    [
        ({}, {}, {}, True),
        ({"is_hidden": True}, {}, {}, False),
        ({"is_dismissed": True}, {}, {}, False),
        ({}, {"is_online": False}, {}, False),
        ({}, {}, {"is_online": False}, False),
        ({}, {}, {"is_for_events": True}, False),
    ],
)
async def test_who_can_be_booked_has_a_service_that_can_be_booked(
    client: Client,
    conn: Connection,
    tenant: Tenant,
    fields: dict[str, Any],
    link: dict[str, Any],
    service: dict[str, Any],
    bookable: object,
) -> None:
    """Q-160."""
    member_id = await make_team_member(conn, tenant, **fields)
    service_id = await make_service(conn, tenant, **service)
    await assign(conn, tenant, service_id, member_id, **link)
    for path in (STAFF, f"{STAFF}/{member_id}", f"/company/{HARBOUR}/staff"):
        assert (await client.get(path)).json()["data"][0]["bookable"] is bookable
    await conn.execute("UPDATE services SET deleted_at = now()")
    assert (await client.get(STAFF)).json()["data"][0]["bookable"] is False


async def test_the_end_of_the_schedule(client: Client, conn: Connection, tenant: Tenant) -> None:
    member_id = await make_team_member(conn, tenant)
    await insert(conn, "schedules", tenant, team_member_id=member_id)
    assert (await client.get(STAFF)).json()["data"][0]["schedule_till"] == ""
    await conn.execute("UPDATE schedules SET last_day = '2026-03-31'")
    assert (await client.get(STAFF)).json()["data"][0]["schedule_till"] == "2026-03-31"


async def test_a_user_without_a_role_here_is_not_shown_and_one_who_is_invited_has_no_name(
    client: Client, conn: Connection, tenant: Tenant
) -> None:
    """Q-165."""
    await make_team_member(conn, tenant, user_id=WORKER.id, weight=3)
    await make_team_member(conn, tenant, user_id=NEIGHBOUR.id, weight=2)
    await make_team_member(conn, tenant, user_id=OWNER.id, weight=1)
    await conn.execute("UPDATE location_roles SET is_accepted = false WHERE user_id = $1", WORKER.id)
    rows = (await client.get(STAFF)).json()["data"]
    assert [each["user"] for each in rows] == [[{"id": WORKER.id, "name": ""}], [], [{"id": 1, "name": "owner"}]]
    assert [each["user_id"] for each in rows] == [WORKER.id, None, OWNER.id]


async def test_the_older_form_of_one_has_digits_as_texts(client: Client, conn: Connection, tenant: Tenant) -> None:
    """Q-158."""
    member_id = await make_team_member(conn, tenant, weight=-3, is_hidden=True, user_id=OWNER.id)
    answer = await client.get(f"{STAFF}/{member_id}")
    assert answer.headers["ETag"] == '"1"'
    assert answer.json() == {
        "success": True,
        "data": [
            {
                "id": member_id,
                "api_id": "",
                "name": "Ana Lima",
                "specialization": "",
                "position": [],
                "show_rating": 1,
                "rating": 0,
                "votes_count": 0,
                "user_id": OWNER.id,
                "avatar": "",
                "avatar_big": "",
                "comments_count": 0,
                "weight": "-3",
                "information": "",
                "hidden": "1",
                "fired": "0",
                "status": "0",
                "image_group": {},
                "bookable": False,
            }
        ],
        "meta": [],
    }


async def test_a_photo_in_the_older_form_is_an_object(client: Client, conn: Connection, tenant: Tenant) -> None:
    position_id = await make_position(conn, tenant)
    member_id = await make_team_member(conn, tenant, position_id=position_id)
    image_id = await make_photo(conn, tenant, member_id)
    (found,) = (await client.get(f"{STAFF}/{member_id}")).json()["data"]
    assert found["position"] == {"id": position_id, "title": "Stylist"}
    assert (found["image_group"]["id"], found["image_group"]["images"]["sm"]["width"]) == (image_id, "16")
    await conn.execute("UPDATE images SET deleted_at = now()")
    (found,) = (await client.get(f"{STAFF}/{member_id}")).json()["data"]
    assert (found["image_group"], found["avatar"]) == ({}, "")


@pytest.mark.parametrize("path", ["/", "/0", "/0/"])
async def test_a_slash_or_0_at_the_end_is_the_list(client: Client, conn: Connection, tenant: Tenant, path: str) -> None:
    await make_team_member(conn, tenant)
    await make_team_member(conn, tenant, "Ben")
    answer = await client.get(f"{STAFF}{path}")
    assert [each["name"] for each in answer.json()["data"]] == ["Ana Lima", "Ben"]
    assert "ETag" not in answer.headers


async def test_a_member_of_a_sister_location_is_not_there(
    client: Client, conn: Connection, hillside: Tenant, abroad: Tenant
) -> None:
    for owner in (hillside, abroad):
        member_id = await make_team_member(conn, owner)
        answer = await client.get(f"{STAFF}/{member_id}")
        assert (answer.status_code, answer.json()["meta"]) == (404, {"message": "Team member not found."})
    assert (await client.get(STAFF)).json()["data"] == []
    assert (await client.by(FOREIGNER).get(f"/staff/{ABROAD}")).json()["data"][0]["id"] == member_id


@pytest.mark.parametrize(
    ("person", "status"),
    [(NOBODY, 401), (PARTNER, 401), (WORKER, 403), (NEIGHBOUR, 403), (FOREIGNER, 404), (MANAGER, 200)],
)
async def test_who_may_see_the_team(
    client: Client, conn: Connection, tenant: Tenant, person: Person, status: int
) -> None:
    member_id = await make_team_member(conn, tenant)
    for path in (STAFF, f"{STAFF}/{member_id}", f"/company/{HARBOUR}/staff/{member_id}"):
        assert (await client.by(person).get(path)).status_code == status

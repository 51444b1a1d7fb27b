"""GET /bookform/{id}"""

from typing import Any

from parlour.access.tenant import Tenant
from parlour.db.pool import Connection
from tests.support.client import Client
from tests.support.factories.booking_forms import make_form
from tests.support.factories.services import make_service
from tests.support.factories.team import make_team_member
from tests.support.people import HARBOUR, NOBODY, PARTNER

NO_DATE = {"date_default": "0000-00-00", "time_default": 0, "date_hidden": False, "time_hidden": False}


def step(name: str, title: str, num: int, **others: Any) -> dict[str, Any]:
    common = {"step": name, "title": title, "num": num, "hidden": False, "is_title_default": True}
    return common | ({} if name == "datetime" else {"default": 0}) | others


async def test_people_who_book_see_the_steps_in_their_order(client: Client, conn: Connection, tenant: Tenant) -> None:
    """Show the names of the steps (Q-395)."""
    chosen: dict[str, Any] = {
        "service_id": await make_service(conn, tenant),
        "team_member_id": await make_team_member(conn, tenant),
    }
    places: dict[str, Any] = {"service_place": 3, "member_place": 1, "time_place": 2}
    form_id = await make_form(conn, tenant, **chosen, **places, hides_member=True, button_color="#123456")
    data = (await client.by(PARTNER).get(f"/bookform/{form_id}")).json()["data"]
    assert data["steps"] == [
        step("master", "Team member", 1, default=chosen["team_member_id"], hidden=True),
        step("datetime", "Date and time", 2, **NO_DATE),
        step("service", "Services", 3, default=chosen["service_id"]),
        step("contact", "Your details", 4),
        step("comfirm", "Confirmation", 5),
    ]
    assert (data["id"], data["company_id"], data["group_id"]) == (form_id, HARBOUR, 0)
    assert data["style"]["buttons_color"] == "#123456"
    assert (data["lang"], len(data["langs"])) == ("en-US", 4)


async def test_settings_of_the_location_decide(client: Client, conn: Connection, hillside: Tenant) -> None:
    form_id = await make_form(conn, hillside, is_guided=True)
    shown = ("phone_confirmation", "any_master", "activity_record_count", "is_show_privacy_policy", "without_menu")
    before = (await client.by(PARTNER).get(f"/bookform/{form_id}")).json()["data"]
    assert [before[name] for name in shown] == [False, True, 1, False, True]
    assert (before["lang"], before["steps"][0]["title"]) == ("de-DE", "Leistungen")
    await conn.execute(
        "UPDATE locations SET booking_confirms_phone = true, booking_allows_any_member = false, booking_max_seats = 3,"
        " privacy_policy = 'We keep your name.'"
    )
    after = (await client.by(PARTNER).get(f"/bookform/{form_id}")).json()["data"]
    assert [after[name] for name in shown] == [True, False, 3, True, True]


async def test_a_partner_and_an_open_location_are_needed(client: Client, conn: Connection, tenant: Tenant) -> None:
    form_id = await make_form(conn, tenant)
    assert (await client.by(NOBODY).get(f"/bookform/{form_id}")).status_code == 401
    assert (await client.by(PARTNER).get("/bookform/999")).status_code == 404
    await conn.execute("UPDATE locations SET closed_at = now() WHERE id = $1", HARBOUR)
    assert (await client.by(PARTNER).get(f"/bookform/{form_id}")).status_code == 404

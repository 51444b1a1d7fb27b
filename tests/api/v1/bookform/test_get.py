"""GET /bookform/{id}"""

from typing import Any

from parlour.access.tenant import Tenant
from parlour.db.pool import Connection
from tests.support.client import Client
from tests.support.factories.booking_forms import make_form
from tests.support.factories.services import make_service
from tests.support.factories.team import make_team_member
from tests.support.people import HARBOUR, NOBODY, PARTNER

BASE_URL = "http://127.0.0.1:8000"
NO_DATE = {"date_default": "0000-00-00", "time_default": 0, "date_hidden": False, "time_hidden": False}


def step(name: str, title: str, num: int, **others: Any) -> dict[str, Any]:
    common = {"step": name, "title": title, "num": num, "hidden": False, "is_title_default": True}
    own = {"service": {"category_view_type": "horizontal_tags"}}.get(name, {})
    return common | ({} if name == "datetime" else {"default": 0}) | own | others


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


async def test_what_the_business_sets_is_shown(client: Client, conn: Connection, tenant: Tenant) -> None:
    """Q-451 and Q-452."""
    plain = (await client.by(PARTNER).get(f"/bookform/{await make_form(conn, tenant)}")).json()["data"]
    assert plain["style"] == {
        "show_header": True, "main_color": "#1c84c6", "main_color_theme": "", "secondary_color": "",
        "buttons_color": "#1c84c6", "primaryPalette": "#1c84c6", "accentPalette": "", "warnPalette": "#1c84c6",
        "backgroundPalette": "", "logo": "", "logo_full": "", "header_background": "", "header_background_full": "",
        "header_background_new": [], "menu_background": "", "menu_background_full": "",
    }  # fmt: skip
    assert (plain["staff_name"], plain["legal_info"]) == ({"title": "Team member"}, None)
    nothing = ("brand", "features", "injection", "map", "online_sales_links", "google_analytics_client_id_index")
    assert [plain[name] for name in nothing] == [{}, {}, {}, {}, [], None]
    assert (plain["chain_main_salon_id"], plain["google_analytics_id"], plain["facebook_pixel_id"]) == (0, "", "")

    logo = f"{BASE_URL}/images/1/logo.webp"
    await conn.execute("UPDATE locations SET privacy_policy = 'We keep little.', logo_url = $1", logo)
    form_id = await make_form(
        conn, tenant, main_color="#7a1f5c", secondary_color="#112233", terms_url="https://salon.example/terms",
        member_title="Stylist", google_analytics_id="G-1", facebook_pixel_id="12",
    )  # fmt: skip
    own = (await client.by(PARTNER).get(f"/bookform/{form_id}")).json()["data"]
    colours = ("main_color", "primaryPalette", "secondary_color", "accentPalette", "buttons_color", "warnPalette")
    assert [own["style"][name] for name in colours] == [*["#7a1f5c"] * 2, *["#112233"] * 2, *["#1c84c6"] * 2]
    assert (own["style"]["logo"], own["style"]["logo_full"]) == ("/images/1/logo.webp", logo)
    assert own["staff_name"] == {"title": "Stylist"}
    assert own["steps"][1] == step("master", "Stylist", 2, is_title_default=False)
    assert own["legal_info"] == {
        "terms_of_use": "https://salon.example/terms",
        "confidentiality_agreement": f"{BASE_URL}/book/{form_id}/privacy",
    }
    assert (own["google_analytics_id"], own["facebook_pixel_id"]) == ("G-1", "12")


async def test_a_partner_and_an_open_location_are_needed(client: Client, conn: Connection, tenant: Tenant) -> None:
    form_id = await make_form(conn, tenant)
    assert (await client.by(NOBODY).get(f"/bookform/{form_id}")).status_code == 401
    assert (await client.by(PARTNER).get("/bookform/999")).status_code == 404
    await conn.execute("UPDATE locations SET closed_at = now() WHERE id = $1", HARBOUR)
    assert (await client.by(PARTNER).get(f"/bookform/{form_id}")).status_code == 404

"""/company/{location_id}/booking_forms and /company/{location_id}/booking_forms/{form_id}"""

import asyncio
from typing import Any

import pytest

from parlour.access.tenant import Tenant
from parlour.areas.booking_forms.model import LINK_EXPECTED
from parlour.db.pool import Connection
from tests.support.client import Client, faults_of
from tests.support.factories.booking_forms import make_form
from tests.support.factories.services import make_service
from tests.support.factories.team import make_team_member
from tests.support.people import ADMINISTRATOR, FOREIGNER, HARBOUR, HILLSIDE, MANAGER, OWNER, PARTNER, WORKER, Person

FORMS = f"/company/{HARBOUR}/booking_forms"
DEFAULTS = {
    "title": "Our site",
    "description": "",
    "is_default": False,
    "without_menu": False,
    "service_step_default": 0,
    "service_step_hide": False,
    "master_step_default": 0,
    "master_step_hide": False,
    "service_step_num": 1,
    "master_step_num": 2,
    "datetime_step_num": 3,
    "show_button": True,
    "button_position": "bottom right",
    "form_position": "right",
    "button_color": "#1c84c6",
    "button_animation": True,
    "main_color": "",
    "secondary_color": "",
    "terms_url": "",
    "master_step_title": "",
    "google_analytics_id": "",
    "facebook_pixel_id": "",
}
SAME_PLACE = "Another step has this place; 1, 2 and 3 come once."


def written(data: dict[str, Any]) -> dict[str, Any]:
    """What can be written, of an answer."""
    return {name: data[name] for name in DEFAULTS}


async def test_a_title_is_enough(client: Client) -> None:
    """Show the defaults (Q-394)."""
    made = await client.post(FORMS, {"title": "Our site"})
    assert made.status_code == 201
    assert made.headers["etag"] == '"1"'
    data = made.json()["data"]
    assert written(data) == DEFAULTS
    assert (await client.get(f"{FORMS}/{data['id']}")).json() == made.json()
    listed = (await client.get(FORMS)).json()
    assert (listed["data"], listed["meta"]) == ([data], {"count": 1})


async def test_all_fields_are_kept(client: Client, conn: Connection, tenant: Tenant) -> None:
    sent = {
        "title": "Shop",
        "description": "Below\nthe picture",
        "is_default": True,
        "without_menu": True,
        "service_step_default": await make_service(conn, tenant),
        "service_step_hide": True,
        "master_step_default": await make_team_member(conn, tenant),
        "master_step_hide": True,
        "service_step_num": 3,
        "master_step_num": 1,
        "datetime_step_num": 2,
        "show_button": False,
        "button_position": "top left ",
        "form_position": "left",
        "button_color": "#F80",
        "button_animation": False,
        "main_color": "#7A1F5C",
        "secondary_color": "#123",
        "terms_url": " https://salon.example/terms?lang=en#1 ",
        "master_step_title": "Stylist",
        "google_analytics_id": "G-12AB",
        "facebook_pixel_id": "1234567890",
    }
    expected = {
        **sent, "button_position": "top left", "button_color": "#ff8800", "main_color": "#7a1f5c",
        "secondary_color": "#112233", "terms_url": "https://salon.example/terms?lang=en#1",
    }  # fmt: skip
    made = (await client.post(FORMS, sent)).json()["data"]
    assert written(made) == expected
    form_id = await make_form(conn, tenant)
    changed = await client.send("PATCH", f"{FORMS}/{form_id}", json=sent)
    assert (changed.status_code, written(changed.json()["data"])) == (200, expected)
    assert written((await client.get(f"{FORMS}/{form_id}")).json()["data"]) == expected
    names = ("main_color", "secondary_color", "terms_url", "master_step_title", "google_analytics_id")
    nothing = dict.fromkeys((*names, "facebook_pixel_id"), "")
    cleared = await client.send("PATCH", f"{FORMS}/{form_id}", json=nothing)
    assert written(cleared.json()["data"]) == expected | nothing


async def test_a_change_leaves_the_rest(client: Client, conn: Connection, tenant: Tenant) -> None:
    form_id = await make_form(conn, tenant, description="Front page")
    changed = (await client.send("PATCH", f"{FORMS}/{form_id}", json={"service_step_hide": True})).json()["data"]
    assert written(changed) == {**DEFAULTS, "description": "Front page", "service_step_hide": True}


async def test_the_html_leads_to_this_server_and_escapes_the_title(client: Client) -> None:
    made = (await client.post(FORMS, {"title": '"><b>Now', "button_position": "top left"})).json()["data"]
    address = f"http://127.0.0.1:8000/book/{made['id']}"
    assert made["html_code"] == f'<script src="{address}/button.js" async></script>'
    assert made["html_code_v2"].startswith(f'<iframe src="{address}"')
    assert "<b>" not in made["html_code_v2"]
    assert "&quot;&gt;&lt;b&gt;Now" in made["html_code_v2"]


async def test_one_form_is_the_default(client: Client, conn: Connection, tenant: Tenant, hillside: Tenant) -> None:
    elsewhere = await make_form(conn, hillside, is_default=True)
    first = (await client.post(FORMS, {"title": "First", "is_default": True})).json()["data"]["id"]
    second = await make_form(conn, tenant)
    assert (await client.send("PATCH", f"{FORMS}/{second}", json={"is_default": True})).status_code == 200
    listed = {each["id"]: each["is_default"] for each in (await client.get(FORMS)).json()["data"]}
    assert listed == {first: False, second: True}
    assert await conn.fetchval("SELECT is_default FROM booking_forms WHERE id = $1", elsewhere)


async def test_of_several_at_once_one_becomes_the_default(client: Client, conn: Connection) -> None:
    sent = {"title": "Our site", "is_default": True}
    answers = await asyncio.gather(*(client.post(FORMS, sent) for _ in range(4)))
    assert [each.status_code for each in answers] == [201] * 4
    assert await conn.fetchval("SELECT count(*) FROM booking_forms WHERE is_default") == 1


async def test_a_deleted_form_is_gone(client: Client, conn: Connection, tenant: Tenant) -> None:
    form_id = await make_form(conn, tenant, is_default=True)
    gone = await client.delete(f"{FORMS}/{form_id}")
    assert (gone.status_code, gone.content) == (204, b"")
    assert (await client.get(FORMS)).json()["data"] == []
    for answer in (
        await client.get(f"{FORMS}/{form_id}"),
        await client.send("PATCH", f"{FORMS}/{form_id}", json={}),
        await client.delete(f"{FORMS}/{form_id}"),
        await client.get(f"/bookform/{form_id}"),
    ):
        assert answer.status_code == 404
    assert (await client.post(FORMS, {"title": "Next", "is_default": True})).status_code == 201


async def test_a_form_that_was_changed_meanwhile_stays(client: Client, conn: Connection, tenant: Tenant) -> None:
    form_id = await make_form(conn, tenant)
    old = {"If-Match": '"7"'}
    answer = await client.send("PATCH", f"{FORMS}/{form_id}", json={"title": "Later"}, headers=old)
    assert answer.status_code == 412
    assert (await client.delete(f"{FORMS}/{form_id}", headers=old)).status_code == 412
    assert (await client.get(f"{FORMS}/{form_id}")).json()["data"]["title"] == "Our site"


@pytest.mark.parametrize(
    ("sent", "faults"),
    [
        ({"master_step_num": 1}, {"master_step_num": SAME_PLACE}),
        (
            {"service_step_num": 2, "datetime_step_num": 2},
            {"master_step_num": SAME_PLACE, "datetime_step_num": SAME_PLACE},
        ),
        (
            {"service_step_default": 999, "master_step_default": 999, "datetime_step_num": 1},
            {
                "service_step_default": "There is no such service here.",
                "master_step_default": "There is no such team member in this location.",
                "datetime_step_num": SAME_PLACE,
            },
        ),
        (
            {"button_color": "blue", "datetime_step_num": 4},
            {
                "button_color": "Expected a colour, such as #FF8800 or #F80.",
                "datetime_step_num": "Must be at most 3.",
            },
        ),
        (
            {"main_color": "red;}", "google_analytics_id": "G-1');alert(1", "facebook_pixel_id": "1a"},
            {
                "main_color": "Expected a colour, such as #FF8800 or #F80.",
                "google_analytics_id": "Expected letters, digits and hyphens, at most 64.",
                "facebook_pixel_id": "Expected digits, at most 32.",
            },
        ),
        *(
            ({"terms_url": link}, {"terms_url": LINK_EXPECTED})
            for link in (
                "javascript:alert(1)",
                "salon.example",
                "https://a b",
                'https://a/"',
                "https://a/\u0000",
                "x" * 501,
            )
        ),
    ],
)
async def test_what_a_form_can_not_be_is_refused(
    client: Client, conn: Connection, tenant: Tenant, sent: dict[str, Any], faults: dict[str, str]
) -> None:
    form_id = await make_form(conn, tenant)
    assert faults_of(await client.send("PATCH", f"{FORMS}/{form_id}", json=sent)) == faults
    assert faults_of(await client.post(FORMS, {"title": "New", **sent})) == faults
    assert len((await client.get(FORMS)).json()["data"]) == 1


async def test_a_service_of_another_location_is_unknown(client: Client, conn: Connection, hillside: Tenant) -> None:
    sent = {
        "title": "New",
        "service_step_default": await make_service(conn, hillside),
        "master_step_default": await make_team_member(conn, hillside),
    }
    assert faults_of(await client.post(FORMS, sent)).keys() == {"service_step_default", "master_step_default"}


async def test_without_a_title_there_is_no_form(client: Client) -> None:
    assert faults_of(await client.post(FORMS, {})) == {"title": "This field is missing."}


@pytest.mark.parametrize(
    ("person", "location_id", "reads", "writes"),
    [
        (PARTNER, HARBOUR, 401, 401),
        (OWNER, HARBOUR, 200, 201),
        (MANAGER, HARBOUR, 200, 201),
        (ADMINISTRATOR, HARBOUR, 200, 403),
        (WORKER, HARBOUR, 403, 403),
        (FOREIGNER, HILLSIDE, 404, 404),
    ],
)
async def test_who_may_read_and_make_them(
    client: Client, person: Person, location_id: int, reads: int, writes: int
) -> None:
    by, path = client.by(person), f"/company/{location_id}/booking_forms"
    assert (await by.get(path)).status_code == reads
    assert (await by.post(path, {"title": "New"})).status_code == writes

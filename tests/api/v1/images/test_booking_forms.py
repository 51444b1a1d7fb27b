"""POST and DELETE /images/booking_form"""

from typing import Any
from urllib.parse import urlsplit

import httpx
import pytest

from parlour.access.tenant import Tenant
from parlour.db.pool import Connection
from tests.support.client import Client, Form, faults_of
from tests.support.factories.booking_forms import make_form
from tests.support.factories.images import picture
from tests.support.people import HARBOUR, HILLSIDE, PARTNER, WORKER


@pytest.fixture
async def form_id(conn: Connection, tenant: Tenant) -> int:
    return await make_form(conn, tenant, secondary_color="#112233")


def form(form_id: int, location_id: int = HARBOUR) -> Form:
    return Form(image=picture(), company_id=location_id, bookform_id=form_id)


async def style(client: Client, form_id: int) -> dict[str, Any]:
    found: dict[str, Any] = (await client.by(PARTNER).get(f"/bookform/{form_id}")).json()["data"]["style"]
    return found


async def test_the_head_of_a_form_shows_its_picture_until_it_is_deleted(
    client: Client, http: httpx.AsyncClient, form_id: int
) -> None:
    """Q-454."""
    group = (await client.post("/images/booking_form", form(form_id))).json()["data"]["image_group"]
    assert (group["entity"], group["entity_id"]) == ("booking_form", form_id)
    shown, sizes = await style(client, form_id), group["images"]
    paths = [sizes[size]["path"] for size in ("small", "basic", "large")]
    assert shown["header_background_new"] == dict(zip(("sm", "norm", "origin"), paths, strict=True))
    assert shown["header_background_full"] == paths[2]
    assert shown["header_background"] == urlsplit(paths[2]).path
    assert (await http.get(shown["header_background"])).headers["content-type"] == "image/webp"
    page = (await http.get(f"/book/{form_id}")).text
    assert f'<div class="cover"><img src="{shown["header_background"]}"' in page
    assert "/book/look/x-112233.css" in page
    assert (await http.get("/book/look/x-112233.css")).text == ".cover::after { background: #112233; }\n"

    await client.delete("/images/booking_form", json=Form(image_group_id=group["id"]))
    assert (await style(client, form_id))["header_background_new"] == []
    assert "cover" not in (await http.get(f"/book/{form_id}")).text


async def test_a_list_and_a_change_of_forms_go_on_with_a_picture(client: Client, form_id: int) -> None:
    await client.post("/images/booking_form", form(form_id))
    path = f"/company/{HARBOUR}/booking_forms"
    assert (await client.send("PATCH", f"{path}/{form_id}", json={"title": "Shop"})).status_code == 200
    assert [each["title"] for each in (await client.get(path)).json()["data"]] == ["Shop"]
    assert (await style(client, form_id))["header_background"] != ""


async def test_a_form_of_another_location_is_not_found(
    client: Client, conn: Connection, form_id: int, hillside: Tenant, abroad: Tenant
) -> None:
    assert (await client.post("/images/booking_form", form(form_id, HILLSIDE))).status_code == 404
    for other in (hillside, abroad):
        elsewhere = await make_form(conn, other)
        assert (await client.post("/images/booking_form", form(elsewhere))).status_code == 404
    assert await conn.fetchval("SELECT count(*) FROM images") == 0


async def test_the_right_to_online_booking_is_needed(client: Client, form_id: int) -> None:
    assert (await client.by(WORKER).post("/images/booking_form", form(form_id))).status_code == 403


async def test_the_form_must_be_named(client: Client) -> None:
    sent = Form(image=picture(), company_id=HARBOUR)
    assert faults_of(await client.post("/images/booking_form", sent)).keys() == {"bookform_id"}


async def test_the_picture_of_a_deleted_form_is_gone_with_it(client: Client, conn: Connection, form_id: int) -> None:
    group = (await client.post("/images/booking_form", form(form_id))).json()["data"]["image_group"]
    await conn.execute("UPDATE booking_forms SET deleted_at = now() WHERE id = $1", form_id)
    response = await client.delete("/images/booking_form", json=Form(image_group_id=group["id"]))
    assert (response.status_code, response.json()["meta"]["message"]) == (404, "Booking form not found.")

"""POST and DELETE /images/service"""

from typing import Any

import httpx
import pytest

from parlour.access.tenant import Tenant
from parlour.areas.images.model.images import Entity
from parlour.db.pool import Connection
from tests.api.v1.services.bodies import PATCHED, SERVICE
from tests.support.client import Client, Form, faults_of
from tests.support.factories.images import make_photo, picture
from tests.support.factories.services import make_service
from tests.support.factories.users import make_member
from tests.support.people import FOREIGNER, HARBOUR, HILLSIDE


@pytest.fixture
async def service_id(conn: Connection, tenant: Tenant) -> int:
    return await make_service(conn, tenant)


def form(service_id: int, location_id: int = HARBOUR) -> Form:
    return Form(image=picture(), company_id=location_id, service_id=service_id)


async def test_a_service_gets_a_picture_and_loses_it(client: Client, conn: Connection, service_id: int) -> None:
    answer = await client.post("/images/service", form(service_id))
    group = answer.json()["data"]["image_group"]
    assert (group["entity"], group["entity_id"]) == ("service", service_id)
    assert (await client.delete("/images/service", json=Form(image_group_id=group["id"]))).status_code == 200
    assert await conn.fetchval("SELECT count(*) FROM images WHERE deleted_at IS NULL") == 0


ADDRESSES = ["/services/{}", "/services/{}/{}", "/company/{}/services", "/company/{}/services/{}"]


@pytest.mark.parametrize("address", ADDRESSES)
async def test_each_list_shows_the_picture_until_it_is_deleted(
    client: Client, http: httpx.AsyncClient, service_id: int, address: str
) -> None:
    """Q-190."""
    sent = await client.post("/images/service", form(service_id))
    group = sent.json()["data"]["image_group"]
    ((shown,),) = await shown_at(client, address.format(HARBOUR, service_id))
    assert (shown["id"], shown["entity"], shown["entity_id"]) == (group["id"], "service", service_id)
    for old, new in (("origin", "large"), ("norm", "basic"), ("sm", "small")):
        size, uploaded = shown["images"][old], group["images"][new]
        assert (size["path"], size["type"]) == (uploaded["path"], old)
        assert (size["width"], size["height"]) == (str(uploaded["width"]), str(uploaded["height"]))
    assert (await http.get(shown["images"]["sm"]["path"])).headers["content-type"] == "image/webp"
    await client.delete("/images/service", json=Form(image_group_id=group["id"]))
    assert await shown_at(client, address.format(HARBOUR, service_id)) == [[]]


async def test_a_change_of_a_service_shows_its_picture(client: Client, service_id: int) -> None:
    group = (await client.post("/images/service", form(service_id))).json()["data"]["image_group"]
    for answer in (
        await client.put(f"/services/{HARBOUR}/{service_id}", json=SERVICE),
        await client.send("PATCH", f"/services/{HARBOUR}/{service_id}", json=PATCHED),
    ):
        assert [image["id"] for image in answer.json()["data"]["image_group"]] == [group["id"]]


async def test_pictures_of_others_are_not_shown(
    client: Client, conn: Connection, tenant: Tenant, hillside: Tenant, chain: Tenant, service_id: int
) -> None:
    """A picture with the id of another entity, and one that another location has of a service of the chain."""
    shared = await make_service(conn, chain)
    await make_photo(conn, tenant, service_id)
    await make_photo(conn, hillside, shared, Entity.SERVICE)
    assert await shown_at(client, f"/services/{HARBOUR}") == [[], []]


async def shown_at(client: Client, address: str) -> list[Any]:
    """Return the pictures of each service of a list."""
    return [row["image_group"] for row in (await client.get(address)).json()["data"]]


async def test_the_service_must_be_named_and_be_of_the_location(client: Client, service_id: int) -> None:
    nameless = Form(image=picture(), company_id=HARBOUR)
    assert faults_of(await client.post("/images/service", nameless)) == {"service_id": "This field is missing."}
    for sent in (form(999), form(service_id, HILLSIDE)):
        answer = await client.post("/images/service", sent)
        assert (answer.status_code, answer.json()["meta"]["message"]) == (404, "Service not found.")
    assert (await client.by(FOREIGNER).post("/images/service", form(service_id))).status_code == 404


async def test_the_right_is_that_to_pictures_of_services(client: Client, conn: Connection, service_id: int) -> None:
    editor = await make_member(conn, "editor", services_edit=True)
    refused = await client.by(editor).post("/images/service", form(service_id))
    assert refused.status_code == 403
    painter = await make_member(conn, "painter", settings_services_edit_image_access=True)
    assert (await client.by(painter).post("/images/service", form(service_id))).status_code == 200


async def test_a_service_of_the_chain_gets_none(client: Client, conn: Connection, chain: Tenant) -> None:
    service_id = await make_service(conn, chain)
    answer = await client.post("/images/service", form(service_id))
    assert answer.status_code == 403
    assert answer.json()["meta"]["message"].startswith("This service belongs to the chain")


async def test_a_deleted_service_keeps_its_picture(client: Client, conn: Connection, service_id: int) -> None:
    group = (await client.post("/images/service", form(service_id))).json()["data"]["image_group"]
    await client.delete(f"/services/{HARBOUR}/{service_id}")
    gone = await client.delete("/images/service", json=Form(image_group_id=group["id"]))
    assert (gone.status_code, gone.json()["meta"]["message"]) == (404, "Service not found.")

"""POST and DELETE /images/service"""

import pytest

from parlour.access.tenant import Tenant
from parlour.db.pool import Connection
from tests.support.client import Client, Form, faults_of
from tests.support.factories.images import picture
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

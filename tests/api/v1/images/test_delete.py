"""DELETE /images/{entity}"""

from collections.abc import Callable

import pytest

from parlour.access.tenant import Tenant
from parlour.db.pool import Connection
from tests.support.client import Client, Form, faults_of
from tests.support.factories.catalogue import for_chain, make_category, make_product
from tests.support.factories.images import picture
from tests.support.people import FOREIGNER, HARBOUR, MANAGER, NEIGHBOUR, WORKER, Person

Build = Callable[..., Form]
Store = Callable[[], set[str]]


async def upload(client: Client, form: Form, entity: str = "good") -> int:
    response = await client.post(f"/images/{entity}", form)
    assert response.status_code == 200, response.text
    group_id: int = response.json()["data"]["image_group"]["id"]
    return group_id


async def test_the_picture_and_its_files_are_gone_and_the_row_is_hidden(
    client: Client, conn: Connection, form: Build, store: Store
) -> None:
    before = store()
    group_id = await upload(client, form(image=picture(size=(1000, 700))))
    assert len(store() - before) == 3
    response = await client.delete("/images/good", json=Form(image_group_id=group_id))
    assert response.json() == {"success": True, "data": None, "meta": []}
    assert store() == before
    assert await conn.fetchval("SELECT deleted_at IS NOT NULL FROM images WHERE id = $1", group_id)


async def test_a_location_has_no_logo_any_more(client: Client, form: Build) -> None:
    group_id = await upload(client, form(good_id=None), "company")
    await client.delete("/images/salon", json=Form(image_group_id=group_id))
    assert (await client.get(f"/company/{HARBOUR}")).json()["data"]["logo"] == ""


async def test_a_form_of_the_older_kind_is_read_too(client: Client, form: Build) -> None:
    """Q-033."""
    group_id = await upload(client, form())
    response = await client.send("DELETE", "/images/good", data={"image_group_id": group_id})
    assert response.status_code == 200


async def test_the_picture_of_a_deleted_product_is_gone_with_it(client: Client, form: Build) -> None:
    body = form()
    group_id = await upload(client, body)
    await client.delete(f"/goods/{HARBOUR}/{body['good_id']}")
    response = await client.delete("/images/good", json=Form(image_group_id=group_id))
    assert (response.status_code, response.json()["meta"]["message"]) == (404, "Product not found.")


async def test_deleted_and_unknown_ids_are_not_found(client: Client, form: Build) -> None:
    group_id = await upload(client, form())
    for sent, status in ((group_id, 200), (group_id, 404), (999_999, 404)):
        assert (await client.delete("/images/good", json=Form(image_group_id=sent))).status_code == status


async def test_a_picture_of_something_else_is_not_found(client: Client, form: Build) -> None:
    group_id = await upload(client, form())
    assert (await client.delete("/images/company", json=Form(image_group_id=group_id))).status_code == 404


@pytest.mark.parametrize(("person", "status"), [(WORKER, 403), (NEIGHBOUR, 403), (FOREIGNER, 404)])
async def test_deleting_a_picture_needs_the_right_to_change_its_product(
    client: Client, form: Build, store: Store, person: Person, status: int
) -> None:
    group_id = await upload(client, form())
    before = store()
    response = await client.by(person).delete("/images/good", json=Form(image_group_id=group_id))
    assert response.status_code == status
    assert store() == before


async def test_a_picture_of_another_chain_is_not_found(client: Client, form: Build) -> None:
    foreigner, group_id = client.by(FOREIGNER), await upload(client, form())
    of_others, of_unknown = [
        await foreigner.delete("/images/good", json=Form(image_group_id=sent)) for sent in (group_id, 999_999)
    ]
    assert of_others.text == of_unknown.text


async def test_a_product_of_the_chain_needs_the_right_in_the_chain(
    client: Client, conn: Connection, tenant: Tenant, form: Build
) -> None:
    chain = for_chain(tenant)
    shared = await make_product(conn, chain, await make_category(conn, chain), "Shared")
    sent = Form(image_group_id=await upload(client, form(good_id=shared.id)))
    assert (await client.by(MANAGER).delete("/images/good", json=sent)).status_code == 403
    assert (await client.delete("/images/good", json=sent)).status_code == 200


async def test_every_fault_is_reported(client: Client) -> None:
    assert faults_of(await client.delete("/images/visit", json=Form(image_group_id="x"))).keys() == {
        "entity",
        "image_group_id",
    }
    assert faults_of(await client.delete("/images/good", json=Form(other=1))) == {
        "image_group_id": "This field is missing."
    }

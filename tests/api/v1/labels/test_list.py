"""GET /labels/{location_id}/{entity}"""

import pytest

from parlour.access.tenant import Tenant
from parlour.areas.tags.model import Kind
from parlour.db.pool import Connection
from tests.support.client import Client
from tests.support.factories.tags import lock, make_tag
from tests.support.people import ABROAD, FOREIGNER, HARBOUR, NEIGHBOUR, NOBODY, PARTNER, TRAINEE, Person


async def titles(client: Client, kind: str) -> list[str]:
    answer = await client.get(f"/labels/{HARBOUR}/{kind}")
    assert answer.status_code == 200
    return [row["title"] for row in answer.json()["data"]]


@pytest.mark.parametrize(
    ("name", "number", "kind"),
    [
        ("common", "0", Kind.COMMON),
        ("client", "1", Kind.CLIENT),
        ("record", "2", Kind.APPOINTMENT),
        ("activity", "3", Kind.EVENT),
    ],
)
async def test_a_kind_has_a_name_and_a_number(
    client: Client, conn: Connection, tenant: Tenant, name: str, number: str, kind: Kind
) -> None:
    for each in Kind:
        await make_tag(conn, tenant, each.value, kind=each)
    assert await titles(client, name) == await titles(client, number) == await titles(client, f"{name}/") == [kind]
    assert (await client.get(f"/labels/{HARBOUR}/{name}")).json()["data"][0]["entity"] == int(number)


async def test_tags_come_in_the_order_of_their_ids_without_those_of_others(
    client: Client, conn: Connection, tenant: Tenant, hillside: Tenant, abroad: Tenant
) -> None:
    for owner, title in ((hillside, "Sister"), (abroad, "Foreign"), (tenant, "B"), (tenant, "A"), (tenant, "Gone")):
        tag = await make_tag(conn, owner, title)
    await client.delete(f"/labels/{HARBOUR}/{tag.id}")
    assert await titles(client, "client") == ["B", "A"]


async def test_a_locked_tag_says_so(client: Client, conn: Connection, tenant: Tenant) -> None:
    await lock(conn, await make_tag(conn, tenant))
    assert (await client.get(f"/labels/{HARBOUR}/1")).json()["data"][0]["not_editable"] == 1


@pytest.mark.parametrize("kind", ["clients", "4", "01", "-1", "Client", "%20"])
async def test_an_unknown_kind_is_not_found(client: Client, kind: str) -> None:
    answer = await client.get(f"/labels/{HARBOUR}/{kind}")
    assert answer.status_code == 404
    assert answer.json()["meta"] == {"message": "Kind of tag not found."}


@pytest.mark.parametrize(
    ("person", "location_id", "status"),
    [
        (NOBODY, HARBOUR, 401),
        (PARTNER, HARBOUR, 401),
        (TRAINEE, HARBOUR, 200),
        (NEIGHBOUR, HARBOUR, 403),
        (FOREIGNER, HARBOUR, 404),
        (FOREIGNER, ABROAD, 200),
    ],
)
async def test_everybody_who_works_there_sees_them(
    client: Client, person: Person, location_id: int, status: int
) -> None:
    assert (await client.by(person).get(f"/labels/{location_id}/client")).status_code == status


async def test_browsers_may_ask_what_the_address_knows(client: Client) -> None:
    answer = await client.send("OPTIONS", f"/labels/{HARBOUR}/client")
    assert (answer.status_code, answer.headers["Allow"]) == (204, "DELETE, GET, HEAD, OPTIONS, PUT")

"""The fields that browsers show as HTML keep no scripts (Q-191)."""

import pytest

from parlour.access.tenant import Tenant
from parlour.db.pool import Connection
from tests.support.cities import BERLIN
from tests.support.client import Client
from tests.support.factories.team import make_team_member
from tests.support.people import HARBOUR

TEXTS = [
    ("<p>Hi</p><script>alert(1)</script>", "<p>Hi</p>"),
    ("<b onclick=x()>Cut & colour</b>", "<b>Cut &amp; colour</b>"),
    ("Cut & colour < 3 hours", "Cut & colour < 3 hours"),
]


@pytest.mark.parametrize(("sent", "kept"), TEXTS)
async def test_of_a_team_member(client: Client, conn: Connection, tenant: Tenant, sent: str, kept: str) -> None:
    created = await client.post(f"/staff/{HARBOUR}", {"name": "Ana", "information": sent})
    assert created.json()["data"]["information"] == kept
    member_id = await make_team_member(conn, tenant)
    changed = await client.put(f"/staff/{HARBOUR}/{member_id}", {"information": sent})
    assert changed.json()["data"]["information"] == kept
    stored = await conn.fetch("SELECT information FROM team_members")
    assert [row[0] for row in stored] == [kept, kept]


@pytest.mark.parametrize(("sent", "kept"), TEXTS)
async def test_of_a_location(client: Client, sent: str, kept: str) -> None:
    changed = await client.put(f"/company/{HARBOUR}", {"description": sent})
    assert changed.json()["data"]["description"] == kept
    form = {"title": "Quay", "country_id": 276, "city_id": BERLIN, "description": sent}
    created = await client.post("/companies", form)
    assert created.json()["data"]["description"] == kept

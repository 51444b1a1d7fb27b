"""Answers without an envelope: for partners that the operator says it of, and whose clients don't ask for one"""

from typing import Any

import httpx
import pytest

from parlour.access.tenant import Tenant
from parlour.db.pool import Connection
from parlour.http.media_type import MEDIA_TYPE
from tests.support.factories.catalogue import make_category, make_product
from tests.support.factories.events import make_event, make_event_service
from tests.support.factories.team import make_team_member
from tests.support.people import HARBOUR, NOBODY, OWNER, PARTNER, PASSWORD

NO_BOOKING = {
    "phone": "1", "fullname": "Maya", "appointments": [{"services": [1], "datetime": "2036-02-04 10:00"}],
}  # fmt: skip
SIGN_IN = {"login": OWNER.email, "password": PASSWORD}
OLDER = ["application/json", "*/*", "application/vnd.yclients.v1+json", f"{MEDIA_TYPE};q=0"]
NEWER = [MEDIA_TYPE, "application/vnd.yclients.v2+json", f"text/html, {MEDIA_TYPE}; charset=utf-8"]


@pytest.fixture
async def bare(conn: Connection) -> None:
    await conn.execute("UPDATE partners SET answers_bare = true")


async def read(http: httpx.AsyncClient, path: str, accept: str) -> Any:
    answer = await http.get(f"/api/v1{path}", headers={**OWNER.headers, "Accept": accept})
    assert answer.status_code == 200, answer.text
    return answer.json()


@pytest.mark.usefixtures("bare")
@pytest.mark.parametrize("accept", OLDER)
async def test_older_clients_find_what_they_look_for_at_the_top(
    http: httpx.AsyncClient, conn: Connection, tenant: Tenant, accept: str
) -> None:
    """Q-126."""
    product = await make_product(conn, tenant, await make_category(conn, tenant), "Argan")
    signed_in = await http.post("/api/v1/auth", json=SIGN_IN, headers={**PARTNER.headers, "Accept": accept})
    assert signed_in.status_code == 201
    assert signed_in.json()["user_token"]
    assert [row["good_id"] for row in await read(http, f"/goods/{HARBOUR}", accept)] == [product.id]
    assert [row["title"] for row in await read(http, f"/company/{HARBOUR}/goods_categories/0", accept)]
    assert (await read(http, f"/goods/{HARBOUR}/{product.id}", accept))["title"] == "Argan"
    directory = await http.get("/api/v1/companies", headers={**PARTNER.headers, "Accept": accept})
    assert HARBOUR in [row["id"] for row in directory.json()]
    headers = {**OWNER.headers, "Accept": accept}
    made = await http.post(f"/api/v1/goods_categories/{HARBOUR}", json={"title": "Oils"}, headers=headers)
    assert (made.status_code, made.json()["title"]) == (201, "Oils")
    assert made.headers["etag"] == '"1"'


@pytest.mark.usefixtures("bare")
@pytest.mark.parametrize("accept", NEWER)
async def test_clients_that_ask_for_the_newer_form_get_it(http: httpx.AsyncClient, accept: str) -> None:
    """Q-126."""
    assert (await read(http, f"/goods/{HARBOUR}", accept)) == {"success": True, "data": [], "meta": []}


@pytest.mark.usefixtures("bare")
async def test_refusals_have_their_envelope(http: httpx.AsyncClient) -> None:
    """Q-126."""
    refused = await http.get("/api/v1/goods/999", headers=OWNER.headers)
    assert refused.json()["meta"]["message"] == "Location not found."
    nobody = await http.get(f"/api/v1/goods/{HARBOUR}", headers=NOBODY.headers)
    assert nobody.json()["success"] is False


@pytest.mark.usefixtures("bare")
async def test_refusals_say_beside_it_what_older_clients_read(http: httpx.AsyncClient) -> None:
    """Q-482: the code of the first fault, or the status."""
    booked = await http.post(f"/api/v1/book_record/{HARBOUR}", json=NO_BOOKING, headers=PARTNER.headers)
    message = booked.json()["meta"]["message"]
    assert booked.json()["errors"] == {"code": 431, "message": message}
    assert booked.json()["meta"]["errors"][0]["code"] == 431
    missing = await http.get("/api/v1/book_times/999/0/2036-02-04", headers=PARTNER.headers)
    assert missing.json()["errors"] == {"code": 404, "message": "Location not found."}
    newer = await http.get("/api/v1/book_times/999/0/2036-02-04", headers={**PARTNER.headers, "Accept": MEDIA_TYPE})
    assert "errors" not in newer.json()


@pytest.mark.usefixtures("bare")
async def test_lists_to_book_from_are_bare(http: httpx.AsyncClient) -> None:
    """Q-482."""
    times = await http.get(f"/api/v1/book_times/{HARBOUR}/0/2036-02-04", headers=PARTNER.headers)
    assert (times.status_code, times.json()) == (200, [])


@pytest.mark.usefixtures("bare")
async def test_group_events_have_their_envelope(http: httpx.AsyncClient, conn: Connection, tenant: Tenant) -> None:
    """Q-482."""
    member = await make_team_member(conn, tenant)
    service = await make_event_service(conn, tenant, member)
    event = await make_event(conn, tenant, member, service, "2036-02-04 10:00")
    sent = {"phone": "+13155550142", "fullname": "Maya", "email": ""}
    booked = await http.post(f"/api/v1/activity/{HARBOUR}/{event}/book", json=sent, headers=PARTNER.headers)
    assert (booked.status_code, booked.json()["success"]) == (200, True)


@pytest.mark.usefixtures("bare")
async def test_api_v2_is_as_ever(http: httpx.AsyncClient) -> None:
    answer = await http.get(f"/api/v2/locations/{HARBOUR}/products", headers={**OWNER.headers, "Accept": MEDIA_TYPE})
    assert answer.json()["data"] == []


@pytest.mark.parametrize("accept", [*OLDER, *NEWER])
async def test_all_others_get_the_envelope_whatever_they_accept(http: httpx.AsyncClient, accept: str) -> None:
    assert (await read(http, f"/goods/{HARBOUR}", accept)) == {"success": True, "data": [], "meta": []}


async def test_it_takes_effect_for_one_partner_and_no_other(http: httpx.AsyncClient, conn: Connection) -> None:
    """Q-126."""
    await conn.execute(
        "INSERT INTO partners (title, token_hash, answers_bare) VALUES ('Old', sha256('old-partner-token'), true)"
    )
    older = await http.post("/api/v1/auth", json=SIGN_IN, headers={"Authorization": "Bearer old-partner-token"})
    newer = await http.post("/api/v1/auth", json=SIGN_IN, headers=PARTNER.headers)
    assert older.json()["user_token"]
    assert newer.json()["data"]["user_token"]

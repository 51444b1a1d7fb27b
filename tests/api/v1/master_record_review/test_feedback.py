"""/master_record_review/{record_token}"""

import asyncio
from typing import Any
from urllib.parse import urlsplit

import httpx
import pytest

from parlour.access.tenant import Tenant
from parlour.db.pool import Connection
from tests.support.client import Client, faults_of
from tests.support.factories.appointments import make_appointment
from tests.support.factories.booking_forms import make_form
from tests.support.factories.clients import make_client
from tests.support.factories.images import make_photo
from tests.support.factories.payments import make_payment
from tests.support.factories.reviews import make_review
from tests.support.factories.team import make_position, make_team_member
from tests.support.people import HARBOUR, NOBODY, PARTNER

BASE_URL = "http://127.0.0.1:8000"
TOKEN = "0123456789abcdef" * 2
PATH = f"/master_record_review/{TOKEN}"
REVIEWS = "SELECT author_name, rating, text, team_member_id, appointment_id FROM reviews WHERE appointment_id = $1"


async def book(
    conn: Connection, tenant: Tenant, member_id: int, starts: str = "2024-03-02 10:00", **fields: Any
) -> int:
    return await make_appointment(conn, tenant, member_id, starts, link_hash=TOKEN, **fields)


async def test_a_client_sees_what_the_review_is_about_and_leaves_it(
    client: Client, conn: Connection, tenant: Tenant
) -> None:
    ana = await make_team_member(conn, tenant, "Ana Ruiz", specialization="Stylist")
    for rating in (5, 4, 4):
        await make_review(conn, tenant, ana, rating=rating)
    appointment_id = await book(conn, tenant, ana, client_id=await make_client(conn, tenant, "Maya"))
    by = client.by(PARTNER)
    before = (await by.get(PATH)).json()["data"]
    assert before.pop("favicon_url").endswith("/icon.svg")
    assert before == {
        "is_review_submitted": False,
        "page_title": "Harbour",
        "master": {
            "id": ana,
            "name": "Ana Ruiz",
            "company_id": HARBOUR,
            "specialization": "Stylist",
            "rating": 4,
            "show_rating": 3,
            "avatar": "",
            "prepaid": "forbidden",
            "position": {"id": 0, "title": ""},
        },
        "company": {"id": HARBOUR, "title": "Harbour", "logo": "", "address": ""},
        "tips": [],
        "record": {"id": appointment_id, "payed_cost": 0, "date": "2024-03-02T10:00:00-0500"},
        "currency": {"id": 0, "iso": "USD", "name": "US Dollar", "symbol": "$", "is_symbol_after_amount": False},
        "agreement_links": {"terms_of_use": "", "confidentiality_agreement": ""},
        "language": {"id": 2, "locale": "en-US", "iso": "usa"},
    }
    left = await by.post(PATH, json={"rating": 5, "text": "Just right."})
    assert (left.status_code, left.json()["data"]) == (200, {"charge": {"url": ""}})
    assert [tuple(row) for row in await conn.fetch(REVIEWS, appointment_id)] == [
        ("Maya", 5, "Just right.", ana, appointment_id)
    ]
    after = (await by.get(PATH)).json()["data"]
    assert (after["is_review_submitted"], after["master"]["show_rating"]) == (True, 4)


async def test_the_member_and_what_was_paid_are_shown(client: Client, conn: Connection, tenant: Tenant) -> None:
    position = await make_position(conn, tenant, "Colourist")
    ana = await make_team_member(conn, tenant, "Ana Ruiz", position_id=position, prepayment="required")
    await make_photo(conn, tenant, ana)
    appointment_id = await book(conn, tenant, ana)
    await make_payment(conn, tenant, appointment_id, "12.5")
    await conn.execute("UPDATE locations SET currency = 'EUR', locale = 'de_DE' WHERE id = $1", HARBOUR)
    shown = (await client.by(PARTNER).get(PATH)).json()["data"]
    assert shown["master"]["avatar"].endswith(f"/images/{tenant.chain_id}/{2:032x}.webp")
    assert (shown["master"]["prepaid"], shown["master"]["position"]) == (
        "required", {"id": position, "title": "Colourist"},
    )  # fmt: skip
    assert shown["record"]["payed_cost"] == 12.5
    assert shown["currency"] == {"id": 0, "iso": "EUR", "name": "Euro", "symbol": "€", "is_symbol_after_amount": True}
    assert shown["language"] == {"id": 3, "locale": "de-DE", "iso": "deu"}


async def test_the_icon_is_there(client: Client, conn: Connection, tenant: Tenant, http: httpx.AsyncClient) -> None:
    await book(conn, tenant, await make_team_member(conn, tenant))
    icon = (await client.by(PARTNER).get(PATH)).json()["data"]["favicon_url"]
    assert (await http.get(urlsplit(icon).path)).headers["content-type"].startswith("image/svg+xml")


async def test_what_the_client_agreed_to_is_linked(client: Client, conn: Connection, tenant: Tenant) -> None:
    """Of the form with which it was booked, or of the default form; not of one that was deleted (Q-401)."""
    appointment_id = await book(conn, tenant, await make_team_member(conn, tenant))

    async def links() -> Any:
        return (await client.by(PARTNER).get(PATH)).json()["data"]["agreement_links"]

    await conn.execute("UPDATE locations SET privacy_policy = 'We keep little.' WHERE id = $1", HARBOUR)
    assert await links() == {"terms_of_use": "", "confidentiality_agreement": ""}
    default = await make_form(conn, tenant, is_default=True)
    other = await make_form(conn, tenant, terms_url="https://salon.example/terms")
    assert await links() == {"terms_of_use": "", "confidentiality_agreement": f"{BASE_URL}/book/{default}/privacy"}
    await conn.execute("UPDATE appointments SET booking_form_id = $1 WHERE id = $2", other, appointment_id)
    assert await links() == {
        "terms_of_use": "https://salon.example/terms",
        "confidentiality_agreement": f"{BASE_URL}/book/{other}/privacy",
    }
    await conn.execute("UPDATE booking_forms SET deleted_at = now() WHERE id = $1", other)
    assert (await links())["confidentiality_agreement"] == f"{BASE_URL}/book/{default}/privacy"


async def test_a_tip_is_refused_and_nothing_is_kept(client: Client, conn: Connection, tenant: Tenant) -> None:
    """Q-453."""
    await book(conn, tenant, await make_team_member(conn, tenant))
    by, sent = client.by(PARTNER), {"rating": 5, "redirect_prefix": "https://salon.example/"}
    assert faults_of(await by.post(PATH, json={**sent, "tips_amount": 2.5})) == {
        "tips_amount": "There are no tips here, and nothing would be paid. Leave it out, or send 0."
    }
    wrong = {"rating": 5, "tips_amount": -1, "redirect_prefix": "javascript:alert(1)"}
    assert faults_of(await by.post(PATH, json=wrong)).keys() == {"tips_amount", "redirect_prefix"}
    assert await conn.fetchval("SELECT count(*) FROM reviews") == 0
    assert (await by.post(PATH, json={**sent, "tips_amount": 0})).status_code == 200


async def test_an_appointment_is_reviewed_once_also_in_parallel(
    client: Client, conn: Connection, tenant: Tenant
) -> None:
    await book(conn, tenant, await make_team_member(conn, tenant))
    by = client.by(PARTNER)
    answers = await asyncio.gather(*(by.post(PATH, json={"rating": number}) for number in range(1, 6)))
    assert sorted(each.status_code for each in answers) == [200] + [422] * 4
    assert faults_of(await by.post(PATH, json={"rating": 1})) == {
        "rating": "You have reviewed this appointment already."
    }
    assert await conn.fetchval("SELECT count(*) FROM reviews") == 1


async def test_a_visitor_without_a_name_gets_a_dash(client: Client, conn: Connection, tenant: Tenant) -> None:
    ana = await make_team_member(conn, tenant)
    first = await book(conn, tenant, ana, visitor_name="Jo")
    await client.by(PARTNER).post(PATH, json={"rating": 3})
    await conn.execute("UPDATE appointments SET link_hash = repeat('a', 32)")
    second = await book(conn, tenant, ana)
    await client.by(PARTNER).post(PATH, json={"rating": 3})
    names = [(await conn.fetch(REVIEWS, each))[0]["author_name"] for each in (first, second)]
    assert names == ["Jo", "–"]


@pytest.mark.parametrize("rating", [0, 6, "good", None])
async def test_a_rating_is_from_one_to_five(client: Client, conn: Connection, tenant: Tenant, rating: Any) -> None:
    await book(conn, tenant, await make_team_member(conn, tenant))
    assert faults_of(await client.by(PARTNER).post(PATH, json={"rating": rating})).keys() == {"rating"}


@pytest.mark.parametrize(
    "change",
    [
        "deleted_at = now()",
        "attendance = 'no_show'",
        "starts_at = now() + interval '1 hour'",
        "link_hash = repeat('a', 32)",
    ],
)
async def test_what_can_not_be_reviewed_is_not_found(
    client: Client, conn: Connection, tenant: Tenant, change: str
) -> None:
    """Q-401."""
    appointment_id = await book(conn, tenant, await make_team_member(conn, tenant))
    assert (await client.by(PARTNER).get(PATH)).status_code == 200
    await conn.execute(f"UPDATE appointments SET {change} WHERE id = $1", appointment_id)
    assert (await client.by(PARTNER).get(PATH)).status_code == 404
    assert (await client.by(PARTNER).post(PATH, json={"rating": 5})).status_code == 404
    assert await conn.fetchval("SELECT count(*) FROM reviews") == 0


async def test_a_partner_is_needed(client: Client) -> None:
    assert (await client.by(NOBODY).get(PATH)).status_code == 401
    assert (await client.by(NOBODY).post(PATH, json={"rating": 5})).status_code == 401

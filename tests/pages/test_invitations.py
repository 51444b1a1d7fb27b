"""The page behind the link of an invitation: who may accept, how, and how often."""

import asyncio
import html
import re
from typing import Any

import httpx
import pytest
from litestar import Litestar

from parlour.db.pool import Connection
from parlour.http.compression import SMALLEST
from parlour.pages.translations import LANGUAGES, texts_in
from tests.support.client import Client
from tests.support.factories.users import make_user
from tests.support.invitations import accept, link_sent_to
from tests.support.logs import RECORDER
from tests.support.people import HARBOUR, PARTNER, PASSWORD, Person

INVITE = f"/user/invite/{HARBOUR}"
ANNA = "anna@example.com"
SECRET = "a password of her own"
STATE = """
    SELECT u.name, u.is_approved, u.is_email_confirmed, lr.is_accepted
    FROM users u JOIN location_roles lr ON lr.user_id = u.id WHERE u.email = $1
"""


def seen(page: httpx.Response) -> str:
    """What a reader sees."""
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", page.text)).split())


@pytest.fixture
async def link(client: Client, conn: Connection) -> str:
    """The link of somebody nobody knew before."""
    await client.post(INVITE, {"invites": [{"search": ANNA, "user_role": "administrator", "name": "Anna"}]})
    return await link_sent_to(conn, ANNA)


@pytest.fixture
async def known(conn: Connection) -> Person:
    return await make_user(conn, "known")


@pytest.fixture
async def known_link(client: Client, conn: Connection, known: Person) -> str:
    """The link of somebody who has a password."""
    await client.post(INVITE, {"invites": [{"search": known.email}]})
    return await link_sent_to(conn, known.email)


async def state(conn: Connection, email: str = ANNA) -> dict[str, Any]:
    row = await conn.fetchrow(STATE, email)
    assert row is not None
    return dict(row)


async def test_the_page_shows_inviter_location_and_role(http: httpx.AsyncClient, link: str) -> None:
    page = await http.get(link)
    assert page.status_code == 200
    assert "You are invited to Harbour" in seen(page)
    assert "owner invites you as: Administrator." in seen(page)
    assert ANNA in seen(page)
    assert 'value="Anna"' in page.text


async def test_a_name_that_the_inviter_left_out_is_not_filled_in(
    http: httpx.AsyncClient, client: Client, conn: Connection
) -> None:
    await client.post(INVITE, {"invites": [{"search": ANNA}]})
    page = await http.get(await link_sent_to(conn, ANNA))
    assert '<input id="name" name="name" value=""' in page.text
    assert f'name="login" value="{ANNA}"' in page.text


@pytest.mark.parametrize("language", LANGUAGES)
async def test_it_is_read_in_the_readers_language(http: httpx.AsyncClient, link: str, language: str) -> None:
    for page in (
        await http.get(f"{link}?lang={language}"),
        await http.get(link, headers={"Accept-Language": language}),
    ):
        assert texts_in(language).accept_title in seen(page)
        assert f'<html lang="{language}">' in page.text


async def test_the_page_is_never_cached(http: httpx.AsyncClient, link: str) -> None:
    page = await http.get(link)
    assert page.headers["cache-control"] == "no-store"
    assert page.headers["referrer-policy"] == "no-referrer"
    assert "form-action 'self'" in page.headers["content-security-policy"]


async def test_reading_the_page_does_not_use_up_the_invitation(http: httpx.AsyncClient, link: str) -> None:
    assert {(await http.get(link)).status_code for _ in range(3)} == {200}


async def test_a_new_user_chooses_name_and_password_and_can_sign_in(
    http: httpx.AsyncClient, litestar: Litestar, client: Client, conn: Connection, link: str
) -> None:
    page = await accept(http, link, name=" Anna Berg ", password=SECRET)
    assert page.status_code == 200
    assert f"Sign in as {ANNA}" in seen(page)
    address = litestar.state.services.settings.base_url
    assert f"the address of the server: {address}" in seen(page)
    assert await state(conn) == {
        "name": "Anna Berg",
        "is_approved": True,
        "is_email_confirmed": False,
        "is_accepted": True,
    }
    signed_in = await client.by(PARTNER).post("/auth", {"login": ANNA, "password": SECRET})
    anna = Person(0, "anna", user_token=signed_in.json()["data"]["user_token"])
    assert (await client.by(anna).get(f"/goods/{HARBOUR}")).status_code == 200


async def test_a_link_works_once(http: httpx.AsyncClient, conn: Connection, link: str) -> None:
    await accept(http, link, name="Anna", password=SECRET)
    for page in (await http.get(link), await accept(http, link, name="Eve", password="another password")):
        assert page.status_code == 410
        assert "This invitation has been used" in seen(page)
    assert (await state(conn))["name"] == "Anna"


async def test_of_two_simultaneous_acceptances_one_succeeds(
    http: httpx.AsyncClient, link: str, known_link: str
) -> None:
    for path, password in ((link, SECRET), (known_link, PASSWORD)):
        pages = await asyncio.gather(*(accept(http, path, name=name, password=password) for name in ("Anna", "Eve")))
        assert sorted(page.status_code for page in pages) == [200, 410]


@pytest.mark.parametrize(
    ("form", "fault"),
    [
        ({"name": "", "password": SECRET}, "Enter a name"),
        ({"name": "Anna", "password": "short"}, "Choose a password"),
        ({"name": "a\x00b", "password": SECRET}, "Enter a name"),
        ({"name": "a" * 256, "password": SECRET}, "Enter a name"),
        ({"name": "Anna", "password": "x" * 1001}, "Choose a password"),
        ({}, "Choose a password"),
    ],
)
async def test_faults_are_shown_in_the_page(
    http: httpx.AsyncClient, conn: Connection, link: str, form: dict[str, str], fault: str
) -> None:
    page = await accept(http, link, **form)
    assert page.status_code == 422
    assert fault in seen(page)
    assert not (await state(conn))["is_accepted"]


async def test_a_form_that_is_no_text_is_unreadable(http: httpx.AsyncClient, conn: Connection, link: str) -> None:
    for name in ("name", "password"):
        content = f"{name}=%ff&name=Anna&password=long+enough".encode()
        headers = {"Content-Type": "application/x-www-form-urlencoded"}
        page = await http.post(link, content=content, headers=headers)
        assert page.status_code == 400
    assert not (await state(conn))["is_accepted"]


async def test_typed_values_except_the_password_are_kept(http: httpx.AsyncClient, link: str) -> None:
    page = await accept(http, link, name='<b>"Anna"', password="short")
    assert "&lt;b&gt;&#34;Anna&#34;" in page.text
    assert "short" not in page.text


async def test_an_existing_user_accepts_with_their_password(
    http: httpx.AsyncClient, client: Client, known: Person, known_link: str
) -> None:
    assert 'name="name"' not in (await http.get(known_link)).text
    assert (await client.by(known).get(f"/user/permissions/{HARBOUR}")).status_code == 404
    assert (await accept(http, known_link, password=PASSWORD)).status_code == 200
    assert (await client.by(known).get(f"/user/permissions/{HARBOUR}")).status_code == 200


async def test_a_wrong_password_does_not_accept_the_invitation(
    http: httpx.AsyncClient, conn: Connection, known: Person, known_link: str
) -> None:
    page = await accept(http, known_link, name="Eve", password="wrong password")
    assert page.status_code == 422
    assert "This password is wrong." in seen(page)
    assert await state(conn, known.email) == {
        "name": "known",
        "is_approved": True,
        "is_email_confirmed": False,
        "is_accepted": False,
    }


async def test_guessing_is_throttled_together_with_signing_in(
    http: httpx.AsyncClient, client: Client, known: Person, known_link: str
) -> None:
    for _ in range(5):
        assert (await accept(http, known_link, password="wrong password")).status_code == 422
    page = await accept(http, known_link, password=PASSWORD)
    assert page.status_code == 429
    assert "Too many failed attempts" in seen(page)
    answer = await client.by(PARTNER).post("/auth", {"login": known.email, "password": PASSWORD})
    assert answer.status_code == 429


async def test_an_account_that_the_operator_closed_stays_closed(
    http: httpx.AsyncClient, conn: Connection, known: Person, known_link: str
) -> None:
    await conn.execute("UPDATE users SET is_approved = false WHERE id = $1", known.id)
    page = await accept(http, known_link, password=PASSWORD)
    assert page.status_code == 403
    assert texts_in("en").not_approved in seen(page)
    assert (await state(conn, known.email))["is_accepted"] is False


async def test_a_link_ends_after_seven_days(http: httpx.AsyncClient, conn: Connection, link: str) -> None:
    lifetime = await conn.fetchval("SELECT expires_at - created_at FROM invitations")
    assert lifetime.days == 7
    await conn.execute("UPDATE invitations SET expires_at = now()")
    for page in (await http.get(link), await accept(http, link, name="Anna", password=SECRET)):
        assert page.status_code == 410
        assert "This invitation has expired" in seen(page)


async def test_a_link_ends_with_the_next_one(
    http: httpx.AsyncClient, client: Client, conn: Connection, link: str
) -> None:
    await client.post(INVITE, {"invites": [{"search": ANNA}]})
    assert (await http.get(link)).status_code == 410
    assert "withdrawn" in seen(await http.get(link))
    assert (await http.get(await link_sent_to(conn, ANNA))).status_code == 200


async def test_a_link_to_a_closed_location_ends(http: httpx.AsyncClient, conn: Connection, link: str) -> None:
    await conn.execute("UPDATE locations SET closed_at = now() WHERE id = $1", HARBOUR)
    assert (await http.get(link)).status_code == 410


async def test_a_link_ends_when_the_user_is_removed(http: httpx.AsyncClient, client: Client, link: str) -> None:
    users = (await client.get(f"/company/{HARBOUR}/users?filter[is_approved]=0")).json()["data"]
    await client.delete(f"/company/{HARBOUR}/users/{users[0]['id']}")
    assert (await http.get(link)).status_code == 404


@pytest.mark.parametrize("token", ["x", "0" * 48, "F" * 48, "%00", "..%2f"])
async def test_an_invalid_link_is_404(http: httpx.AsyncClient, token: str) -> None:
    for page in (await http.get(f"/invitations/{token}"), await accept(http, f"/invitations/{token}", password="x")):
        assert page.status_code == 404


async def test_a_name_cannot_bring_markup_into_the_page(http: httpx.AsyncClient, conn: Connection, link: str) -> None:
    await conn.execute("UPDATE users SET name = '<script>' WHERE id = 1")
    page = await http.get(link)
    assert "&lt;script&gt; invites you" in page.text
    assert "<script>" not in page.text


async def test_the_secret_does_not_reach_the_log(http: httpx.AsyncClient, link: str) -> None:
    RECORDER.entries.clear()
    await http.get(link)
    paths = [entry["path"] for entry in RECORDER.entries if entry["event"] == "request"]
    assert paths == ["/invitations/…"]


async def test_the_secret_is_not_compressed_beside_what_the_caller_sent(http: httpx.AsyncClient, link: str) -> None:
    page = await http.get(link, headers={"Accept-Encoding": "gzip"})
    assert len(page.text) > SMALLEST
    assert "content-encoding" not in page.headers


async def test_who_has_accepted_is_listed_under_their_own_name(
    http: httpx.AsyncClient, client: Client, link: str
) -> None:
    await accept(http, link, name="Anna Berg", password=SECRET)
    rows = (await client.get(f"/company/{HARBOUR}/users?filter[is_approved]=1")).json()["data"]
    assert "Anna Berg" in [row["name"] for row in rows]


@pytest.mark.parametrize(
    ("password", "fault"),
    [
        ("password1", "password_too_common"),
        ("anna lamp tea", "password_has_login"),
        ("Lamp ANNA@example.com", "password_has_login"),
        ("lamp parlour tea", "password_has_login"),
        ("short", "password_fault"),
        ("lamp " * 201, "password_fault"),
        ("lamp\x07tea blue", "password_fault"),
    ],
)
@pytest.mark.parametrize("language", ["en", "de"])
async def test_a_new_user_cannot_choose_an_easily_guessed_password(
    http: httpx.AsyncClient, conn: Connection, link: str, password: str, fault: str, language: str
) -> None:
    page = await accept(http, f"{link}?lang={language}", name="Anna", password=password)
    assert page.status_code == 422
    assert getattr(texts_in(language), fault) in seen(page)
    assert (await state(conn))["is_accepted"] is False


async def test_a_password_made_of_the_new_users_name_is_refused(http: httpx.AsyncClient, link: str) -> None:
    page = await accept(http, link, name="Rosalind Quigley", password="Rosalind1")
    assert texts_in("en").password_too_common in seen(page)
    assert (await accept(http, link, name="Somebody Else", password="Rosalind Quigley lamp")).status_code == 200


async def test_the_password_of_a_known_user_is_guessed_five_times(
    http: httpx.AsyncClient, client: Client, known: Person, known_link: str
) -> None:
    statuses = [(await accept(http, known_link, password=f"guess {n}")).status_code for n in range(7)]
    assert statuses == [422] * 5 + [429] * 2
    body = {"login": known.email, "password": PASSWORD}
    assert (await client.by(PARTNER).post("/auth", body)).status_code == 429, "it is another limit"

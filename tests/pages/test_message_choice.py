"""The page behind the link in messages: what its secret allows, and what it doesn't."""

import re

import httpx
import pytest

from parlour.access.tenant import Tenant
from parlour.areas.appointment_messages.model.links import choice_token
from parlour.areas.appointment_messages.model.messages import Channel
from parlour.db.pool import Connection
from parlour.pages.translations import LANGUAGES, texts_in
from tests.support.factories.clients import make_client
from tests.support.factories.merges import merge_another
from tests.support.logs import RECORDER
from tests.support.notified import Visitor, book, make_visitor
from tests.support.people import HILLSIDE

REFUSALS = "SELECT client_id, channel, refuses_all FROM message_refusals ORDER BY client_id, channel"
ONE_CLICK = {"List-Unsubscribe": "One-Click"}


@pytest.fixture
async def visitor(conn: Connection, tenant: Tenant) -> Visitor:
    return await make_visitor(conn, tenant)


@pytest.fixture
async def appointment(conn: Connection, tenant: Tenant, visitor: Visitor) -> int:
    return await book(conn, tenant, visitor)


def address(tenant: Tenant, visitor: Visitor, appointment: int, channel: Channel = Channel.EMAIL) -> str:
    token = choice_token(f"{visitor.client:032x}", channel)
    return f"/m/{tenant.location_id}/{appointment}/{token}"


async def refusals(conn: Connection) -> list[tuple[int, str, bool]]:
    return [tuple(row) for row in await conn.fetch(REFUSALS)]


def chosen(page: httpx.Response) -> str:
    (found,) = re.findall(r'value="(\w+)" checked', page.text)
    return str(found)


async def test_a_client_chooses_and_sees_the_choice(
    http: httpx.AsyncClient, conn: Connection, tenant: Tenant, visitor: Visitor, appointment: int
) -> None:
    at = address(tenant, visitor, appointment)
    assert chosen(await http.get(at)) == "everything"
    for choice, stored in [
        ("no_reminders", [(visitor.client, "email", False)]),
        ("nothing", [(visitor.client, "email", True)]),
        ("everything", []),
    ]:
        answer = await http.post(at, data={"choice": choice})
        assert (answer.status_code, answer.headers["location"]) == (303, f"{at}?saved=1")
        page = await http.get(answer.headers["location"])
        assert chosen(page) == choice
        assert "Your choice is saved." in page.text
        assert await refusals(conn) == stored


async def test_each_channel_has_its_own(
    http: httpx.AsyncClient, conn: Connection, tenant: Tenant, visitor: Visitor, appointment: int
) -> None:
    await http.post(address(tenant, visitor, appointment, Channel.SMS), data={"choice": "nothing"})
    assert await refusals(conn) == [(visitor.client, "sms", True)]
    assert chosen(await http.get(address(tenant, visitor, appointment))) == "everything"
    assert "Text messages" in (await http.get(address(tenant, visitor, appointment, Channel.SMS))).text


async def test_reading_and_unknown_choices_change_nothing(
    http: httpx.AsyncClient, conn: Connection, tenant: Tenant, visitor: Visitor, appointment: int
) -> None:
    at = address(tenant, visitor, appointment)
    await http.get(f"{at}?all=1")
    for body in ({}, {"choice": "less"}, {"choice": b"\xff"}):
        answer = await http.post(at, data=body)
        assert (answer.status_code, answer.headers["location"]) == (303, at)
    assert await refusals(conn) == []


@pytest.mark.parametrize(("suffix", "is_all"), [("", False), ("?all=1", True)])
async def test_a_mail_program_unsubscribes_in_one_click(
    http: httpx.AsyncClient, conn: Connection, tenant: Tenant, visitor: Visitor, appointment: int,
    suffix: str, is_all: bool,
) -> None:  # fmt: skip
    """RFC 8058, as a form or as one of several parts."""
    at = address(tenant, visitor, appointment) + suffix
    for sent in ({"data": ONE_CLICK}, {"files": {name: (None, value) for name, value in ONE_CLICK.items()}}):
        answer = await http.post(at, **sent)
        assert (answer.status_code, answer.content) == (200, b"")
        assert await refusals(conn) == [(visitor.client, "email", is_all)]
        await conn.execute("DELETE FROM message_refusals")


async def test_one_click_never_gives_more(
    http: httpx.AsyncClient, conn: Connection, tenant: Tenant, visitor: Visitor, appointment: int
) -> None:
    at = address(tenant, visitor, appointment)
    await http.post(at, data={"choice": "nothing"})
    await http.post(at, data=ONE_CLICK)
    assert await refusals(conn) == [(visitor.client, "email", True)]


async def test_a_merged_card_keeps_what_was_refused_until_something_else_is_chosen(
    http: httpx.AsyncClient, conn: Connection, tenant: Tenant, visitor: Visitor, appointment: int
) -> None:
    await merge_another(conn, tenant, visitor.client)
    other = await conn.fetchval("SELECT id FROM clients WHERE merged_into = $1", visitor.client)
    await conn.execute(
        "INSERT INTO message_refusals (chain_id, location_id, client_id, channel, refuses_all)"
        " VALUES ($1, $2, $3, 'email', true)", tenant.chain_id, tenant.location_id, other,
    )  # fmt: skip
    at = address(tenant, visitor, appointment)
    assert chosen(await http.get(at)) == "nothing"
    await http.post(at, data={"choice": "no_reminders"})
    assert await refusals(conn) == [(visitor.client, "email", False)]


async def test_a_secret_is_of_one_appointment_in_one_location(
    http: httpx.AsyncClient, conn: Connection, tenant: Tenant, visitor: Visitor, appointment: int
) -> None:
    other = await book(conn, tenant, visitor, link_hash="a" * 32)
    token = choice_token(f"{visitor.client:032x}", Channel.EMAIL)
    for wrong in (
        f"/m/{tenant.location_id}/{other}/{token}",
        f"/m/{HILLSIDE}/{appointment}/{token}",
        f"/m/999999/{appointment}/{token}",
        f"/m/{tenant.location_id}/{appointment}/{visitor.client:032x}",
        f"/m/{tenant.location_id}/{appointment}/ä",
        f"/m/x/{appointment}/{token}",
        f"/m/{tenant.location_id}/{'9' * 30}/{token}",
    ):
        for answer in (await http.get(wrong), await http.post(wrong, data=ONE_CLICK)):
            assert answer.status_code == 404, wrong
            assert "This link is not valid" in answer.text
    assert await refusals(conn) == []


async def test_the_page_is_there_after_the_appointment_and_not_after_its_client(
    http: httpx.AsyncClient, conn: Connection, tenant: Tenant, visitor: Visitor, appointment: int
) -> None:
    at = address(tenant, visitor, appointment)
    await conn.execute("UPDATE appointments SET deleted_at = now()")
    assert (await http.get(at)).status_code == 200
    await conn.execute("UPDATE clients SET deleted_at = now()")
    assert (await http.get(at)).status_code == 404


@pytest.mark.parametrize("language", LANGUAGES)
async def test_the_page_is_in_the_language_of_its_reader(
    http: httpx.AsyncClient, tenant: Tenant, visitor: Visitor, appointment: int, language: str
) -> None:
    page = await http.get(address(tenant, visitor, appointment), headers={"Accept-Language": language})
    t = texts_in(language)
    assert f'<html lang="{language}">' in page.text
    for text in (t.messages_email, t.messages_lead.format(place="Harbour"), t.messages_no_reminders_hint):
        assert text in page.text


async def test_its_address_is_neither_kept_nor_logged(
    http: httpx.AsyncClient, tenant: Tenant, visitor: Visitor, appointment: int
) -> None:
    at = address(tenant, visitor, appointment)
    RECORDER.entries.clear()
    page = await http.get(at, headers={"Accept-Encoding": "gzip"})
    assert page.headers["cache-control"] == "no-store"
    assert "content-encoding" not in page.headers
    assert [entry["path"] for entry in RECORDER.entries if entry["event"] == "request"] == ["/m/…"]


async def test_a_choice_is_in_the_audit_log(
    http: httpx.AsyncClient, conn: Connection, tenant: Tenant, visitor: Visitor, appointment: int
) -> None:
    at = address(tenant, visitor, appointment)
    await http.post(at, data={"choice": "nothing"})
    (row,) = await conn.fetch("SELECT entity_id, action FROM audit_log WHERE entity = 'message_refusal'")
    assert tuple(row) == (visitor.client, "created")


async def test_another_clients_choice_stays(
    http: httpx.AsyncClient, conn: Connection, tenant: Tenant, visitor: Visitor, appointment: int
) -> None:
    other = await make_client(conn, tenant, "Ben")
    await conn.execute(
        "INSERT INTO message_refusals (chain_id, location_id, client_id, channel, refuses_all)"
        " VALUES ($1, $2, $3, 'email', true)", tenant.chain_id, tenant.location_id, other,
    )  # fmt: skip
    await http.post(address(tenant, visitor, appointment), data={"choice": "everything"})
    assert await refusals(conn) == [(other, "email", True)]

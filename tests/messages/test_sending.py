"""Sending messages by email: what arrives, what is erased, and who can't be written to."""

from collections.abc import AsyncIterator
from typing import Any

import msgspec
import pytest
import structlog

from parlour.areas.messages.model import Message
from parlour.areas.messages.service.email import EmailHandler, send_messages
from parlour.db.pool import Connection, Pool, create_pool
from parlour.outbox.entries import NewEntry
from parlour.outbox.queries import add_entries
from parlour.settings import Settings
from tests.support.outbox import Note, deliver_next, make_due, states
from tests.support.people import CHAIN
from tests.support.smtp import MailServer, mail_server

ANNA = Message("anna@example.com", "Hello Änna", "Plain: https://x.test/1", "<p>HTML</p>", "https://x.test/1")


@pytest.fixture
async def pool(database_url: str) -> AsyncIterator[Pool]:
    async with create_pool(database_url, 4) as made:
        yield made


@pytest.fixture
async def mail() -> AsyncIterator[MailServer]:
    async with mail_server() as server:
        yield server


@pytest.fixture
def handler(mail: MailServer) -> EmailHandler:
    return EmailHandler(Settings(smtp_url=mail.url, email_from="Parlour <parlour@example.com>"))


async def send(conn: Connection, *recipients: str) -> None:
    await send_messages(conn, CHAIN, [msgspec.structs.replace(ANNA, recipient=recipient) for recipient in recipients])


async def only(conn: Connection) -> dict[str, Any]:
    (row,) = await states(conn)
    return row


async def test_a_message_arrives_as_text_and_as_html(
    pool: Pool, conn: Connection, mail: MailServer, handler: EmailHandler
) -> None:
    await send(conn, ANNA.recipient)
    assert await deliver_next(pool, handler) is True
    ((recipient, email),) = mail.received
    assert (recipient, email["To"], email["From"]) == (ANNA.recipient, ANNA.recipient, "Parlour <parlour@example.com>")
    assert email["Subject"] == "Hello Änna"
    plain, html = email.iter_parts()
    assert plain.get_content().strip() == ANNA.plain
    assert html.get_content().strip() == ANNA.html


async def test_a_message_that_was_sent_is_erased(pool: Pool, conn: Connection, handler: EmailHandler) -> None:
    await send(conn, ANNA.recipient)
    assert ANNA.link in (await only(conn))["payload"]
    await deliver_next(pool, handler)
    found = await only(conn)
    assert (found["done"], found["payload"], found["subject"]) == (
        True,
        None,
        f"chain:{CHAIN}/recipient:anna@example.com",
    )
    assert await conn.fetchval("SELECT chain_id FROM outbox") == CHAIN


async def test_messages_to_one_recipient_arrive_in_their_order(
    pool: Pool, conn: Connection, mail: MailServer, handler: EmailHandler
) -> None:
    """The link in the last one is the one that works."""
    first, last = (msgspec.structs.replace(ANNA, subject=subject) for subject in ("First", "Last"))
    await send_messages(conn, CHAIN, [first, last])
    mail.refusals = 1
    while await deliver_next(pool, handler):
        pass
    assert mail.received == []
    await make_due(conn)
    while await deliver_next(pool, handler):
        pass
    assert [email["Subject"] for _, email in mail.received] == ["First", "Last"]


async def test_a_message_that_fails_delays_no_other_chain(
    pool: Pool, conn: Connection, mail: MailServer, handler: EmailHandler
) -> None:
    await send(conn, ANNA.recipient)
    await send_messages(conn, CHAIN + 1, [msgspec.structs.replace(ANNA, subject="Of another chain")])
    mail.refusals = 1
    while await deliver_next(pool, handler):
        pass
    assert [email["Subject"] for _, email in mail.received] == ["Of another chain"]


async def test_a_mail_server_that_refuses_for_a_while_delays_a_message(
    pool: Pool, conn: Connection, mail: MailServer, handler: EmailHandler
) -> None:
    await send(conn, ANNA.recipient)
    mail.refusals = 1
    await deliver_next(pool, handler)
    found = await only(conn)
    assert (found["attempts"], found["done"], found["given_up"]) == (1, False, False)
    assert "not now" in found["last_error"]
    await make_due(conn)
    await deliver_next(pool, handler)
    assert (await only(conn))["done"]
    assert len(mail.received) == 1


async def test_a_mail_server_that_is_away_is_a_failure_like_others(pool: Pool, conn: Connection) -> None:
    nowhere = Settings(smtp_url="smtp://127.0.0.1:1", email_from="parlour@example.com")
    await send(conn, ANNA.recipient)
    assert await deliver_next(pool, EmailHandler(nowhere)) is True
    found = await only(conn)
    assert (found["done"], found["given_up"]) == (False, False)


async def test_what_is_no_message_is_given_up(pool: Pool, conn: Connection, handler: EmailHandler) -> None:
    await add_entries(conn, [NewEntry(kind="email", subject="a", payload=Note("no message"))])
    await deliver_next(pool, handler)
    found = await only(conn)
    assert (found["given_up"], found["last_error"]) == (True, "The payload is not a message.")


async def test_without_a_mail_server_and_for_phones_the_link_goes_into_the_log(
    pool: Pool, conn: Connection, handler: EmailHandler, mail: MailServer
) -> None:
    with structlog.testing.capture_logs() as logged:
        await send(conn, ANNA.recipient)
        await deliver_next(pool, EmailHandler(Settings()))
        await send(conn, "+13155550175")
        await deliver_next(pool, handler)
    assert [(entry["log_level"], entry["event"], entry["recipient"], entry["link"]) for entry in logged] == [
        ("warning", "invitation link", ANNA.recipient, ANNA.link),
        ("warning", "invitation link", "+13155550175", ANNA.link),
    ]
    assert mail.received == []


UNWRITABLE = [
    "änna@exämple.com",
    "a@b@c",
    "a\nb@example.com",
    "@",
    "<@>",
    "x<y@z.w",
    "a,b@c.d",
    '"a b"@c.d',
    "A <a@b.c>",
]


@pytest.mark.parametrize(
    "recipient", [*UNWRITABLE, "=?utf-8?q?eve?=@example.com", "Anna@example.com", "anna@exämple.com"]
)
async def test_an_impossible_address_does_not_stop_the_others(
    pool: Pool, conn: Connection, mail: MailServer, handler: EmailHandler, recipient: str
) -> None:
    """Q-086."""
    await send(conn, recipient, ANNA.recipient)
    assert [await deliver_next(pool, handler) for _ in range(3)] == [True, True, False]
    assert [arrived for arrived, _ in mail.received] == [ANNA.recipient]
    given_up, _ = await states(conn)
    assert (given_up["given_up"], given_up["payload"]) == (True, None)
    assert given_up["last_error"] == "The recipient is not an email address that can be written to."


@pytest.mark.parametrize(
    "recipient",
    [
        "anna.berg+till@example.com",
        "o'neil@example.com",
        "a%b@example.com",
        "!#$&*/?=^_`{|}~-@example.com",
        "anna@xn--exmple-cua.com",
        "root@localhost",
        f"{'a' * 64}@{'b-b.' * 40}example.com",
    ],
)
async def test_what_is_stored_is_what_is_written_to(
    pool: Pool, conn: Connection, mail: MailServer, handler: EmailHandler, recipient: str
) -> None:
    await send(conn, recipient)
    await deliver_next(pool, handler)
    ((arrived, email),) = mail.received
    assert arrived == recipient
    assert [found.addr_spec for found in email["To"].addresses] == [recipient]
    assert not {"cc", "bcc"} & {name.lower() for name in email}

"""Sending what is waiting: after the commit, once, again after a failure, and nothing of it kept."""

import asyncio
import time
from collections.abc import AsyncIterator
from typing import Any

import msgspec
import pytest
import structlog

from parlour.areas.messages.model import MAX_ATTEMPTS, NewMessage
from parlour.areas.messages.queries import add_messages, take_message
from parlour.areas.messages.service import send_for_ever, send_next
from parlour.db.pool import Connection, Pool, create_pool
from parlour.settings import Settings
from tests.support.smtp import MailServer, mail_server

ANNA = NewMessage("anna@example.com", "Hello Änna", "Plain: https://x.test/1", "<p>HTML</p>", "https://x.test/1")
STATE = """
    SELECT attempts, sent_at IS NOT NULL AS sent, given_up_at IS NOT NULL AS given_up, plain || html || link AS text,
           last_error, next_attempt_at - now() AS pause
    FROM messages ORDER BY id
"""


@pytest.fixture
async def pool(database_url: str) -> AsyncIterator[Pool]:
    async with create_pool(database_url, 4) as made:
        yield made


@pytest.fixture
async def mail() -> AsyncIterator[MailServer]:
    async with mail_server() as server:
        yield server


@pytest.fixture
def settings(mail: MailServer) -> Settings:
    return Settings(smtp_url=mail.url, email_from="Parlour <parlour@example.com>")


async def only(conn: Connection) -> dict[str, Any]:
    (row,) = await conn.fetch(STATE)
    return dict(row)


async def make_due(conn: Connection) -> None:
    await conn.execute("UPDATE messages SET next_attempt_at = now()")


async def test_a_message_arrives_as_text_and_as_html(
    pool: Pool, conn: Connection, mail: MailServer, settings: Settings
) -> None:
    await add_messages(conn, [ANNA])
    assert await send_next(pool, settings) is True
    ((recipient, email),) = mail.received
    assert (recipient, email["To"], email["From"]) == (ANNA.recipient, ANNA.recipient, "Parlour <parlour@example.com>")
    assert email["Subject"] == "Hello Änna"
    plain, html = email.iter_parts()
    assert plain.get_content().strip() == ANNA.plain
    assert html.get_content().strip() == ANNA.html


async def test_what_was_sent_is_blanked_and_not_sent_again(
    pool: Pool, conn: Connection, mail: MailServer, settings: Settings
) -> None:
    await add_messages(conn, [ANNA])
    await send_next(pool, settings)
    assert await only(conn) | {"pause": None} == {
        "attempts": 1,
        "sent": True,
        "given_up": False,
        "text": "",
        "last_error": "",
        "pause": None,
    }
    await make_due(conn)
    assert await send_next(pool, settings) is False
    assert len(mail.received) == 1


async def test_nothing_is_sent_before_the_commit(
    pool: Pool, conn: Connection, mail: MailServer, settings: Settings
) -> None:
    transaction = conn.transaction()
    await transaction.start()
    await add_messages(conn, [ANNA])
    assert await send_next(pool, settings) is False
    await transaction.rollback()
    assert await send_next(pool, settings) is False
    assert mail.received == []


async def test_a_failure_is_tried_again_after_a_growing_pause(
    pool: Pool, conn: Connection, mail: MailServer, settings: Settings
) -> None:
    await add_messages(conn, [ANNA])
    mail.refusals = 2
    pauses = []
    for attempt in (1, 2):
        assert await send_next(pool, settings) is True
        found = await only(conn)
        assert (found["attempts"], found["sent"]) == (attempt, False)
        assert "not now" in found["last_error"]
        assert await send_next(pool, settings) is False, "it was not left alone"
        pauses.append(found["pause"].total_seconds())
        await make_due(conn)
    assert 5 < pauses[0] < 11
    assert 25 < pauses[1] < 31
    await send_next(pool, settings)
    assert (await only(conn))["sent"] is True
    assert len(mail.received) == 1


async def test_after_the_last_attempt_it_is_given_up_and_blanked(
    pool: Pool, conn: Connection, mail: MailServer, settings: Settings
) -> None:
    await add_messages(conn, [ANNA])
    mail.refusals = 1
    await conn.execute("UPDATE messages SET attempts = $1", MAX_ATTEMPTS - 1)
    await send_next(pool, settings)
    found = await only(conn)
    assert (found["given_up"], found["sent"], found["text"]) == (True, False, "")
    await make_due(conn)
    assert await send_next(pool, settings) is False


async def test_a_mail_server_that_is_away_is_a_failure_like_others(pool: Pool, conn: Connection) -> None:
    nowhere = Settings(smtp_url="smtp://127.0.0.1:1", email_from="parlour@example.com")
    await add_messages(conn, [ANNA])
    assert await send_next(pool, nowhere) is True
    assert (await only(conn))["sent"] is False


async def test_what_a_worker_took_and_never_sent_is_sent_by_another(
    pool: Pool, conn: Connection, mail: MailServer, settings: Settings
) -> None:
    await add_messages(conn, [ANNA])
    assert await take_message(conn) is not None  # and the worker dies
    assert await send_next(pool, settings) is False
    await make_due(conn)
    assert await send_next(pool, settings) is True
    assert len(mail.received) == 1


async def test_several_workers_share_the_work(
    pool: Pool, conn: Connection, mail: MailServer, settings: Settings
) -> None:
    await add_messages(conn, [msgspec.structs.replace(ANNA, recipient=f"{number}@x.test") for number in range(20)])
    workers = [asyncio.create_task(send_for_ever(pool, settings)) for _ in range(3)]
    deadline = time.monotonic() + 60
    while await conn.fetchval("SELECT count(*) FROM messages WHERE sent_at IS NULL"):
        assert time.monotonic() < deadline
        await asyncio.sleep(0.05)
    for worker in workers:
        worker.cancel()
    await asyncio.gather(*workers, return_exceptions=True)
    assert sorted(recipient for recipient, _ in mail.received) == sorted(f"{number}@x.test" for number in range(20))


async def test_without_a_mail_server_and_for_phones_the_link_goes_into_the_log(
    pool: Pool, conn: Connection, settings: Settings, mail: MailServer
) -> None:
    with structlog.testing.capture_logs() as logged:
        await add_messages(conn, [ANNA])
        await send_next(pool, Settings())
        await add_messages(conn, [msgspec.structs.replace(ANNA, recipient="+13155550175")])
        await send_next(pool, settings)
    assert [(entry["log_level"], entry["event"], entry["recipient"], entry["link"]) for entry in logged] == [
        ("warning", "invitation link", ANNA.recipient, ANNA.link),
        ("warning", "invitation link", "+13155550175", ANNA.link),
    ]
    assert mail.received == []


# Of this test's database alone: other tests run at the same time.
END_CONNECTIONS = """
    SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'parlour' AND datname = $1
"""


async def test_a_database_that_is_away_ends_nothing(database_url: str, conn: Connection, admin: Connection) -> None:
    async with create_pool(database_url, 2) as pool:
        worker = asyncio.create_task(send_for_ever(pool, Settings()))
        await asyncio.sleep(0.1)
        await admin.execute(END_CONNECTIONS, await conn.fetchval("SELECT current_database()"))
        await add_messages(conn, [ANNA])
        deadline = time.monotonic() + 60
        while not (await only(conn))["sent"]:
            assert not worker.done()
            assert time.monotonic() < deadline
            await asyncio.sleep(0.05)
        worker.cancel()
        await asyncio.gather(worker, return_exceptions=True)


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
async def test_an_address_that_nobody_can_write_to_does_not_stop_the_others(
    pool: Pool, conn: Connection, mail: MailServer, settings: Settings, recipient: str
) -> None:
    await add_messages(conn, [msgspec.structs.replace(ANNA, recipient=recipient), ANNA])
    assert [await send_next(pool, settings) for _ in range(3)] == [True, True, False]
    assert [arrived for arrived, _ in mail.received] == [ANNA.recipient]
    given_up, _ = await conn.fetch(STATE)
    assert (given_up["given_up"], given_up["text"]) == (True, "")
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
    pool: Pool, conn: Connection, mail: MailServer, settings: Settings, recipient: str
) -> None:
    await add_messages(conn, [msgspec.structs.replace(ANNA, recipient=recipient)])
    await send_next(pool, settings)
    ((arrived, email),) = mail.received
    assert arrived == recipient
    assert [found.addr_spec for found in email["To"].addresses] == [recipient]
    assert not {"cc", "bcc"} & {name.lower() for name in email}

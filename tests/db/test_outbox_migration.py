"""0016: messages that were not sent yet become entries of the outbox, with their attempts and in their order."""

import asyncio
from collections.abc import AsyncIterator

import asyncpg
import msgspec
import pytest

from parlour.areas.messages.model import Message
from parlour.areas.messages.service.email import EmailHandler
from parlour.db import migrate as migrating
from parlour.db.pool import Connection, DirectConnection, create_pool
from parlour.settings import Settings
from tests.support.database import database_for, url_of
from tests.support.earlier import database_before
from tests.support.outbox import deliver_next
from tests.support.smtp import mail_server
from tests.support.waiting import wait_until_blocked

PURPOSE = "outbox_migration"
BEFORE = """
    INSERT INTO messages (recipient, subject, plain, html, link, attempts, next_attempt_at, last_error) VALUES
        ('anna@example.com', 'A "quoted" \\ title', E'Line\\nline', '<p>ä</p>', 'https://x.test/1',
         2, now() + interval '1 h', 'no'),
        ('ben@example.com', 'B', 'p', 'h', 'https://x.test/2', 0, now(), ''),
        ('anna@example.com', 'A again', 'p', 'h', 'https://x.test/3', 1, now(), 'no');
    INSERT INTO messages (recipient, subject, plain, html, link, sent_at, given_up_at) VALUES
        ('sent@example.com', 'S', '', '', '', now(), NULL), ('given-up@example.com', 'G', '', '', '', NULL, now());
"""
LIST = """
    SELECT kind, subject, payload::text, chain_id, is_secret, attempts, last_error,
           next_attempt_at > now() + interval '50 min' AS is_later, created_at < now() AS is_old
    FROM outbox ORDER BY id
"""


@pytest.fixture
async def old(admin: Connection, server_url: str) -> AsyncIterator[DirectConnection]:
    """A database of the version before, with messages in it."""
    async with database_before(admin, server_url, PURPOSE, "0016_outbox") as conn:
        await conn.execute(BEFORE)
        yield conn


async def test_what_was_not_sent_is_carried_over(old: DirectConnection) -> None:
    await migrating.migrate(old)
    rows = await old.fetch(LIST)
    assert [tuple(row)[:2] + tuple(row)[3:] for row in rows] == [
        ("email", "recipient:anna@example.com", None, True, 2, "no", True, True),
        ("email", "recipient:ben@example.com", None, True, 0, "", False, True),
        ("email", "recipient:anna@example.com", None, True, 0, "no", False, True),
    ]
    assert [msgspec.json.decode(row["payload"], type=Message) for row in rows] == [
        Message("anna@example.com", 'A "quoted" \\ title', "Line\nline", "<p>ä</p>", "https://x.test/1"),
        Message("ben@example.com", "B", "p", "h", "https://x.test/2"),
        Message("anna@example.com", "A again", "p", "h", "https://x.test/3"),
    ]
    assert await old.fetchval("SELECT to_regclass('messages')") is None
    await old.close()


async def test_what_was_carried_over_is_sent_in_order(old: DirectConnection, server_url: str) -> None:
    await migrating.migrate(old)
    async with mail_server() as mail, create_pool(url_of(server_url, database_for(PURPOSE)), 2) as pool:
        handler = EmailHandler(Settings(smtp_url=mail.url, email_from="parlour@example.com"))
        while await deliver_next(pool, handler):
            pass
        assert [email["Subject"] for _, email in mail.received] == ["B"]
        await old.execute("UPDATE outbox SET next_attempt_at = now() WHERE attempts = 2")
        while await deliver_next(pool, handler):
            pass
        assert [email["Subject"] for _, email in mail.received] == ["B", 'A "quoted" \\ title', "A again"]
    await old.close()


async def test_what_an_older_server_does_meanwhile_is_not_lost(old: DirectConnection, server_url: str) -> None:
    """It adds a message and marks another one as sent while the migration waits for it."""
    server = await asyncpg.connect(url_of(server_url, database_for(PURPOSE)))
    async with server.transaction():
        await server.execute(
            "UPDATE messages SET sent_at = now(), plain = '', html = '', link = '' WHERE subject = 'B'"
        )
        await server.execute(
            "INSERT INTO messages (recipient, subject, plain, html, link) VALUES ('c@x.test', 'C', '', '', '')"
        )
        migrated = asyncio.create_task(migrating.migrate(old))
        await wait_until_blocked(server, migrated)
    await migrated
    assert [row["subject"].partition(":")[2] for row in await old.fetch(LIST)] == [
        "anna@example.com",
        "anna@example.com",
        "c@x.test",
    ]
    await server.close()
    await old.close()

"""Statements on messages. They belong to no chain: the server sends them for all."""

from collections.abc import Sequence
from typing import LiteralString

from parlour.areas.messages.model import FIRST_PAUSE_S, LONGEST_PAUSE, Message, NewMessage
from parlour.db.pool import Connection
from parlour.db.rows import to_struct_or_none

ADD_MESSAGES: LiteralString = """
    INSERT INTO messages (recipient, subject, plain, html, link)
    SELECT recipient, subject, plain, html, link
    FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[])
        AS new (recipient, subject, plain, html, link)
"""


async def add_messages(conn: Connection, new: Sequence[NewMessage]) -> None:
    """Store messages, which are sent once the transaction has committed."""
    await conn.execute(
        ADD_MESSAGES,
        [message.recipient for message in new],
        [message.subject for message in new],
        [message.plain for message in new],
        [message.html for message in new],
        [message.link for message in new],
    )


# The next attempt is scheduled before this one is made: if the worker dies, another one continues after the pause.
TAKE_MESSAGE: LiteralString = """
    UPDATE messages SET attempts = attempts + 1,
        next_attempt_at = now() + least($1 * power(3, least(attempts, 10)) * interval '1 second', $2::interval)
    WHERE id = (
        SELECT id FROM messages
        WHERE sent_at IS NULL AND given_up_at IS NULL AND next_attempt_at <= now()
        ORDER BY next_attempt_at LIMIT 1 FOR UPDATE SKIP LOCKED)
    RETURNING id, recipient, subject, plain, html, link, attempts
"""


async def take_message(conn: Connection) -> Message | None:
    """Take a message that is due, which no other worker takes until its next attempt; None when there is none."""
    return to_struct_or_none(Message, await conn.fetchrow(TAKE_MESSAGE, FIRST_PAUSE_S, LONGEST_PAUSE))


NOTE_SENT: LiteralString = """
    UPDATE messages SET sent_at = now(), plain = '', html = '', link = '', last_error = '' WHERE id = $1
"""


async def note_sent(conn: Connection, message_id: int) -> None:
    await conn.execute(NOTE_SENT, message_id)


NOTE_FAILURE: LiteralString = "UPDATE messages SET last_error = $2 WHERE id = $1"


async def note_failure(conn: Connection, message_id: int, error: str) -> None:
    await conn.execute(NOTE_FAILURE, message_id, error)


GIVE_UP: LiteralString = """
    UPDATE messages SET given_up_at = now(), plain = '', html = '', link = '', last_error = $2 WHERE id = $1
"""


async def give_up(conn: Connection, message_id: int, error: str) -> None:
    await conn.execute(GIVE_UP, message_id, error)

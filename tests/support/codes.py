"""Codes of phone numbers: the messages that were sent, and codes that tests know."""

import hashlib
import re

from parlour.areas.phone_codes.model import hash_phone
from parlour.db.pool import Connection
from tests.support.logs import RECORDER
from tests.support.outbox import until_finished

ADD = (
    "INSERT INTO phone_codes (phone_hash, location_id, salt, code_hash, made_at) VALUES ($1, 1, 'salt', $2, now() - {})"
)


async def texts_sent(conn: Connection) -> list[tuple[str, str]]:
    """The recipients and texts of all messages, as they stand in the server's log. The server's own task sends them."""
    await until_finished(conn)
    count = await conn.fetchval("SELECT count(*) FROM outbox WHERE kind = 'sms'")
    entries = [(each["recipient"], each["text"]) for each in RECORDER.entries if each["event"] == "text message"]
    return entries[-count:] if count else []


async def code_sent(conn: Connection) -> str:
    """The code in the last message."""
    (*_, (_, text)) = await texts_sent(conn)
    (code,) = re.findall(r"\b\d{4}\b", text)
    assert isinstance(code, str)
    return code


async def make_code(conn: Connection, phone: str, code: str, *, minutes_ago: float = 2) -> None:
    """A code that was sent a while ago, by default so long that another can be."""
    digest = hashlib.sha256(b"salt" + code.encode()).digest()
    await conn.execute(ADD.format(f"interval '{minutes_ago} minutes'"), hash_phone(phone), digest)

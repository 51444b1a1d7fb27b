"""Making, sending and checking codes."""

from datetime import UTC, datetime

import structlog

from parlour.access.tenant import Tenant
from parlour.areas.messages.model import TextMessage
from parlour.areas.messages.service.sms import send_text
from parlour.areas.phone_codes import queries
from parlour.areas.phone_codes.model import LIFETIME, Code, text_of
from parlour.areas.phone_codes.refusals import TOO_MANY_CODES
from parlour.db.actor import Actor
from parlour.db.pool import Connection, Pool, transaction

log = structlog.get_logger()


async def send_code(conn: Connection, tenant: Tenant, phone: str, language: str, most_of_location: int) -> None:
    """Send a new code to a number in its normal form; earlier ones end. Raise `Throttled`.

    The message is in the language; for an empty one, in the location's. The location sends `most_of_location` within an
    hour. The last of them is logged, and no refusal: that is at most one line for each message.
    """
    code = Code.new()
    stored = await queries.add_code(conn, tenant, phone, code, most_of_location)
    if stored.wait_s is not None:
        raise TOO_MANY_CODES.error(retry_after_s=max(1, stored.wait_s))
    if stored.is_last:
        log.warning("no more codes by SMS for now", location_id=tenant.location_id, limit=most_of_location)
    text = text_of(code, stored.title, language, tenant.locale)
    await send_text(conn, tenant.chain_id, TextMessage(phone, text, datetime.now(UTC) + LIFETIME))


async def check_code(pool: Pool, phone: str, code: str) -> bool:
    """Return whether the code confirms the number. A right one stays valid until it expires.

    A wrong one counts although the request that sent it fails: this needs a transaction of its own, before the one that
    relies on the answer.
    """
    async with transaction(pool, Actor("api")) as conn:
        return await queries.try_code(conn, phone, code)

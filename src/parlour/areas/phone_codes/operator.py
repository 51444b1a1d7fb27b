"""Codes that the server's operator makes, for people whom no message reaches."""

import msgspec

from parlour.access.tenant import get_operators_tenant
from parlour.areas.clients.model.phones import normalize_phone
from parlour.areas.phone_codes import queries
from parlour.areas.phone_codes.model import LIFETIME, Code
from parlour.db.pool import Connection
from parlour.errors import Fault, Invalid


class MadeCode(msgspec.Struct, frozen=True):
    """A new code for a number, which is shown only once."""

    phone: str
    code: str
    valid_minutes: int


async def make_code(conn: Connection, location_id: int, written: str) -> MadeCode:
    """Make a code for a number, written in any way; earlier ones end, and nothing is sent.

    Raise `NotFound` or `Invalid`.
    """
    tenant, code = await get_operators_tenant(conn, location_id), Code.new()
    try:
        phone = normalize_phone(written, tenant.country_code)
    except ValueError as error:
        raise Invalid([Fault("PHONE", str(error))]) from None
    await queries.replace_code(conn, tenant, phone, code)
    return MadeCode(phone, code.digits, int(LIFETIME.total_seconds()) // 60)

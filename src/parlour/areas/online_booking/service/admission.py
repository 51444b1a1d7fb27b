"""Whether a person may book at all."""

from parlour.access.tenant import Tenant
from parlour.areas.blocked_phones.service import is_phone_blocked
from parlour.areas.booking_settings.service import get_booking_settings
from parlour.areas.online_booking import refusals
from parlour.areas.phone_codes.service import check_code
from parlour.db.pool import Pool, connection


async def admit(pool: Pool, tenant: Tenant, phone: str, code: str) -> None:
    """Raise `Forbidden` for a blocked number, and `Invalid` if the location asks for a code and it is a wrong one."""
    async with connection(pool) as conn:
        if await is_phone_blocked(conn, tenant, phone):
            raise refusals.BLOCKED.error(code=refusals.NUMBER_BLOCKED)
        settings = await get_booking_settings(conn, tenant)
    if settings.confirms_phone and not await check_code(pool, phone, code):
        raise refusals.WRONG_CODE.error("code")

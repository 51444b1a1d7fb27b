"""How much can be booked with one phone number, so that a program can't fill a calendar in the name of others."""

from collections.abc import Sequence
from datetime import date

from parlour.access.tenant import Tenant
from parlour.areas.online_booking import refusals
from parlour.areas.online_booking.queries import booked
from parlour.db.pool import Connection

MOST_AN_HOUR = 30
"""How many appointments of a location can be booked with one number within an hour."""


async def begin_booking(
    conn: Connection, tenant: Tenant, phone: str, amount: int, any_member_on: Sequence[date] = ()
) -> None:
    """Lock what is locked before all else: the number, and the choice of any member on some days.

    Raise `Throttled` if so many appointments more are too many for the number.
    """
    digits = phone.removeprefix("+")
    await booked.lock_booking(conn, tenant, digits, any_member_on)
    count, wait_s = await booked.count_of_phone(conn, tenant, digits)
    if count + amount > MOST_AN_HOUR:
        raise refusals.TOO_MANY.error(retry_after_s=wait_s)

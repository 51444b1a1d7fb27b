"""Schedules for tests, set as the API sets them."""

from collections.abc import Iterable
from datetime import date

from parlour.access.tenant import Tenant
from parlour.areas.schedules.model.days import Day
from parlour.areas.schedules.model.schedules import Change, Part
from parlour.areas.schedules.service.changes import change_schedules
from parlour.db.pool import Connection

MONDAY = date(2026, 2, 2)
BOOKABLE_MONDAY = date(2036, 2, 4)
"""A day that clients can still book."""
TEN_TO_SEVEN = (600, 1140)


async def set_hours(
    conn: Connection,
    tenant: Tenant,
    member_id: int,
    days: Iterable[date] = (MONDAY,),
    minutes: Iterable[int] = TEN_TO_SEVEN,
) -> None:
    """Let a member work on some days."""
    part = Part(member_id, [Day(day, [*minutes]) for day in days])
    async with conn.transaction():
        await change_schedules(conn, tenant, Change([part], []))

"""Schedules at the command line: a week of a location, a pattern for a member, and undoing the last change."""

from datetime import date, timedelta
from typing import LiteralString

import msgspec

from parlour.access.tenant import Tenant, get_operators_tenant
from parlour.areas.schedules.model.days import Day, OffDayKind, Period, period_of
from parlour.areas.schedules.model.patterns import Pattern
from parlour.areas.schedules.model.schedules import Change, Part
from parlour.areas.schedules.model.working_time import format_hours, worked_minutes
from parlour.areas.schedules.queries import writing
from parlour.areas.schedules.queries.reading import list_days
from parlour.areas.schedules.service import changes
from parlour.areas.schedules.service.patterns import period_of_pattern
from parlour.areas.schedules.service.reading import today_in
from parlour.db.pool import Connection
from parlour.db.rows import to_structs

A_WEEK = timedelta(days=6)


class Member(msgspec.Struct, frozen=True):
    """A team member who has access to the calendar."""

    id: int
    name: str


class MemberDay(msgspec.Struct, frozen=True):
    """A day of a member: when they work, as a text, and for how long; or why they don't."""

    date: date
    hours: str
    minutes: int
    off_day: OffDayKind | None


class MemberWeek(msgspec.Struct, frozen=True):
    """A member's days of a week, and how long they work in all."""

    id: int
    name: str
    days: list[MemberDay]
    minutes: int


class Week(msgspec.Struct, frozen=True):
    """The schedules of a location in a week."""

    location_id: int
    title: str
    first: date
    last: date
    today: date
    members: list[MemberWeek]


class ChangedDays(msgspec.Struct, frozen=True):
    """What a change did: the members, the days from the first to the last, and the working days among them."""

    team_member_ids: list[int]
    first: date
    last: date
    working_days: int


LIST_MEMBERS: LiteralString = """
    SELECT id, name FROM team_members
    WHERE chain_id = $1 AND location_id = $2 AND deleted_at IS NULL AND has_timetable ORDER BY weight DESC, id
"""


async def list_members(conn: Connection, tenant: Tenant) -> list[Member]:
    """List the members with access to the calendar."""
    return to_structs(Member, await conn.fetch(LIST_MEMBERS, tenant.chain_id, tenant.location_id))


FIND_TITLE: LiteralString = "SELECT title FROM locations WHERE chain_id = $1 AND id = $2"


async def get_title(conn: Connection, tenant: Tenant) -> str:
    """Return the title of a location."""
    title: str = await conn.fetchval(FIND_TITLE, tenant.chain_id, tenant.location_id)
    return title


async def get_week(conn: Connection, location_id: int, day: date | None) -> Week:
    """Return the week of a location with a day in it, by default today. Raise `NotFound`."""
    tenant = await get_operators_tenant(conn, location_id)
    today = today_in(tenant)
    within = day or today
    first = within - timedelta(days=within.weekday())
    period = Period(first, first + A_WEEK)
    stored = {
        (each.team_member_id, each.day): Day(each.day, each.minutes, each.off_day_kind)
        for each in await list_days(conn, tenant, None, period, with_off_days=True)
    }
    members = [
        _week_of(member, [stored.get((member.id, day), Day(day)) for day in period], tenant)
        for member in await list_members(conn, tenant)
    ]
    title = await get_title(conn, tenant)
    return Week(location_id, title, period.first, period.last, today, members)


def _week_of(member: Member, days: list[Day], tenant: Tenant) -> MemberWeek:
    shown = [
        MemberDay(
            day.day,
            format_hours(day.minutes),
            worked_minutes(day.day, day.minutes, tenant.timezone),
            None if day.off_day_kind is None else OffDayKind(day.off_day_kind),
        )
        for day in days
    ]
    return MemberWeek(member.id, member.name, shown, sum(day.minutes for day in shown))


async def set_pattern(conn: Connection, location_id: int, member_id: int, pattern: Pattern) -> ChangedDays:
    """Set the schedule of a member by a pattern. Raise `NotFound`, or `Invalid` for a member or a pattern."""
    tenant = await get_operators_tenant(conn, location_id)
    days = (await changes.change_schedules(conn, tenant, Change([Part(member_id, pattern=pattern)], []))).days
    period = period_of_pattern(pattern, today_in(tenant))
    return ChangedDays([member_id], period.first, period.last, len(days))


async def undo(conn: Connection, location_id: int) -> ChangedDays:
    """Undo the last change that was made at the command line. Raise `NotFound` or `Conflict`."""
    tenant = await get_operators_tenant(conn, location_id)
    last = await writing.find_last_change(conn, tenant)
    touched = {} if last is None else await writing.list_days_before(conn, tenant, last.change_id)
    days = await changes.undo(conn, tenant)
    period = period_of(day for its in touched.values() for day in its)
    return ChangedDays(sorted(touched), period.first, period.last, len(days))

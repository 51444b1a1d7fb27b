"""Changing schedules: as a whole or not at all, and undoing it."""

from collections.abc import Iterable, Sequence
from datetime import date

import msgspec

from parlour.access.tenant import Tenant
from parlour.areas.revisions import Revisions, check_revision
from parlour.areas.schedules import refusals
from parlour.areas.schedules.model.days import Day, Period, period_of
from parlour.areas.schedules.model.schedules import (
    MAX_DAYS,
    MAX_DAYS_CHANGED,
    Change,
    ChangedSchedules,
    MemberDay,
    Part,
    Schedule,
    repeated,
)
from parlour.areas.schedules.queries import reading, writing
from parlour.areas.schedules.rights import limits_of
from parlour.areas.schedules.service.patterns import days_of_pattern, period_of_pattern, read_calendar
from parlour.areas.schedules.service.reading import MEMBER, get_schedule, today_in, visible_period
from parlour.areas.schedules.service.visibility import visible_members
from parlour.db.pool import Connection
from parlour.errors import Fault, Invalid, NotFound


class _Named(msgspec.Struct, frozen=True):
    """A day of a member, and where the change names it."""

    place: str
    team_member_id: int
    day: Day


async def set_days(
    conn: Connection, tenant: Tenant, member_id: int, days: list[Day], within: Period | None, expected: Revisions
) -> tuple[Schedule, Period]:
    """Set one or more days of a member, all in a period if one is given; return the schedule in it.

    Without a period, it is that from the earliest day to the latest. Raise `NotFound`, `Stale`, or `Invalid` for days
    outside of the period, days that are named twice, and a member who has no schedule.
    """
    period = within or period_of(day.day for day in days)
    members = await _lock_members(conn, tenant, [member_id])
    if member_id not in members:
        raise NotFound(MEMBER)
    named = [_Named(f"days[{position}].day", member_id, day) for position, day in enumerate(days)]
    faults = [
        *(refusals.OUTSIDE.fault(each.place, str(period.first), str(period.last))
          for each in named if each.day.day not in period),
        *(refusals.TOO_LONG.fault(each.place, MAX_DAYS)
          for each in named if len(period) > MAX_DAYS and each.day.day == period.last),
        *_faults_of_repeated(named),
        *_faults_of_hidden(tenant, named),
        *([] if members[member_id] else [refusals.NO_TIMETABLE.fault("team_member_id", member_id)]),
    ]  # fmt: skip
    if faults:
        raise Invalid(faults)
    await writing.create_schedules(conn, tenant, [member_id])
    revisions = await writing.lock_schedules(conn, tenant, [member_id])
    check_revision(revisions[member_id], expected)
    await writing.write_days(conn, tenant, [(member_id, day) for day in days])
    period = visible_period(tenant, period)
    return await get_schedule(conn, tenant, member_id, period), period


async def change_schedules(
    conn: Connection, tenant: Tenant, change: Change, expected: Revisions = None
) -> ChangedSchedules:
    """Change the schedules of several members; return their days from the earliest to the latest that is named.

    Raise `Stale` for another revision of all these schedules together than the expected ones, and `Invalid` with all
    faults: members that don't exist or have no schedule, days that are named twice, and patterns that can't be applied.
    """
    named, faults = await _named_days(conn, tenant, change)
    members = await _lock_members(conn, tenant, {part.team_member_id for _, part in change.parts()})
    for place, part in change.parts():
        member_place = f"{place}.team_member_id"
        if part.team_member_id not in members:
            faults.append(refusals.NO_MEMBER.fault(member_place))
        elif not members[part.team_member_id]:
            faults.append(refusals.NO_TIMETABLE.fault(member_place, part.team_member_id))
    faults += [*_faults_of_repeated(named), *_faults_of_hidden(tenant, named)]
    if faults:
        raise Invalid(faults)
    return await _write(conn, tenant, [(each.team_member_id, each.day) for each in named], expected)


async def _lock_members(conn: Connection, tenant: Tenant, member_ids: Iterable[int]) -> dict[int, bool]:
    """Lock the members whose schedules the user sees, and return for each whether they may have one."""
    locked = await writing.lock_members(conn, tenant, member_ids)
    visible = frozenset(await visible_members(conn, tenant, locked) or ())
    return {member_id: has_timetable for member_id, has_timetable in locked.items() if member_id in visible}


async def undo(conn: Connection, tenant: Tenant) -> list[MemberDay]:
    """Take back the caller's last change in the location; return the days that it touched. That can be undone again.

    Raise `Conflict` if there is no such change, or a schedule of it has been changed since.
    """
    last = await writing.find_last_change(conn, tenant)
    if last is None:
        raise refusals.NOTHING_TO_UNDO.error()
    touched = await writing.list_days_before(conn, tenant, last.change_id)
    members = await _lock_members(conn, tenant, touched)
    await writing.lock_schedules(conn, tenant, members)
    before = await writing.list_days_before(conn, tenant, last.change_id)
    if len(before) != last.member_count or not all(members.get(member_id) for member_id in before):
        raise refusals.CHANGED_SINCE.error()
    days = [
        (member_id, Day(day, (), was) if isinstance(was, int) else Day(day, was or ()))
        for member_id, its in before.items()
        for day, was in its.items()
    ]
    return (await _write(conn, tenant, days)).days


async def _write(
    conn: Connection, tenant: Tenant, days: Sequence[tuple[int, Day]], expected: Revisions = None
) -> ChangedSchedules:
    member_ids = {member_id for member_id, _ in days}
    await writing.create_schedules(conn, tenant, member_ids)
    revision = sum((await writing.lock_schedules(conn, tenant, member_ids)).values())
    check_revision(revision, expected)
    if not days:
        return ChangedSchedules([], revision)
    changed = await writing.write_days(conn, tenant, days)
    period = visible_period(tenant, period_of(day.day for _, day in days))
    found = await reading.list_days(conn, tenant, member_ids, period, with_off_days=False)
    return ChangedSchedules(found, revision + changed)


async def _named_days(conn: Connection, tenant: Tenant, change: Change) -> tuple[list[_Named], list[Fault]]:
    """Return the days that a change names, those of its patterns included, and the faults of these."""
    today = today_in(tenant)
    parts = [*change.parts()]
    if sum(_count_days(part, today) for _, part in parts) > MAX_DAYS_CHANGED:
        return [], [refusals.TOO_MANY_DAYS.fault("to_set", MAX_DAYS_CHANGED)]
    without_holidays = [part.pattern for _, part in parts if part.pattern and part.pattern.skips_holidays]
    country = await reading.get_country(conn, tenant) if without_holidays else ""
    calendar = await read_calendar(country, without_holidays, today)
    named: list[_Named] = []
    faults: list[Fault] = []
    for place, part in parts:
        if part.pattern is None:
            days = [(f"{place}.days[{position}]", day) for position, day in enumerate(part.days)]
        else:
            try:
                days = [(f"{place}.pattern", day) for day in days_of_pattern(part.pattern, today, calendar, place)]
            except Invalid as invalid:
                faults += invalid.faults
                continue
        named += [_Named(day_place, part.team_member_id, day) for day_place, day in days]
    return named, faults


def _count_days(part: Part, today: date) -> int:
    return len(part.days) if part.pattern is None else min(len(period_of_pattern(part.pattern, today)), MAX_DAYS)


def _faults_of_repeated(named: Sequence[_Named]) -> Iterable[Fault]:
    for position in repeated((each.team_member_id, each.day.day) for each in named):
        each = named[position]
        yield refusals.DAY_TWICE.fault(each.place, str(each.day.day), each.team_member_id)


def _faults_of_hidden(tenant: Tenant, named: Sequence[_Named]) -> Iterable[Fault]:
    oldest = limits_of(tenant).oldest_day(today_in(tenant))
    if oldest is not None:
        yield from (refusals.HIDDEN_DAY.fault(each.place, str(oldest)) for each in named if each.day.day < oldest)

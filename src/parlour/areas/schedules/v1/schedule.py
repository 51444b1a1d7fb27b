"""The schedule of one team member (tag Schedule & Resources)."""

from parlour.access.permissions import Permission
from parlour.areas.schedules import refusals
from parlour.areas.schedules.model.days import Period
from parlour.areas.schedules.model.schedules import Schedule
from parlour.areas.schedules.service.changes import set_days
from parlour.areas.schedules.service.reading import get_schedule, visible_period
from parlour.areas.schedules.v1.wire import days as wire
from parlour.areas.schedules.v1.wire.fields import FirstDayInPath, LastDayInPath, MemberInPath
from parlour.http.apis import B2B_V1
from parlour.http.body import Body
from parlour.http.context import Reading, Writing
from parlour.http.fault_names import faults_named
from parlour.http.json import WithETag
from parlour.http.operations import Operations
from parlour.http.preconditions import Revisions
from parlour.http.v1_envelope import Answer, with_etag

operations = Operations(
    B2B_V1, "Schedule & Resources", "When team members work, and what the calendar of a location offers."
)
PERIODS = (refusals.NO_SUCH_DAY, refusals.REVERSED, refusals.TOO_LONG)
NAMED = (
    refusals.DAY_TWICE.at("[1].date"),
    refusals.HIDDEN_DAY.at("[0].date"),
    refusals.NO_TIMETABLE.at("team_member_id"),
)


@operations.get(
    "/api/v1/schedule/{location_id}/{team_member_id}/{start_date}/{end_date}",
    "get_team_member_schedule",
    Permission.TIMETABLE_VIEW,
    refuses=PERIODS,
)
async def get_team_member_schedule(
    ctx: Reading, team_member_id: MemberInPath, start_date: FirstDayInPath, end_date: LastDayInPath
) -> WithETag[Answer[list[wire.Day]]]:
    """Get the schedule of a team member

    Every day of the period, days off included. Its ETag belongs to the whole schedule. A member without access to the
    appointment calendar has no schedule: the list is empty.
    """
    period = visible_period(ctx.tenant, wire.read_period(start_date, end_date))
    return _every_day(await get_schedule(ctx.conn, ctx.tenant, team_member_id, period), period)


@operations.put(
    "/api/v1/schedule/{location_id}/{team_member_id}/{start_date}/{end_date}",
    "update_team_member_schedule",
    Permission.SCHEDULE_EDIT,
    status=201,
    refuses=(*PERIODS, refusals.OUTSIDE, *NAMED),
)
async def update_team_member_schedule(
    ctx: Writing,
    team_member_id: MemberInPath,
    start_date: FirstDayInPath,
    end_date: LastDayInPath,
    data: Body[wire.ScheduleDays],
    if_match: Revisions,
) -> WithETag[Answer[list[wire.Day]]]:
    """Change the schedule of a team member

    The days of the list replace what they were; days that aren't in it stay. They must be in the period, whose days are
    the answer. With the ETag of the schedule in `If-Match`, changes by others are not overwritten.
    """
    period = wire.read_period(start_date, end_date)
    days = [day.to_model() for day in data.accept().days]
    with faults_named(wire.FAULT_NAMES):
        schedule, shown = await set_days(ctx.conn, ctx.tenant, team_member_id, days, period, if_match)
    return _every_day(schedule, shown)


@operations.put(
    "/api/v1/schedule/{location_id}/{team_member_id}",
    "schedule_team_member_update_deprecated",
    Permission.SCHEDULE_EDIT,
    status=201,
    refuses=(*NAMED, refusals.TOO_LONG.at("[1].date")),
    deprecated=True,
)
async def schedule_team_member_update_deprecated(
    ctx: Writing, team_member_id: MemberInPath, data: Body[wire.ScheduleDays], if_match: Revisions
) -> WithETag[Answer[list[wire.Day]]]:
    """Change days of a team member

    As with a period in the address. The answer has every day from the earliest to the latest of the list, which may be
    at most 366 days.
    """
    days = [day.to_model() for day in data.accept().days]
    with faults_named(wire.FAULT_NAMES):
        schedule, period = await set_days(ctx.conn, ctx.tenant, team_member_id, days, None, if_match)
    return _every_day(schedule, period)


def _every_day(schedule: Schedule, period: Period) -> WithETag[Answer[list[wire.Day]]]:
    return with_etag([wire.Day.from_model(day) for day in schedule.every_day(period)], schedule.revision)

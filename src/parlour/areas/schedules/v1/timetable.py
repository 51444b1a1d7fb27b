"""What the appointment calendar shows of schedules, and its settings (tag Schedule & Resources)."""

from datetime import timedelta

from parlour.access.permissions import Permission
from parlour.areas.schedules import refusals
from parlour.areas.schedules.model.days import Period
from parlour.areas.schedules.model.schedules import MAX_DAYS
from parlour.areas.schedules.model.working_time import format_clock, starts
from parlour.areas.schedules.queries.reading import list_working_dates
from parlour.areas.schedules.queries.settings import get_settings, update_settings
from parlour.areas.schedules.service.reading import get_schedule, require_member, visible_period
from parlour.areas.schedules.service.visibility import visible_members
from parlour.areas.schedules.v1.wire import timetable as wire
from parlour.areas.schedules.v1.wire.days import read_day
from parlour.areas.schedules.v1.wire.fields import DayInPath, MemberInPath
from parlour.http.apis import B2B_V1
from parlour.http.body import Body
from parlour.http.context import Reading, Writing
from parlour.http.operations import Operations
from parlour.http.v1_envelope import Answer, answer

operations = Operations(B2B_V1, "Schedule & Resources")
GRID_MINUTES = 5


@operations.get(
    "/api/v1/timetable/dates/{location_id}/{date}",
    "get_appointment_calendar_dates",
    Permission.TIMETABLE_VIEW,
    refuses=(refusals.NO_SUCH_DAY.at("date"), refusals.UNKNOWN_MEMBER),
)
async def get_appointment_calendar_dates(
    ctx: Reading, date: DayInPath, query: wire.WorkingDates
) -> wire.WorkingDateList:
    """List working dates

    The dates from the given one on, up to a year, on which a team member works; without one, on which any does.
    """
    first = read_day(date)
    if query.staff_id is not None:
        await require_member(ctx.conn, ctx.tenant, query.staff_id)
    period = visible_period(ctx.tenant, Period(first, first + timedelta(days=MAX_DAYS - 1)))
    wanted = None if query.staff_id is None else [query.staff_id]
    dates = await list_working_dates(ctx.conn, ctx.tenant, await visible_members(ctx.conn, ctx.tenant, wanted), period)
    return wire.WorkingDateList(True, [found.isoformat() for found in dates], [])


@operations.get(
    "/api/v1/timetable/seances/{location_id}/{team_member_id}/{date}",
    "get_appointment_calendar_sessions",
    Permission.TIMETABLE_VIEW,
    refuses=(refusals.NO_SUCH_DAY.at("date"),),
)
async def get_appointment_calendar_sessions(
    ctx: Reading, team_member_id: MemberInPath, date: DayInPath
) -> Answer[list[wire.CalendarTime]]:
    """List times of a team member

    Every five minutes of the working time on a day; none on a day off.
    """
    day = read_day(date)
    period = visible_period(ctx.tenant, Period(day, day))
    schedule = await get_schedule(ctx.conn, ctx.tenant, team_member_id, period)
    # There are no appointments and no events yet, so the member is free at each of them.
    return answer(
        [
            wire.CalendarTime(format_clock(minute), True)
            for found in schedule.every_day(period)
            for minute in starts(day, found.minutes, GRID_MINUTES, ctx.tenant.timezone)
        ]
    )


@operations.get(
    "/api/v1/company/{location_id}/settings/timetable",
    "get_appointment_calendar_settings",
    Permission.SETTINGS_VIEW,
)
async def get_appointment_calendar_settings(ctx: Reading) -> Answer[wire.CalendarSettings]:
    """Get the settings of the calendar

    What is booked in it, and the most seats of a group event.
    """
    return answer(wire.CalendarSettings.from_model(await get_settings(ctx.conn, ctx.tenant)))


@operations.patch(
    "/api/v1/company/{location_id}/settings/timetable",
    "update_appointment_calendar_settings",
    Permission.LOCATION_EDIT,
)
async def update_appointment_calendar_settings(
    ctx: Writing, data: Body[wire.CalendarSettingsForm]
) -> Answer[wire.CalendarSettings]:
    """Change the settings of the calendar

    The answer has all of them.
    """
    return answer(
        wire.CalendarSettings.from_model(await update_settings(ctx.conn, ctx.tenant, data.accept().to_patch()))
    )

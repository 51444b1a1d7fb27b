"""What the appointment calendar shows of schedules, and its settings (tag Schedule & Resources)."""

from datetime import timedelta

from parlour.access.permissions import Permission
from parlour.areas.schedules import refusals
from parlour.areas.schedules.model.busy import busy_spans, is_free_at
from parlour.areas.schedules.model.days import Period
from parlour.areas.schedules.model.schedules import MAX_DAYS
from parlour.areas.schedules.model.working_time import format_clock, instant, starts
from parlour.areas.schedules.queries.reading import find_busy, list_working_dates
from parlour.areas.schedules.queries.settings import get_settings, update_settings
from parlour.areas.schedules.service.reading import get_schedule, require_member
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
    period = Period(first, first + timedelta(days=MAX_DAYS - 1))
    dates = await list_working_dates(ctx.conn, ctx.tenant, query.staff_id, period)
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

    Every five minutes of the working time on a day, and whether the member is free then; none on a day off.
    """
    day = read_day(date)
    schedule = await get_schedule(ctx.conn, ctx.tenant, team_member_id, Period(day, day))
    zone = ctx.tenant.timezone
    busy = busy_spans([(day, await find_busy(ctx.conn, ctx.tenant, team_member_id, day))], zone)
    return answer(
        [
            wire.CalendarTime(format_clock(minute), is_free_at(instant(day, minute, zone), busy))
            for found in schedule.every_day(Period(day, day))
            for minute in starts(day, found.minutes, GRID_MINUTES, zone)
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

"""The schedules of several team members (tag Schedule & Resources)."""

from datetime import timedelta

from parlour.access.permissions import Permission
from parlour.areas.schedules import refusals
from parlour.areas.schedules.model.days import Period
from parlour.areas.schedules.model.engagements import by_day
from parlour.areas.schedules.queries.reading import list_days, list_engagements, sum_revisions
from parlour.areas.schedules.service import changes
from parlour.areas.schedules.service.reading import today_in, visible_period
from parlour.areas.schedules.service.visibility import visible_members
from parlour.areas.schedules.v1.wire import staff as wire
from parlour.areas.schedules.v1.wire.days import checked
from parlour.http.apis import B2B_V1
from parlour.http.body import Body
from parlour.http.context import Reading, Writing
from parlour.http.fault_names import faults_named
from parlour.http.json import WithETag
from parlour.http.operations import Operations
from parlour.http.preconditions import Revisions
from parlour.http.v1_envelope import CountedAnswer, counted

operations = Operations(B2B_V1, "Schedule & Resources")
A_MONTH = timedelta(days=30)


@operations.get(
    "/api/v1/company/{location_id}/staff/schedule",
    "get_team_member_schedule_list",
    Permission.TIMETABLE_VIEW,
    refuses=(refusals.REVERSED, refusals.TOO_LONG),
)
async def get_team_member_schedule_list(
    ctx: Reading, query: wire.StaffSchedule
) -> WithETag[CountedAnswer[list[wire.StaffDay]]]:
    """List the schedules of team members

    Only days with working time, member by member. Those of members without access to the appointment calendar are
    left out. With `staff_ids`, the answer has the ETag that a change of the schedules of these members can be made
    with.
    """
    today = today_in(ctx.tenant)
    last = query.end_date.value if query.end_date else None
    first = query.start_date.value if query.start_date else min(today, last or today)
    period = visible_period(ctx.tenant, checked(Period(first, last or first + A_MONTH)))
    member_ids = await visible_members(ctx.conn, ctx.tenant, query.staff_ids)
    revision = None if query.staff_ids is None else await sum_revisions(ctx.conn, ctx.tenant, member_ids or ())
    days = await list_days(
        ctx.conn, ctx.tenant, member_ids, period, with_off_days="off_day_type" in (query.include or ())
    )
    busy = None
    if "busy_intervals" in (query.include or ()):
        busy = by_day(await list_engagements(ctx.conn, ctx.tenant, member_ids, period), ctx.tenant.timezone)
    return WithETag(counted(wire.staff_days(days, query.include, busy), len(days)), revision)


@operations.put(
    "/api/v1/company/{location_id}/staff/schedule",
    "set_team_member_schedule",
    Permission.SCHEDULE_EDIT,
    refuses=(
        refusals.NO_MEMBER,
        refusals.NO_TIMETABLE,
        refusals.DAY_TWICE,
        refusals.HIDDEN_DAY,
        refusals.TOO_MANY_DAYS,
        refusals.REVERSED.at("schedules_to_set[0].pattern.until"),
        refusals.TOO_LONG.at("schedules_to_set[0].pattern.until"),
        refusals.RULES_OVERLAP,
        refusals.NO_HOLIDAYS,
    ),
)
async def set_team_member_schedule(
    ctx: Writing, data: Body[wire.ScheduleChange], if_match: Revisions
) -> WithETag[CountedAnswer[list[wire.StaffDay]]]:
    """Change the schedules of team members

    All of it or, if there is any fault, nothing. A day that is set replaces what it was. Days can also be set by a
    pattern (ours), such as every second Saturday without public holidays. The answer has the working days of the
    members from the earliest to the latest day that was named. The ETag belongs to the schedules of all members that
    are named, and to no other choice of members; for one member it is the ETag of their schedule.
    """
    change = data.accept().to_model()
    with faults_named(wire.FAULT_NAMES):
        changed = await changes.change_schedules(ctx.conn, ctx.tenant, change, if_match)
    return WithETag(counted(wire.staff_days(changed.days), len(changed.days)), changed.revision)


@operations.post(
    "/api/v1/company/{location_id}/staff/schedule/undo",
    "undo_schedule_change",
    Permission.SCHEDULE_EDIT,
    status=200,
    refuses=(refusals.NOTHING_TO_UNDO, refusals.CHANGED_SINCE),
)
async def undo_schedule_change(ctx: Writing) -> CountedAnswer[list[wire.StaffDay]]:
    """Undo the last change of schedules

    Ours, not in the contract. The last change that the caller made in the location, of one or of several schedules, is
    taken back as a whole, unless one of these schedules was changed again since. Undoing that restores the change. The
    answer has the working days of the members from the earliest to the latest day of the change.
    """
    days = await changes.undo(ctx.conn, ctx.tenant)
    return counted(wire.staff_days(days), len(days))

"""Finding the days and times that can be booked."""

from datetime import UTC, date, datetime

from parlour.areas.booking_page.model.calendar import Calendar
from parlour.areas.booking_page.model.choice import Choice
from parlour.areas.booking_page.model.months import after, before, by_part
from parlour.areas.booking_page.service.diary import Diary
from parlour.areas.online_booking.model.periods import from_today, horizon, month_of
from parlour.areas.schedules.model.days import Period
from parlour.db.pool import Connection


async def calendar_of(conn: Connection, diary: Diary, choice: Choice) -> Calendar:
    """Return the month and the day of a choice; of what isn't chosen the first that can be booked."""
    today = _today(diary)
    whole = horizon(today)
    asked = choice.month or choice.day
    first_day = None if asked else await diary.find_first_day(conn, whole)
    shown = min(max(asked or first_day or today, today), whole.last)
    period = from_today(month_of(shown), today)
    days = await diary.list_days(conn, Period(period.first, min(period.last, whole.last)))
    day = choice.day if choice.day in days else min(days, default=None)
    if asked and not days:
        first_day = await diary.find_first_day(conn, whole)
    starts = await diary.list_starts(conn, day) if day else []
    first = shown.replace(day=1)
    return Calendar(
        first=first,
        earlier=before(first) if first > today else None,
        later=after(first) if after(first) <= whole.last else None,
        today=today,
        days={*days},
        day=day if starts else None,
        parts=by_part(starts),
        first_day=first_day,
    )


async def find_start(conn: Connection, diary: Diary, choice: Choice) -> datetime | None:
    """Return the chosen time; None if it isn't free, or nothing is chosen."""
    whole = horizon(_today(diary))
    if choice.day is None or choice.start is None or not whole.first <= choice.day <= whole.last:
        return None
    starts = await diary.list_starts(conn, choice.day)
    return next((each for each in starts if each.time() == choice.start), None)


def _today(diary: Diary) -> date:
    return datetime.now(UTC).astimezone(diary.tenant.timezone).date()

"""Schedules of the demo's team members, from eight weeks ago to eight weeks ahead."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from itertools import cycle

from parlour.areas.schedules.model.days import OffDayKind
from parlour.areas.schedules.model.pattern_text import parse_pattern
from parlour.areas.schedules.model.patterns import hours_by_day
from parlour.demo.operator import TeamMember

AROUND_TODAY = timedelta(weeks=8)
FULL_TIME = "Tue-Sat 10-14 15-19"
EARLY_AND_LATE = "week 1 of 2 Mon-Fri 9-15, week 2 of 2 Mon-Fri 14-20"
LATE_AND_EARLY = "week 1 of 2 Mon-Fri 14-20, week 2 of 2 Mon-Fri 9-15, every second Saturday 10-16"
PART_TIME = "Mon Wed 10-14, Sat 10-18"
TWO_ON_TWO_OFF = "2/2 10-20"
PATTERNS = (FULL_TIME, EARLY_AND_LATE, LATE_AND_EARLY, PART_TIME, TWO_ON_TWO_OFF)
"""Those of the members of a location, one after the other."""
LEAVE = (timedelta(days=3), timedelta(days=16))
"""When the first member of each location is on leave, from today."""

DAY_COLUMNS = ("chain_id", "team_member_id", "day", "minutes", "off_day_kind")
SCHEDULE_COLUMNS = ("chain_id", "team_member_id", "location_id", "last_day", "revision")
DayRow = tuple[int, int, date, list[int], int | None]


def day_rows(members: Sequence[TeamMember], today: date) -> Iterator[DayRow]:
    """Yield the rows of all days, for `DAY_COLUMNS`. The members are those of one location."""
    first = today - AROUND_TODAY
    first -= timedelta(days=first.weekday())
    hours = [sorted(hours_by_day(parse_pattern(text), first, today + AROUND_TODAY).items()) for text in PATTERNS]
    leave = {today + timedelta(days=number) for number in range(LEAVE[0].days, LEAVE[1].days + 1)}
    for position, (member, its) in enumerate(zip(members, cycle(hours), strict=False)):
        away = leave if position == 0 else set[date]()
        yield from ((member.chain_id, member.id, day, minutes, None) for day, minutes in its if day not in away)
        yield from ((member.chain_id, member.id, day, [], OffDayKind.LEAVE.value) for day in sorted(away))


def schedule_rows(members: Sequence[TeamMember], days: Sequence[DayRow]) -> list[tuple[object, ...]]:
    """Return the rows of the schedules with these days, for `SCHEDULE_COLUMNS`."""
    last_days = {member_id: day for _, member_id, day, minutes, _ in sorted(days, key=lambda row: row[2]) if minutes}
    return [(member.chain_id, member.id, member.location_id, last_days[member.id], 1) for member in members]

"""What keeps members busy, day by day on the clock of the location."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import msgspec

from parlour.areas.schedules.model.busy import local_days

CLOCK, END_OF_DAY = "%H:%M:%S", "24:00:00"


class Engagement(msgspec.Struct, frozen=True):
    """An appointment or an event of a member."""

    team_member_id: int
    is_event: bool
    id: int
    starts_at: datetime
    duration: int
    """Seconds."""

    @property
    def ends_at(self) -> datetime:
        return self.starts_at + timedelta(seconds=self.duration)


class BusyTime(msgspec.Struct, frozen=True):
    """The part of an engagement that a day has, as the clock shows it."""

    is_event: bool
    id: int
    begins: str
    ends: str


def by_day(engagements: Iterable[Engagement], zone: ZoneInfo) -> dict[tuple[int, date], list[BusyTime]]:
    """Return the busy times of each member and day in their order. What lasts over midnight has a part on each day."""
    found: dict[tuple[int, date], list[BusyTime]] = {}
    for each in engagements:
        begins, ends = each.starts_at.astimezone(zone), each.ends_at.astimezone(zone)
        for day in local_days(begins, ends, zone):
            part = BusyTime(
                each.is_event,
                each.id,
                begins.strftime(CLOCK) if begins.date() == day else "00:00:00",
                ends.strftime(CLOCK) if ends.date() == day else END_OF_DAY,
            )
            found.setdefault((each.team_member_id, day), []).append(part)
    return found

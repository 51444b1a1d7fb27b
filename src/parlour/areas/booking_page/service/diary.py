"""Free time for what was chosen, or for an appointment that is to be moved: its own time counts as free."""

from collections.abc import Iterable
from datetime import date, datetime

import msgspec

from parlour.access.tenant import Tenant
from parlour.areas.appointments.model.appointments import Appointment
from parlour.areas.booking_page.model.choice import Choice
from parlour.areas.free_time.model.search import Calendars, Search
from parlour.areas.free_time.model.taking import without_own
from parlour.areas.free_time.service.finding import read_calendars, start_search
from parlour.areas.schedules.model.days import Period
from parlour.db.pool import Connection


class Diary(msgspec.Struct, frozen=True):
    """The free time of those who can be booked."""

    tenant: Tenant
    search: Search
    moved: Appointment | None = None

    async def list_days(self, conn: Connection, period: Period) -> list[date]:
        """List the days of a period with a free time."""
        known = await self._read(conn, period)
        return [day for day in period if self.search.has_slot(day, known)]

    async def find_first_day(self, conn: Connection, period: Period) -> date | None:
        known = await self._read(conn, period)
        return next((day for day in period if self.search.has_slot(day, known)), None)

    async def list_starts(self, conn: Connection, day: date) -> list[datetime]:
        """List the free times of a day, on the clock of the location."""
        return [slot.start.moment for slot in self.search.slots(day, await self._read(conn, [day]))]

    async def _read(self, conn: Connection, days: Iterable[date]) -> Calendars:
        known = await read_calendars(conn, self.tenant, self.search, days)
        moved = self.moved
        if moved is None or not moved.takes_time:
            return known
        own = moved.starts_at, moved.ends_at
        return without_own(known, moved.team_member_id, moved.resource_instance_ids, own, self.tenant.timezone)


async def diary_of_choice(conn: Connection, tenant: Tenant, choice: Choice) -> Diary:
    return Diary(tenant, await start_search(conn, tenant, choice.service_ids, choice.member_id or None))


async def diary_of_moved(conn: Connection, tenant: Tenant, moved: Appointment) -> Diary:
    service_ids = [line.service_id for line in moved.lines]
    return Diary(tenant, await start_search(conn, tenant, service_ids, moved.team_member_id), moved)

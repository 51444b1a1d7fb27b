"""The day of a location at the command line: who works when, and the appointments of each."""

from collections import defaultdict
from datetime import UTC, date, datetime, timedelta
from typing import LiteralString

import msgspec

from parlour.access.tenant import Tenant, get_operators_tenant
from parlour.areas.appointments.model.appointments import Attendance
from parlour.db.pool import Connection
from parlour.db.rows import to_structs


class Appointment(msgspec.Struct, frozen=True):
    """An appointment as the operator sees it. Times in seconds; `client` is a name, empty for none."""

    id: int
    team_member_id: int
    starts_at: datetime
    duration: int
    technical_break: int
    attendance: Attendance
    client: str
    services: list[str]
    comment: str

    @property
    def ends_at(self) -> datetime:
        return self.starts_at.astimezone(UTC) + timedelta(seconds=self.duration)


class Member(msgspec.Struct, frozen=True):
    """A team member, with the working time of a day."""

    id: int
    name: str
    minutes: list[int]


class MemberDay(msgspec.Struct, frozen=True):
    """A member's working time, in minutes of the day, and their appointments in the order of time."""

    id: int
    name: str
    minutes: list[int]
    appointments: list[Appointment]


class LocationDay(msgspec.Struct, frozen=True):
    """A day of a location. `now` is the present moment on its clock."""

    location_id: int
    title: str
    date: date
    now: datetime
    members: list[MemberDay]


LIST_APPOINTMENTS: LiteralString = """
    SELECT a.id, a.team_member_id, a.starts_at, a.duration, a.technical_break, a.attendance,
           coalesce(nullif(concat_ws(' ', c.name, nullif(c.surname, '')), ''), a.visitor_name) AS client,
           ARRAY(SELECT s.title FROM appointment_services s
                 WHERE s.chain_id = a.chain_id AND s.appointment_id = a.id ORDER BY s.position) AS services,
           a.comment
    FROM appointments a LEFT JOIN clients c ON c.chain_id = a.chain_id AND c.id = a.client_id
    WHERE a.chain_id = $1 AND a.location_id = $2 AND a.day = $3 AND a.deleted_at IS NULL
    ORDER BY a.starts_at, a.id
"""


async def list_appointments(conn: Connection, tenant: Tenant, day: date) -> list[Appointment]:
    """List the appointments that begin on a day and aren't cancelled, in the order of time."""
    return to_structs(Appointment, await conn.fetch(LIST_APPOINTMENTS, tenant.chain_id, tenant.location_id, day))


LIST_MEMBERS: LiteralString = """
    SELECT m.id, m.name, coalesce(d.minutes, '{}') AS minutes
    FROM team_members m
    LEFT JOIN schedule_days d ON d.chain_id = m.chain_id AND d.team_member_id = m.id AND d.day = $3
    WHERE m.chain_id = $1 AND m.location_id = $2
      AND (m.id = ANY ($4) OR d.minutes <> '{}' AND m.deleted_at IS NULL AND m.has_timetable)
    ORDER BY m.weight DESC, m.id
"""


async def list_members(conn: Connection, tenant: Tenant, day: date, member_ids: list[int]) -> list[Member]:
    """List the members who work on a day, and some others."""
    rows = await conn.fetch(LIST_MEMBERS, tenant.chain_id, tenant.location_id, day, member_ids)
    return to_structs(Member, rows)


FIND_TITLE: LiteralString = "SELECT title FROM locations WHERE chain_id = $1 AND id = $2"


async def get_title(conn: Connection, tenant: Tenant) -> str:
    """Return the title of a location."""
    title: str = await conn.fetchval(FIND_TITLE, tenant.chain_id, tenant.location_id)
    return title


async def get_day(conn: Connection, location_id: int, day: date | None) -> LocationDay:
    """Return a day of a location, by default today. Raise `NotFound`."""
    tenant = await get_operators_tenant(conn, location_id)
    now = datetime.now(tenant.timezone)
    shown = day or now.date()
    by_member: dict[int, list[Appointment]] = defaultdict(list)
    for appointment in await list_appointments(conn, tenant, shown):
        by_member[appointment.team_member_id].append(_on_clock(appointment, tenant))
    members = [
        MemberDay(member.id, member.name, member.minutes, by_member[member.id])
        for member in await list_members(conn, tenant, shown, list(by_member))
    ]
    return LocationDay(location_id, await get_title(conn, tenant), shown, now, members)


def _on_clock(appointment: Appointment, tenant: Tenant) -> Appointment:
    """Return the appointment with its time as the clock of the location shows it."""
    return msgspec.structs.replace(appointment, starts_at=appointment.starts_at.astimezone(tenant.timezone))

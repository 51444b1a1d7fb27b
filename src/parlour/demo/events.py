"""Group events of the coming weeks in each demo location, some booked, and a schedule that repeats the first one."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from typing import LiteralString
from zoneinfo import ZoneInfo

import msgspec

from parlour.access.tenant import Tenant, get_operators_tenant
from parlour.areas.appointments.model.changes import AppointmentPatch
from parlour.areas.appointments.service.booking import book_seats
from parlour.areas.clients.model.clients import GivenClient
from parlour.areas.event_schedules.model.schedules import NewSchedule, NewSeries, SeriesPatch, Weekday
from parlour.areas.event_schedules.service.reading import read_schedule, read_series
from parlour.areas.event_schedules.service.schedules import create_schedule
from parlour.areas.events.model.changes import EventPatch
from parlour.areas.events.model.events import Event
from parlour.areas.events.service.events import create_event, update_event
from parlour.areas.events.service.reading import get_event
from parlour.areas.schedules.model.busy import busy_spans, is_free
from parlour.areas.schedules.model.working_time import Span, spans
from parlour.db.pool import Connection
from parlour.db.rows import to_structs
from parlour.demo.model import Place

AHEAD = timedelta(weeks=4)
STEP = timedelta(minutes=30)
SHORTENED = 900
"""By how many seconds one event of the schedule is shorter than the others."""
SEATS_BOOKED = (5, 3, 2, 0)
"""How many clients have booked the events, the next one first."""


class FreeDay(msgspec.Struct, frozen=True):
    """A day of a member who gives the classes, with the hours and what of them is taken."""

    service_id: int
    capacity: int
    team_member_id: int
    duration: int
    """Seconds, with the technical break."""
    day: date
    minutes: list[int]
    busy: list[int]


LIST_DAYS: LiteralString = """
    SELECT s.id AS service_id, s.capacity, k.team_member_id, k.duration + coalesce(s.technical_break, 0) AS duration,
           d.day, d.minutes, d.busy
    FROM services s
    JOIN service_team_members k ON k.chain_id = $1 AND k.location_id = $2 AND k.service_id = s.id
    JOIN schedule_days d ON d.chain_id = $1 AND d.team_member_id = k.team_member_id AND d.day BETWEEN $3 AND $4
    WHERE s.chain_id = $1 AND s.is_for_events AND s.deleted_at IS NULL AND d.minutes <> '{}'
    ORDER BY d.day, k.team_member_id
"""
LIST_CLIENTS: LiteralString = """
    SELECT id FROM clients WHERE chain_id = $1 AND location_id = $2 AND deleted_at IS NULL ORDER BY id LIMIT $3
"""


async def load_events(conn: Connection, places: Sequence[Place], now: datetime) -> None:
    """Make events in all places, one a week, after the appointments, in the caller's transaction."""
    for place in places:
        tenant = await get_operators_tenant(conn, place.id)
        today = now.astimezone(tenant.timezone).date()
        left = iter(await _list_clients(conn, place))
        chosen = _one_a_week(await _list_days(conn, place, today), tenant.timezone)
        made = [
            await _make_event(conn, tenant, day, start, [next(left) for _ in range(booked)])
            for (day, start), booked in zip(chosen, SEATS_BOOKED, strict=False)
        ]
        if made:
            await _repeat(conn, tenant, await get_event(conn, tenant, made[0]), now)


async def _list_days(conn: Connection, place: Place, today: date) -> list[FreeDay]:
    found = await conn.fetch(LIST_DAYS, place.chain_id, place.id, today + timedelta(days=1), today + AHEAD)
    return to_structs(FreeDay, found)


async def _list_clients(conn: Connection, place: Place) -> list[int]:
    return [row["id"] for row in await conn.fetch(LIST_CLIENTS, place.chain_id, place.id, sum(SEATS_BOOKED))]


async def _make_event(
    conn: Connection, tenant: Tenant, day: FreeDay, start: datetime, client_ids: Sequence[int]
) -> int:
    """Make an event with its bookings and return its id."""
    patch = EventPatch(
        service_id=day.service_id, team_member_id=day.team_member_id, starts_at=start, capacity=day.capacity
    )
    event_id = await create_event(conn, tenant, patch, is_forced=False)
    for client_id in client_ids:
        await book_seats(conn, tenant, event_id, AppointmentPatch(client=GivenClient(id=client_id)))
    return event_id


async def _repeat(conn: Connection, tenant: Tenant, event: Event, now: datetime) -> None:
    """Repeat an event every week, and shorten the last one by hand."""
    local = event.starts_at.astimezone(tenant.timezone)
    given = SeriesPatch(team_member_id=event.team_member_id, minute=local.hour * 60 + local.minute)
    weekly = NewSeries(Weekday(local.isoweekday()), given)
    wanted = NewSchedule(event.id, event.day + AHEAD, [weekly], copies_clients=False)
    schedule_id = await create_schedule(conn, tenant, wanted, now)
    (series,) = (await read_schedule(conn, tenant, schedule_id)).series
    shown = await read_series(conn, tenant, [series], with_occurrences=True)
    made = [each.event_id for each in shown.occurrences[series.id] if each.event_id is not None]
    if made[1:]:
        shorter = EventPatch(duration=event.duration - SHORTENED)
        await update_event(conn, tenant, made[-1], shorter, None, is_forced=False)


def _one_a_week(days: Sequence[FreeDay], zone: ZoneInfo) -> Iterator[tuple[FreeDay, datetime]]:
    """Yield the first free start of each week, with its day."""
    weeks: set[int] = set()
    for day in days:
        week = day.day.isocalendar().week
        if week not in weeks and (start := _free_start(day, zone)):
            weeks.add(week)
            yield day, start


def _free_start(day: FreeDay, zone: ZoneInfo) -> datetime | None:
    """Return the latest start at which the class has room: in the evening, where there is least else."""
    taken = busy_spans([(day.day, day.busy)], zone)
    length = timedelta(seconds=day.duration)
    for begins, ends in reversed(spans([(day.day, day.minutes)], zone)):
        start = ends - length
        while start >= begins:
            span: Span = (start, start + length)
            if is_free(span, taken):
                return start
            start -= STEP
    return None

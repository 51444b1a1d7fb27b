"""Writes of appointments, events and series, with another value in every field; see `test_written_columns`."""

from datetime import date
from typing import Any

import asyncpg
from msgspec.structs import asdict

from parlour.access.tenant import Tenant
from parlour.areas.appointments.model.appointments import Attendance, Source
from parlour.areas.appointments.model.changes import AppointmentFields, Creation, Origin
from parlour.areas.appointments.queries import writing as appointments
from parlour.areas.event_schedules.model.schedules import SeriesFields, Weekday
from parlour.areas.event_schedules.queries import schedules as event_schedules
from parlour.areas.events.model.events import EventFields
from parlour.areas.events.queries import writing as events
from parlour.db.pool import Connection
from tests.support.factories.appointments import make_appointment
from tests.support.factories.clients import make_client
from tests.support.factories.event_schedules import make_schedule
from tests.support.factories.events import make_event, make_event_service
from tests.support.factories.resources import make_resource
from tests.support.factories.rows import insert
from tests.support.factories.team import make_team_member
from tests.support.values import values_for


class NewAppointment(AppointmentFields, frozen=True, kw_only=True):
    """All that a new appointment is written from: its fields, its `Origin` and its link."""

    source: Source
    booking_form_id: int | None
    from_url: str
    language: str
    link_hash: str


async def write_appointment(conn: Connection, tenant: Tenant) -> tuple[Any, asyncpg.Record | None]:
    fields = await appointment_fields(conn, tenant, notifies_by_sms=False)
    origin = values_for(Origin, 50, source=Source.DESKTOP_PAGE, language="de")
    link_hash = "0123456789abcdef" * 2
    created_id = await appointments.create_appointment(conn, tenant, Creation(fields, [], origin, link_hash))
    written = NewAppointment(**asdict(fields), **asdict(origin), link_hash=link_hash)
    return written, await conn.fetchrow("SELECT * FROM appointments WHERE id = $1", created_id)


async def rewrite_appointment(conn: Connection, tenant: Tenant) -> tuple[Any, asyncpg.Record | None]:
    appointment_id = await make_appointment(conn, tenant, await make_team_member(conn, tenant), "2026-02-01 10:00")
    fields = await appointment_fields(conn, tenant, notifies_by_email=False)
    await appointments.update_appointment(conn, tenant, appointment_id, fields)
    return fields, await conn.fetchrow("SELECT * FROM appointments WHERE id = $1", appointment_id)


async def appointment_fields(conn: Connection, tenant: Tenant, **fixed: Any) -> AppointmentFields:
    """Fields that differ; of the three switches one is off, and not the same one in both statements."""
    client_id = await make_client(conn, tenant)
    room = await make_resource(conn, tenant, "Room", "Room 1")
    member_id = await make_team_member(conn, tenant)
    event_id = await make_event(conn, tenant, member_id, await make_event_service(conn, tenant), "2026-02-02 10:00")
    fixed |= {
        "event_id": event_id,
        "seat_count": 3,
        "visit_id": await insert(conn, "visits", tenant, client_id=client_id, day=date(2026, 2, 2)),
        "team_member_id": member_id,
        "client_id": client_id,
        "day": date(2026, 2, 2),
        "duration": 3600,
        "technical_break": 600,
        "attendance": Attendance.CONFIRMED,
        "resource_instance_ids": [room.instances[0].id],
        "tag_ids": [888, 999],
        "custom_values": '{"7": "dry"}',
        "color": "f44336",
    }
    found: AppointmentFields = values_for(AppointmentFields, **fixed)
    return found


async def write_event(conn: Connection, tenant: Tenant) -> tuple[Any, asyncpg.Record | None]:
    fields = await event_fields(conn, tenant)
    (event_id,) = await events.create_events(conn, tenant, [fields])
    return fields, await conn.fetchrow("SELECT * FROM events WHERE id = $1", event_id)


async def rewrite_event(conn: Connection, tenant: Tenant) -> tuple[Any, asyncpg.Record | None]:
    fields = await event_fields(conn, tenant)
    event_id = await make_event(conn, tenant, fields.team_member_id, fields.service_id, "2026-02-01 10:00")
    await events.update_events(conn, tenant, {event_id: fields})
    return fields, await conn.fetchrow("SELECT * FROM events WHERE id = $1", event_id)


async def write_series(conn: Connection, tenant: Tenant) -> tuple[Any, asyncpg.Record | None]:
    member_id, room = await make_team_member(conn, tenant), await make_resource(conn, tenant, "Room", "Room 1")
    event_id = await make_event(conn, tenant, member_id, await make_event_service(conn, tenant), "2026-02-02 10:00")
    fixed: dict[str, Any] = {
        "weekday": Weekday.WED,
        "team_member_id": member_id,
        "minute": 615,
        "duration": 3600,
        "technical_break": 600,
        "capacity": 7,
        "resource_instance_ids": [room.instances[0].id],
        "tag_ids": [888, 999],
    }
    fields: SeriesFields = values_for(SeriesFields, **fixed)
    schedule_id = await make_schedule(conn, tenant, event_id)
    (series,) = await event_schedules.create_series(conn, tenant, schedule_id, [fields])
    return fields, await conn.fetchrow("SELECT * FROM event_series WHERE id = $1", series.id)


async def event_fields(conn: Connection, tenant: Tenant) -> EventFields:
    room = await make_resource(conn, tenant, "Room", "Room 1")
    fixed: dict[str, Any] = {
        "service_id": await make_event_service(conn, tenant),
        "team_member_id": await make_team_member(conn, tenant),
        "day": date(2026, 2, 2),
        "duration": 3600,
        "technical_break": 600,
        "resource_instance_ids": [room.instances[0].id],
        "tag_ids": [888, 999],
        "color": "f44336",
    }
    found: EventFields = values_for(EventFields, **fixed)
    return found

"""Writing the demo's clients and appointments. What follows from them is worked out at the end, not row by row."""

import random
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import LiteralString

from parlour.db.pool import Connection
from parlour.demo import appointment_rows, client_rows
from parlour.demo.appointment_rows import AppointmentRows, Written
from parlour.demo.appointments import AppointmentBook, Booking
from parlour.demo.clients import Client, make_clients
from parlour.demo.model import Place
from parlour.demo.salon import Salon, read_salon

RESERVE_CLIENT_IDS: LiteralString = """
    SELECT nextval(pg_get_serial_sequence('clients', 'id')) AS id FROM generate_series(1, $1::integer)
"""
RESERVE_VISIT_IDS: LiteralString = """
    SELECT nextval(pg_get_serial_sequence('visits', 'id')) AS id FROM generate_series(1, $1::integer)
"""
RESERVE_APPOINTMENT_IDS: LiteralString = """
    SELECT nextval(pg_get_serial_sequence('appointments', 'id')) AS id FROM generate_series(1, $1::integer)
"""
# The owner of the tables may do this. If the transaction fails, it is undone with the rest. Clients have got their
# confirmations when they booked, which was in the past.
DISABLE_BOOKS: LiteralString = """
    ALTER TABLE appointments DISABLE TRIGGER appointments_books;
    ALTER TABLE appointment_services DISABLE TRIGGER appointment_services_added;
    ALTER TABLE appointments DISABLE TRIGGER appointments_announced;
"""
ENABLE_BOOKS: LiteralString = """
    ALTER TABLE appointments ENABLE TRIGGER appointments_books;
    ALTER TABLE appointment_services ENABLE TRIGGER appointment_services_added;
    ALTER TABLE appointments ENABLE TRIGGER appointments_announced;
"""
KEEP_MEMBER_DAYS: LiteralString = """
    SELECT keep_member_days($1, $2, array_agg(team_member_id), array_agg(day))
    FROM appointments WHERE chain_id = $1 AND location_id = $2
"""
KEEP_RESOURCE_DAYS: LiteralString = """
    SELECT keep_resource_days($1, $2, array_agg(i.resource_id), array_agg(a.day))
    FROM appointments a JOIN resource_instances i ON i.chain_id = $1 AND i.id = ANY (a.resource_instance_ids)
    WHERE a.chain_id = $1 AND a.location_id = $2
"""
KEEP_VISITS: LiteralString = """
    SELECT keep_visit_attendance($1, array_agg(id)) FROM visits WHERE chain_id = $1 AND location_id = $2
"""
KEEP_AMOUNTS: LiteralString = """
    SELECT keep_visit_amounts($1, array_agg(id)) FROM visits WHERE chain_id = $1 AND location_id = $2
"""
KEEP_CLIENTS: LiteralString = """
    SELECT keep_client_figures($1, array_agg(id)) FROM clients WHERE chain_id = $1 AND location_id = $2
"""


async def load_appointments(
    conn: Connection, places: Sequence[Place], authors: Mapping[int, int], now: datetime, seed: int
) -> None:
    """Write the clients of all places, and their appointments around a moment, in the caller's transaction.

    `authors` are the users who write the appointments of each chain.
    """
    await conn.execute(DISABLE_BOOKS)
    for place in places:
        rng = random.Random(f"{seed} {place.location.title}")
        await _load_place(conn, rng, await read_salon(conn, place), authors[place.chain_id], now)
    await conn.execute(ENABLE_BOOKS)


async def _load_place(conn: Connection, rng: random.Random, salon: Salon, author_id: int, now: datetime) -> None:
    place = salon.place
    clients = make_clients(rng, place.language, place.location.currency, now.date())
    client_ids = await _load_clients(conn, salon, clients, now)
    bookings = [*AppointmentBook(rng, salon, clients, now).bookings()]
    await _load_bookings(conn, AppointmentRows(rng, salon, clients, author_id, now), bookings, client_ids)
    for statement in (KEEP_MEMBER_DAYS, KEEP_RESOURCE_DAYS, KEEP_VISITS, KEEP_AMOUNTS, KEEP_CLIENTS):
        await conn.execute(statement, place.chain_id, place.id)


async def _load_clients(conn: Connection, salon: Salon, clients: Sequence[Client], now: datetime) -> list[int]:
    ids = [row["id"] for row in await conn.fetch(RESERVE_CLIENT_IDS, len(clients))]
    rows, tags = (make(salon, clients, ids, now) for make in (client_rows.rows, client_rows.tag_rows))
    await conn.copy_records_to_table("clients", records=rows, columns=client_rows.COLUMNS)
    await conn.copy_records_to_table("client_tags", records=tags, columns=client_rows.TAG_COLUMNS)
    return ids


async def _load_bookings(
    conn: Connection, rows: AppointmentRows, bookings: Sequence[Booking], client_ids: Sequence[int]
) -> None:
    ids = [row["id"] for row in await conn.fetch(RESERVE_APPOINTMENT_IDS, len(bookings))]
    numbers = dict.fromkeys(booking.visit for booking in bookings)
    visit_ids = dict(zip(numbers, await conn.fetch(RESERVE_VISIT_IDS, len(numbers)), strict=True))
    written = [
        Written(
            booking, id_, visit_ids[booking.visit]["id"], None if booking.client is None else client_ids[booking.client]
        )
        for booking, id_ in zip(bookings, ids, strict=True)
    ]
    visits = {each.visit_id: rows.of_visit(each) for each in written}
    appointments = (rows.of_appointment(each) for each in written)
    services = (row for each in written for row in rows.of_services(each))
    await conn.copy_records_to_table("visits", records=visits.values(), columns=appointment_rows.VISIT_COLUMNS)
    await conn.copy_records_to_table("appointments", records=appointments, columns=appointment_rows.COLUMNS)
    await conn.copy_records_to_table("appointment_services", records=services, columns=appointment_rows.SERVICE_COLUMNS)

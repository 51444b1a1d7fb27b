"""Rows of a location of its own, whose days lie ahead of today: with room, then full, then free.

It stands beside the locations of the appointments' data set. Rows are loaded without triggers.
"""

from datetime import UTC, datetime, timedelta
from typing import LiteralString

import asyncpg
import msgspec

from bench.stock import LOADING
from parlour.db.pool import DirectConnection

CHAIN, LOCATION = 1, 1_000_001
MEMBERS = 60
TEAMS = (60, 30, 15)
"""How many of the members provide the first three services."""
FIRST_DAY = datetime.now(UTC).date() + timedelta(days=2)
DAYS_WITH_ROOM, FULL_DAYS, FREE_DAYS = 60, 31, 365
A_DAY = 500
"""Appointments on a day with room. 540 fill it."""
FULL_FROM = FIRST_DAY + timedelta(days=DAYS_WITH_ROOM)
FREE_FROM = FULL_FROM + timedelta(days=FULL_DAYS)

REMOVE: tuple[LiteralString, ...] = (
    """DELETE FROM appointment_services s USING appointments a
       WHERE a.chain_id = 1 AND a.location_id = 1000001 AND s.chain_id = 1 AND s.appointment_id = a.id""",
    """DELETE FROM schedule_days d USING team_members m
       WHERE m.chain_id = 1 AND m.location_id = 1000001 AND d.chain_id = 1 AND d.team_member_id = m.id""",
    "DELETE FROM booked_services WHERE chain_id = 1 AND location_id = 1000001",
    "DELETE FROM appointment_figures WHERE chain_id = 1 AND location_id = 1000001",
    "DELETE FROM appointments WHERE chain_id = 1 AND location_id = 1000001",
    "DELETE FROM visits WHERE chain_id = 1 AND location_id = 1000001",
    "DELETE FROM clients WHERE chain_id = 1 AND location_id = 1000001",
    "DELETE FROM schedules WHERE chain_id = 1 AND location_id = 1000001",
    "DELETE FROM service_team_members WHERE chain_id = 1 AND location_id = 1000001",
    "DELETE FROM services WHERE chain_id = 1 AND location_id = 1000001",
    "DELETE FROM team_members WHERE chain_id = 1 AND location_id = 1000001",
    "DELETE FROM locations WHERE chain_id = 1 AND id = 1000001",
)
FILL: tuple[LiteralString, ...] = (
    """INSERT INTO locations (chain_id, id, title, country_code, timezone, currency, locale, booking_allows_any_member)
       OVERRIDING SYSTEM VALUE
       VALUES (1, 1000001, 'Free time', 'DE', 'Europe/Berlin', 'EUR', 'de_DE', true)""",
    """INSERT INTO team_members (chain_id, location_id, name, has_timetable)
       SELECT 1, 1000001, 'Member ' || number, true FROM generate_series(1, 60) AS number ORDER BY number""",
    """INSERT INTO services (chain_id, location_id, title, price_min, price_max, is_online)
       SELECT 1, 1000001, 'Offered ' || number, 50, 50, true FROM generate_series(1, 30) AS number ORDER BY number""",
    """CREATE TEMP TABLE numbered AS
       SELECT id, row_number() OVER (ORDER BY id) - 1 AS number FROM team_members
       WHERE chain_id = 1 AND location_id = 1000001""",
    """INSERT INTO service_team_members (chain_id, location_id, service_id, team_member_id, duration)
       SELECT 1, 1000001, s.id, m.id, 3600
       FROM (SELECT id, row_number() OVER (ORDER BY id) AS number FROM services
             WHERE chain_id = 1 AND location_id = 1000001) AS s
       JOIN numbered m ON m.number < CASE s.number WHEN 2 THEN 30 WHEN 3 THEN 15 ELSE 60 END""",
)
# $1 is the first day. Hours in turn: of the 540 of a day, 500 are taken; later all are, and then none.
FILL_DAYS: tuple[LiteralString, ...] = (
    """INSERT INTO schedules (chain_id, team_member_id, location_id, last_day, revision)
       SELECT 1, id, 1000001, $1::date + 455, 1 FROM numbered""",
    """INSERT INTO schedule_days (chain_id, team_member_id, day, minutes)
       SELECT 1, m.id, $1::date + n, '{540, 1080}' FROM numbered m, generate_series(0, 455) AS n""",
    """INSERT INTO visits (chain_id, location_id, day)
       SELECT 1, 1000001, $1::date + number / 540 FROM generate_series(0, 91 * 540 - 1) AS number
       WHERE number % 540 < 500 OR number >= 60 * 540""",
    """INSERT INTO appointments (chain_id, location_id, visit_id, team_member_id, day, starts_at, duration, link_hash)
       SELECT 1, 1000001, v.id, m.id, v.day,
              (v.day + time '09:00' + (v.number / 60) * interval '1 hour') AT TIME ZONE 'Europe/Berlin', 3600,
              md5(v.id::text)
       FROM (SELECT id, day, row_number() OVER (PARTITION BY day ORDER BY id) - 1 AS number FROM visits
             WHERE chain_id = 1 AND location_id = 1000001 AND day >= $1::date) AS v
       JOIN numbered m ON m.number = v.number % 60""",
    """SELECT keep_member_days(1, 1000001, array_agg(m.id), array_agg($1::date + n))
       FROM numbered m, generate_series(0, 90) AS n""",
)
TIDY: LiteralString = "VACUUM ANALYZE schedule_days, visits, appointments, services, service_team_members, team_members"
LIST_MEMBERS: LiteralString = "SELECT array_agg(id ORDER BY number) FROM numbered"
LIST_SERVICES: LiteralString = """
    SELECT array_agg(id ORDER BY id) FROM services WHERE chain_id = 1 AND location_id = 1000001
"""


class Place(msgspec.Struct, frozen=True):
    """The location's members, and its services: one for each of the teams, and more."""

    members: list[int]
    services: list[int]


async def remove(url: str) -> None:
    """Remove the location, so that a kept database is the same in each run."""
    conn: DirectConnection = await asyncpg.connect(url, server_settings=LOADING)
    try:
        for statement in REMOVE:
            await conn.execute(statement)
        await conn.execute(TIDY)
    finally:
        await conn.close()


async def fill(url: str) -> Place:
    """Put the location into a database, in place of the one of an earlier run."""
    conn: DirectConnection = await asyncpg.connect(url, server_settings=LOADING)
    try:
        for statement in (*REMOVE, *FILL):
            await conn.execute(statement)
        for statement in FILL_DAYS:
            await conn.execute(statement, FIRST_DAY)
        await conn.execute(TIDY)
        return Place(await conn.fetchval(LIST_MEMBERS), await conn.fetchval(LIST_SERVICES))
    finally:
        await conn.close()

"""The services of the measured data: 300 in each location, of which 200 are provided by one of its ten members."""

from typing import LiteralString

from parlour.db.pool import DirectConnection

SERVICES = 300
"""The services of each location."""

FILL_MEMBERS: LiteralString = """
    INSERT INTO team_members (chain_id, location_id, name, weight)
    SELECT l.chain_id, l.id, concat('Member ', number), number
    FROM locations l, generate_series(1, 10) AS number ORDER BY l.id, number
"""
FILL_CATEGORIES: LiteralString = """
    INSERT INTO service_categories (chain_id, location_id, title)
    SELECT l.chain_id, l.id, concat('Category ', number)
    FROM locations l, generate_series(1, 12) AS number ORDER BY l.id, number
"""
FILL_SERVICES: LiteralString = """
    INSERT INTO services (chain_id, location_id, category_id, title, weight, price_min, price_max, comment)
    SELECT c.chain_id, c.location_id, c.id, concat('Service ', md5(concat(c.id, ' ', number))), number % 7,
           number, number + 5, repeat('x', 100)
    FROM (SELECT *, row_number() OVER (PARTITION BY location_id ORDER BY id) AS place FROM service_categories) AS c
    JOIN generate_series(1, $1::integer) AS number ON number % 12 = c.place - 1
    ORDER BY number, c.location_id
"""
FILL_LINKS: LiteralString = """
    INSERT INTO service_team_members (
        chain_id, location_id, service_id, team_member_id, duration, price_min, price_max)
    SELECT s.chain_id, s.location_id, s.id, m.id, 1800, 20, 25
    FROM (SELECT *, row_number() OVER (PARTITION BY location_id ORDER BY id) AS place FROM services) AS s
    JOIN (SELECT *, row_number() OVER (PARTITION BY location_id ORDER BY id) AS place FROM team_members) AS m
        ON m.location_id = s.location_id AND m.place = s.place % 10 + 1
    WHERE s.place % 3 > 0
"""


async def fill_services(conn: DirectConnection) -> None:
    """Give every location its services."""
    await conn.execute(FILL_MEMBERS)
    await conn.execute(FILL_CATEGORIES)
    await conn.execute(FILL_SERVICES, SERVICES)
    await conn.execute(FILL_LINKS)

"""Rows of visits, appointments, their services and the schedules, for the measurements of appointments."""

from typing import LiteralString

# Of the appointments of a day 500 are in the largest location. Some clients come far more often than others.
PLAN: LiteralString = """
    CREATE TEMP TABLE planned AS
    SELECT number + 1 AS id, c.chain_id, c.location_id, c.id AS client_id, m.id AS member_id, h,
           day, day + make_interval(hours => 9 + (turn / m.amount)::integer % 9) AS begins
    FROM generate_series(0, 2000 * $1::integer - 1) AS number
    CROSS JOIN LATERAL (
        SELECT abs(hashint8(number + 77)::bigint) AS h, abs(hashint8(number + 7777)::bigint) AS g,
               CASE WHEN number % ($1 / 50) < 3 THEN 1 ELSE (number - number / ($1 / 50) * 3) % ($1 - 1) + 2 END
                   AS location_id,
               number / (2000 * $1 / $2::integer) AS day_number, number % (2000 * $1 / $2) AS turn
    ) AS drawn
    CROSS JOIN LATERAL (SELECT $3::date + day_number AS day) AS dated
    JOIN (SELECT DISTINCT location_id, amount FROM numbered_clients) AS base ON base.location_id = drawn.location_id
    JOIN numbered_clients c ON c.location_id = drawn.location_id
        AND c.place = floor(power(g % 100000 / 100000.0, 1.5) * base.amount)::bigint
    JOIN numbered_members m ON m.location_id = drawn.location_id AND m.place = turn / 7 % m.amount
    ORDER BY number
"""
FILL_VISITS: LiteralString = """
    INSERT INTO visits (chain_id, id, location_id, client_id, day, attendance, created_at)
    OVERRIDING SYSTEM VALUE
    SELECT chain_id, id, location_id, client_id, day,
           CASE WHEN day < $1::date THEN (ARRAY['arrived', 'no_show', 'waiting', 'confirmed'])[
                    CASE WHEN h % 100 < 80 THEN 1 WHEN h % 100 < 88 THEN 2 WHEN h % 100 < 92 THEN 3 ELSE 4 END]
                WHEN h % 10 < 6 THEN 'waiting' ELSE 'confirmed' END,
           begins AT TIME ZONE 'Europe/Berlin' - interval '7 days'
    FROM planned ORDER BY id
"""
# Three appointments in ten have a second service; schedules are those of the last two months and the next.
FILL: tuple[LiteralString, ...] = (
    """INSERT INTO appointments (
           chain_id, id, location_id, visit_id, team_member_id, client_id, day, starts_at, duration, attendance,
           comment, link_hash, created_at, changed_at, deleted_at)
       OVERRIDING SYSTEM VALUE
       SELECT p.chain_id, p.id, p.location_id, p.id, p.member_id, p.client_id, p.day,
              p.begins AT TIME ZONE 'Europe/Berlin', 3600, v.attendance,
              CASE WHEN h % 5 = 0 THEN 'Comes by bus.' ELSE '' END,
              md5(p.id::text), v.created_at, p.begins AT TIME ZONE 'Europe/Berlin' - interval '3 days',
              CASE WHEN h % 50 = 7 THEN p.begins AT TIME ZONE 'Europe/Berlin' - interval '3 days' END
       FROM planned p JOIN visits v ON v.chain_id = p.chain_id AND v.id = p.id ORDER BY p.id""",
    """INSERT INTO appointment_services (
           chain_id, location_id, appointment_id, position, service_id, title, duration, unit_price, discount, price)
       SELECT p.chain_id, p.location_id, p.id, position, s.id, s.title, 3600 / (1 + position), 20 + h % 80,
              CASE WHEN h % 8 = 0 THEN 10 ELSE 0 END, (20 + h % 80) * CASE WHEN h % 8 = 0 THEN 0.9 ELSE 1 END
       FROM planned p
       CROSS JOIN LATERAL generate_series(0, CASE WHEN h % 10 < 3 THEN 1 ELSE 0 END) AS position
       JOIN (SELECT DISTINCT location_id, amount FROM numbered_services) AS offered
           ON offered.location_id = p.location_id
       JOIN numbered_services s ON s.location_id = p.location_id AND s.place = (h / 97 + position * 31) % offered.amount
       ORDER BY p.id, position""",
    "ANALYZE appointments, appointment_services, clients",
    """INSERT INTO appointment_figures
       SELECT a.chain_id, a.id, a.location_id, a.client_id, a.team_member_id, a.day, a.attendance,
              (lines.price * 10000)::bigint
       FROM appointments a
       JOIN (SELECT chain_id, appointment_id, sum(price) AS price
             FROM appointment_services GROUP BY chain_id, appointment_id) AS lines
           ON lines.chain_id = a.chain_id AND lines.appointment_id = a.id
       WHERE a.client_id IS NOT NULL AND a.deleted_at IS NULL ORDER BY a.id""",
    """INSERT INTO booked_services
       SELECT DISTINCT s.chain_id, s.appointment_id, s.service_id, f.location_id, f.client_id
       FROM appointment_figures f
       JOIN appointment_services s ON s.chain_id = f.chain_id AND s.appointment_id = f.appointment_id""",
    """UPDATE clients c SET
           visit_count = f.visits, first_visit_on = f.first_day, last_visit_on = f.last_day,
           sold_amount = c.starting_sold + f.price, paid_amount = c.starting_paid,
           balance = c.starting_balance - f.price
       FROM (SELECT chain_id, client_id, count(*) AS visits, min(day) AS first_day, max(day) AS last_day,
                    sum(price_parts) / 10000 AS price
             FROM appointment_figures WHERE attendance = 'arrived' GROUP BY chain_id, client_id) AS f
       WHERE f.chain_id = c.chain_id AND f.client_id = c.id""",
    """INSERT INTO schedules (chain_id, team_member_id, location_id, last_day, revision)
       SELECT chain_id, id, location_id, CASE WHEN location_id = 1 THEN '2027-12-31' ELSE '2026-12-22' END::date, 1
       FROM team_members WHERE has_timetable""",
    """INSERT INTO schedule_days (chain_id, team_member_id, day, minutes, busy)
       SELECT m.chain_id, m.id, day, '{540,1140}', coalesce(taken.busy, '{}')
       FROM team_members m
       CROSS JOIN (SELECT generate_series('2026-09-22'::date, '2026-12-22'::date, '1 day')::date AS day) AS days
       LEFT JOIN (
           SELECT a.chain_id, a.team_member_id, a.day AS busy_day,
                  array_agg(minute ORDER BY pair[1], a.id, minute) AS busy
           FROM appointments a JOIN locations l ON l.chain_id = a.chain_id AND l.id = a.location_id
           CROSS JOIN busy_minutes(a.starts_at, a.duration, a.day, l.timezone) AS pair CROSS JOIN unnest(pair) AS minute
           WHERE a.day >= '2026-09-22' AND a.deleted_at IS NULL AND a.attendance <> 'no_show'
           GROUP BY a.chain_id, a.team_member_id, a.day
       ) AS taken ON taken.chain_id = m.chain_id AND taken.team_member_id = m.id AND taken.busy_day = day
       WHERE m.has_timetable""",
)
FILL_FREE_DAYS: LiteralString = """
    INSERT INTO schedule_days (chain_id, team_member_id, day, minutes)
    SELECT chain_id, id, $1::date + number, '{480,1200}'
    FROM team_members CROSS JOIN generate_series(0, $2::integer - 1) AS number
    WHERE location_id = 1 AND has_timetable ORDER BY id, number
"""

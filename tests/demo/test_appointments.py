"""The demo's clients and appointments: believable, without double bookings, and what follows from them fits."""

import re
from datetime import UTC, datetime, timedelta

import phonenumbers

from parlour.areas.folding import search_text
from parlour.db.pool import Connection
from parlour.demo.clients import COUNT
from parlour.demo.scenario import ALMATY, BERLIN, NEW_YORK, TOKYO

# 17:00 on a Wednesday in Berlin, in the middle of a working day.
NOW = datetime(2026, 6, 10, 15, tzinfo=UTC)
PLACES = (NEW_YORK, BERLIN, TOKYO, ALMATY)
SCRIPTS = {"en": "[a-z]", "de": "[a-zäöüß]", "ja": "[ぁ-んァ-ヶ一-龯]", "ru": "[а-яёәғқңөұүһі]"}
"""The letters of most names, case aside."""
DISABLED_TRIGGERS = """
    SELECT tgname FROM pg_trigger WHERE tgenabled <> 'O' AND tgrelid IN ('appointments'::regclass,
        'appointment_services'::regclass)
"""
SHARES = """
    SELECT l.id, count(*) FILTER (WHERE a.starts_at <= $1) AS past, count(*) FILTER (WHERE a.starts_at > $1) AS future,
           min(a.day) AS first_day, max(a.day) AS last_day,
           count(*) FILTER (WHERE a.attendance = 'no_show') AS no_shows,
           count(*) FILTER (WHERE a.attendance = 'arrived') AS arrived,
           count(*) FILTER (WHERE a.attendance IN ('arrived', 'no_show') AND a.starts_at > $1) AS too_early,
           count(*) FILTER (WHERE a.attendance NOT IN ('arrived', 'no_show') AND a.deleted_at IS NULL
                                  AND a.starts_at <= $1) AS too_late,
           count(*) FILTER (WHERE a.attendance = 'confirmed') AS confirmed, count(a.deleted_at) AS cancelled,
           count(*) FILTER (WHERE a.client_id IS NULL AND a.visitor_name <> '') AS walk_ins,
           count(*) FILTER (WHERE a.tag_ids <> '{}') AS tagged,
           count(*) FILTER (WHERE a.custom_values <> '{}') AS filled,
           count(*) FILTER (WHERE a.technical_break > 0) AS with_break
    FROM appointments a JOIN locations l ON l.chain_id = a.chain_id AND l.id = a.location_id GROUP BY l.id ORDER BY l.id
"""
COUPLES = """
    SELECT count(*) FROM (
        SELECT FROM appointments WHERE client_id IS NOT NULL GROUP BY chain_id, visit_id, starts_at
        HAVING count(DISTINCT team_member_id) = 2 AND count(DISTINCT client_id) = 1) AS couple
"""
SPLIT_VISITS = "SELECT count(*) FROM (SELECT FROM visits GROUP BY client_id, day HAVING count(client_id) > 1) AS split"
OUTSIDE_OF_HOURS = """
    SELECT count(*) FROM appointments a JOIN locations l ON l.chain_id = a.chain_id AND l.id = a.location_id
    JOIN schedule_days d ON d.chain_id = a.chain_id AND d.team_member_id = a.team_member_id AND d.day = a.day
    WHERE a.day <> (a.starts_at AT TIME ZONE l.timezone)::date OR NOT EXISTS (
        SELECT FROM generate_series(1, cardinality(d.minutes), 2) AS n
        WHERE a.starts_at AT TIME ZONE l.timezone
                  BETWEEN a.day + d.minutes[n] * interval '1 minute' AND a.day + d.minutes[n + 1] * interval '1 minute'
          AND a.starts_at AT TIME ZONE l.timezone + make_interval(secs => a.duration)
                  <= a.day + d.minutes[n + 1] * interval '1 minute')
"""
DOUBLE_BOOKINGS = """
    SELECT count(*) FROM appointments a JOIN appointments b ON b.chain_id = a.chain_id AND b.id > a.id
      AND a.event_id IS NULL AND b.event_id IS NULL
      AND b.starts_at < a.starts_at + make_interval(secs => a.duration)
      AND a.starts_at < b.starts_at + make_interval(secs => b.duration)
      AND (b.team_member_id = a.team_member_id OR b.resource_instance_ids && a.resource_instance_ids)
"""
# Services that aren't provided by the member, have another length or price there, or whose room is missing.
ODD_SERVICES = """
    SELECT count(*) FROM appointment_services x
    JOIN appointments a ON a.chain_id = x.chain_id AND a.id = x.appointment_id
    JOIN services s ON s.chain_id = x.chain_id AND s.id = x.service_id
    LEFT JOIN service_team_members p
        ON p.chain_id = x.chain_id AND p.service_id = x.service_id AND p.team_member_id = a.team_member_id
    WHERE p.duration IS DISTINCT FROM x.duration OR x.title <> s.title
       OR x.unit_price NOT IN (coalesce(p.price_min, s.price_min), coalesce(p.price_max, s.price_max))
       OR x.price > x.unit_price OR a.technical_break < s.technical_break
       OR EXISTS (SELECT FROM service_resources r WHERE r.chain_id = x.chain_id AND r.service_id = x.service_id
                  AND NOT EXISTS (SELECT FROM resource_instances i WHERE i.chain_id = r.chain_id
                                  AND i.resource_id = r.resource_id AND i.id = ANY (a.resource_instance_ids)))
"""
WRONG_LENGTHS = """
    SELECT count(*) FROM appointments a
    WHERE a.duration - a.technical_break IS DISTINCT FROM
          (SELECT sum(x.duration) FROM appointment_services x WHERE x.chain_id = a.chain_id AND x.appointment_id = a.id)
"""
# What differs from appointments and events: figures of clients, attendance of visits, minutes of members and of rooms.
# Clocks aren't changed in these weeks.
DIFFERENCES = (
    """
        SELECT c.id FROM clients c JOIN chains ON chains.id = c.chain_id
        JOIN client_figures(c.chain_id, ARRAY[c.id]) AS f ON f.client_id = c.id
        WHERE (c.visit_count, c.first_visit_on, c.last_visit_on, c.sold_amount, c.paid_amount, c.balance)
              IS DISTINCT FROM
              (f.visit_count, f.first_visit_on, f.last_visit_on, f.sold_amount, f.paid_amount, f.balance)
    """,
    """
        SELECT v.id FROM visits v JOIN appointments a ON a.chain_id = v.chain_id AND a.visit_id = v.id
        WHERE a.deleted_at IS NULL GROUP BY v.chain_id, v.id, v.attendance
        HAVING v.attendance <> CASE WHEN bool_or(a.attendance = 'arrived') THEN 'arrived'
            WHEN bool_or(a.attendance = 'confirmed') THEN 'confirmed'
            WHEN bool_or(a.attendance = 'waiting') THEN 'waiting' ELSE 'no_show' END
    """,
    """
        SELECT * FROM (
            SELECT a.team_member_id, a.day,
                   array_agg(minute::smallint ORDER BY a.starts_at, a.id, minute) AS busy
            FROM (SELECT chain_id, location_id, team_member_id, id, day, starts_at, duration FROM appointments
                  WHERE deleted_at IS NULL AND attendance <> 'no_show' AND event_id IS NULL
                  UNION ALL SELECT chain_id, location_id, team_member_id, id, day, starts_at, duration FROM events) AS a
            JOIN locations l ON l.chain_id = a.chain_id AND l.id = a.location_id
            CROSS JOIN LATERAL (VALUES (0), (a.duration)) AS edge (seconds)
            CROSS JOIN LATERAL extract(
                epoch FROM (a.starts_at AT TIME ZONE l.timezone) - a.day + make_interval(secs => seconds)) AS second
            CROSS JOIN LATERAL (VALUES (second / 60)) AS found (minute) GROUP BY 1, 2) AS expected
        FULL JOIN (SELECT team_member_id, day, busy FROM schedule_days WHERE busy <> '{}') AS stored
            USING (team_member_id, day)
        WHERE stored.busy IS DISTINCT FROM expected.busy
    """,
    """
        SELECT * FROM (
            SELECT i.resource_id, a.day, array_agg(i.id ORDER BY a.starts_at, a.duration, i.id) AS instance_ids
            FROM appointments a
            JOIN resource_instances i ON i.chain_id = a.chain_id AND i.id = ANY (a.resource_instance_ids)
            WHERE a.deleted_at IS NULL AND a.attendance <> 'no_show' GROUP BY 1, 2) AS expected
        FULL JOIN (SELECT resource_id, day, instance_ids FROM resource_days WHERE busy <> '{}') AS stored
            USING (resource_id, day)
        WHERE stored.instance_ids IS DISTINCT FROM expected.instance_ids
    """,
)


async def count(conn: Connection, statement: str) -> int:
    found: int = await conn.fetchval(statement)
    return found


async def test_every_location_has_clients_of_its_country(loaded: Connection) -> None:
    rows = await loaded.fetch("SELECT location_id, name, surname, phone, email, card, search_text, gender FROM clients")
    ids = sorted({row["location_id"] for row in rows})
    for location_id, place in zip(ids, PLACES, strict=True):
        its = [row for row in rows if row["location_id"] == location_id]
        assert len(its) == COUNT
        numbers = [phonenumbers.parse(f"+{row['phone']}") for row in its if row["phone"]]
        assert COUNT * 0.9 < len(numbers) < COUNT
        assert all(phonenumbers.is_valid_number_for_region(number, place.country_code) for number in numbers)
        in_script = sum(bool(re.search(SCRIPTS[place.language], row["name"].lower())) for row in its)
        assert COUNT * 0.7 < in_script < COUNT
        assert {row["gender"] for row in its} == {"female", "male"}
    for row in rows:
        assert row["search_text"] == search_text(f"{row['name']} {row['surname']}", row["email"], row["card"])


async def test_the_calendar_is_full_of_appointments_that_fit(loaded: Connection) -> None:
    rows = await loaded.fetch(SHARES, NOW)
    assert len(rows) == len(PLACES)
    for row in rows:
        assert row["past"] > 600
        assert row["future"] > 150
        assert row["first_day"] <= NOW.date() - timedelta(weeks=7)
        assert NOW.date() + timedelta(weeks=3) < row["last_day"] <= NOW.date() + timedelta(weeks=4, days=1)
        assert row["too_early"] == row["too_late"] == 0
        assert 0.02 < row["no_shows"] / row["arrived"] < 0.1
        assert min(row[name] for name in ("confirmed", "cancelled", "walk_ins", "tagged", "filled", "with_break")) > 5
    for statement in (OUTSIDE_OF_HOURS, DOUBLE_BOOKINGS, ODD_SERVICES, WRONG_LENGTHS, SPLIT_VISITS):
        assert await count(loaded, statement) == 0
    assert await count(loaded, COUPLES) > 20


async def test_figures_and_busy_minutes_fit_the_appointments(loaded: Connection) -> None:
    for statement in DIFFERENCES:
        assert not await loaded.fetch(statement)
    assert await count(loaded, "SELECT count(*) FROM clients WHERE visit_count > 1 AND last_visit_on > first_visit_on")
    assert not await loaded.fetch(DISABLED_TRIGGERS)


async def test_each_location_has_classes_with_seats(loaded: Connection) -> None:
    """Show that they are in working time, in nothing's way, and that some seats are booked."""
    rows = await loaded.fetch(
        """
        SELECT l.id, count(*) AS events, sum(e.taken_seats) AS seats, min(e.capacity) AS capacity,
               bool_and(e.starts_at > $1) AS is_ahead, sum(e.taken_seats) = (
                   SELECT count(*) FROM appointments a WHERE a.chain_id = l.chain_id AND a.location_id = l.id
                   AND a.event_id IS NOT NULL) AS is_booked
        FROM events e JOIN locations l ON l.chain_id = e.chain_id AND l.id = e.location_id
        GROUP BY l.chain_id, l.id""",
        NOW,
    )
    assert len(rows) == len(PLACES)
    for row in rows:
        assert row["events"] >= 2, dict(row)
        assert (row["seats"], row["capacity"], row["is_ahead"], row["is_booked"]) == (
            sum((5, 3, 2, 0)[: row["events"]]), 6, True, True,
        )  # fmt: skip


async def test_one_event_is_repeated_with_an_exception_made_by_hand(loaded: Connection) -> None:
    rows = await loaded.fetch(
        """
        SELECT p.location_id, count(e.id) AS events, count(*) FILTER (WHERE e.duration < s.duration) AS shorter
        FROM event_schedules p
        JOIN event_series s ON s.chain_id = p.chain_id AND s.schedule_id = p.id
        JOIN event_occurrences o ON o.chain_id = p.chain_id AND o.series_id = s.id
        LEFT JOIN events e ON e.chain_id = p.chain_id AND e.id = o.event_id
        GROUP BY p.location_id
        """
    )
    assert len(rows) == await loaded.fetchval("SELECT count(DISTINCT location_id) FROM events")
    assert {row["shorter"] for row in rows if row["events"] > 1} == {1}

"""What must hold of the books of appointments at any time, read from the database."""

from typing import LiteralString

from parlour.db.pool import Connection

# Worked out from appointments and events alone, beside what triggers have kept.
_TAKING: LiteralString = """
    taking AS (
        SELECT chain_id, id, location_id, team_member_id, starts_at, duration, resource_instance_ids FROM appointments
        WHERE deleted_at IS NULL AND attendance <> 'no_show' AND event_id IS NULL
        UNION ALL
        SELECT chain_id, -id, location_id, team_member_id, starts_at, duration, resource_instance_ids FROM events
        WHERE deleted_at IS NULL
    )
"""
BUSY_DAYS_THAT_DIFFER: LiteralString = f"""
    WITH {_TAKING}, taken AS (
        SELECT a.team_member_id, its.day, array_agg(minute ORDER BY pair[1], pair[2], a.id, minute) AS busy
        FROM taking a
        JOIN locations l ON l.chain_id = a.chain_id AND l.id = a.location_id
        CROSS JOIN days_of(a.starts_at, a.duration, l.timezone) AS its (day)
        CROSS JOIN busy_minutes(a.starts_at, a.duration, its.day, l.timezone) AS pair
        CROSS JOIN unnest(pair) AS minute
        WHERE a.chain_id = $1
        GROUP BY a.team_member_id, its.day
    )
    SELECT coalesce(d.team_member_id, t.team_member_id) AS team_member_id, coalesce(d.day, t.day) AS day,
           d.busy AS kept, t.busy AS worked_out
    FROM (SELECT * FROM schedule_days WHERE chain_id = $1 AND busy <> '{{}}') AS d
    FULL JOIN taken t ON t.team_member_id = d.team_member_id AND t.day = d.day
    WHERE d.busy IS DISTINCT FROM t.busy
"""
RESOURCE_DAYS_THAT_DIFFER: LiteralString = f"""
    WITH {_TAKING}, taken AS (
        SELECT i.resource_id, its.day, array_agg(i.id ORDER BY pair[1], pair[2], i.id) AS instance_ids
        FROM taking a
        JOIN locations l ON l.chain_id = a.chain_id AND l.id = a.location_id
        JOIN resource_instances i ON i.chain_id = a.chain_id AND i.id = ANY (a.resource_instance_ids)
        CROSS JOIN days_of(a.starts_at, a.duration, l.timezone) AS its (day)
        CROSS JOIN busy_minutes(a.starts_at, a.duration, its.day, l.timezone) AS pair
        WHERE a.chain_id = $1
        GROUP BY i.resource_id, its.day
    )
    SELECT coalesce(d.resource_id, t.resource_id) AS resource_id, coalesce(d.day, t.day) AS day,
           d.instance_ids AS kept, t.instance_ids AS worked_out
    FROM (SELECT * FROM resource_days WHERE chain_id = $1 AND busy <> '{{}}') AS d
    FULL JOIN taken t ON t.resource_id = d.resource_id AND t.day = d.day
    WHERE d.instance_ids IS DISTINCT FROM t.instance_ids
"""
VISITS_THAT_DIFFER: LiteralString = """
    SELECT v.id, v.attendance, now.attendance AS worked_out
    FROM visits v CROSS JOIN LATERAL (
        SELECT CASE WHEN bool_or(a.attendance = 'arrived') THEN 'arrived'
                    WHEN bool_or(a.attendance = 'confirmed') THEN 'confirmed'
                    WHEN bool_or(a.attendance = 'waiting') THEN 'waiting' ELSE 'no_show' END AS attendance,
               count(*) AS count,
               bool_or(a.client_id IS DISTINCT FROM v.client_id OR a.day <> v.day) AS is_of_another
        FROM appointments a WHERE a.chain_id = $1 AND a.visit_id = v.id AND a.deleted_at IS NULL
    ) AS now
    WHERE v.chain_id = $1 AND now.count > 0 AND (now.attendance <> v.attendance OR now.is_of_another)
"""
CLIENTS_THAT_DIFFER: LiteralString = """
    SELECT c.id, c.visit_count, f.visit_count AS worked_out
    FROM clients c JOIN client_figures($1, ARRAY(SELECT id FROM clients WHERE chain_id = $1)) AS f ON f.client_id = c.id
    WHERE c.chain_id = $1 AND (c.visit_count, c.first_visit_on, c.last_visit_on, c.sold_amount, c.balance)
        IS DISTINCT FROM (f.visit_count, f.first_visit_on, f.last_visit_on, f.sold_amount, f.balance)
"""
EVENTS_THAT_DIFFER: LiteralString = """
    SELECT e.id, e.taken_seats, now.seats AS worked_out
    FROM events e
    JOIN seats_of_events($1, ARRAY(SELECT id FROM events WHERE chain_id = $1)) AS now ON now.event_id = e.id
    WHERE e.chain_id = $1 AND e.taken_seats <> now.seats
"""
# Two appointments that were not forced never meet; `comment` says which were.
MEETINGS: LiteralString = """
    SELECT a.id, b.id AS other
    FROM appointments a JOIN appointments b
        ON b.chain_id = $1 AND a.id < b.id
        AND (a.team_member_id = b.team_member_id OR a.resource_instance_ids && b.resource_instance_ids)
        AND a.starts_at < b.starts_at + make_interval(secs => b.duration)
        AND b.starts_at < a.starts_at + make_interval(secs => a.duration)
    WHERE a.chain_id = $1 AND a.deleted_at IS NULL AND b.deleted_at IS NULL
      AND a.attendance <> 'no_show' AND b.attendance <> 'no_show' AND a.event_id IS NULL AND b.event_id IS NULL
      AND 'forced' <> ALL (ARRAY[a.comment, b.comment])
"""


async def differences(conn: Connection, chain_id: int) -> list[object]:
    """Return everything in which the books are wrong: what is kept beside what follows from the appointments."""
    statements = (
        BUSY_DAYS_THAT_DIFFER,
        RESOURCE_DAYS_THAT_DIFFER,
        VISITS_THAT_DIFFER,
        CLIENTS_THAT_DIFFER,
        EVENTS_THAT_DIFFER,
        MEETINGS,
    )
    return [tuple(row) for statement in statements for row in await conn.fetch(statement, chain_id)]

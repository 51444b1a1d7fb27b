"""Which events clients can book, and until when: SQL conditions, for all statements that show or book them."""

from typing import LiteralString

# For `events a`; $1 is the chain, $2 the location.
IS_OFFERED: LiteralString = """
    EXISTS (
        SELECT FROM services s
        JOIN team_members m ON m.chain_id = $1 AND m.id = a.team_member_id
        JOIN service_team_members l
            ON l.chain_id = $1 AND l.location_id = $2 AND l.service_id = s.id AND l.team_member_id = m.id
        WHERE s.chain_id = $1 AND s.id = a.service_id
          AND s.is_online AND s.deleted_at IS NULL AND m.deleted_at IS NULL AND NOT m.is_dismissed
          AND (NOT s.has_date_window
               OR a.day BETWEEN coalesce(s.date_from, '-infinity') AND coalesce(s.date_to, 'infinity')))
"""


def is_open(moment: LiteralString, leads: LiteralString) -> LiteralString:
    """Return the condition that an event can still be booked. The parameters are those of `model.closing.Closing`."""
    return f"""
    a.starts_at >= {moment}::timestamptz + make_interval(secs => coalesce(
        {leads}::jsonb ->> to_char(a.day, 'YYYY-MM-DD'), {leads}::jsonb ->> extract(isodow FROM a.day)::text
    )::double precision)
"""

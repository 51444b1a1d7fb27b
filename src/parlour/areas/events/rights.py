"""Which events clients can book: one SQL condition, for all statements that show or book them."""

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

"""Statements on the appointments that feeds show: those that aren't cancelled or missed, within the reader's rights."""

from typing import LiteralString

from parlour.areas.appointments.rights import IN_LOCATION, IS_VISIBLE, AppointmentScope
from parlour.areas.calendar_feeds.model.events import Event, State
from parlour.areas.calendar_feeds.model.feeds import MOST_EVENTS, Window
from parlour.db.pool import Connection
from parlour.db.rows import to_struct, to_structs

_SHOWN: LiteralString = f"""
    {IS_VISIBLE} AND a.day BETWEEN $6 AND $7 AND a.deleted_at IS NULL AND a.attendance <> 'no_show'
"""
# One with "or null" for both kinds of feeds would read all days of the location for a single member.
_OF_MEMBER: LiteralString = "AND a.team_member_id = $8"
_OF_LOCATION: LiteralString = f"AND {IN_LOCATION} AND $8::bigint IS NULL"
_STATE: LiteralString = """
    SELECT count(*) AS count, coalesce(sum(a.revision), 0) AS revisions,
           coalesce(sum(m.revision), 0) AS member_revisions, coalesce(sum(c.revision), 0) AS client_revisions,
           max(a.changed_at) AS changed_at
    FROM appointments a
    JOIN team_members m ON m.chain_id = a.chain_id AND m.id = a.team_member_id
    LEFT JOIN clients c ON c.chain_id = a.chain_id AND c.id = a.client_id
"""
FIND_STATE: LiteralString = f"{_STATE} WHERE {_SHOWN} {_OF_LOCATION}"
FIND_STATE_OF_MEMBER: LiteralString = f"{_STATE} WHERE {_SHOWN} {_OF_MEMBER}"


async def get_state(conn: Connection, scope: AppointmentScope, window: Window, member_id: int | None) -> State:
    """Return what changes with any event of a feed."""
    statement = FIND_STATE if member_id is None else FIND_STATE_OF_MEMBER
    row = await conn.fetchrow(statement, *scope.args, window.first, window.last, member_id)
    assert row is not None  # noqa: S101 - an aggregate gives one row
    return to_struct(State, row)


_EVENTS: LiteralString = """
    SELECT a.id, a.chain_id, a.starts_at, a.duration, a.revision, a.created_at, a.changed_at, m.name AS member_name,
           coalesce(c.name, a.visitor_name) AS client_name, coalesce(c.surname, '') AS client_surname, a.comment,
           ARRAY(SELECT s.title FROM appointment_services s
                 WHERE s.chain_id = a.chain_id AND s.appointment_id = a.id ORDER BY s.position) AS services
    FROM appointments a
    JOIN team_members m ON m.chain_id = a.chain_id AND m.id = a.team_member_id
    LEFT JOIN clients c ON c.chain_id = a.chain_id AND c.id = a.client_id
"""
_NEAREST: LiteralString = "ORDER BY abs(a.day - $9), a.starts_at, a.id LIMIT $10"
LIST_EVENTS: LiteralString = f"{_EVENTS} WHERE {_SHOWN} {_OF_LOCATION} {_NEAREST}"
LIST_EVENTS_OF_MEMBER: LiteralString = f"{_EVENTS} WHERE {_SHOWN} {_OF_MEMBER} {_NEAREST}"


async def list_events(conn: Connection, scope: AppointmentScope, window: Window, member_id: int | None) -> list[Event]:
    """List the events of a feed in the order of time; of too many, the nearest to today."""
    statement = LIST_EVENTS if member_id is None else LIST_EVENTS_OF_MEMBER
    args = (*scope.args, window.first, window.last, member_id, window.today, MOST_EVENTS)
    found = to_structs(Event, await conn.fetch(statement, *args))
    return sorted(found, key=lambda event: (event.starts_at, event.id))

"""Reminders of the demo's clients, by email a day before. Nothing is sent: the demo has no mail server."""

from collections.abc import Sequence
from typing import LiteralString

from parlour.db.pool import Connection
from parlour.demo.model import Place

PLAN_REMINDERS: LiteralString = """
    SELECT plan_reminders(a) FROM appointments a
    WHERE a.chain_id = $1 AND a.location_id = ANY ($2::bigint[]) AND a.client_id IS NOT NULL
      AND a.email_reminder_hours > 0 AND a.starts_at > now()
"""
REMIND_BY_DEFAULT: LiteralString = """
    UPDATE locations SET email_reminder_hours = 24 WHERE chain_id = $1 AND id = ANY ($2::bigint[])
"""


async def load_reminders(conn: Connection, places: Sequence[Place]) -> None:
    """Plan the reminders of all that is to come, and those of what will be booked, in the caller's transaction."""
    for chain_id in dict.fromkeys(place.chain_id for place in places):
        ids = [place.id for place in places if place.chain_id == chain_id]
        await conn.execute(PLAN_REMINDERS, chain_id, ids)
        await conn.execute(REMIND_BY_DEFAULT, chain_id, ids)

"""The statement on the schedules that events belong to."""

from collections.abc import Collection
from typing import LiteralString

from parlour.access.tenant import Tenant
from parlour.areas.events.model.memberships import Membership
from parlour.db.pool import Connection
from parlour.db.rows import to_structs

LIST_MEMBERSHIPS: LiteralString = """
    SELECT e.id AS event_id, s.schedule_id, p.last_day,
           (e.team_member_id, e.starts_at, e.duration, e.technical_break)
               IS DISTINCT FROM (s.team_member_id, o.planned_at, s.duration, s.technical_break)
           OR NOT (e.tag_ids <@ s.tag_ids AND e.tag_ids @> s.tag_ids)
           OR NOT (e.resource_instance_ids <@ s.resource_instance_ids
                   AND e.resource_instance_ids @> s.resource_instance_ids) AS is_changed_by_hand
    FROM events e
    JOIN event_occurrences o ON o.chain_id = $1 AND o.event_id = e.id AND o.deleted_at IS NULL
    JOIN event_series s ON s.chain_id = $1 AND s.id = o.series_id
    JOIN event_schedules p ON p.chain_id = $1 AND p.id = s.schedule_id
    WHERE e.chain_id = $1 AND e.location_id = $2 AND e.id = ANY ($3::bigint[])
"""


async def list_memberships(conn: Connection, tenant: Tenant, event_ids: Collection[int]) -> dict[int, Membership]:
    """Return the schedules that events belong to, by the events."""
    found = await conn.fetch(LIST_MEMBERSHIPS, tenant.chain_id, tenant.location_id, [*event_ids])
    return {each.event_id: each for each in to_structs(Membership, found)}

"""Statements on what an event is made of, which stays as it is until the transaction ends."""

from collections.abc import Sequence
from typing import LiteralString

import msgspec

from parlour.access.tenant import Tenant
from parlour.areas.events.model.choices import Choice
from parlour.db.pool import Connection

_CHOICE = msgspec.json.Decoder(Choice)

# In the order in which all transactions lock these (decision 0030). A change or a deletion of an instance locks its
# resource for itself.
LOCK_CHOICE: LiteralString = """
    WITH place AS MATERIALIZED (
        SELECT timezone FROM locations WHERE chain_id = $1 AND id = $2 FOR SHARE
    ), member AS MATERIALIZED (
        SELECT id FROM team_members WHERE chain_id = $1 AND location_id = $2 AND id = $3 FOR SHARE
    ), chosen AS MATERIALIZED (
        SELECT id FROM services WHERE chain_id = $1 AND id = $4 FOR SHARE
    ), used AS MATERIALIZED (
        SELECT id FROM resources r
        WHERE chain_id = $1 AND location_id = $2 AND id IN (
            SELECT i.resource_id FROM resource_instances i WHERE i.chain_id = $1 AND i.id = ANY ($5::bigint[]))
        ORDER BY id FOR SHARE
    )
    SELECT (SELECT timezone FROM place) AS timezone, (SELECT count(*) FROM member) AS member_count,
           (SELECT count(*) FROM chosen) AS service_count, (SELECT count(*) FROM used) AS resource_count
"""


async def lock_choice(
    conn: Connection, tenant: Tenant, member_id: int, service_id: int, instance_ids: Sequence[int]
) -> str:
    """Keep location, member, service and the kinds of these instances from being changed. Return the time zone."""
    timezone: str = await conn.fetchval(
        LOCK_CHOICE, tenant.chain_id, tenant.location_id, member_id, service_id, instance_ids
    )
    return timezone


READ_CHOICE: LiteralString = """
    SELECT json_build_object(
        'technical_break', l.technical_break,
        'member', (
            SELECT json_build_object('id', m.id, 'position_id', m.position_id, 'is_dismissed', m.is_dismissed)
            FROM team_members m
            WHERE m.chain_id = $1 AND m.location_id = $2 AND m.id = $3 AND m.deleted_at IS NULL),
        'service', (
            SELECT json_build_object(
                'id', s.id, 'is_offered', s.deleted_at IS NULL AND s.is_for_events,
                'technical_break', s.technical_break, 'link_duration', k.duration)
            FROM services s
            LEFT JOIN service_team_members k
                ON k.chain_id = $1 AND k.location_id = $2 AND k.service_id = s.id AND k.team_member_id = $3
            WHERE s.chain_id = $1 AND (s.location_id = $2 OR s.location_id IS NULL) AND s.id = $4),
        'instances', (
            SELECT coalesce(json_agg(json_build_object(
                'id', i.id, 'resource_id', i.resource_id, 'title', i.title)), '[]')
            FROM resource_instances i
            WHERE i.chain_id = $1 AND i.location_id = $2
              AND (i.id = ANY ($6::bigint[]) OR i.id = ANY ($5::bigint[]) AND i.deleted_at IS NULL)),
        'tag_ids', ARRAY(
            SELECT t.id FROM tags t
            WHERE t.chain_id = $1 AND t.location_id = $2 AND t.id = ANY ($7::bigint[]) AND t.deleted_at IS NULL
              AND t.kind IN ('common', 'event')))::text
    FROM locations l WHERE l.chain_id = $1 AND l.id = $2
"""


async def read_choice(
    conn: Connection,
    tenant: Tenant,
    member_id: int,
    service_id: int,
    instance_ids: Sequence[int],
    held_instance_ids: Sequence[int],
    tag_ids: Sequence[int],
) -> Choice:
    """Return what is chosen, as far as the location has it. It must be locked."""
    arguments = (member_id, service_id, instance_ids, held_instance_ids, tag_ids)
    return _CHOICE.decode(await conn.fetchval(READ_CHOICE, tenant.chain_id, tenant.location_id, *arguments))

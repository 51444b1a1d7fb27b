"""Statements on what an appointment is made of, which stays as it is until the transaction ends."""

from collections.abc import Sequence
from typing import LiteralString

import msgspec

from parlour.access.tenant import Tenant
from parlour.areas.appointments.model.choices import Choice
from parlour.db.pool import Connection
from parlour.db.rows import to_struct

_CHOICE = msgspec.json.Decoder(Choice)


class Kept(msgspec.Struct, frozen=True):
    """What has been locked."""

    timezone: str
    member_count: int
    service_count: int
    resource_ids: list[int]


# In the order in which all transactions lock these. A change or a deletion locks the row for itself, and with
# a service its links, with a resource its instances.
LOCK_CHOICE: LiteralString = """
    WITH place AS MATERIALIZED (
        SELECT timezone FROM locations WHERE chain_id = $1 AND id = $2 FOR SHARE
    ), member AS MATERIALIZED (
        SELECT id FROM team_members WHERE chain_id = $1 AND location_id = $2 AND id = $3 FOR SHARE
    ), chosen AS MATERIALIZED (
        SELECT id FROM services WHERE chain_id = $1 AND id = ANY ($4::bigint[]) ORDER BY id FOR SHARE
    ), needed AS MATERIALIZED (
        SELECT id FROM resources r
        WHERE chain_id = $1 AND location_id = $2 AND EXISTS (
            SELECT FROM service_resources n
            WHERE n.chain_id = $1 AND n.service_id = ANY ($4) AND n.resource_id = r.id AND n.location_id = $2)
        ORDER BY id FOR SHARE
    )
    SELECT (SELECT timezone FROM place) AS timezone, (SELECT count(*) FROM member) AS member_count,
           (SELECT count(*) FROM chosen) AS service_count,
           (SELECT coalesce(array_agg(id), '{}') FROM needed) AS resource_ids
"""


async def lock_choice(conn: Connection, tenant: Tenant, member_id: int, service_ids: Sequence[int]) -> Kept:
    """Keep location, member, services and the resources that they need from being changed; read them afterwards."""
    row = await conn.fetchrow(LOCK_CHOICE, tenant.chain_id, tenant.location_id, member_id, service_ids)
    assert row is not None  # noqa: S101 - it has no condition
    return to_struct(Kept, row)


READ_CHOICE: LiteralString = """
    SELECT json_build_object(
        'technical_break', l.technical_break,
        'member', (
            SELECT json_build_object('id', m.id, 'position_id', m.position_id, 'is_dismissed', m.is_dismissed)
            FROM team_members m
            WHERE m.chain_id = $1 AND m.location_id = $2 AND m.id = $3 AND m.deleted_at IS NULL),
        'services', (
            SELECT coalesce(json_agg(json_build_object(
                'id', s.id, 'title', s.title, 'is_offered', s.deleted_at IS NULL, 'price_min', s.price_min::text,
                'technical_break', s.technical_break, 'link_duration', k.duration, 'link_price', k.price_min::text,
                'resource_ids', ARRAY(
                    SELECT n.resource_id FROM service_resources n
                    WHERE n.chain_id = $1 AND n.location_id = $2 AND n.service_id = s.id))), '[]')
            FROM services s
            LEFT JOIN service_team_members k
                ON k.chain_id = $1 AND k.location_id = $2 AND k.service_id = s.id AND k.team_member_id = $3
            WHERE s.chain_id = $1 AND (s.location_id = $2 OR s.location_id IS NULL) AND s.id = ANY ($4::bigint[])),
        'resources', (
            SELECT coalesce(json_agg(json_build_object(
                'id', r.id, 'title', r.title, 'instance_ids', ARRAY(
                    SELECT i.id FROM resource_instances i
                    WHERE i.chain_id = $1 AND i.resource_id = r.id AND i.deleted_at IS NULL)) ORDER BY r.id), '[]')
            FROM resources r
            WHERE r.chain_id = $1 AND r.location_id = $2 AND r.deleted_at IS NULL AND EXISTS (
                SELECT FROM service_resources n
                WHERE n.chain_id = $1 AND n.service_id = ANY ($4) AND n.resource_id = r.id AND n.location_id = $2)),
        'held_resource_ids', ARRAY(
            SELECT DISTINCT i.resource_id FROM resource_instances i
            WHERE i.chain_id = $1 AND i.id = ANY ($5::bigint[])),
        'tag_ids', ARRAY(
            SELECT t.id FROM tags t
            WHERE t.chain_id = $1 AND t.location_id = $2 AND t.id = ANY ($6::bigint[]) AND t.deleted_at IS NULL
              AND t.kind IN ('common', 'appointment')))::text
    FROM locations l WHERE l.chain_id = $1 AND l.id = $2
"""


async def read_choice(
    conn: Connection,
    tenant: Tenant,
    member_id: int,
    service_ids: Sequence[int],
    held_instance_ids: Sequence[int],
    tag_ids: Sequence[int],
) -> Choice:
    """Return what is chosen, as far as the location has it. It must be locked."""
    arguments = (member_id, service_ids, held_instance_ids, tag_ids)
    return _CHOICE.decode(await conn.fetchval(READ_CHOICE, tenant.chain_id, tenant.location_id, *arguments))

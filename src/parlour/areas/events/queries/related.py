"""The statement on what events show of other things, and the titles of the values of filters."""

from collections.abc import Collection
from typing import LiteralString

import msgspec

from parlour.access.tenant import Tenant
from parlour.areas.events.model.choices import ChosenInstance
from parlour.areas.events.model.related import ServiceOfEvent
from parlour.areas.tags.model import Tag
from parlour.db.pool import Connection


class Shown(msgspec.Struct, frozen=True):
    """Services, instances and tags that events show."""

    services: list[ServiceOfEvent]
    instances: list[ChosenInstance]
    tags: list[Tag]


_SHOWN = msgspec.json.Decoder(Shown)

# Deleted services and instances are shown where they were chosen, deleted tags aren't.
READ_SHOWN: LiteralString = """
    SELECT json_build_object(
        'services', (
            SELECT coalesce(json_agg(json_build_object(
                'id', s.id, 'chain_id', s.chain_id, 'title', s.title, 'category_id', s.category_id,
                'category_title', coalesce(c.title, ''), 'price_min', trim_scale(s.price_min)::text,
                'price_max', trim_scale(s.price_max)::text, 'comment', s.comment, 'prepayment', s.prepayment,
                'image_names', coalesce(i.names, '{}'))), '[]')
            FROM services s
            LEFT JOIN service_categories c ON c.chain_id = $1 AND c.id = s.category_id
            LEFT JOIN images i
                ON i.chain_id = $1 AND i.entity = 'service' AND i.entity_id = s.id AND i.location_id = $2
                AND i.deleted_at IS NULL
            WHERE s.chain_id = $1 AND s.id = ANY ($3::bigint[])),
        'instances', (
            SELECT coalesce(json_agg(json_build_object(
                'id', i.id, 'resource_id', i.resource_id, 'title', i.title)), '[]')
            FROM resource_instances i WHERE i.chain_id = $1 AND i.id = ANY ($4::bigint[])),
        'tags', (
            SELECT coalesce(json_agg(json_build_object(
                'id', t.id, 'location_id', t.location_id, 'kind', t.kind, 'title', t.title, 'color', t.color,
                'icon', t.icon, 'is_locked', t.is_locked, 'revision', t.revision)), '[]')
            FROM tags t WHERE t.chain_id = $1 AND t.id = ANY ($5::bigint[]) AND t.deleted_at IS NULL))::text
"""


async def read_shown(
    conn: Connection,
    tenant: Tenant,
    service_ids: Collection[int],
    instance_ids: Collection[int],
    tag_ids: Collection[int],
) -> Shown:
    """Return services, instances and tags of these ids."""
    ids = [[*each] for each in (service_ids, instance_ids, tag_ids)]
    return _SHOWN.decode(await conn.fetchval(READ_SHOWN, tenant.chain_id, tenant.location_id, *ids))


LIST_TITLES: LiteralString = """
    SELECT 'team_member' AS kind, id, name AS title FROM team_members WHERE chain_id = $1 AND id = ANY ($2::bigint[])
    UNION ALL
    SELECT 'resource', id, title FROM resources WHERE chain_id = $1 AND id = ANY ($3::bigint[])
    UNION ALL
    SELECT 'service', id, title FROM services WHERE chain_id = $1 AND id = ANY ($4::bigint[])
    UNION ALL
    SELECT 'category', id, title FROM service_categories WHERE chain_id = $1 AND id = ANY ($5::bigint[])
"""


async def list_titles(
    conn: Connection,
    tenant: Tenant,
    team_member_ids: Collection[int],
    resource_ids: Collection[int],
    service_ids: Collection[int],
    category_ids: Collection[int],
) -> dict[tuple[str, int], str]:
    """Return the names of the values of filters, by filter and id."""
    ids = [[*each] for each in (team_member_ids, resource_ids, service_ids, category_ids)]
    return {(row["kind"], row["id"]): row["title"] for row in await conn.fetch(LIST_TITLES, tenant.chain_id, *ids)}

"""Statements that find out which ids name nothing."""

from typing import LiteralString

import msgspec

from parlour.access.tenant import Tenant
from parlour.areas.services.model.references import References, Unknown
from parlour.areas.services.model.services import ServiceFilter
from parlour.areas.services.queries.columns import VISIBLE
from parlour.db.pool import Connection
from parlour.db.rows import to_struct

# What is found is locked, so that it isn't deleted before a service refers to it: deletions lock it FOR UPDATE.
FIND_UNKNOWN: LiteralString = f"""
    WITH category AS (
        SELECT id FROM service_categories WHERE {VISIBLE} AND id = $3 FOR SHARE
    ), bills AS (
        SELECT id FROM bills_of_materials
        WHERE chain_id = $1 AND location_id = $2 AND deleted_at IS NULL AND id = ANY ($5::bigint[]) FOR KEY SHARE
    ), needed AS (
        SELECT id FROM resources
        WHERE chain_id = $1 AND location_id = $2 AND deleted_at IS NULL AND id = ANY ($6::bigint[]) FOR KEY SHARE
    )
    SELECT
        $3::bigint IS NOT NULL AND NOT EXISTS (SELECT FROM category) AS category,
        ARRAY(SELECT unnest($4::bigint[]) EXCEPT SELECT id FROM team_members
              WHERE chain_id = $1 AND location_id = $2 AND deleted_at IS NULL) AS team_member_ids,
        ARRAY(SELECT unnest($5::bigint[]) EXCEPT SELECT id FROM bills) AS bill_ids,
        ARRAY(SELECT unnest($6::bigint[]) EXCEPT SELECT id FROM needed) AS resource_ids
"""


async def find_unknown(conn: Connection, tenant: Tenant, references: References) -> Unknown:
    """Find the references that don't exist in the location, and lock the category, the bills and the resources."""
    row = await conn.fetchrow(
        FIND_UNKNOWN,
        tenant.chain_id,
        tenant.location_id,
        references.category_id,
        references.team_member_ids,
        references.bill_ids,
        list(references.resource_ids),
    )
    assert row is not None  # noqa: S101 - expressions without a table always give a row
    return to_struct(Unknown, row)


class Missing(msgspec.Struct, frozen=True):
    """What a filter names and doesn't exist."""

    service: bool
    team_member: bool
    category: bool


FIND_MISSING: LiteralString = f"""
    SELECT
        $3::bigint IS NOT NULL AND NOT EXISTS (SELECT FROM services WHERE {VISIBLE} AND id = $3) AS service,
        $4::bigint IS NOT NULL AND NOT EXISTS (
            SELECT FROM team_members WHERE chain_id = $1 AND location_id = $2 AND deleted_at IS NULL AND id = $4
        ) AS team_member,
        $5::bigint IS NOT NULL AND NOT EXISTS (
            SELECT FROM service_categories WHERE {VISIBLE} AND id = $5) AS category
"""


async def find_missing(conn: Connection, tenant: Tenant, filter_: ServiceFilter) -> Missing:
    """Find out what of a filter doesn't exist in the location."""
    row = await conn.fetchrow(FIND_MISSING, tenant.chain_id, tenant.location_id, *msgspec.structs.astuple(filter_))
    assert row is not None  # noqa: S101 - expressions without a table always give a row
    return to_struct(Missing, row)

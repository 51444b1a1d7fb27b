"""Statements on links between services and the team members who provide them."""

from collections.abc import Sequence
from typing import LiteralString

from parlour.access.tenant import Tenant
from parlour.areas.services.model.links import SetLink
from parlour.db.pool import Connection

REPLACE_LINKS: LiteralString = """
    WITH given AS (
        SELECT * FROM unnest($4::bigint[], $5::integer[], $6::numeric[], $7::numeric[], $8::bigint[])
            AS given (team_member_id, duration, price_min, price_max, bill_id)
    ), dropped AS (
        DELETE FROM service_team_members l
        WHERE chain_id = $1 AND location_id = $2 AND service_id = $3
          AND NOT EXISTS (SELECT FROM given WHERE given.team_member_id = l.team_member_id)
    )
    INSERT INTO service_team_members AS l (
        chain_id, location_id, service_id, team_member_id, duration, price_min, price_max, bill_id)
    SELECT $1, $2, $3, team_member_id, duration, price_min, price_max, bill_id FROM given
    ON CONFLICT ON CONSTRAINT service_team_members_pkey DO UPDATE
        SET duration = excluded.duration, price_min = excluded.price_min, price_max = excluded.price_max,
            bill_id = excluded.bill_id
        WHERE (l.duration, l.price_min, l.price_max, l.bill_id)
            IS DISTINCT FROM (excluded.duration, excluded.price_min, excluded.price_max, excluded.bill_id)
"""


async def replace_links(conn: Connection, tenant: Tenant, service_id: int, links: Sequence[SetLink]) -> None:
    """Make these the location's links of a locked service: members that are not among them lose theirs."""
    prices = [link.price for link in links]
    await conn.execute(
        REPLACE_LINKS,
        tenant.chain_id,
        tenant.location_id,
        service_id,
        [link.team_member_id for link in links],
        [link.duration for link in links],
        [price and price.min for price in prices],
        [price and price.max for price in prices],
        [link.bill_id for link in links],
    )


CREATE_LINK: LiteralString = """
    INSERT INTO service_team_members (chain_id, location_id, service_id, team_member_id, duration, bill_id)
    VALUES ($1, $2, $3, $4, $5, $6)
"""


async def create_link(conn: Connection, tenant: Tenant, service_id: int, link: SetLink) -> None:
    """Create a link without a price of its own. A second one violates `service_team_members_pkey`."""
    await conn.execute(
        CREATE_LINK,
        tenant.chain_id,
        tenant.location_id,
        service_id,
        link.team_member_id,
        link.duration,
        link.bill_id,
    )


UPDATE_LINK: LiteralString = """
    UPDATE service_team_members SET duration = $5, bill_id = $6
    WHERE chain_id = $1 AND location_id = $2 AND service_id = $3 AND team_member_id = $4
"""


async def update_link(conn: Connection, tenant: Tenant, service_id: int, link: SetLink) -> None:
    """Write duration and bill of materials of a link; its service must be locked."""
    await conn.execute(
        UPDATE_LINK,
        tenant.chain_id,
        tenant.location_id,
        service_id,
        link.team_member_id,
        link.duration,
        link.bill_id,
    )


DELETE_LINK: LiteralString = """
    DELETE FROM service_team_members
    WHERE chain_id = $1 AND location_id = $2 AND service_id = $3 AND team_member_id = $4
"""


async def delete_link(conn: Connection, tenant: Tenant, service_id: int, team_member_id: int) -> None:
    await conn.execute(DELETE_LINK, tenant.chain_id, tenant.location_id, service_id, team_member_id)

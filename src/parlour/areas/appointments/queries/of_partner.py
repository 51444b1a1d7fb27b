"""Statements on appointments that an integration has made, in several locations, perhaps of several chains.

What the user may see is a row for each location, with the columns of an `AppointmentScope`; each appointment is bound
to the row of its own chain and location.
"""

from collections.abc import Collection, Sequence
from typing import LiteralString

from parlour.access.tenant import Tenant
from parlour.areas.appointments.model.appointments import Appointment
from parlour.areas.appointments.model.of_partner import PartnerFilter
from parlour.areas.appointments.model.people import MemberOfAppointment
from parlour.areas.appointments.model.prices import ListedPrice
from parlour.areas.appointments.queries.columns import COLUMNS, JOINS
from parlour.areas.appointments.queries.reading import LIST_MEMBERS
from parlour.areas.appointments.rights import AppointmentScope
from parlour.db.pool import Connection
from parlour.db.rows import to_structs
from parlour.page_requests import MomentSortKey, PageRequest

_ADMITTED: LiteralString = """
    unnest($1::bigint[], $2::bigint[], $3::bigint[], $4::bigint[], $5::date[])
        AS seen (chain_id, location_id, team_member_id, position_id, first_day)
    JOIN locations l ON l.chain_id = seen.chain_id AND l.id = seen.location_id
    JOIN appointments a ON a.partner_id = $6 AND a.chain_id = seen.chain_id AND a.location_id = seen.location_id
    WHERE (seen.team_member_id IS NULL OR a.team_member_id = seen.team_member_id)
      AND (seen.position_id IS NULL OR a.team_member_id IN (
          SELECT m.id FROM team_members m WHERE m.chain_id = seen.chain_id AND m.position_id = seen.position_id))
      AND (seen.first_day IS NULL OR a.day >= seen.first_day)
      AND ($7::date IS NULL OR a.day >= $7) AND ($8::date IS NULL OR a.day <= $8)
      AND ($9::date IS NULL OR (a.created_at AT TIME ZONE l.timezone)::date >= $9)
      AND ($10::date IS NULL OR (a.created_at AT TIME ZONE l.timezone)::date <= $10)
      AND ($11::bigint IS NULL OR a.created_user_id = $11)
"""
# Each row is joined within its own chain.
_OWN_JOINS: LiteralString = JOINS.replace("$1", "a.chain_id")
LIST_OF_PARTNER: LiteralString = f"""
    WITH page AS MATERIALIZED (
        SELECT a.chain_id, a.starts_at, a.id FROM {_ADMITTED}
          AND (a.starts_at, a.id) > (coalesce($14::timestamptz, '-infinity'), $15::bigint)
        ORDER BY a.starts_at, a.id LIMIT $12 OFFSET $13
    )
    SELECT {COLUMNS}
    FROM page JOIN appointments a ON a.chain_id = page.chain_id AND a.id = page.id {_OWN_JOINS}
    ORDER BY page.starts_at, page.id
"""
COUNT_OF_PARTNER: LiteralString = f"SELECT count(*) AS count FROM {_ADMITTED}"


def _values(tenants: Sequence[Tenant], wanted: PartnerFilter) -> tuple[object, ...]:
    scopes = [AppointmentScope.of(tenant).args for tenant in tenants]
    columns = [[*column] for column in zip(*scopes, strict=True)]
    return (
        *columns,
        wanted.partner_id,
        wanted.first_day,
        wanted.last_day,
        wanted.created_from,
        wanted.created_until,
        wanted.created_user_id,
    )


async def count_of_partner(conn: Connection, tenants: Sequence[Tenant], wanted: PartnerFilter) -> int:
    count: int = await conn.fetchval(COUNT_OF_PARTNER, *_values(tenants, wanted))
    return count


async def list_of_partner(
    conn: Connection, tenants: Sequence[Tenant], wanted: PartnerFilter, page: PageRequest[MomentSortKey]
) -> list[Appointment]:
    """List the appointments of a page by their start, then by id, also deleted ones."""
    after = (page.after.at, page.after.id) if page.after else (None, 0)
    rows = await conn.fetch(LIST_OF_PARTNER, *_values(tenants, wanted), page.limit, page.offset, *after)
    return to_structs(Appointment, rows)


# Of pairs of a chain and an id.
_WANTED: LiteralString = "unnest($1::bigint[], $2::bigint[]) AS wanted (chain_id, id)"
LIST_MEMBERS_OF_CHAINS: LiteralString = LIST_MEMBERS.replace(
    "FROM team_members m",
    f"FROM {_WANTED} JOIN team_members m ON m.chain_id = wanted.chain_id AND m.id = wanted.id",
).replace("WHERE m.chain_id = $1 AND m.id = ANY ($2)", "")


async def list_members_of_chains(conn: Connection, wanted: Collection[tuple[int, int]]) -> list[MemberOfAppointment]:
    """List members by their chains and ids, also deleted ones."""
    return to_structs(MemberOfAppointment, await conn.fetch(LIST_MEMBERS_OF_CHAINS, *_columns(wanted)))


LIST_PRICES_OF_CHAINS: LiteralString = f"""
    SELECT s.id AS service_id, s.price_min AS lowest, s.price_max AS highest
    FROM {_WANTED} JOIN services s ON s.chain_id = wanted.chain_id AND s.id = wanted.id
"""


async def list_prices_of_chains(conn: Connection, wanted: Collection[tuple[int, int]]) -> list[ListedPrice]:
    """List what services cost now, by their chains and ids."""
    return to_structs(ListedPrice, await conn.fetch(LIST_PRICES_OF_CHAINS, *_columns(wanted)))


def _columns(pairs: Collection[tuple[int, int]]) -> tuple[list[int], list[int]]:
    return [chain_id for chain_id, _ in pairs], [id_ for _, id_ in pairs]

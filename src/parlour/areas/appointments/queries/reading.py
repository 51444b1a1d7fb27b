"""Statements that read single appointments, and what several of them show."""

from collections.abc import Iterable, Sequence
from typing import LiteralString

from parlour.access.tenant import Tenant
from parlour.areas.appointments.model.appointments import Appointment
from parlour.areas.appointments.model.people import MemberOfAppointment
from parlour.areas.appointments.model.prices import ListedPrice
from parlour.areas.appointments.queries.columns import COLUMNS, JOINS
from parlour.areas.appointments.rights import IS_VISIBLE, AppointmentScope
from parlour.areas.tags.model import Tag
from parlour.db.pool import Connection
from parlour.db.rows import to_struct_or_none, to_structs

FIND_APPOINTMENT: LiteralString = f"""
    SELECT {COLUMNS} FROM appointments a {JOINS} WHERE {IS_VISIBLE} AND a.id = $6
"""


async def find_appointment(conn: Connection, tenant: Tenant, appointment_id: int) -> Appointment | None:
    """Return an appointment that the user may see, also a deleted one."""
    row = await conn.fetchrow(FIND_APPOINTMENT, *AppointmentScope.of(tenant).args, appointment_id)
    return to_struct_or_none(Appointment, row)


LIST_NAMED: LiteralString = f"""
    SELECT {COLUMNS} FROM unnest($6::bigint[]) AS wanted (id) JOIN appointments a ON a.id = wanted.id {JOINS}
    WHERE {IS_VISIBLE}
"""


async def list_named(conn: Connection, tenant: Tenant, appointment_ids: Sequence[int]) -> list[Appointment]:
    """List the appointments of these ids that the user may see, also deleted ones."""
    rows = await conn.fetch(LIST_NAMED, *AppointmentScope.of(tenant).args, appointment_ids)
    return to_structs(Appointment, rows)


LIST_OF_VISIT: LiteralString = f"""
    SELECT {COLUMNS} FROM appointments a {JOINS}
    WHERE {IS_VISIBLE} AND a.visit_id = $6 AND a.deleted_at IS NULL ORDER BY a.starts_at, a.id
"""


async def list_of_visit(conn: Connection, tenant: Tenant, visit_id: int) -> list[Appointment]:
    """List the appointments of a visit that the user may see, without deleted ones."""
    rows = await conn.fetch(LIST_OF_VISIT, *AppointmentScope.of(tenant).args, visit_id)
    return to_structs(Appointment, rows)


LIST_MEMBERS: LiteralString = """
    SELECT m.id, m.chain_id, m.name, m.api_id, m.specialization, p.id AS position_id,
           coalesce(p.title, '') AS position_title, coalesce(p.services_binding, 'off') AS services_binding,
           coalesce(i.names, '{}') AS image_names, coalesce(r.votes, 0) AS votes,
           coalesce(trim_scale(round(r.total::numeric / nullif(r.votes, 0), 2)), 0) AS rating
    FROM team_members m
    LEFT JOIN team_member_ratings r ON r.chain_id = m.chain_id AND r.team_member_id = m.id
    LEFT JOIN positions p ON p.chain_id = m.chain_id AND p.id = m.position_id
    LEFT JOIN images i
        ON i.chain_id = m.chain_id AND i.entity = 'team_member' AND i.entity_id = m.id AND i.deleted_at IS NULL
    WHERE m.chain_id = $1 AND m.id = ANY ($2)
"""


async def list_members(conn: Connection, tenant: Tenant, member_ids: Iterable[int]) -> list[MemberOfAppointment]:
    """List the members of these ids, also deleted ones: old appointments show them."""
    return to_structs(MemberOfAppointment, await conn.fetch(LIST_MEMBERS, tenant.chain_id, [*member_ids]))


LIST_PRICES: LiteralString = """
    SELECT id AS service_id, price_min AS lowest, price_max AS highest FROM services
    WHERE chain_id = $1 AND id = ANY ($2)
"""


async def list_prices(conn: Connection, tenant: Tenant, service_ids: Iterable[int]) -> list[ListedPrice]:
    """List what the services of these ids cost now, also deleted ones."""
    return to_structs(ListedPrice, await conn.fetch(LIST_PRICES, tenant.chain_id, [*service_ids]))


LIST_TAGS: LiteralString = """
    SELECT id, location_id, kind, title, color, icon, is_locked, revision FROM tags
    WHERE chain_id = $1 AND deleted_at IS NULL AND id = ANY ($2)
"""


async def list_tags(conn: Connection, tenant: Tenant, tag_ids: Sequence[int]) -> list[Tag]:
    """List the tags of these ids, without deleted ones."""
    return to_structs(Tag, await conn.fetch(LIST_TAGS, tenant.chain_id, tag_ids))


COUNT_MISSED: LiteralString = """
    SELECT client_id, count(*) AS count FROM appointments
    WHERE chain_id = $1 AND client_id = ANY ($2::bigint[]) AND attendance = 'no_show' AND deleted_at IS NULL
    GROUP BY client_id
"""


async def count_missed(conn: Connection, tenant: Tenant, client_ids: Iterable[int]) -> dict[int, int]:
    """Count the appointments that clients missed, by the clients who missed any."""
    rows = await conn.fetch(COUNT_MISSED, tenant.chain_id, [*client_ids])
    return dict(map(tuple, rows))

"""Statements on when rooms and devices are taken."""

from typing import LiteralString

from parlour.access.tenant import Tenant
from parlour.areas.appointments.model.occupations import Occupation, OccupationFilter
from parlour.areas.appointments.rights import IN_LOCATION, IS_VISIBLE, AppointmentScope
from parlour.db.pool import Connection
from parlour.db.rows import to_structs

# What takes a day at most and began two days before has ended. Bookings of an event take what their event takes.
_TAKEN: LiteralString = f"""
    {IS_VISIBLE} AND {IN_LOCATION} AND a.resource_instance_ids <> '{{}}' AND a.day BETWEEN $9::date - 2 AND $10::date
    AND a.starts_at < $7 AND a.starts_at + make_interval(secs => a.duration) > $6 AND a.deleted_at IS NULL
"""
LIST_OCCUPATIONS: LiteralString = f"""
    SELECT a.is_event, a.id AS source_id, i.resource_id, i.id AS instance_id, a.starts_at, a.duration
    FROM (
        SELECT false AS is_event, a.id, a.starts_at, a.duration, a.resource_instance_ids FROM appointments a
        WHERE {_TAKEN} AND a.attendance <> 'no_show' AND a.event_id IS NULL
        UNION ALL
        SELECT true, a.id, a.starts_at, a.duration, a.resource_instance_ids FROM events a WHERE {_TAKEN}
    ) AS a
    JOIN resource_instances i ON i.chain_id = $1 AND i.id = ANY (a.resource_instance_ids)
    WHERE $8::bigint[] IS NULL OR i.resource_id IN (
        SELECT n.resource_id FROM service_resources n
        WHERE n.chain_id = $1 AND n.location_id = $2 AND n.service_id = ANY ($8))
    ORDER BY a.starts_at, a.is_event, a.id, i.id
"""


async def list_occupations(conn: Connection, tenant: Tenant, wanted: OccupationFilter) -> list[Occupation]:
    """List the rooms and devices that appointments and events take in a period, as far as the user may see these."""
    days = (moment.astimezone(tenant.timezone).date() for moment in (wanted.since, wanted.until))
    scope = AppointmentScope.of(tenant).args
    rows = await conn.fetch(LIST_OCCUPATIONS, *scope, wanted.since, wanted.until, wanted.service_ids, *days)
    return to_structs(Occupation, rows)

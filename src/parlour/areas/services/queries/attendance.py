"""Statements on services as they are chosen for appointments."""

from typing import LiteralString

import msgspec

from parlour.access.tenant import Tenant
from parlour.areas.services.model.attendance import AttendanceService, AttendanceServiceFilter
from parlour.areas.services.queries.columns import VISIBLE_SERVICE
from parlour.areas.services.queries.titles import Title, Weight
from parlour.db.pool import Connection
from parlour.db.rows import to_structs
from parlour.page_requests import Number, PageRequest


class AttendanceSortKey(msgspec.Struct, frozen=True, array_like=True):
    """The sort key of the list: the highest weight first, then by title; the members of a service by their ids."""

    weight: Weight
    title: Title
    service_id: Number
    team_member_id: Number


def sort_key_of(row: AttendanceService) -> AttendanceSortKey:
    return AttendanceSortKey(row.weight, row.title, row.service_id, row.team_member_id or 0)


# A service without members is a row of its own, unless those of a member are asked for.
LIST_ATTENDANCE_SERVICES: LiteralString = f"""
    SELECT s.id AS service_id, s.category_id, l.team_member_id, s.title, s.weight,
           coalesce(l.duration, s.duration) AS duration, coalesce(l.price_min, s.price_min) AS price_min,
           coalesce(l.price_max, l.price_min, s.price_max) AS price_max,
           coalesce(s.technical_break, place.technical_break) AS technical_break
    FROM services s
    JOIN locations place ON place.chain_id = $1 AND place.id = $2
    LEFT JOIN (service_team_members l JOIN team_members m
               ON m.chain_id = $1 AND m.id = l.team_member_id AND m.deleted_at IS NULL AND NOT m.is_dismissed)
        ON l.chain_id = $1 AND l.location_id = $2 AND l.service_id = s.id
    WHERE {VISIBLE_SERVICE}
      AND ($3::bigint IS NULL OR l.team_member_id = $3)
      AND ($4::bigint IS NULL OR s.category_id = $4)
      AND ($5::bigint[] IS NULL OR s.id = ANY ($5))
      AND ($6::text IS NULL OR strpos(lower(s.title), lower($6)) > 0)
      AND ($7::boolean IS NULL OR coalesce(l.is_offline, true) = $7)
      AND ($8::boolean IS NULL OR s.is_for_events = $8)
      AND ($9::integer IS NULL OR s.weight < $9
           OR (s.weight = $9 AND (s.title, s.id, coalesce(l.team_member_id, 0)) > ($10, $11, $12)))
    ORDER BY s.weight DESC, s.title, s.id, coalesce(l.team_member_id, 0) LIMIT $13 OFFSET $14
"""


async def list_attendance_services(
    conn: Connection, tenant: Tenant, wanted: AttendanceServiceFilter, page: PageRequest[AttendanceSortKey]
) -> list[AttendanceService]:
    """List the services that the location sees, with each member who provides them and isn't dismissed."""
    after = (None, "", 0, 0) if page.after is None else msgspec.structs.astuple(page.after)
    filters = msgspec.structs.astuple(wanted)
    rows = await conn.fetch(
        LIST_ATTENDANCE_SERVICES, tenant.chain_id, tenant.location_id, *filters, *after, page.limit, page.offset
    )
    return to_structs(AttendanceService, rows)

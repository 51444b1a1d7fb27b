"""The statement on what can be booked online."""

from collections.abc import Iterable
from typing import LiteralString

import msgspec

from parlour.access.tenant import Tenant
from parlour.areas.free_time.model.offers import Offer
from parlour.db.pool import Connection

_OFFER = msgspec.json.Decoder(Offer)
# A service that is booked by clients, with a team member: not one of an event.
_IS_ONLINE: LiteralString = """
    (s.location_id = $2 OR s.location_id IS NULL) AND s.deleted_at IS NULL AND s.is_online AND NOT s.is_for_events
"""


def _offer(of_services: LiteralString, of_links: LiteralString, of_needs: LiteralString) -> LiteralString:
    """Return the statement with conditions on services, on links and on needed resources."""
    return f"""
    SELECT json_build_object(
        'technical_break', place.technical_break,
        'settings', json_build_object(
            'confirms_phone', booking_confirms_phone, 'allows_any_member', booking_allows_any_member,
            'lead_minutes', booking_lead_minutes, 'max_seats', booking_max_seats, 'has_grids', booking_has_grids,
            'weekdays', booking_weekdays, 'dates', booking_dates,
            'privacy_policy', ''),  -- a long text that doesn't matter here
        'services', (
            SELECT coalesce(json_agg(json_build_object(
                'id', s.id, 'technical_break', s.technical_break, 'search_start', s.search_start,
                'search_finish', s.search_finish, 'search_step', s.search_step, 'step', s.step,
                'first_day', CASE WHEN s.has_date_window THEN s.date_from END,
                'last_day', CASE WHEN s.has_date_window THEN s.date_to END,
                'resource_ids', ARRAY(
                    SELECT n.resource_id FROM service_resources n
                    WHERE n.chain_id = $1 AND n.location_id = $2 AND n.service_id = s.id))), '[]')
            FROM services s WHERE s.chain_id = $1 AND {of_services} AND {_IS_ONLINE}),
        'providers', (
            SELECT coalesce(json_agg(json_build_object(
                'id', m.id, 'weight', m.weight, 'is_in_any_member', m.is_in_any_member,
                'search_start', m.search_start, 'search_finish', m.search_finish, 'search_step', m.search_step,
                'durations', provided.durations) ORDER BY m.weight DESC, m.id), '[]')
            FROM (
                SELECT l.team_member_id, json_object_agg(l.service_id, l.duration) AS durations
                FROM service_team_members l JOIN services s ON s.chain_id = $1 AND s.id = l.service_id
                WHERE l.chain_id = $1 AND l.location_id = $2 AND l.is_online AND {of_links} AND {_IS_ONLINE}
                GROUP BY l.team_member_id) AS provided
            JOIN team_members m ON m.chain_id = $1 AND m.id = provided.team_member_id
            WHERE m.location_id + 0 = $2  -- found by its id: not all members are read for each
              AND m.deleted_at IS NULL AND m.has_timetable AND NOT m.is_hidden AND NOT m.is_dismissed),
        'resources', (
            SELECT coalesce(json_agg(json_build_object(
                'id', r.id, 'instance_ids', ARRAY(
                    SELECT i.id FROM resource_instances i
                    WHERE i.chain_id = $1 AND i.resource_id = r.id AND i.deleted_at IS NULL)) ORDER BY r.id), '[]')
            FROM resources r
            WHERE r.chain_id = $1 AND r.location_id = $2 AND r.deleted_at IS NULL AND EXISTS (
                SELECT FROM service_resources n
                WHERE n.chain_id = $1 AND n.location_id = $2 AND n.resource_id = r.id
                  AND {of_needs}))
        )::text
    FROM locations place WHERE place.chain_id = $1 AND place.id = $2
"""


# An index is of use only where no parameter says whether it is needed.
_OF_ALL: LiteralString = "($3::bigint[] IS NULL AND ($4::bigint IS NULL OR l.team_member_id = $4))"
_OF_ANY: LiteralString = "l.service_id = ANY ($3::bigint[]) AND $4::bigint IS NULL"
_OF_ONE: LiteralString = "l.service_id = ANY ($3::bigint[]) AND l.team_member_id = $4::bigint"
_CHOSEN: tuple[LiteralString, LiteralString] = ("s.id = ANY ($3::bigint[])", "n.service_id = ANY ($3::bigint[])")
_ALL: LiteralString = "$3::bigint[] IS NULL"
FIND_OFFER: LiteralString = _offer(_CHOSEN[0], _OF_ANY, _CHOSEN[1])
FIND_OFFER_OF_MEMBER: LiteralString = _offer(_CHOSEN[0], _OF_ONE, _CHOSEN[1])
FIND_WHOLE_OFFER: LiteralString = _offer(_ALL, _OF_ALL, _ALL)


async def find_offer(
    conn: Connection, tenant: Tenant, service_ids: Iterable[int] | None, member_id: int | None = None
) -> Offer:
    """Return services as far as they can be booked, or all, and who provides any of them, or one member alone."""
    if service_ids is None:
        statement, ids = FIND_WHOLE_OFFER, None
    else:
        statement, ids = FIND_OFFER if member_id is None else FIND_OFFER_OF_MEMBER, [*dict.fromkeys(service_ids)]
    return _OFFER.decode(await conn.fetchval(statement, tenant.chain_id, tenant.location_id, ids, member_id))

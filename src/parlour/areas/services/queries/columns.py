"""The columns and joins that statements on services share.

They need a service `s`, the chain as $1, and as $2 the location in which the service is shown.
"""

from typing import LiteralString

# What the location sees: its own items and those of the chain. For services and for categories.
VISIBLE: LiteralString = "chain_id = $1 AND (location_id = $2 OR location_id IS NULL) AND deleted_at IS NULL"
# The same for a service `s`, in an order that the index on the scope has.
VISIBLE_SERVICE: LiteralString = """
    s.chain_id = $1 AND item_scope(s.chain_id, s.location_id) = ANY (ARRAY[$2::bigint, -$1::bigint])
    AND s.deleted_at IS NULL
"""
# Numbers that only travel are selected as `Digits`. The duration is a member's own if `own` has one.
_OWN: LiteralString = """
    s.id, s.location_id, s.title, s.category_id, s.booking_title, s.comment, s.api_id,
    trim_scale(s.price_min)::text AS price_min, trim_scale(s.price_max)::text AS price_max,
    trim_scale(s.discount)::text AS discount
"""
_REST: LiteralString = """
    s.technical_break, s.weight, s.is_online, s.is_for_events, s.has_date_window, s.date_from, s.date_to,
    s.search_start, s.search_finish, s.search_step, s.step, s.tax_variant, s.vat_id, s.receipt_title, s.capacity,
    s.prepayment, trim_scale(s.prepayment_amount)::text AS prepayment_amount,
    trim_scale(s.prepayment_percent)::text AS prepayment_percent, s.repeat_visit_days, s.revision,
    provided.links, needed.resources,
    CASE WHEN i.id IS NOT NULL THEN json_build_array(i.id, i.chain_id, i.names, i.widths, i.heights)::text END AS image
"""
COLUMNS: LiteralString = f"{_OWN}, s.duration, {_REST}"
COLUMNS_BY_MEMBER: LiteralString = f"{_OWN}, coalesce(own.duration, s.duration) AS duration, {_REST}"
# An image in the order of `photos.StoredPhoto`, links in the order of `model.links.Link`.
_LINKS: LiteralString = """
    json_agg(json_build_array(m.id, m.name, l.duration, trim_scale(l.price_min), trim_scale(l.price_max), l.bill_id,
                              l.api_id, l.is_online, l.is_offline) ORDER BY m.weight DESC, m.id)::text AS links
"""
_FROM_LINKS: LiteralString = """
    service_team_members l
    JOIN team_members m ON m.chain_id = $1 AND m.id = l.team_member_id AND m.deleted_at IS NULL
    WHERE l.chain_id = $1 AND l.location_id = $2
"""
# In the order of `model.resources.Resource`.
_RESOURCES: LiteralString = "json_agg(json_build_array(r.id, r.title) ORDER BY r.id)::text AS resources"
_FROM_RESOURCES: LiteralString = """
    service_resources n
    JOIN resources r ON r.chain_id = $1 AND r.id = n.resource_id AND r.deleted_at IS NULL
    WHERE n.chain_id = $1 AND n.location_id = $2
"""
# Looked up for each service by an index: a plan for any parameters would group them once for each service, because it
# expects few of these.
NEEDED: LiteralString = f"""
    CROSS JOIN LATERAL (SELECT {_RESOURCES} FROM {_FROM_RESOURCES} AND n.service_id = s.id) AS needed
"""
JOINS: LiteralString = f"""
    CROSS JOIN LATERAL (SELECT {_LINKS} FROM {_FROM_LINKS} AND l.service_id = s.id) AS provided
    {NEEDED}
    LEFT JOIN images i
        ON i.chain_id = $1 AND i.entity = 'service' AND i.entity_id = s.id AND i.location_id = $2
        AND i.deleted_at IS NULL
"""

"""Statements on reviews."""

from typing import LiteralString

from parlour.access.tenant import Tenant
from parlour.areas.reviews.model import NewReview, Review, ReviewedAppointment, ReviewFilter
from parlour.db.pool import Connection
from parlour.db.rows import to_struct, to_struct_or_none, to_structs
from parlour.page_requests import MomentSortKey, PageRequest

_COLUMNS: LiteralString = """
    rating, text, author_name, id, location_id, team_member_id, appointment_id, user_id, created_at, revision
"""
_VISIBLE: LiteralString = "chain_id = $1 AND location_id = $2 AND deleted_at IS NULL"
_PAGE: LiteralString = """
    AND ($3::smallint IS NULL OR rating = $3) AND created_at >= coalesce($4::timestamptz, '-infinity')
    AND (created_at, id) < (coalesce($5::timestamptz, 'infinity'), $6::bigint)
    ORDER BY created_at DESC, id DESC LIMIT $7 OFFSET $8
"""

LIST_REVIEWS: LiteralString = f"SELECT {_COLUMNS} FROM reviews WHERE {_VISIBLE} {_PAGE}"
LIST_REVIEWS_OF_MEMBER: LiteralString = (
    f"SELECT {_COLUMNS} FROM reviews WHERE {_VISIBLE} AND team_member_id = $9 {_PAGE}"
)


async def list_reviews(
    conn: Connection, tenant: Tenant, shown: ReviewFilter, page: PageRequest[MomentSortKey]
) -> list[Review]:
    """List the reviews that a filter admits, the newest first."""
    before, id_ = shown.until, 0
    if page.after is not None and (before is None or page.after.at < before):
        before, id_ = page.after.at, page.after.id
    args = (tenant.chain_id, tenant.location_id, shown.rating, shown.since, before, id_, page.limit, page.offset)
    if shown.team_member_id is None:
        return to_structs(Review, await conn.fetch(LIST_REVIEWS, *args))
    return to_structs(Review, await conn.fetch(LIST_REVIEWS_OF_MEMBER, *args, shown.team_member_id))


# About the location, or about a member of its team.
CREATE_REVIEW: LiteralString = f"""
    INSERT INTO reviews (chain_id, location_id, team_member_id, user_id, rating, text, author_name)
    SELECT $1, $2, $3, $4, $5, $6, $7
    WHERE $3::bigint IS NULL OR EXISTS (
        SELECT FROM team_members m WHERE m.chain_id = $1 AND m.location_id = $2 AND m.id = $3 AND m.deleted_at IS NULL)
    RETURNING {_COLUMNS}
"""


async def create_review(conn: Connection, tenant: Tenant, team_member_id: int | None, new: NewReview) -> Review | None:
    """Create a review by the user. Return None if the location has no such team member."""
    row = await conn.fetchrow(
        CREATE_REVIEW,
        tenant.chain_id,
        tenant.location_id,
        team_member_id,
        tenant.user_id,
        new.rating,
        new.text,
        new.author_name,
    )
    return to_struct_or_none(Review, row)


LOCK_REVIEW: LiteralString = f"SELECT {_COLUMNS} FROM reviews WHERE {_VISIBLE} AND id = $3 FOR NO KEY UPDATE"


async def lock_review(conn: Connection, tenant: Tenant, review_id: int) -> Review | None:
    """Lock and return a review, or None. Until the transaction ends, no other can change or delete it."""
    return to_struct_or_none(Review, await conn.fetchrow(LOCK_REVIEW, tenant.chain_id, tenant.location_id, review_id))


UPDATE_REVIEW: LiteralString = f"""
    UPDATE reviews SET rating = $3, text = $4, author_name = $5, revision = revision + 1, changed_at = now()
    WHERE chain_id = $1 AND id = $2 RETURNING {_COLUMNS}
"""


async def update_review(conn: Connection, tenant: Tenant, review: Review) -> Review:
    """Write the review as given; the row must be locked."""
    row = await conn.fetchrow(UPDATE_REVIEW, tenant.chain_id, review.id, review.rating, review.text, review.author_name)
    assert row is not None  # noqa: S101 - the caller holds a lock on the row
    return to_struct(Review, row)


SOFT_DELETE_REVIEW: LiteralString = """
    UPDATE reviews SET deleted_at = now(), changed_at = now(), revision = revision + 1 WHERE chain_id = $1 AND id = $2
"""


async def soft_delete_review(conn: Connection, tenant: Tenant, review_id: int) -> None:
    await conn.execute(SOFT_DELETE_REVIEW, tenant.chain_id, review_id)


# From its start on, unless the client didn't come.
FIND_APPOINTMENT: LiteralString = """
    SELECT a.id, a.chain_id, a.location_id, a.starts_at, coalesce(nullif(c.name, ''), a.visitor_name) AS author_name,
           a.team_member_id, m.name AS member_name, m.specialization, m.prepayment,
           p.id AS position_id, coalesce(p.title, '') AS position_title,
           coalesce(i.names, '{}') AS image_names, coalesce(r.votes, 0) AS votes,
           coalesce(r.total, 0) AS total, l.title AS location_title, l.address AS location_address,
           l.logo_url AS location_logo_url, l.timezone, l.currency, l.locale, l.country_code, f.id AS form_id,
           coalesce(f.terms_url, '') AS terms_url, l.privacy_policy <> '' AS has_policy, s.paid_amount,
           EXISTS (SELECT FROM reviews v WHERE v.chain_id = a.chain_id AND v.appointment_id = a.id
                       AND v.deleted_at IS NULL) AS is_reviewed
    FROM appointments a
    JOIN locations l ON l.chain_id = a.chain_id AND l.id = a.location_id AND l.closed_at IS NULL
    JOIN team_members m ON m.chain_id = a.chain_id AND m.id = a.team_member_id
    JOIN visits s ON s.chain_id = a.chain_id AND s.id = a.visit_id
    LEFT JOIN positions p ON p.chain_id = a.chain_id AND p.id = m.position_id
    LEFT JOIN images i
        ON i.chain_id = a.chain_id AND i.entity = 'team_member' AND i.entity_id = m.id AND i.deleted_at IS NULL
    LEFT JOIN team_member_ratings r ON r.chain_id = a.chain_id AND r.team_member_id = a.team_member_id
    LEFT JOIN clients c ON c.chain_id = a.chain_id AND c.id = a.client_id
    LEFT JOIN LATERAL (
        SELECT o.id, o.terms_url FROM booking_forms o
        WHERE o.chain_id = a.chain_id AND o.location_id = a.location_id AND o.deleted_at IS NULL
          AND (o.id = a.booking_form_id OR o.is_default)
        ORDER BY o.id = a.booking_form_id DESC NULLS LAST LIMIT 1
    ) f ON true
    WHERE a.link_hash = $1 AND a.deleted_at IS NULL AND a.attendance <> 'no_show' AND a.starts_at <= now()
"""


async def find_appointment(conn: Connection, token: str) -> ReviewedAppointment | None:
    """Return the appointment whose link has the token, if it can be reviewed."""
    return to_struct_or_none(ReviewedAppointment, await conn.fetchrow(FIND_APPOINTMENT, token))


CREATE_CLIENTS_REVIEW: LiteralString = """
    INSERT INTO reviews (chain_id, location_id, team_member_id, appointment_id, rating, text, author_name)
    VALUES ($1, $2, $3, $4, $5, $6, $7)
"""


async def create_clients_review(conn: Connection, about: ReviewedAppointment, new: NewReview) -> None:
    """Create the review of an appointment. A second one violates `reviews_appointment_idx`."""
    await conn.execute(
        CREATE_CLIENTS_REVIEW,
        about.chain_id,
        about.location_id,
        about.team_member_id,
        about.id,
        new.rating,
        new.text,
        new.author_name,
    )

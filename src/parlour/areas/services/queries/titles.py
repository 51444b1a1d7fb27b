"""Statements on services as lists of API v2 show them: by title, in pages."""

from typing import Annotated, LiteralString

import msgspec
from msgspec import Meta

from parlour.access.tenant import Tenant
from parlour.areas.services.model.services import ServiceTitle
from parlour.areas.services.queries.columns import NEEDED, VISIBLE_SERVICE
from parlour.db.pool import Connection
from parlour.db.rows import to_structs
from parlour.page_requests import Number, PageRequest

Weight = Annotated[int, Meta(ge=-(2**31), le=2**31 - 1)]
Title = Annotated[str, Meta(max_length=255, pattern=r"^[^\x00]*$")]


class TitleSortKey(msgspec.Struct, frozen=True, array_like=True):
    """The sort key of a list of services: the highest weight first, then by title."""

    weight: Weight
    title: Title
    id: Number


def sort_key_of(service: ServiceTitle) -> TitleSortKey:
    return TitleSortKey(service.weight, service.title, service.id)


LIST_TITLES: LiteralString = f"""
    SELECT s.id, s.title, s.category_id, s.weight, needed.resources
    FROM services s {NEEDED}
    WHERE {VISIBLE_SERVICE}
      AND ($3::bigint[] IS NULL OR s.id = ANY ($3))
      AND ($4::integer IS NULL OR s.weight < $4 OR (s.weight = $4 AND (s.title, s.id) > ($5, $6)))
    ORDER BY s.weight DESC, s.title, s.id LIMIT $7 OFFSET $8
"""


async def list_titles(
    conn: Connection, tenant: Tenant, ids: list[int] | None, page: PageRequest[TitleSortKey]
) -> list[ServiceTitle]:
    """List the services that the location sees, or those of them with these ids."""
    after = (None, "", 0) if page.after is None else msgspec.structs.astuple(page.after)
    rows = await conn.fetch(LIST_TITLES, tenant.chain_id, tenant.location_id, ids, *after, page.limit, page.offset)
    return to_structs(ServiceTitle, rows)

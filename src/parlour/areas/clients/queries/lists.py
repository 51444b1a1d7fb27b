"""Statements on lists of clients."""

from typing import Any, LiteralString

import msgspec

from parlour.access.tenant import Tenant
from parlour.areas.clients.model.clients import Client
from parlour.areas.clients.model.filters import ClientFilter
from parlour.areas.clients.queries.clients import COLUMNS
from parlour.areas.clients.queries.search_conditions import PIECES
from parlour.areas.clients.queries.visible import IS_VISIBLE, visible_to
from parlour.areas.folding import SEPARATOR
from parlour.db.pool import Connection
from parlour.db.rows import to_structs
from parlour.page_requests import IdSortKey, PageRequest, after_id

# Names, email and card are the parts of `search_text`; $13 separates them. The parameters $4 to $12 are the fields of
# `ClientFilter`. Ids and moments of change have an index each, so they have statements of their own.
_IS_LISTED: LiteralString = f"""
    {IS_VISIBLE}
    AND ($6::timestamptz IS NULL OR c.changed_at < $6)
    AND ($7::numeric IS NULL OR c.paid_amount >= $7) AND ($8::numeric IS NULL OR c.paid_amount <= $8)
    AND ($9::text IS NULL OR strpos(split_part(c.search_text, $13, 1), $9) > 0)
    AND ($10::text IS NULL OR strpos(c.phone, $10) > 0)
    AND ($11::text IS NULL OR strpos(split_part(c.search_text, $13, 2), $11) > 0)
    AND ($12::text IS NULL OR strpos(split_part(c.search_text, $13, 3), $12) > 0)
"""
_OF_ALL: LiteralString = f"{_IS_LISTED} AND $4::bigint[] IS NULL AND $5::timestamptz IS NULL"
_OF_IDS: LiteralString = (
    f"{_IS_LISTED} AND c.id = ANY ($4::bigint[]) AND ($5::timestamptz IS NULL OR c.changed_at >= $5)"
)
_OF_CHANGED: LiteralString = f"{_IS_LISTED} AND c.changed_at >= $5 AND $4::bigint[] IS NULL"
_PAGE: LiteralString = "AND c.id > $14 ORDER BY c.id LIMIT $15 OFFSET $16"

# Candidates: only the index is asked for pieces, since to compute those of a client takes far longer than to compare.
_WITH_TEXTS: LiteralString = f"""
    (SELECT * FROM clients
     WHERE deleted_at IS NULL
       AND {PIECES} @> word_pieces($2, array_remove(ARRAY[$9::text, $10::text, $11::text, $12::text], NULL))
     OFFSET 0) AS c
"""

LIST_CLIENTS: LiteralString = f"SELECT {COLUMNS} FROM clients c WHERE {_OF_ALL} {_PAGE}"
LIST_CLIENTS_WITH_TEXTS: LiteralString = f"SELECT {COLUMNS} FROM {_WITH_TEXTS} WHERE {_OF_ALL} {_PAGE}"
LIST_CLIENTS_OF_IDS: LiteralString = f"SELECT {COLUMNS} FROM clients c WHERE {_OF_IDS} {_PAGE}"
LIST_CHANGED_CLIENTS: LiteralString = f"SELECT {COLUMNS} FROM clients c WHERE {_OF_CHANGED} {_PAGE}"
# In an index alone.
COUNT_EVERYONE: LiteralString = f"SELECT count(*) FROM clients c WHERE {IS_VISIBLE}"
COUNT_CLIENTS: LiteralString = f"SELECT count(*) FROM clients c WHERE {_OF_ALL}"
COUNT_CLIENTS_WITH_TEXTS: LiteralString = f"SELECT count(*) FROM {_WITH_TEXTS} WHERE {_OF_ALL}"
COUNT_CLIENTS_OF_IDS: LiteralString = f"SELECT count(*) FROM clients c WHERE {_OF_IDS}"
COUNT_CHANGED_CLIENTS: LiteralString = f"SELECT count(*) FROM clients c WHERE {_OF_CHANGED}"

EVERYONE = ClientFilter()
LISTS: dict[str, LiteralString] = {
    "all": LIST_CLIENTS,
    "texts": LIST_CLIENTS_WITH_TEXTS,
    "ids": LIST_CLIENTS_OF_IDS,
    "changes": LIST_CHANGED_CLIENTS,
}
COUNTS: dict[str, LiteralString] = {
    "all": COUNT_CLIENTS,
    "texts": COUNT_CLIENTS_WITH_TEXTS,
    "ids": COUNT_CLIENTS_OF_IDS,
    "changes": COUNT_CHANGED_CLIENTS,
}
"""By what finds the clients."""


async def list_clients(
    conn: Connection, tenant: Tenant, filter_: ClientFilter, page: PageRequest[IdSortKey]
) -> list[Client]:
    """List clients by id."""
    rows = await conn.fetch(
        LISTS[_kind(filter_)],
        *_arguments(tenant, filter_),
        after_id(page),
        page.limit,
        page.offset,
    )
    return to_structs(Client, rows)


async def count_clients(conn: Connection, tenant: Tenant, filter_: ClientFilter) -> int:
    """Count the clients on all pages of the list."""
    if filter_ == EVERYONE:
        return int(await conn.fetchval(COUNT_EVERYONE, *visible_to(tenant)))
    count: int = await conn.fetchval(COUNTS[_kind(filter_)], *_arguments(tenant, filter_))
    return count


def _kind(filter_: ClientFilter) -> str:
    """Return what finds the clients of a filter."""
    if filter_.ids is not None:
        return "ids"
    if filter_.changed_after is not None:
        return "changes"
    return "texts" if any((filter_.name, filter_.phone, filter_.email, filter_.card)) else "all"


def _arguments(tenant: Tenant, filter_: ClientFilter) -> tuple[Any, ...]:
    return (*visible_to(tenant), *msgspec.structs.astuple(filter_), SEPARATOR)

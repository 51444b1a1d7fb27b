"""Searching clients: one statement for the page and the number of all that fit.

It is made of fixed pieces for the filters that were asked for, so that its plan has nothing but these. First come the
candidates: what the cards decide. Only then bookings are counted. Conditions that could become a join with rows whose
number the plan doesn't know are written so that they stay conditions (docs/decisions/0031-client-search.md).
"""

from collections.abc import Sequence
from typing import LiteralString

from parlour.access.tenant import Tenant
from parlour.areas.clients.model.search import CountedClient, FoundClients, Order, Search
from parlour.areas.clients.model.search_filters import Birthday, Booked, Group, HasTag, Typed
from parlour.areas.clients.queries.search_bookings import found_by_bookings
from parlour.areas.clients.queries.search_conditions import Arguments, all_of, any_of, condition_of, pieces_of, tagged
from parlour.areas.clients.queries.visible import IS_VISIBLE, visible_to
from parlour.db.pool import Connection
from parlour.db.rows import to_structs

_SORT_KEYS: dict[Order, LiteralString] = {
    Order.ID: "c.id",
    Order.NAME: """split_part(c.search_text, chr(31), 1) COLLATE "C" """,
    Order.PHONE: """nullif(c.phone, '') COLLATE "C" """,
    Order.EMAIL: """nullif(split_part(c.search_text, chr(31), 2), '') COLLATE "C" """,
    Order.DISCOUNT: "c.discount",
    Order.FIRST_VISIT: "c.first_visit_on",
    Order.LAST_VISIT: "c.last_visit_on",
    Order.SOLD_AMOUNT: "c.sold_amount",
    Order.VISIT_COUNT: "c.visit_count",
}
_DIRECTIONS: dict[bool, LiteralString] = {False: "ASC NULLS LAST, id", True: "DESC NULLS LAST, id"}
_COLUMNS: LiteralString = """
    c.id, c.name, c.phone, c.email, c.discount, c.first_visit_on, c.last_visit_on, c.sold_amount, c.visit_count,
    c.importance, c.gender, c.birth_date, c.changed_at
"""
# A page behind the last one has no row, but the number of all.
_PAGE: LiteralString = f"""
    SELECT {_COLUMNS}, total.count
    FROM (SELECT count(*) FROM found) AS total
    LEFT JOIN page ON true
    LEFT JOIN LATERAL (SELECT * FROM clients WHERE chain_id = $1 AND id = page.id OFFSET 0) AS c ON true
"""
# Rows of the table are mostly in the order of ids, whose index also has what most filters and orders ask for. Behind a
# bound that the plan doesn't know, it looks narrower than others that only know the location.
_ALL: LiteralString = "(SELECT * FROM clients WHERE id > (SELECT 0::bigint)) AS c"


async def search_clients(conn: Connection, tenant: Tenant, search: Search) -> FoundClients:
    """Find the clients that the user sees and all or any of the groups admit, and count them."""
    statement, args = statement_of(search, Arguments(*visible_to(tenant), search.limit, search.offset))
    rows = await conn.fetch(statement, *args.values)
    clients = to_structs(CountedClient, [row for row in rows if row["id"] is not None])
    return FoundClients(clients, rows[0]["count"])


def statement_of(search: Search, args: Arguments) -> tuple[LiteralString, Arguments]:
    """Return the statement of a search, and its arguments: the user's sight, limit and offset are the first."""
    groups = search.groups if search.any_suffices else (tuple(each for group in search.groups for each in group),)
    source = _source(groups, args)
    cards = [all_of(condition_of(each, args) for each in group if not isinstance(each, Booked)) for group in groups]
    key, direction = _SORT_KEYS[search.order], _DIRECTIONS[search.descending]
    if any(isinstance(each, Booked) for group in groups for each in group):
        found = found_by_bookings(groups, _admitting(cards), args)
        parts = f"candidates AS MATERIALIZED ({_candidates(source, key, cards)}), {found}"
    else:
        admitted = any_of(cards) if groups else "true"
        parts = f"found AS MATERIALIZED (SELECT c.id, {key} AS key FROM {source} WHERE {IS_VISIBLE} AND {admitted})"
    ordered: LiteralString = f"ORDER BY key {direction}"
    statement: LiteralString = f"""
        WITH {parts},
        page AS MATERIALIZED (SELECT id, key FROM found {ordered} LIMIT $4 OFFSET $5)
        {_PAGE} ORDER BY page.key {direction.replace("id", "page.id")}
    """
    return statement, args


def _source(groups: Sequence[Group], args: Arguments) -> LiteralString:
    """Return where candidates come from: of a text, tag or birthday that all must have, from its index alone."""
    needed = groups[0] if len(groups) == 1 else ()
    for each in needed:
        if isinstance(each, Typed):
            return f"(SELECT * FROM clients WHERE {pieces_of(each, args)} AND deleted_at IS NULL OFFSET 0) AS c"
    for each in needed:
        if isinstance(each, HasTag):
            return f"(SELECT * FROM clients WHERE chain_id = $1 AND id IN ({tagged(each, args)}) OFFSET 0) AS c"
    for each in needed:
        if isinstance(each, Birthday):
            return f"(SELECT c.* FROM clients c WHERE {IS_VISIBLE} AND {condition_of(each, args)} OFFSET 0) AS c"
    return _ALL


def _candidates(source: LiteralString, key: LiteralString, cards: Sequence[LiteralString]) -> LiteralString:
    """Return the statement for those who may be found; of several groups each says which cards it admits."""
    if len(cards) == 1:
        return f"SELECT c.id, {key} AS key FROM {source} WHERE {IS_VISIBLE} AND {cards[0]}"
    admitted: LiteralString = ", ".join(f"({each}) AS admits_{number}" for number, each in enumerate(cards))
    return f"SELECT c.id, {key} AS key, {admitted} FROM {source} WHERE {IS_VISIBLE}"


def _admitting(cards: Sequence[LiteralString]) -> list[LiteralString]:
    """Return for each group what is left to ask of `candidates k` about the card."""
    return ["true" if len(cards) == 1 or each == "true" else f"k.admits_{number}" for number, each in enumerate(cards)]


FIND_BY_PHONE: LiteralString = f"SELECT c.id FROM clients c WHERE {IS_VISIBLE} AND c.phone = $4"


async def find_by_phone(conn: Connection, tenant: Tenant, phone: str) -> int | None:
    """Return the client with a phone number, if the user sees them."""
    found: int | None = await conn.fetchval(FIND_BY_PHONE, *visible_to(tenant), phone)
    return found

"""Statements of an import: rows are copied into a table of the transaction, and each step is one statement on all."""

from collections.abc import AsyncIterable, AsyncIterator, Sequence
from typing import Any, LiteralString

import msgspec
from msgspec import UNSET

from parlour.access.tenant import Tenant
from parlour.areas.clients.model.clients import NO_VALUES, ClientPatch
from parlour.areas.clients.model.imports import Counts, ImportedClient
from parlour.areas.clients.queries.visible import IS_VISIBLE, visible_to
from parlour.db.pool import Connection
from parlour.db.rows import to_struct, to_structs

# The database ends a statement of a request much sooner; one of a command takes as long as it takes.
TIMEOUT_S = 3600.0

# Numbers are texts here: the driver can't copy them in the form in which a pool reads them.
CREATE_ROWS: LiteralString = """
    CREATE TEMPORARY TABLE imported_clients (
        chain_id bigint NOT NULL, row integer PRIMARY KEY, name text, surname text, middle_name text,
        phone text NOT NULL, email text, card text, gender text, importance text, discount text,
        birth_date date, comment text, gets_birthday_message boolean, refuses_mailings boolean,
        starting_sold text, starting_paid text, starting_balance text, custom_values text NOT NULL,
        search_text text NOT NULL, tags text[] NOT NULL,
        client_id bigint, is_known boolean NOT NULL DEFAULT false, is_passed_over boolean NOT NULL DEFAULT false
    ) ON COMMIT DROP
"""
_FIELDS = ClientPatch.__struct_fields__
_COLUMNS = ("chain_id", "row", *_FIELDS, "search_text", "tags")
_NUMBERS = frozenset({"discount", "starting_sold", "starting_paid", "starting_balance"})
_DEFAULTS = {"phone": "", "custom_values": NO_VALUES}
ANALYZE_ROWS = "ANALYZE imported_clients"


async def add_rows(conn: Connection, tenant: Tenant, rows: AsyncIterable[ImportedClient]) -> None:
    """Copy rows into the table of the transaction, which is created for them."""
    await conn.execute(CREATE_ROWS)

    async def records() -> AsyncIterator[Sequence[Any]]:
        async for row in rows:
            yield tenant.chain_id, row.row, *_values(row.patch), row.to_new().search_text, row.tags

    await conn.copy_records_to_table("imported_clients", records=records(), columns=_COLUMNS, timeout=TIMEOUT_S)
    await conn.execute(ANALYZE_ROWS)


def _values(patch: ClientPatch) -> list[Any]:
    return [_value(name, getattr(patch, name)) for name in _FIELDS]


def _value(name: str, value: Any) -> Any:
    if value is UNSET:
        return _DEFAULTS.get(name)
    return f"{value:f}" if name in _NUMBERS else value


# A card is found by its phone number. Of rows without one that say the same of name, email, card and birthday, the
# first is the first such card without a phone number, the second the second: so a file that is imported again adds
# nothing, and two people of one name stay two.
MATCH_ROWS: LiteralString = f"""
    WITH numbered AS (
        SELECT row, phone, search_text, birth_date, row_number() OVER (
            PARTITION BY phone, CASE phone WHEN '' THEN search_text END, CASE phone WHEN '' THEN birth_date END
            ORDER BY row) AS place
        FROM imported_clients
    ),
    without_phone AS MATERIALIZED (
        SELECT c.id, c.search_text, c.birth_date,
               row_number() OVER (PARTITION BY c.search_text, c.birth_date ORDER BY c.id) AS place
        FROM clients c
        WHERE c.chain_id = $1 AND c.location_id = $2 AND c.deleted_at IS NULL AND c.phone = ''
          AND EXISTS (SELECT FROM imported_clients WHERE phone = '')
    )
    UPDATE imported_clients i
    SET client_id = found.id, is_known = found.id IS NOT NULL,
        is_passed_over = n.phone <> '' AND n.place > 1 OR found.id IS NOT NULL AND NOT EXISTS (
            SELECT FROM clients c WHERE {IS_VISIBLE} AND c.id = found.id)
    FROM numbered n
    LEFT JOIN LATERAL (
        SELECT c.id FROM clients c
        WHERE c.chain_id = $1 AND c.location_id = $2 AND c.phone = n.phone AND c.deleted_at IS NULL AND c.phone <> ''
        UNION ALL
        SELECT w.id FROM without_phone w
        WHERE n.phone = '' AND w.search_text = n.search_text AND w.place = n.place
          AND w.birth_date IS NOT DISTINCT FROM n.birth_date
    ) AS found ON true
    WHERE i.row = n.row
"""


async def match_rows(conn: Connection, tenant: Tenant) -> None:
    """Find the card of each row. Passed over are repeated phone numbers, and cards that the user doesn't see."""
    await conn.execute(MATCH_ROWS, *visible_to(tenant), timeout=TIMEOUT_S)


# What a row says, or else what the card has. Starting amounts are for new cards alone: an export contains the whole
# amounts, which would be counted twice.
_OLD: LiteralString = """
    c.name, c.surname, c.middle_name, c.email, c.card, c.gender, c.importance, c.discount, c.birth_date, c.comment,
    c.gets_birthday_message, c.refuses_mailings, c.custom_values
"""
_NEW: LiteralString = """
    coalesce(i.name, c.name),
    CASE WHEN i.name IS NULL AND i.surname = c.name THEN c.surname ELSE coalesce(i.surname, c.surname) END,
    coalesce(i.middle_name, c.middle_name),
    coalesce(i.email, c.email), coalesce(i.card, c.card), coalesce(i.gender, c.gender),
    coalesce(i.importance, c.importance), coalesce(i.discount::numeric, c.discount),
    coalesce(i.birth_date, c.birth_date), coalesce(i.comment, c.comment),
    coalesce(i.gets_birthday_message, c.gets_birthday_message), coalesce(i.refuses_mailings, c.refuses_mailings),
    c.custom_values || i.custom_values::jsonb
"""
_CHANGES: LiteralString = f"({_OLD}) IS DISTINCT FROM ({_NEW})"
_HAS_TAG: LiteralString = """
    SELECT FROM client_tags ct JOIN tags t ON t.chain_id = ct.chain_id AND t.id = ct.tag_id
    WHERE ct.chain_id = c.chain_id AND ct.client_id = c.id AND lower(t.title) = lower(given.title)
"""
# A tag of any kind that a client can have; one for clients before a common one.
_TAG_OF_TITLE: LiteralString = """
    SELECT t.id FROM tags t
    WHERE t.chain_id = $1 AND t.location_id = $2 AND t.kind IN ('client', 'common') AND t.deleted_at IS NULL
      AND lower(t.title) = lower(given.title)
    ORDER BY t.kind, t.id LIMIT 1
"""

COUNT_ROWS: LiteralString = f"""
    SELECT count(*) FILTER (WHERE NOT i.is_known AND NOT i.is_passed_over) AS created,
           count(*) FILTER (WHERE c.id IS NOT NULL) AS updated,
           count(*) FILTER (WHERE (i.is_known OR i.is_passed_over) AND c.id IS NULL) AS skipped,
           (SELECT count(DISTINCT lower(given.title)) FROM imported_clients r, unnest(r.tags) AS given (title)
            WHERE NOT r.is_passed_over AND ($3 OR NOT r.is_known) AND NOT EXISTS ({_TAG_OF_TITLE})) AS new_tags
    FROM imported_clients i
    LEFT JOIN clients c ON c.chain_id = $1 AND c.id = i.client_id AND $3 AND NOT i.is_passed_over
        AND ({_CHANGES} OR EXISTS (SELECT FROM unnest(i.tags) AS given (title) WHERE NOT EXISTS ({_HAS_TAG})))
"""


async def count_rows(conn: Connection, tenant: Tenant, *, updates: bool) -> Counts:
    """Return what an import of the rows would do."""
    row = await conn.fetchrow(COUNT_ROWS, tenant.chain_id, tenant.location_id, updates, timeout=TIMEOUT_S)
    assert row is not None  # noqa: S101 - a count gives its row
    return to_struct(Counts, row)


CREATE_CLIENTS: LiteralString = """
    WITH ids AS MATERIALIZED (
        SELECT row, nextval('clients_id_seq') AS id
        FROM (SELECT row FROM imported_clients WHERE NOT is_known AND NOT is_passed_over ORDER BY row) AS in_order
    ),
    numbered AS (UPDATE imported_clients i SET client_id = ids.id FROM ids WHERE i.row = ids.row RETURNING i.*)
    INSERT INTO clients (
        chain_id, location_id, id, name, surname, middle_name, phone, email, card, gender, importance, discount,
        birth_date, comment, gets_birthday_message, refuses_mailings, starting_sold, starting_paid, starting_balance,
        custom_values, search_text)
    OVERRIDING SYSTEM VALUE
    SELECT $1, $2, n.client_id, coalesce(n.name, n.surname, n.phone),
           CASE WHEN n.name IS NULL THEN '' ELSE coalesce(n.surname, '') END, coalesce(n.middle_name, ''), n.phone,
           coalesce(n.email, ''), coalesce(n.card, ''), coalesce(n.gender, 'unknown'),
           coalesce(n.importance, 'none'), coalesce(n.discount::numeric, 0), n.birth_date, coalesce(n.comment, ''),
           coalesce(n.gets_birthday_message, false), coalesce(n.refuses_mailings, false),
           coalesce(n.starting_sold::numeric, 0), coalesce(n.starting_paid::numeric, 0),
           coalesce(n.starting_balance::numeric, 0), n.custom_values::jsonb, n.search_text
    FROM numbered n ORDER BY n.row
    ON CONFLICT (chain_id, location_id, phone) WHERE deleted_at IS NULL AND phone <> '' DO NOTHING
"""


async def create_clients(conn: Connection, tenant: Tenant) -> int:
    """Create a card for each row that has none, and return how many. Another request may just have created one."""
    status = await conn.execute(CREATE_CLIENTS, tenant.chain_id, tenant.location_id, timeout=TIMEOUT_S)
    return int(status.rpartition(" ")[2])


class SearchedNames(msgspec.Struct, frozen=True):
    """The fields of a card that a search compares."""

    id: int
    name: str
    surname: str
    middle_name: str
    email: str
    card: str


UPDATE_CLIENTS: LiteralString = f"""
    UPDATE clients c SET (
        name, surname, middle_name, email, card, gender, importance, discount, birth_date, comment,
        gets_birthday_message, refuses_mailings, custom_values, changed_at, revision
    ) = ROW ({_NEW}, now(), c.revision + 1)
    FROM imported_clients i
    WHERE c.chain_id = $1 AND c.id = i.client_id AND i.is_known AND NOT i.is_passed_over AND c.deleted_at IS NULL
      AND {_CHANGES}
    RETURNING c.id, c.name, c.surname, c.middle_name, c.email, c.card
"""


async def update_clients(conn: Connection, tenant: Tenant) -> list[SearchedNames]:
    """Write into known cards what their rows say, and return the cards that differed."""
    return to_structs(SearchedNames, await conn.fetch(UPDATE_CLIENTS, tenant.chain_id, timeout=TIMEOUT_S))


SET_SEARCH_TEXTS: LiteralString = """
    UPDATE clients c SET search_text = changed.search_text
    FROM unnest($2::bigint[], $3::text[]) AS changed (id, search_text)
    WHERE c.chain_id = $1 AND c.id = changed.id AND c.search_text <> changed.search_text
"""


async def set_search_texts(conn: Connection, tenant: Tenant, texts: dict[int, str]) -> None:
    await conn.execute(SET_SEARCH_TEXTS, tenant.chain_id, list(texts), list(texts.values()), timeout=TIMEOUT_S)


# The grey of a tag for which a person has chosen no colour yet.
CREATE_TAGS: LiteralString = f"""
    INSERT INTO tags (chain_id, location_id, kind, title, color, icon)
    SELECT DISTINCT ON (lower(given.title)) $1::bigint, $2::bigint, 'client', given.title, '#9e9e9e', ''
    FROM imported_clients i, unnest(i.tags) AS given (title)
    WHERE NOT i.is_passed_over AND ($3 OR NOT i.is_known) AND NOT EXISTS ({_TAG_OF_TITLE})
    ORDER BY lower(given.title), i.row
    ON CONFLICT DO NOTHING
"""


async def create_tags(conn: Connection, tenant: Tenant, *, updates: bool) -> int:
    """Create the tags that rows name and the location doesn't have, and return how many."""
    status = await conn.execute(CREATE_TAGS, tenant.chain_id, tenant.location_id, updates, timeout=TIMEOUT_S)
    return int(status.rpartition(" ")[2])


ADD_TAGS: LiteralString = f"""
    INSERT INTO client_tags (chain_id, client_id, tag_id, location_id)
    SELECT DISTINCT c.chain_id, c.id, tag.id, c.location_id
    FROM imported_clients i
    JOIN clients c ON c.chain_id = $1 AND c.id = i.client_id AND c.deleted_at IS NULL
    CROSS JOIN unnest(i.tags) AS given (title)
    CROSS JOIN LATERAL ({_TAG_OF_TITLE}) AS tag
    WHERE NOT i.is_passed_over AND ($3 OR NOT i.is_known)
    ON CONFLICT DO NOTHING
    RETURNING client_id
"""


async def add_tags(conn: Connection, tenant: Tenant, *, updates: bool) -> set[int]:
    """Give cards the tags of their rows, and return the cards that got one."""
    return {
        row[0] for row in await conn.fetch(ADD_TAGS, tenant.chain_id, tenant.location_id, updates, timeout=TIMEOUT_S)
    }


TOUCH_CLIENTS: LiteralString = """
    UPDATE clients c SET changed_at = now(), revision = revision + 1
    FROM imported_clients i
    WHERE c.chain_id = $1 AND c.id = i.client_id AND i.is_known AND c.id = ANY ($2::bigint[])
"""


async def touch_clients(conn: Connection, tenant: Tenant, client_ids: set[int]) -> int:
    """Note the change of known cards that only got a tag, and return how many they are."""
    status = await conn.execute(TOUCH_CLIENTS, tenant.chain_id, list(client_ids), timeout=TIMEOUT_S)
    return int(status.rpartition(" ")[2])

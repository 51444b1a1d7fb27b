"""Statements on the demo business as a whole. As statements of the operator, they are not limited to one chain."""

from collections.abc import Sequence
from datetime import datetime
from typing import LiteralString

import msgspec

from parlour.db.pool import Connection
from parlour.db.rows import to_struct_or_none, to_structs
from parlour.demo.model import Person


class Owner(msgspec.Struct, frozen=True):
    """The demo's owner, and the chain that this user owns."""

    user_id: int
    password_hash: str
    chain_id: int
    chain_title: str


class Place(msgspec.Struct, frozen=True):
    """A location in brief. `booking_form_id` is None once its forms are deleted."""

    id: int
    title: str
    booking_form_id: int | None = None


class TeamMember(msgspec.Struct, frozen=True):
    """A team member, and where they work."""

    id: int
    chain_id: int
    location_id: int


class StoredCategory(msgspec.Struct, frozen=True):
    """A category as its row will be. The fields are in the order of the parameters of the insert."""

    chain_id: int
    location_id: int | None
    parent_id: int | None
    title: str
    article: str
    comment: str
    search_text: str
    created_at: datetime


class StoredStorage(msgspec.Struct, frozen=True):
    """A storage, with its kind, by which the two of a location differ."""

    id: int
    location_id: int
    kind: str


class StoredMember(msgspec.Struct, frozen=True):
    """A team member who needs a photo, and the owner of the chain."""

    chain_id: int
    location_id: int
    id: int
    owner_id: int


HAS_CHAINS: LiteralString = "SELECT EXISTS (SELECT FROM chains)"


async def has_chains(conn: Connection) -> bool:
    found: bool = await conn.fetchval(HAS_CHAINS)
    return found


HAS_SCHEMA: LiteralString = "SELECT to_regclass('chain_roles') IS NOT NULL"


async def has_schema(conn: Connection) -> bool:
    """Return whether the database has been migrated far enough to contain a chain."""
    found: bool = await conn.fetchval(HAS_SCHEMA)
    return found


FIND_OWNER: LiteralString = """
    SELECT u.id AS user_id, u.password_hash, c.id AS chain_id, c.title AS chain_title
    FROM users u JOIN chain_roles cr ON cr.user_id = u.id JOIN chains c ON c.id = cr.chain_id
    WHERE u.email = $1 AND cr.role = 'owner'
    ORDER BY c.id LIMIT 1
"""


async def find_owner(conn: Connection, email: str) -> Owner | None:
    """Return the user with the address, if they own a chain."""
    return to_struct_or_none(Owner, await conn.fetchrow(FIND_OWNER, email))


LIST_PLACES: LiteralString = """
    SELECT l.id, l.title, (
        SELECT f.id FROM booking_forms f WHERE f.chain_id = $1 AND f.location_id = l.id AND f.deleted_at IS NULL
        ORDER BY f.is_default DESC, f.id LIMIT 1) AS booking_form_id
    FROM locations l WHERE l.chain_id = $1 AND l.closed_at IS NULL ORDER BY l.id
"""


async def list_places(conn: Connection, chain_id: int) -> list[Place]:
    """List the open locations of a chain by id."""
    return to_structs(Place, await conn.fetch(LIST_PLACES, chain_id))


ADD_CHAINS: LiteralString = """
    INSERT INTO chains (title, created_at)
    SELECT title, $2 FROM unnest($1::text[]) WITH ORDINALITY AS given (title, position) ORDER BY position
    RETURNING id
"""


async def add_chains(conn: Connection, titles: Sequence[str], created_at: datetime) -> list[int]:
    """Create chains and return their ids, in the order of the titles."""
    return [row["id"] for row in await conn.fetch(ADD_CHAINS, titles, created_at)]


ADD_PEOPLE: LiteralString = """
    INSERT INTO users (name, email, phone, is_email_confirmed, password_hash, created_at)
    SELECT name, email, phone, true, $4, $5
    FROM unnest($1::text[], $2::text[], $3::text[]) WITH ORDINALITY AS given (name, email, phone, position)
    ORDER BY position
    RETURNING id
"""


async def add_people(conn: Connection, people: Sequence[Person], password_hash: str, created_at: datetime) -> list[int]:
    """Create users, all with the same password, and return their ids, in the order of the people."""
    names, emails, phones = zip(*((person.name, person.email, person.phone) for person in people), strict=True)
    return [row["id"] for row in await conn.fetch(ADD_PEOPLE, names, emails, phones, password_hash, created_at)]


ADD_CATEGORIES: LiteralString = """
    INSERT INTO categories (
        chain_id, location_id, parent_id, title, article, comment, search_text, created_at, changed_at)
    SELECT chain_id, location_id, parent_id, title, article, comment, search_text, created_at, created_at
    FROM unnest($1::bigint[], $2::bigint[], $3::bigint[], $4::text[], $5::text[], $6::text[], $7::text[],
                $8::timestamptz[]) WITH ORDINALITY
         AS given (chain_id, location_id, parent_id, title, article, comment, search_text, created_at, position)
    ORDER BY position
    RETURNING id
"""


async def add_categories(conn: Connection, categories: Sequence[StoredCategory]) -> list[int]:
    """Create categories and return their ids, in the same order."""
    columns = zip(*map(msgspec.structs.astuple, categories), strict=True)
    return [row["id"] for row in await conn.fetch(ADD_CATEGORIES, *columns)]


LIST_STORAGES: LiteralString = """
    SELECT id, location_id, kind FROM storages WHERE chain_id = $1 ORDER BY id
"""


async def list_storages(conn: Connection, chain_id: int) -> list[StoredStorage]:
    """List the storages of all locations of a chain."""
    return to_structs(StoredStorage, await conn.fetch(LIST_STORAGES, chain_id))


LIST_PRODUCT_IDS: LiteralString = "SELECT id FROM products WHERE chain_id = $1 ORDER BY id"


async def list_product_ids(conn: Connection, chain_id: int) -> list[int]:
    """List the products of a chain in the order in which they were written."""
    return [row["id"] for row in await conn.fetch(LIST_PRODUCT_IDS, chain_id)]


LIST_MEMBERS: LiteralString = """
    SELECT m.chain_id, m.location_id, m.id, min(cr.user_id) AS owner_id
    FROM team_members m JOIN chain_roles cr ON cr.chain_id = m.chain_id AND cr.role = 'owner'
    WHERE NOT m.is_dismissed GROUP BY m.chain_id, m.id ORDER BY m.id
"""


async def list_members(conn: Connection) -> list[StoredMember]:
    """List the team members of the demo who work there."""
    return to_structs(StoredMember, await conn.fetch(LIST_MEMBERS))


RESERVE_DOCUMENT_IDS: LiteralString = """
    SELECT nextval(pg_get_serial_sequence('stock_documents', 'id')) AS id FROM generate_series(1, $1::integer)
"""


async def reserve_document_ids(conn: Connection, count: int) -> list[int]:
    """Reserve ids for new documents, so that their transactions can be written with them."""
    return [row["id"] for row in await conn.fetch(RESERVE_DOCUMENT_IDS, count)]


RESERVE_TRANSACTION_IDS: LiteralString = """
    SELECT nextval(pg_get_serial_sequence('stock_transactions', 'id')) AS id FROM generate_series(1, $1::integer)
"""


async def reserve_transaction_ids(conn: Connection, count: int) -> list[int]:
    """Reserve ids for new transactions: the two halves of a transfer refer to each other."""
    return [row["id"] for row in await conn.fetch(RESERVE_TRANSACTION_IDS, count)]


ADD_SESSION: LiteralString = """
    INSERT INTO sessions (user_id, partner_id, token_hash, device) VALUES ($1, $2, $3, 'parlour demo')
"""


async def add_session(conn: Connection, user_id: int, partner_id: int, token_hash: bytes) -> None:
    await conn.execute(ADD_SESSION, user_id, partner_id, token_hash)


RENEW_PARTNER: LiteralString = """
    UPDATE partners SET token_hash = $2
    WHERE id = (SELECT min(id) FROM partners WHERE title = $1 AND revoked_at IS NULL)
    RETURNING id
"""


async def renew_partner(conn: Connection, title: str, token_hash: bytes) -> int | None:
    """Give an integration a new token and return its id; None when there is none with the title that isn't revoked."""
    partner_id: int | None = await conn.fetchval(RENEW_PARTNER, title, token_hash)
    return partner_id


# The demo's history was not made by any user.
DISABLE_AUDIT_LOG: LiteralString = "SELECT set_config('parlour.audit', 'off', true)"


async def disable_audit_log(conn: Connection) -> None:
    """Turn the audit log off until the transaction ends."""
    await conn.execute(DISABLE_AUDIT_LOG)


ANALYZE: LiteralString = "ANALYZE"


async def analyze(conn: Connection) -> None:
    """Let the database count what was loaded: it plans statements for empty tables otherwise."""
    await conn.execute(ANALYZE)


# Taken by every process that opens the demo, so that two at once don't both fill the same empty database.
LOCK: LiteralString = "SELECT pg_advisory_xact_lock(hashtextextended('parlour demo', 0))"


async def lock(conn: Connection) -> None:
    """Wait until no other process opens the demo, and keep others out until the transaction ends."""
    await conn.execute(LOCK)


LIST_TEAM_MEMBERS: LiteralString = """
    SELECT id, chain_id, location_id FROM team_members
    WHERE chain_id = ANY ($1) AND has_timetable AND deleted_at IS NULL ORDER BY location_id, id
"""


async def list_team_members(conn: Connection, chain_ids: list[int]) -> list[TeamMember]:
    """List the team members with access to the calendar, location by location."""
    return to_structs(TeamMember, await conn.fetch(LIST_TEAM_MEMBERS, chain_ids))
